// The one list of the forms in which a suite's results are reported. A new form is a file beside
// this one and a line in the list.
//
// Every form has the same content in every run and for every number of threads; times, and what
// depends on them (the cache, for one), are in fields of their own: JUnit's `time`, members
// `seconds` and `is_cached` of the JSON, the last column of tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "traces/suite/baseline.h"
#include "traces/suite/run_result.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

/// What all forms report. `results` has an element for each run of the suite.
struct SuiteReport {
  Suite suite;
  std::vector<RunResult> results;
  bool has_baseline = false;
  std::vector<BaselineEntry> fixed;  // bugs of the baseline that are gone
  bool is_strict = false;
  double seconds = 0;  // of the whole suite
};

struct SuiteReportFormat {
  std::string_view name;  // of the option --NAME
  std::string_view sentence;
  std::string (*render)(const SuiteReport&);  // ends with a newline
};

/// All forms that are one file. Immutable; any thread.
[[nodiscard]] std::span<const SuiteReportFormat> suite_report_formats();

// ---- the forms, each in a file of its name
[[nodiscard]] std::string suite_junit(const SuiteReport& report);
[[nodiscard]] std::string suite_sarif(const SuiteReport& report);
[[nodiscard]] std::string suite_json(const SuiteReport& report);
[[nodiscard]] std::string suite_markdown(const SuiteReport& report);

/// The Markdown in at most `bytes_max` bytes (at least 2000): traces, then runs that passed, are
/// left out, which the text says.
[[nodiscard]] std::string suite_markdown_within(const SuiteReport& report, std::size_t bytes_max);

/// Names and texts of the files of a folder: "index.html" and a page for each run, none of which
/// needs anything from elsewhere.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> suite_html(
    const SuiteReport& report);

/// Workflow commands of GitHub Actions, one a line: what CI shows beside the suite's file.
[[nodiscard]] std::string suite_annotations(const SuiteReport& report);

/// A run's line for a terminal, with lines below it where it did not pass.
[[nodiscard]] std::string suite_run_text(const SuiteRun& run, const RunResult& result,
                                         bool has_baseline);

/// What follows the runs' lines on a terminal: remarks, fixed bugs, counts; last the verdict's
/// line.
[[nodiscard]] std::string suite_summary_text(const SuiteReport& report);

// ---- what they share

/// How many results have this status.
[[nodiscard]] std::size_t count_of(const SuiteReport& report, RunStatus status);

/// The worst status of all results.
[[nodiscard]] RunStatus worst_status(const SuiteReport& report);

/// "PASSED", "KNOWN BUGS ONLY", "NOT DECIDED", "FAILED", "ERROR".
[[nodiscard]] std::string_view status_headline(RunStatus status);

/// The suite's title, or else its file.
[[nodiscard]] std::string title_of(const Suite& suite);

/// "64 runs: 60 passed, 3 failed, 1 not decided".
[[nodiscard]] std::string counts_line(const SuiteReport& report);

/// What the run's search found, in one line: "violated: election_safety in 2 steps"; without an
/// outcome the reason.
[[nodiscard]] std::string found_line(const RunResult& result);

/// "new", "known" or "expected"; without a baseline nobody can say "new", and it is "unexpected".
[[nodiscard]] std::string_view standing_name(BugStanding standing, bool has_baseline);

/// Bounds, network, guards and reductions of a run, in one line.
[[nodiscard]] std::string bounds_line(const SuiteRun& run, const RunResult& result);

/// The counterexample of a bug as plain text: a heading, the table, why it is so.
[[nodiscard]] std::string bug_trace(const Bug& bug);

/// A property, whether the suite names it or not, and its status in this run.
struct PropertyStatus {
  std::string name;
  RunStatus status = RunStatus::passed;
  std::string text;    // "violated in 2 steps"
  std::string reason;  // where the status is not `passed`
};
[[nodiscard]] std::vector<PropertyStatus> property_statuses(const RunResult& result);

}  // namespace scrutineer::raft
