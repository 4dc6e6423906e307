// At most one server believes that it holds the lease: what a lease is for.
//
// It rests on clocks. The lock service counts from its grant, the holder from its request, so the
// holder's lease ends first; a clock that lags during the lease, or a holder that counts from the
// answer's arrival, breaks it.
#pragma once

#include <array>
#include <string_view>

#include "model/mitigations/settings.h"
#include "model/servers.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct LeaseExclusive {
  static constexpr std::string_view name = "lease_exclusive";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "at most one server leads and believes that it holds the lease";
  static constexpr std::string_view source =
      "Gray and Cheriton, Leases (1989); the incident's write-up, leader lease";
  static constexpr std::array<std::string_view, 3> reads = {"role", "down", "lease_left"};
  static constexpr bool is_symmetric = true;

  static constexpr std::string_view missing(const Settings& settings) {
    return settings.leases ? "" : "mitigations.leases = true";
  }

  template <class View>
  static bool holds(const View& state) {
    int believers = 0;
    for (ServerId i = 1; i <= state.servers(); ++i) believers += state.believes(i) ? 1 : 0;
    return believers <= 1;
  }
};

}  // namespace scrutineer::mitigations
