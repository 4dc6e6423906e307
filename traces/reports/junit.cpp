// JUnit XML, in the dialect that Jenkins published as a schema (junit-10.xsd) and that the others
// read: a suite for each run, a case for each thing that was expected of it.
#include <fmt/format.h>

#include "model/raft/setting_table.h"
#include "traces/reports/markup.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

struct Case {
  std::string name;
  RunStatus status = RunStatus::passed;
  std::string message;
  std::string body;
};

// Not decided is skipped, but a failure in a strict gate: dashboards show skipped cases in green.
struct Tally {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

std::string bug_body(const SuiteRun& run, const RunResult& result, const std::string& property) {
  for (const Bug& bug : result.bugs) {
    if (bug.property != property || bug.standing == BugStanding::expected) continue;
    return fmt::format("{}\nfingerprint {}\n\n{}", bounds_line(run, result), bug.fingerprint,
                       bug_trace(bug));
  }
  return "";
}

std::vector<Case> cases_of(const SuiteRun& run, const RunResult& result, bool is_strict) {
  if (!result.outcome) return {{"verdict", result.status, result.reason, ""}};
  std::vector<Case> cases;
  for (const Comparison& one : result.comparisons) {
    if (!one.is_property) cases.push_back({one.what, one.status, one.reason, ""});
  }
  // A limit keeps a run from passing even where every comparison is as expected.
  if (result.status == RunStatus::undecided && cases[0].status == RunStatus::passed) {
    cases[0].status = RunStatus::undecided;
    cases[0].message = result.reason;
  }
  for (const PropertyStatus& one : property_statuses(result)) {
    cases.push_back({one.name, one.status, one.reason, bug_body(run, result, one.name)});
  }
  for (const Remark& remark : result.remarks) {
    const bool is_failure = is_strict && !remark.is_allowed;
    cases.push_back({fmt::format("remark: {}", remark.subject),
                     is_failure ? RunStatus::failed : RunStatus::passed, remark.text, ""});
  }
  return cases;
}

// What a search that ended at a violation left open is no fault of the gate, strict or not.
bool is_strict_failure(const Case& one, const RunResult& result, bool is_strict) {
  return is_strict && one.status == RunStatus::undecided &&
         (!result.outcome || is_limit(result.outcome->stop));
}

std::string case_text(const Case& one, const SuiteRun& run, const RunResult& result, bool is_strict,
                      Tally& tally) {
  ++tally.tests;
  std::string element;
  if (one.status == RunStatus::error) {
    ++tally.errors;
    element = "error";
  } else if (one.status == RunStatus::failed || is_strict_failure(one, result, is_strict)) {
    ++tally.failures;
    element = "failure";
  } else if (one.status == RunStatus::undecided) {
    ++tally.skipped;
    element = "skipped";
  } else if (!one.message.empty()) {
    element = "system-out";
  }
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                 markup_text(run.name), markup_text(one.name));
  if (element.empty()) return text + "/>\n";
  const std::string message = markup_text(one.message);
  const std::string body = markup_text(one.body);
  if (element == "system-out") {
    text += fmt::format(">\n      <system-out>{}{}{}</system-out>\n", message,
                        body.empty() ? "" : "\n", body);
  } else {
    text += fmt::format(">\n      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element,
                        status_name(one.status), message, body);
  }
  return text + "    </testcase>\n";
}

std::string properties_text(const SuiteRun& run, const RunResult& result) {
  std::string text = "    <properties>\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, markup_text(value));
  };
  add("variant", run.variant);
  for (const Setting& setting : setting_table()) {
    add(setting.key, value_text(setting, run.settings));
  }
  add("found", found_line(result));
  if (result.outcome) {
    add("distinct", fmt::format("{}", result.outcome->distinct));
    add("generated", fmt::format("{}", result.outcome->generated));
    add("depth", fmt::format("{}", result.outcome->depth));
  }
  for (const Bug& bug : result.bugs) add("fingerprint", bug.fingerprint);
  return text + "    </properties>\n";
}

std::string tally_text(const Tally& tally, double seconds) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\"", tally.tests,
                     tally.failures, tally.errors, seconds);
}

std::string run_text(const SuiteRun& run, const RunResult& result, bool is_strict, Tally& all) {
  Tally tally;
  std::string cases;
  for (const Case& one : cases_of(run, result, is_strict)) {
    cases += case_text(one, run, result, is_strict, tally);
  }
  all.tests += tally.tests;
  all.failures += tally.failures;
  all.errors += tally.errors;
  const bool was_searched = result.outcome && !result.is_cached;
  return fmt::format("  <testsuite name=\"{}\" skipped=\"{}\" {}>\n{}{}  </testsuite>\n",
                     markup_text(run.name), tally.skipped,
                     tally_text(tally, was_searched ? result.outcome->seconds : 0),
                     properties_text(run, result), cases);
}

}  // namespace

std::string suite_junit(const SuiteReport& report) {
  Tally all;
  std::string suites;
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    suites += run_text(report.suite.runs[k], report.results[k], report.is_strict, all);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n{}</testsuites>\n",
      markup_text(report.suite.file), tally_text(all, report.seconds), suites);
}

}  // namespace scrutineer::raft
