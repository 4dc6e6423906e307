// What one step does under two rules, in words.
#pragma once

#include <string>

#include "traces/explain/raft_history.h"

namespace scrutineer::raft {

/// One step from the same state under two sets of rules. (Where one set counts votes without
/// looking at the voters, "the same" is up to which voters stand for the count.)
struct Fork {
  std::size_t step = 0;
  Action action;
  const State& before;  // of the repaired run
  const State& original;
  const State& repaired;    // `before` if it is not possible there
  bool is_possible = true;  // under the repaired rules
  int quorum = 0;  // under the repaired rules, of the members that the acting server knows of
};

/// What happens under the repaired rules: "n2 denies n3 its vote at step 7". Cites this one step.
[[nodiscard]] std::string difference_text(const Fork& fork, Citations& cite);

}  // namespace scrutineer::raft
