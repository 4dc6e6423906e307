// A server that has voted in a term does not change that vote in that term (Raft section 5.2:
// "each server will vote for at most one candidate in a given term"). Forgetting the vote while
// the term stays counts as a change: the next request could be granted.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct VoteOnce {
  static constexpr std::string_view name = "vote_once";
  static constexpr PropertyKind kind = PropertyKind::step_invariant;
  static constexpr bool is_default = true;
  static constexpr bool is_companion = true;
  static constexpr std::string_view sentence =
      "a server that has voted in a term does not change that vote in that term";
  static constexpr std::string_view source = "Raft paper, section 5.2";
  static constexpr std::array<std::string_view, 2> reads = {"term", "voted_for"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds_on_step(const View& before, const View& after) {
    for (ServerId i = 1; i <= before.servers(); ++i) {
      const bool has_voted = before.voted_for(i) != no_server;
      const bool is_same_term = after.term(i) == before.term(i);
      if (has_voted && is_same_term && after.voted_for(i) != before.voted_for(i)) return false;
    }
    return true;
  }
};

}  // namespace scrutineer::raft
