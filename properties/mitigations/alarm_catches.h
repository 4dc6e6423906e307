// A broken election has raised the alert for several leaders, at the latest when it was broken.
//
// Two leaders of one term need not lead at once: the first may have crashed before the second was
// elected. An alert that looks at what is now never fires then.
#pragma once

#include <array>
#include <string_view>

#include "properties/mitigations/alerts.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct AlarmCatches {
  static constexpr std::string_view name = "alarm_catches";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "where two servers were elected in one term, several have led at once";
  static constexpr std::string_view source = "the incident's write-up, monitoring alerts";
  static constexpr std::array<std::string_view, 2> reads = {"elected", "alerted"};
  static constexpr bool is_symmetric = true;

  template <class View>
  static bool holds(const View& state) {
    return !is_election_broken(state) || state.is_alerted();
  }
};

}  // namespace scrutineer::mitigations
