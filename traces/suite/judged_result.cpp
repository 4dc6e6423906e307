// From the outcome of a run's search to its result.
#include <algorithm>

#include <fmt/format.h>

#include "traces/raft_report.h"
#include "traces/raft_story.h"
#include "traces/suite/comparison.h"
#include "traces/suite/fingerprint.h"
#include "traces/suite/remarks.h"
#include "traces/suite/suite_search.h"

namespace scrutineer::raft {
namespace {

std::string limit_reason(const SuiteRun& run, const RunResult& result, bool is_deadline) {
  switch (result.outcome->stop) {
    case StopReason::state_limit:
      return fmt::format("the budget of {} states was used up",
                         count_text(run.budget.states_max.value_or(0)));
    case StopReason::memory_limit:
      if (run.budget.memory_bytes_max) {
        return fmt::format("the memory budget of {} was used up",
                           size_text(*run.budget.memory_bytes_max));
      }
      return result.limits.memory_bytes_max
                 ? fmt::format("the memory limit of {} was reached",
                               size_text(*result.limits.memory_bytes_max))
                 : std::string("memory ran out");
    case StopReason::time_limit:
      if (is_deadline) return "the deadline came before its end";
      return fmt::format("the time budget of {:g} s was used up",
                         std::chrono::duration<double>(*run.budget.time_max).count());
    case StopReason::interrupted: return "interrupted before its end";
    case StopReason::exhausted:
    case StopReason::violation: break;
  }
  return "";
}

std::vector<Bug> bugs_of(const SuiteRun& run, const RaftOutcome& outcome,
                         const Baseline* baseline) {
  std::vector<Bug> bugs;
  for (std::size_t p = 0; p < outcome.properties.size(); ++p) {
    const RaftProperty& one = outcome.properties[p];
    if (one.verdict != PropertyVerdict::violated) continue;
    Bug bug;
    bug.property = one.name;
    bug.outcome = p;
    bug.story = tell_explained({run.variant, run.description, run.settings, one.name}, *one.trace);
    bug.slice = canonical_slice(*one.trace, bug.story.explanation.is_needed, run.settings);
    bug.fingerprint = fingerprint(one.name, bug.slice);
    if (is_expected_violation(run.expectation, one)) {
      bug.standing = BugStanding::expected;
    } else if (baseline != nullptr && baseline->has(bug.fingerprint)) {
      bug.standing = BugStanding::known;
    }
    bugs.push_back(std::move(bug));
  }
  return bugs;
}

bool is_standing(const std::vector<Bug>& bugs, const std::string& property, BugStanding standing) {
  return std::any_of(bugs.begin(), bugs.end(), [&](const Bug& bug) {
    return bug.property == property && bug.standing == standing;
  });
}

// What fails for known bugs alone is known.
void forgive_known(RunResult& result) {
  const auto any = [&](BugStanding standing) {
    return std::any_of(result.bugs.begin(), result.bugs.end(),
                       [&](const Bug& bug) { return bug.standing == standing; });
  };
  const bool is_all_known = any(BugStanding::known) && !any(BugStanding::fresh);
  for (Comparison& one : result.comparisons) {
    if (one.status != RunStatus::failed) continue;
    const bool is_violation_verdict =
        one.what == "verdict" && result.outcome->verdict == Verdict::violated;
    if ((is_violation_verdict && is_all_known) ||
        (one.is_property && is_standing(result.bugs, one.what, BugStanding::known))) {
      one.status = RunStatus::known;
    }
  }
}

void conclude(const SuiteRun& run, RunResult& result, bool is_deadline, bool is_strict) {
  result.status = RunStatus::passed;
  for (const Comparison& one : result.comparisons) {
    if (one.status <= result.status) continue;
    result.status = one.status;
    result.reason = one.reason;
  }
  // A suite may expect that its budget is too small, but neither the deadline nor an interruption.
  const StopReason stop = result.outcome->stop;
  const bool is_own_limit = !is_deadline && stop != StopReason::interrupted &&
                            expected_verdict(run.expectation) == Verdict::incomplete;
  const bool is_cut = is_limit(stop) && !is_own_limit;
  if (is_cut && result.status <= RunStatus::undecided) {
    result.status = RunStatus::undecided;
    result.reason = limit_reason(run, result, is_deadline);
  }
  if (!is_strict || result.status >= RunStatus::failed) return;
  for (const Remark& remark : result.remarks) {
    if (remark.is_allowed) continue;
    result.status = RunStatus::failed;
    result.reason = "strict: " + remark.text;
    return;
  }
}

}  // namespace

std::string_view status_name(RunStatus status) {
  switch (status) {
    case RunStatus::passed: return "passed";
    case RunStatus::known: return "known";
    case RunStatus::undecided: return "not decided";
    case RunStatus::failed: return "failed";
    case RunStatus::error: break;
  }
  return "error";
}

RunResult judged_result(const SuiteRun& run, RaftOutcome outcome, const ReductionPlan& reductions,
                        const Limits& limits, bool is_deadline, const SuiteOptions& options) {
  RunResult result;
  result.reductions = reductions;
  result.limits = limits;
  const std::vector<RaftProperty> witnesses = take_witnesses(outcome, run.properties);
  result.outcome = std::move(outcome);
  result.comparisons = compare(run.expectation, *result.outcome);
  result.remarks = remarks_on(run, reductions.in_force, *result.outcome, witnesses);
  result.bugs = bugs_of(run, *result.outcome, options.baseline);
  forgive_known(result);
  conclude(run, result, is_deadline, options.is_strict);
  return result;
}

}  // namespace scrutineer::raft
