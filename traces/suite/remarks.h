// What makes a result worth less than it seems: actions that never were enabled, witnesses that
// never were reached, properties that never applied, bounds that cut behaviour.
//
// "Never enabled" is a claim about the model, not about the states that a search visits: reductions
// drop messages that can change nothing, and with them their deliveries. So an action that a
// reduced search never took is sought without reductions, first exhaustively within a number of
// states, then by random walks (of a fixed seed: the answer is the same in every run).
#pragma once

#include <vector>

#include "traces/raft_check.h"
#include "traces/suite/run_result.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

using RaftProperty = PropertyOutcome<ReadableModel>;

/// All witnesses of the list, for `PropertyChoice::witnesses`.
[[nodiscard]] std::vector<std::string_view> all_witnesses();

/// Takes the outcomes of `choice`'s witnesses out of `outcome`, whose verdict becomes that of the
/// properties alone, and returns them.
[[nodiscard]] std::vector<RaftProperty> take_witnesses(RaftOutcome& outcome,
                                                       const PropertyChoice& choice);

/// The remarks on an outcome, in a fixed order, with those that the run allows marked. A search
/// that did not reach every state has none of what it cannot know. `reductions` are those in force.
[[nodiscard]] std::vector<Remark> remarks_on(const SuiteRun& run, const ReductionChoice& reductions,
                                             const RaftOutcome& outcome,
                                             const std::vector<RaftProperty>& witnesses);

/// What is known of an action that a search never took.
enum class Sought : std::uint8_t { found, impossible, not_found };

/// Seeks a state without reductions in which `kind` is enabled. Takes some 50 ms at most.
[[nodiscard]] Sought seek_action(const Settings& settings, ActionKind kind);

}  // namespace scrutineer::raft
