// Hashing of states: words by multiplication, other states through Boost container_hash.
//
// Words: each word is mixed in with a 64 x 64 -> 128 bit multiplication whose halves are folded
// (the "mum" of wyhash, Wang Yi 2019): two or three cycles a word, and every input bit reaches
// the high bits, which choose the shard. A model with its own state type brings `hash_value`, as
// for boost::hash; its result is mixed once more, since boost::hash of an integer is the integer.
// Rejected: FNV and boost::hash_combine over words (slow, weak high bits); CRC32 instructions
// (32 bits are too few for shard, slot and tag together).
//
// The hash only chooses where to look. Storage is exact: whole states are compared.
#pragma once

#include <cstddef>
#include <cstdint>

#include <boost/container_hash/hash.hpp>

#include "model/transition_system.h"

namespace scrutineer {

namespace detail {

__extension__ typedef unsigned __int128 Wide;

inline std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Odd constants with about half of their bits set (digits of pi, as in Blowfish's tables).
inline constexpr std::uint64_t hash_seed = 0x243f6a8885a308d3;
inline constexpr std::uint64_t hash_factor = 0x9e3779b97f4a7c15;
inline constexpr std::uint64_t hash_final = 0xa0761d6478bd642f;

}  // namespace detail

/// 64 well-mixed bits. Equal states have equal hashes, in every run and on every machine.
template <class State>
[[nodiscard]] inline std::uint64_t state_hash(const State& state) {
  if constexpr (IsWords<State>::value) {
    std::uint64_t hash = detail::hash_seed;
    for (const std::uint64_t word : state) {
      hash = detail::fold_multiply(hash ^ word, detail::hash_factor);
    }
    return detail::fold_multiply(hash, detail::hash_final);
  } else {
    const std::uint64_t hash = boost::hash<State>{}(state);
    return detail::fold_multiply(hash ^ detail::hash_seed, detail::hash_final);
  }
}

/// a == b. For words without the call of memcmp that std::array makes, which costs more than the
/// comparison.
template <class State>
[[nodiscard]] inline bool is_same_state(const State& a, const State& b) {
  if constexpr (IsWords<State>::value) {
    std::uint64_t difference = 0;
    for (std::size_t w = 0; w < a.size(); ++w) difference |= a[w] ^ b[w];
    return difference == 0;
  } else {
    return a == b;
  }
}

}  // namespace scrutineer
