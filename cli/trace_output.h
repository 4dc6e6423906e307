// Where a trace goes: which one is meant, and writing it.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.h"
#include "cli/view_options.h"
#include "traces/raft_check.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {

/// The property whose trace is meant: the first that is violated, of those that end a search if
/// there is one; else, where properties were asked for by name, the first with a witness. Null for
/// none.
[[nodiscard]] const PropertyOutcome<raft::ReadableModel>* traced_property(
    const std::vector<PropertyOutcome<raft::ReadableModel>>& properties, bool is_named);

/// To a file, or to standard output for "-". Throws OutputError.
void write_text(const std::string& file, const std::string& text, const Streams& streams);

/// Where the trace of a search goes: its file, and a form for readers; either may be none.
struct TraceTargets {
  const std::string& file;  // "-" for standard output
  const ViewOptions& view;
};

/// Writes the trace of this property (null: says that there is none) to its targets. Throws
/// OutputError.
void write_traces(const TraceTargets& targets, const raft::ReportSubject& subject,
                  const PropertyOutcome<raft::ReadableModel>* traced, const Streams& streams);

/// Says on standard error that there is no trace for `file` ("-" for standard output).
void tell_of_no_trace(const std::string& file, const Streams& streams);

}  // namespace scrutineer::cli
