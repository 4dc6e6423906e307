// Why a property of what stands around the election fails, in sentences that cite steps.
//
// As in `raft_proof.h` everything is read off the behaviour: when a lease was asked for, arrived
// and ended, which ticks a clock missed or an answer spent on its way, which write the store took
// when.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "traces/explain/raft_difference.h"
#include "traces/explain/raft_history.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// The proof that the end of `history` violates `property`, one about leases, the store, the
/// operator or the alerts; empty for any other. (That of `alarm_catches` goes on from the proof of
/// `election_safety`.)
[[nodiscard]] std::vector<Sentence> environment_proof(const History& history,
                                                      std::string_view property);

/// "n3 counted its quorum without n1 and n2: the operator had told it alone, at steps 4 and 5", for
/// each of those elected that was told of removals before; nothing if none was.
[[nodiscard]] std::vector<Sentence> removal_sentences(const History& history,
                                                      const std::vector<const Election*>& elected);

/// Whether the leader of this election had a quorum of the members that it knew of, and had been
/// told of removals.
[[nodiscard]] bool is_misled(const History& history, const Election& election);

/// The sentence for such elections that lack a majority of all servers. REQUIRES: one or two.
[[nodiscard]] Sentence misled_sentence(const History& history,
                                       const std::vector<const Election*>& elections);

/// How a contrast ends in `last`, as far as the property is about it: "only n2 believes that it
/// holds the lease". Empty for a property that is not about the environment.
[[nodiscard]] std::string environment_ending(const History& history, std::string_view property,
                                             const State& last);

/// What happens at an action of the environment under the repaired rules instead; for
/// `difference_text`.
[[nodiscard]] std::string environment_difference(const Fork& fork, Citations& cite);

}  // namespace scrutineer::raft
