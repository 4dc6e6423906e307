// How a vote was lost: what made it possible to vote a second time in a term.
//
// Election safety rests on one thing: a vote of term t for c stands as long as the voter is in term
// t, and a voter that has left t never comes back. A vote is lost by the first step that breaks
// this, and there are few ways to.
#pragma once

#include <optional>
#include <string>

#include "traces/explain/raft_history.h"
#include "traces/explain/wording.h"

namespace scrutineer::raft {

enum class LossKind {
  crash_erased_vote,
  crash_erased_term,       // and with it the memory of having voted
  heartbeat_erased_vote,   // of a leader of the same term
  heartbeat_lowered_term,  // of an earlier term
  vote_given_again,        // to another, while it stood
};

struct VoteLoss {
  LossKind kind = LossKind::vote_given_again;
  std::size_t step = 0;
  ServerId voter = no_server;
  int term = 0;  // of the vote
};

/// The first step in first+1..last that takes back the vote of `voter` for `candidate` in `term`,
/// which stands after step `first`; empty if it stands, or its term is left behind, throughout.
[[nodiscard]] std::optional<VoteLoss> find_loss(const History& history, ServerId voter, int term,
                                                ServerId candidate, std::size_t first,
                                                std::size_t last);

/// "its crash at step 6 erased its vote": a clause about the voter.
[[nodiscard]] std::string loss_clause(const History& history, const VoteLoss& loss,
                                      Citations& cite);

/// "n2 voted twice in term 2: at step 5 for n1, at step 9 for n3, because ...". The two ballots
/// are of one voter and term, for the leaders of the two elections.
[[nodiscard]] Sentence double_vote_sentence(const History& history, const Election& one,
                                            const Election& other, ServerId voter);

}  // namespace scrutineer::raft
