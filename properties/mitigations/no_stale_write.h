// The store never takes a write of a superseded leader after one of its successor's.
//
// A lease says when a leader may send, nothing about when what it sent arrives; so it takes a store
// that looks (Kleppmann 2016). It is a property of the history: the store may have taken the write
// long ago.
#pragma once

#include <array>
#include <string_view>

#include "model/mitigations/settings.h"
#include "properties/property.h"

namespace scrutineer::mitigations {

struct NoStaleWrite {
  static constexpr std::string_view name = "no_stale_write";
  static constexpr PropertyKind kind = PropertyKind::invariant;
  static constexpr bool is_default = false;
  static constexpr bool is_companion = false;
  static constexpr std::string_view sentence =
      "the store never took a superseded leader's write after one of its successor's";
  static constexpr std::string_view source =
      "Kleppmann, How to do distributed locking (2016); the incident's write-up, fencing tokens";
  static constexpr std::array<std::string_view, 1> reads = {"stale"};
  static constexpr bool is_symmetric = true;

  // One write is never later than another.
  static constexpr std::string_view missing(const Settings& settings) {
    return settings.max_writes >= 2 ? "" : "mitigations.max_writes to 2 or more";
  }

  template <class View>
  static bool holds(const View& state) {
    return !state.is_stale();
  }
};

}  // namespace scrutineer::mitigations
