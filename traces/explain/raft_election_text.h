// An election in words: with whose votes, and what was wrong with them.
#pragma once

#include <string>
#include <vector>

#include "traces/explain/raft_history.h"
#include "traces/explain/wording.h"

namespace scrutineer::raft {

/// "n3".
[[nodiscard]] std::string name_of(ServerId i);

/// "itself" for `self`, else the name.
[[nodiscard]] std::string name_of(ServerId i, ServerId self);

/// "a majority of 3 servers is 2".
[[nodiscard]] std::string majority_text(const Settings& settings);

/// Whether the votes counted are of too few servers: less than a majority of all granted the leader
/// a vote of this very term.
[[nodiscard]] bool lacks_majority(const Settings& settings, const Election& election);

/// "n1 became leader of term 1 at step 3 with the votes of n1 (step 1) and n2 (step 2)."
[[nodiscard]] Sentence election_sentence(const History& history, const Election& election);

/// Why the leader, which lacks a majority, was elected all the same: a sentence for each vote that
/// should not have counted. Empty if every vote was good and they were too few.
[[nodiscard]] std::vector<Sentence> bad_vote_sentences(const History& history,
                                                       const Election& election);

/// The sentence for elections whose votes were good but too few. REQUIRES: one or two.
[[nodiscard]] Sentence too_few_sentence(const History& history,
                                        const std::vector<const Election*>& elections);

}  // namespace scrutineer::raft
