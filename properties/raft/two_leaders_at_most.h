// At most two leaders now: how bad it gets. Two leaders of different terms are normal in Raft for a
// while; the incident had three, one in each part of the network.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct TwoLeadersAtMost {
  static constexpr std::string_view name = "two_leaders_at_most";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;  // Raft does not promise it
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "at most two live servers are leader now, whatever the terms";
  static constexpr std::string_view source = "the incident's write-up: three leaders at once";
  static constexpr std::array<std::string_view, 1> reads = {"role"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    int leaders = 0;
    for (ServerId i = 1; i <= state.servers(); ++i) {
      if (state.role(i) == Role::leader) ++leaders;  // a crashed server is a follower
    }
    return leaders <= 2;
  }
};

}  // namespace scrutineer::raft
