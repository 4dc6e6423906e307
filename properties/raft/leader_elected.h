// Some state has a leader. A model in which nobody can be elected satisfies every safety
// property; this witness is what makes "holds" worth something.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct LeaderElected {
  static constexpr std::string_view name = "leader_elected";
  static constexpr PropertyKind kind = PropertyKind::reachable;
  static constexpr bool is_default = true;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence = "some state has a leader";
  static constexpr std::string_view source = "guards every \"holds\" against vacuity";
  static constexpr std::array<std::string_view, 1> reads = {"role"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    for (ServerId i = 1; i <= state.servers(); ++i) {
      if (state.role(i) == Role::leader) return true;
    }
    return false;
  }
};

}  // namespace scrutineer::raft
