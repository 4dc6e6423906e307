// The outcome of a check of the election model as JSON; `docs/json-schema.md` describes it.
#pragma once

#include <string>

#include "traces/raft_check.h"
#include "traces/raft_report.h"

namespace scrutineer::raft {

/// Grows when a member is removed or changes its meaning; new members may come without.
inline constexpr int json_schema_version = 1;

/// One JSON object, indented, ending with a newline. Everything but `seconds` and `memory_bytes`
/// is the same for every number of threads and in every run (a search that was ended by time or
/// by a signal aside).
[[nodiscard]] std::string report_json(const ReportSubject& subject, const RaftOutcome& outcome);

}  // namespace scrutineer::raft
