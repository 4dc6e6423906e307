// The results of a suite on a terminal.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "traces/printable.h"
#include "traces/raft_report.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

// A companion's trace is left out where a property that ends the search is violated too: it is a
// part of the story that is told already.
bool is_trace_shown(const RunResult& result, const Bug& bug) {
  const auto ends_search = [&](const Bug& one) {
    return one.standing == BugStanding::fresh &&
           result.outcome->properties.at(one.outcome).stops_search;
  };
  return bug.standing == BugStanding::fresh &&
         (ends_search(bug) || std::none_of(result.bugs.begin(), result.bugs.end(), ends_search));
}

std::string bug_text(const RunResult& result, const Bug& bug, bool has_baseline) {
  const std::string head =
      fmt::format("      {} {}", upper(standing_name(bug.standing, has_baseline)), bug.fingerprint);
  if (is_trace_shown(result, bug)) return fmt::format("{}\n\n{}\n", head, bug_trace(bug));
  return fmt::format("{}: it says that {}\n", head,
                     result.outcome->properties.at(bug.outcome).sentence);
}

std::string remarks_text(const SuiteReport& report) {
  struct Group {
    std::size_t count = 0;
    std::string first_run;
    std::string first_text;
  };
  std::map<std::pair<bool, std::string>, Group> groups;  // by "is allowed" and subject
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    for (const Remark& remark : report.results[k].remarks) {
      Group& group = groups[{remark.is_allowed, remark.subject}];
      if (group.count++ > 0) continue;
      group.first_run = report.suite.runs[k].name;
      group.first_text = remark.text;
    }
  }
  if (groups.empty()) return "";
  std::string text = "remarks\n";
  for (const auto& [key, group] : groups) {
    text += fmt::format("  {}{}\n    in {}{}\n", group.first_text, key.first ? " (allowed)" : "",
                        printable(group.first_run),
                        group.count == 1 ? "" : fmt::format(", and {} more", group.count - 1));
  }
  return text;
}

}  // namespace

std::string suite_run_text(const SuiteRun& run, const RunResult& result, bool has_baseline) {
  std::string text = fmt::format("{:<11}  {:<44}  {}", status_name(result.status),
                                 printable(run.name), found_line(result));
  if (result.outcome) {
    text += fmt::format("  ({} states, {}{:.2f} s)", count_text(result.outcome->distinct),
                        result.is_cached ? "from the cache, once " : "", result.outcome->seconds);
  }
  text += "\n";
  const bool is_told = !result.outcome || result.status == RunStatus::passed;
  if (!is_told) text += fmt::format("      {}\n", printable(result.reason));
  for (const Bug& bug : result.bugs) {
    if (bug.standing != BugStanding::expected) text += bug_text(result, bug, has_baseline);
  }
  return text;
}

std::string suite_summary_text(const SuiteReport& report) {
  std::string text = "\n" + remarks_text(report);
  for (const BaselineEntry& entry : report.fixed) {
    text += fmt::format("FIXED {} in {}\n", printable(entry.fingerprint), printable(entry.run));
  }
  const auto cached = std::count_if(report.results.begin(), report.results.end(),
                                    [](const RunResult& result) { return result.is_cached; });
  text += fmt::format("{} in {:.2f} s", counts_line(report), report.seconds);
  if (cached > 0) text += fmt::format(", {} from the cache", cached);
  return text + fmt::format("\n{}\n", status_headline(worst_status(report)));
}

}  // namespace scrutineer::raft
