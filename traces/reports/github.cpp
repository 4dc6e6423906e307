// Annotations of GitHub Actions: workflow commands on standard output, one a line, which CI shows
// at the line of the suite's file that describes the run.
#include <fmt/format.h>

#include "traces/raft_report.h"
#include "traces/reports/markup.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

std::string command(std::string_view level, const SuiteReport& report, std::size_t line,
                    const std::string& title, const std::string& text) {
  return fmt::format("::{} file={},line={},title={}::{}\n", level,
                     workflow_property(report.suite.file), line, workflow_property(title),
                     workflow_text(text));
}

std::string run_commands(const SuiteReport& report, const SuiteRun& run, const RunResult& result) {
  std::string text;
  for (const Bug& bug : result.bugs) {
    if (bug.standing == BugStanding::expected) continue;
    const bool is_known = bug.standing == BugStanding::known;
    text +=
        command(is_known ? "notice" : "error", report, run.line,
                fmt::format("{}: {}", run.name, bug.property),
                fmt::format("{} bug {}, {}\n{}", standing_name(bug.standing, report.has_baseline),
                            bug.fingerprint, bounds_line(run, result), bug_trace(bug)));
  }
  const bool is_wrong = result.status == RunStatus::failed || result.status == RunStatus::error;
  if (is_wrong && text.empty()) text = command("error", report, run.line, run.name, result.reason);
  if (result.status == RunStatus::undecided) {
    text += command("warning", report, run.line, run.name, "not decided: " + result.reason);
  }
  return text;
}

}  // namespace

std::string suite_annotations(const SuiteReport& report) {
  std::string text;
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    text += run_commands(report, report.suite.runs[k], report.results[k]);
  }
  for (const BaselineEntry& entry : report.fixed) {
    text += command("notice", report, 1, entry.run,
                    fmt::format("fixed: {}; --update-baseline takes it out", entry.fingerprint));
  }
  return text;
}

}  // namespace scrutineer::raft
