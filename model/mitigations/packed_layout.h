// Where the variables of an environment lie in a packed state: beside those of the election, in
// the room that its layout leaves and in further words.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "model/bit_layout.h"
#include "model/mitigations/environment.h"

namespace scrutineer::mitigations {

/// Fields that do not exist under the bounds have width 0: they read as 0.
struct PackedLayout {
  /// `election`: the complete layout of the election's state.
  PackedLayout(const Bounds& bounds, const BitLayout& election);

  Bounds bounds;
  BitLayout bits;  // the environment's fields

  using ByServer = std::array<BitField, servers_max + 1>;
  ByServer reply_epoch{}, reply_left{}, lease_epoch{}, lease_left{}, lease_lag{}, token_left{};
  ByServer belongings{};  // all of these, of one server
  ByServer leadership{};  // those that a server forgets when it leads no more: reply and lease
  BitField lock_holder, lock_left, lock_epoch;
  std::array<BitField, writes_max> write_from{}, write_token{};
  BitField sent, highest, stale, removals, repairs, misrepaired, alerted;

  /// Writes the fields of `environment`; throws PackedOverflow if one of them is outside of the
  /// bounds. REQUIRES: words.size() >= bits.word_count(); the fields are zero.
  void pack(const Environment& environment, std::span<std::uint64_t> words) const;
  [[nodiscard]] Environment unpack(std::span<const std::uint64_t> words) const;

  /// By server: a number that says all that the environment of `words` has to do with it, whatever
  /// its own number is. Slot 0 is not used.
  [[nodiscard]] std::array<std::uint64_t, servers_max + 1> belongings_of(
      std::span<const std::uint64_t> words) const;

  /// Writes the environment of `from` into `to` with its servers renumbered: `order[k]` becomes
  /// server k. REQUIRES: the fields of `to` are zero.
  void renumber(std::span<const std::uint64_t> from,
                const std::array<std::uint8_t, servers_max + 1>& order,
                std::span<std::uint64_t> to) const;
};

}  // namespace scrutineer::mitigations
