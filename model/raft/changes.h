// What differs between two states, field by field, in words: what a step changed, or where a file
// and the model disagree.
#pragma once

#include <string>
#include <vector>

#include "model/raft/state.h"

namespace scrutineer::raft {

/// One variable of one server, one message, or one variable of the whole.
struct Change {
  std::string what;    // "the term of n2", "Vote t1 n2>n1 granted"
  std::string before;  // "1", "not in flight"
  std::string after;   // "2", "in flight"

  bool operator==(const Change&) const = default;
};

/// Servers first, then who was elected, faults, messages in their order, and what is around. Empty
/// exactly if the states are equal. REQUIRES: both are states of this configuration. Any thread.
[[nodiscard]] std::vector<Change> changes_between(const State& before, const State& after,
                                                  const Settings& settings);

/// "{n1 n3}"; "nobody" for the empty set.
[[nodiscard]] std::string names_in(const ServerSet& servers);

}  // namespace scrutineer::raft
