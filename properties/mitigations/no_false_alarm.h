// The alert for several leaders means a broken election. Correct Raft violates it: a leader that
// was cut off leads on, in its own earlier term, while a later term elects another.
#pragma once

#include <array>
#include <string_view>

#include "properties/mitigations/alerts.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct NoFalseAlarm {
  static constexpr std::string_view name = "no_false_alarm";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;  // correct Raft violates it
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "where several servers lead at once, two were elected in one term";
  static constexpr std::string_view source = "the incident's write-up, monitoring alerts";
  static constexpr std::array<std::string_view, 3> reads = {"role", "down", "elected"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    return !alerts_multiple_leaders(state) || is_election_broken(state);
  }
};

}  // namespace scrutineer::mitigations
