// An outcome as a text that can be kept and read back: what a cache of results holds.
//
// A record is trusted for nothing that can be checked. It has a checksum and the whole question it
// answers; and its traces are kept as actions only, which are replayed and judged when they are
// read, as if the search had just found them.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "traces/raft_check.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

/// A text that is no record of this question; `what()` says why.
class NotARecord : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Everything that the outcome of a complete search depends on, as text: the program (its version
/// and build), settings, properties, reductions in force. Limits are no part of it: what met a
/// limit is not to be kept.
[[nodiscard]] std::string record_key(std::string_view program, const SuiteRun& run,
                                     const ReductionChoice& in_force);

/// Whether the outcome may be kept: it ended by itself.
[[nodiscard]] bool is_lasting(const RaftOutcome& outcome);

/// The record of `outcome`, with all its witnesses. REQUIRES: is_lasting(outcome).
[[nodiscard]] std::string outcome_record(const std::string& key, const SuiteRun& run,
                                         const RaftOutcome& outcome);

/// The outcome in `text`. Throws NotARecord for a text that is damaged, of another question, or
/// whose traces the judge does not accept.
[[nodiscard]] RaftOutcome read_outcome_record(std::string_view text, const std::string& key,
                                              const SuiteRun& run);

}  // namespace scrutineer::raft
