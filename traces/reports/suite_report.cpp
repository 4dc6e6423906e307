#include "traces/reports/suite_report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/text.h"
#include "traces/raft_report.h"

namespace scrutineer::raft {
namespace {

using One = PropertyOutcome<ReadableModel>;

std::string verdict_text(const One& one) {
  std::string text(verdict_name(one.verdict));
  if (one.trace) text += fmt::format(" in {}", steps_text(one.length()));
  return text;
}

// Of a property that the suite does not name.
PropertyStatus unnamed_status(const One& one, const RunResult& result) {
  PropertyStatus status{one.name, RunStatus::passed, verdict_text(one), ""};
  for (const Bug& bug : result.bugs) {
    if (bug.property != one.name || bug.standing == BugStanding::expected) continue;
    status.status = bug.standing == BugStanding::known ? RunStatus::known : RunStatus::failed;
    status.reason = fmt::format("{} is {}, which is not expected", one.name, status.text);
  }
  if (one.verdict == PropertyVerdict::expectation_not_met &&
      std::none_of(result.remarks.begin(), result.remarks.end(), [&](const Remark& remark) {
        return remark.subject == one.name && remark.is_allowed;
      })) {
    status.status = RunStatus::failed;
    status.reason = fmt::format("{} was never reached", one.name);
  }
  if (one.verdict == PropertyVerdict::undecided) {
    status.status = RunStatus::undecided;
    status.reason = result.outcome->stop == StopReason::violation
                        ? "the search ended at a violation before"
                        : result.reason;
  }
  return status;
}

}  // namespace

std::span<const SuiteReportFormat> suite_report_formats() {
  static constexpr std::array<SuiteReportFormat, 4> formats = {{
      {"junit", "JUnit XML: a suite a run, a case a property", suite_junit},
      {"sarif", "SARIF 2.1.0: a result a bug, with its fingerprint", suite_sarif},
      {"json", "everything, with traces", suite_json},
      {"markdown", "a table and the counterexamples", suite_markdown},
  }};
  return formats;
}

std::size_t count_of(const SuiteReport& report, RunStatus status) {
  return static_cast<std::size_t>(
      std::count_if(report.results.begin(), report.results.end(),
                    [&](const RunResult& result) { return result.status == status; }));
}

RunStatus worst_status(const SuiteReport& report) {
  RunStatus worst = RunStatus::passed;
  for (const RunResult& result : report.results) worst = std::max(worst, result.status);
  return worst;
}

std::string_view status_headline(RunStatus status) {
  switch (status) {
    case RunStatus::passed: return "PASSED";
    case RunStatus::known: return "KNOWN BUGS ONLY";
    case RunStatus::undecided: return "NOT DECIDED";
    case RunStatus::failed: return "FAILED";
    case RunStatus::error: break;
  }
  return "ERROR";
}

std::string title_of(const Suite& suite) { return suite.title.empty() ? suite.file : suite.title; }

std::string counts_line(const SuiteReport& report) {
  std::vector<std::string> parts;
  for (const RunStatus status : {RunStatus::passed, RunStatus::known, RunStatus::failed,
                                 RunStatus::undecided, RunStatus::error}) {
    const std::size_t count = count_of(report, status);
    if (count > 0) parts.push_back(fmt::format("{} {}", count, status_name(status)));
  }
  return fmt::format("{} {}: {}", report.results.size(),
                     report.results.size() == 1 ? "run" : "runs", fmt::join(parts, ", "));
}

std::string found_line(const RunResult& result) {
  if (!result.outcome) return result.reason;
  std::vector<std::string> parts;
  for (const One& one : result.outcome->properties) {
    if (one.verdict != PropertyVerdict::violated) continue;
    parts.push_back(fmt::format("{} in {}", one.name, steps_text(one.length())));
  }
  const std::string_view verdict = verdict_name(result.outcome->verdict);
  return parts.empty() ? std::string(verdict)
                       : fmt::format("{}: {}", verdict, fmt::join(parts, ", "));
}

std::string_view standing_name(BugStanding standing, bool has_baseline) {
  switch (standing) {
    case BugStanding::expected: return "expected";
    case BugStanding::known: return "known";
    case BugStanding::fresh: break;
  }
  return has_baseline ? "new" : "unexpected";
}

std::string bounds_line(const SuiteRun& run, const RunResult& result) {
  const std::vector<std::string> names = result.reductions.names();
  return fmt::format("{}; reductions {}", bounds_text(run.settings),
                     names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")));
}

std::string bug_trace(const Bug& bug) {
  RenderOptions options;
  options.use_unicode = false;  // nobody knows what shows a log
  return text_of_trace(bug.story, options);
}

std::vector<PropertyStatus> property_statuses(const RunResult& result) {
  std::vector<PropertyStatus> statuses;
  if (!result.outcome) return statuses;
  for (const One& one : result.outcome->properties) {
    const auto named =
        std::find_if(result.comparisons.begin(), result.comparisons.end(),
                     [&](const Comparison& c) { return c.is_property && c.what == one.name; });
    statuses.push_back(
        named == result.comparisons.end()
            ? unnamed_status(one, result)
            : PropertyStatus{one.name, named->status, verdict_text(one), named->reason});
  }
  return statuses;
}

}  // namespace scrutineer::raft
