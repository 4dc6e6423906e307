// Servers and sets of them: the names that every protocol and its environment share.
//
// Servers are numbered 1..N as in the specification; 0 is `None`.
#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace scrutineer {

inline constexpr int servers_max = 7;

using ServerId = int;
inline constexpr ServerId no_server = 0;

/// A set of servers 1..7.
class ServerSet {
 public:
  [[nodiscard]] bool contains(ServerId i) const { return ((bits_ >> i) & 1U) != 0; }
  [[nodiscard]] int size() const { return std::popcount(bits_); }
  [[nodiscard]] bool is_empty() const { return bits_ == 0; }
  void insert(ServerId i) { bits_ = static_cast<std::uint8_t>(bits_ | (1U << i)); }
  void clear() { bits_ = 0; }
  /// The set as a number: bit i-1 for server i. `from_mask` is its inverse.
  [[nodiscard]] std::uint32_t mask() const { return bits_ >> 1U; }
  [[nodiscard]] static ServerSet from_mask(std::uint64_t mask) {
    ServerSet set;
    set.bits_ = static_cast<std::uint8_t>(mask << 1U);
    return set;
  }
  auto operator<=>(const ServerSet&) const = default;
  friend std::size_t hash_value(const ServerSet& set) { return set.bits_; }

 private:
  std::uint8_t bits_ = 0;
};

}  // namespace scrutineer
