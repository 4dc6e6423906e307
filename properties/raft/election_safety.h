// Election Safety (Raft Figure 3): at most one leader can be elected in a given term.
//
// It is a property of the history: two servers that led the same term one after the other, the
// first having crashed in between, have broken it as well. Reading it off the roles held now, as
// published examples do, misses those.
#pragma once

#include <array>
#include <string_view>

#include "properties/property.h"

namespace scrutineer::raft {

struct ElectionSafety {
  static constexpr std::string_view name = "election_safety";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = true;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "over the whole history, at most one server was ever elected in any term";
  static constexpr std::string_view source = "Raft paper, Figure 3 and section 5.2";
  static constexpr std::array<std::string_view, 1> reads = {"elected"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    for (int t = 1; t <= state.max_term(); ++t) {
      if (state.elected_count(t) > 1) return false;
    }
    return true;
  }
};

}  // namespace scrutineer::raft
