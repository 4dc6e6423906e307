// A leader of term t has a majority of servers that voted for it in t or have left t behind.
//
// It localises a fault: it names the leader that came to power without votes, often some steps
// before a second leader makes the fault an incident. Hence a companion of election_safety.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct LeaderHasQuorum {
  static constexpr std::string_view name = "leader_has_quorum";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = true;
  static constexpr bool is_companion = true;
  static constexpr std::string_view sentence =
      "a leader of term t has a majority of servers that voted for it in t or have left t behind";
  static constexpr std::string_view source = "Raft paper, section 5.2";
  static constexpr std::array<std::string_view, 3> reads = {"role", "term", "voted_for"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    for (ServerId i = 1; i <= state.servers(); ++i) {
      if (state.role(i) == Role::leader && supporters(state, i) < state.servers() / 2 + 1) {
        return false;
      }
    }
    return true;
  }

 private:
  template <class View>
  static int supporters(const View& state, ServerId leader) {
    const int term = state.term(leader);
    int count = 0;
    for (ServerId j = 1; j <= state.servers(); ++j) {
      const bool voted_for_it = state.term(j) == term && state.voted_for(j) == leader;
      if (state.term(j) > term || voted_for_it) ++count;
    }
    return count;
  }
};

}  // namespace scrutineer::raft
