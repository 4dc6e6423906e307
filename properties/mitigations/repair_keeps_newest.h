// An operator who stops all leaders but one keeps the newest: no later term had elected a leader.
//
// A later leader may have committed what an earlier one has never heard of; stopping it loses
// that. It is a property of the history: the leader of the later term may be gone already.
#pragma once

#include <array>
#include <string_view>

#include "model/mitigations/settings.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct RepairKeepsNewest {
  static constexpr std::string_view name = "repair_keeps_newest";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "a repair never kept a leader although a later term had elected one";
  static constexpr std::string_view source =
      "the incident's write-up, \"keep the leader with the lowest term\"";
  static constexpr std::array<std::string_view, 1> reads = {"misrepaired"};
  static constexpr bool is_symmetric = true;

  static constexpr std::string_view missing(const Settings& settings) {
    return settings.max_repairs >= 1 ? "" : "mitigations.max_repairs to 1 or more";
  }

  template <class View>
  static bool holds(const View& state) {
    return !state.is_misrepaired();
  }
};

}  // namespace scrutineer::mitigations
