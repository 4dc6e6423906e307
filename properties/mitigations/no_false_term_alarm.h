// The alert for a jump of terms means a broken election. Correct Raft violates it: a server that
// hears of nobody stands again and again, and each time raises its term.
#pragma once

#include <array>
#include <string_view>

#include "properties/mitigations/alerts.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct NoFalseTermAlarm {
  static constexpr std::string_view name = "no_false_term_alarm";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;  // correct Raft violates it
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "where a live server is two terms or more beyond a leader, two were elected in one term";
  static constexpr std::string_view source = "the incident's write-up, monitoring alerts";
  static constexpr std::array<std::string_view, 4> reads = {"role", "down", "term", "elected"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    return !alerts_term_jump(state) || is_election_broken(state);
  }
};

}  // namespace scrutineer::mitigations
