// No server's term decreases: terms are Raft's logical clock, and a clock that goes back lets a
// server vote twice in what is the same term to everybody else.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

struct TermMonotonic {
  static constexpr std::string_view name = "term_monotonic";
  static constexpr PropertyKind kind = PropertyKind::step_invariant;
  static constexpr bool is_default = true;
  static constexpr bool is_companion = true;
  static constexpr std::string_view sentence = "no server's term decreases";
  static constexpr std::string_view source = "Raft paper, section 5.1";
  static constexpr std::array<std::string_view, 1> reads = {"term"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds_on_step(const View& before, const View& after) {
    for (ServerId i = 1; i <= before.servers(); ++i) {
      if (after.term(i) < before.term(i)) return false;
    }
    return true;
  }
};

}  // namespace scrutineer::raft
