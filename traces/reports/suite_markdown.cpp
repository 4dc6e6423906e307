// The results of a suite as Markdown, as GitHub draws it in job summaries and comments.
#include <fmt/format.h>

#include "traces/raft_report.h"
#include "traces/reports/markup.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

struct Contents {
  bool has_traces = true;
  bool has_passed = true;
};

std::string row_text(const SuiteRun& run, const RunResult& result) {
  const std::string states = result.outcome ? count_text(result.outcome->distinct) : "";
  const std::string cost = !result.outcome    ? ""
                           : result.is_cached ? "cached"
                                              : fmt::format("{:.2f} s", result.outcome->seconds);
  const bool is_passed = result.status == RunStatus::passed;
  return fmt::format("| {} | {} | {} | {} | {} |\n",
                     is_passed ? std::string(status_name(result.status))
                               : fmt::format("**{}**", status_name(result.status)),
                     markdown_cell(run.name), markdown_cell(found_line(result)), states, cost);
}

std::string bug_text(const SuiteReport& report, const RunResult& result, const Bug& bug) {
  const auto& property = result.outcome->properties.at(bug.outcome);
  return fmt::format(
      "\n<details><summary>{} is violated in {} ({} bug <code>{}</code>)</summary>\n\n"
      "```text\n{}```\n</details>\n",
      bug.property, steps_text(property.length()), standing_name(bug.standing, report.has_baseline),
      bug.fingerprint, bug_trace(bug));
}

// What did not pass, with the reasons.
std::string details_text(const SuiteReport& report, const Contents& contents) {
  std::string text;
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    const RunResult& result = report.results[k];
    const SuiteRun& run = report.suite.runs[k];
    if (result.status == RunStatus::passed) continue;
    text += fmt::format("\n### {}\n\n{}: {}.\n\nWithin {}.\n", markdown_cell(run.name),
                        status_name(result.status), markdown_cell(result.reason),
                        markdown_cell(bounds_line(run, result)));
    for (const Bug& bug : result.bugs) {
      if (bug.standing == BugStanding::expected || !contents.has_traces) continue;
      text += bug_text(report, result, bug);
    }
  }
  return text;
}

std::string remarks_text(const SuiteReport& report) {
  std::string text;
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    for (const Remark& remark : report.results[k].remarks) {
      text += fmt::format("| {} | {} | {} |\n", markdown_cell(report.suite.runs[k].name),
                          markdown_cell(remark.text), remark.is_allowed ? "allowed" : "");
    }
  }
  if (text.empty()) return "";
  return "\n<details><summary>Remarks</summary>\n\n| run | remark | |\n|---|---|---|\n" + text +
         "\n</details>\n";
}

std::string markdown(const SuiteReport& report, const Contents& contents) {
  std::string text = fmt::format("## {}: {}\n\n{}.\n", status_headline(worst_status(report)),
                                 markdown_cell(title_of(report.suite)), counts_line(report));
  for (const BaselineEntry& entry : report.fixed) {
    text += fmt::format("\nFixed: `{}` in {}.\n", entry.fingerprint, markdown_cell(entry.run));
  }
  if (!contents.has_traces) text += "\n*Left out for want of room: the counterexamples.*\n";
  if (!contents.has_passed) text += "\n*Left out for want of room: the runs that passed.*\n";
  text += details_text(report, contents);
  text += "\n| status | run | found | states | time |\n|---|---|---|---:|---:|\n";
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    if (!contents.has_passed && report.results[k].status == RunStatus::passed) continue;
    text += row_text(report.suite.runs[k], report.results[k]);
  }
  return contents.has_passed ? text + remarks_text(report) : text;
}

}  // namespace

std::string suite_markdown(const SuiteReport& report) { return markdown(report, {}); }

std::string suite_markdown_within(const SuiteReport& report, std::size_t bytes_max) {
  for (const Contents& contents :
       {Contents{true, true}, Contents{false, true}, Contents{false, false}}) {
    std::string text = markdown(report, contents);
    if (text.size() <= bytes_max) return text;
  }
  return fmt::format("## {}: {}\n\n{}.\n\n*Left out for want of room: the runs.*\n",
                     status_headline(worst_status(report)),
                     markdown_cell(report.suite.file.substr(0, 1000)), counts_line(report));
}

}  // namespace scrutineer::raft
