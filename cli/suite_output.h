// Where the reports of a suite go.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/streams.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::cli {

/// Names of files as they were given; empty or absent for none.
struct SuiteOutputs {
  std::map<std::string, std::string> files;  // by the name of a form of suite_report_formats()
  std::string html;                          // a folder
  std::string baseline;                      // a file that may be missing
  bool updates_baseline = false;
  bool is_github = false;  // annotations, and the job's summary where there is one
};

/// Throws ConfigurationError or UsageError if an output cannot be written, or two of them, or one
/// and a file that is read, are the same.
void require_outputs(const SuiteOutputs& outputs, const std::string& suite_file);

/// The baseline; empty if its file is missing. Throws ConfigurationError.
[[nodiscard]] raft::Baseline read_baseline(const SuiteOutputs& outputs);

/// Writes everything that was asked for, even if a part cannot be written. Throws OutputError then.
void write_outputs(const SuiteOutputs& outputs, const raft::SuiteReport& report,
                   const raft::Baseline& baseline, const Streams& streams);

}  // namespace scrutineer::cli
