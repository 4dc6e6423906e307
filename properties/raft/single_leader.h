// At most one leader now, whatever the terms: what people believe of Raft, and what it does not
// promise. A leader that was cut off does not know that a later term has elected another.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct SingleLeader {
  static constexpr std::string_view name = "single_leader";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;  // correct Raft violates it
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "at most one live server is leader now, whatever the terms";
  static constexpr std::string_view source = "a common belief; correct Raft violates it";
  static constexpr std::array<std::string_view, 1> reads = {"role"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    int leaders = 0;
    for (ServerId i = 1; i <= state.servers(); ++i) {
      if (state.role(i) == Role::leader) ++leaders;  // a crashed server is a follower
    }
    return leaders <= 1;
  }
};

}  // namespace scrutineer::raft
