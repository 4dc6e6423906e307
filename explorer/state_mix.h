// An invertible mixing of packed states: where a state is stored tells a part of what it is.
//
// Idea: the first word of a state is permuted (multiplications by odd numbers and xor-shifts, each
// invertible modulo 2^bits) and then xored with a hash of the other words, which stay as they are.
// That is one round of an unbalanced Feistel network: whoever has the other words can undo it. Its
// top bits are as good as a hash's, so they choose shard and line, and a table that knows the line
// need not store them ("quotienting", Cleary 1984; Knuth 6.4 exercise 13).
//
// Unlike a hash it loses nothing: distinct states have distinct images, so that a table of images
// is exact. Rejected: mixing all words with each other (more multiplications, and no bit saved:
// a table can take address bits from one word only as long as there are enough of them).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "explorer/state_hash.h"
#include "model/transition_system.h"

namespace scrutineer {

template <std::size_t Count>
class StateMix {
 public:
  /// `significant`: the bits that may be set in a state.
  explicit StateMix(const Words<Count>& significant) : significant_(significant) {
    constexpr int bits_min = 48;  // enough for the address in tables of 10^12 states
    first_bits_ = std::max(static_cast<int>(std::bit_width(significant[0])), bits_min);
    mask_ = ~std::uint64_t{0} >> (64 - first_bits_);
    shift_ = (first_bits_ + 1) / 2;
  }

  /// The image. Throws std::logic_error for a state with a bit that is not significant: it would
  /// be stored as another one.
  [[nodiscard]] Words<Count> mix(const Words<Count>& state) const {
    std::uint64_t stray = 0;
    for (std::size_t w = 0; w < Count; ++w) stray |= state[w] & ~significant_[w];
    if (stray != 0) [[unlikely]]
      fail();
    Words<Count> mixed = state;
    std::uint64_t x = (state[0] * factor1) & mask_;
    x ^= x >> shift_;
    x = (x * factor2) & mask_;
    x ^= x >> shift_;
    mixed[0] = x ^ (hash_of_rest(state) & mask_);
    return mixed;
  }

  /// The state of which `mixed` is the image.
  [[nodiscard]] Words<Count> unmix(const Words<Count>& mixed) const {
    Words<Count> state = mixed;
    std::uint64_t x = mixed[0] ^ (hash_of_rest(mixed) & mask_);
    x ^= x >> shift_;  // its own inverse, the shift being at least half of the bits
    x = (x * inverse2) & mask_;
    x ^= x >> shift_;
    state[0] = (x * inverse1) & mask_;
    return state;
  }

  /// Bits of an image's first word, 48 to 64; its top bits are the well-mixed ones.
  [[nodiscard]] int first_bits() const { return first_bits_; }
  [[nodiscard]] const Words<Count>& significant() const { return significant_; }

 private:
  // Inverse of an odd number modulo 2^64, and so modulo every smaller power; Newton's iteration
  // doubles the number of correct bits.
  static constexpr std::uint64_t inverse_of(std::uint64_t odd) {
    std::uint64_t inverse = odd;
    for (int k = 0; k < 5; ++k) inverse *= 2 - odd * inverse;
    return inverse;
  }
  static constexpr std::uint64_t factor1 = 0xbf58476d1ce4e5b9;  // as in splitmix64
  static constexpr std::uint64_t factor2 = 0x94d049bb133111eb;
  static constexpr std::uint64_t inverse1 = inverse_of(factor1);
  static constexpr std::uint64_t inverse2 = inverse_of(factor2);
  static_assert(factor1 * inverse1 == 1 && factor2 * inverse2 == 1);

  [[nodiscard]] static std::uint64_t hash_of_rest(const Words<Count>& words) {
    if constexpr (Count == 1) {
      return 0;
    } else {
      std::uint64_t hash = detail::hash_seed;
      for (std::size_t w = 1; w < Count; ++w) {
        hash = detail::fold_multiply(hash ^ words[w], detail::hash_factor);
      }
      return hash;
    }
  }

  [[noreturn]] __attribute__((noinline, cold)) static void fail() {
    throw std::logic_error("a state has a bit outside of its layout");
  }

  Words<Count> significant_;
  int first_bits_;
  int shift_;
  std::uint64_t mask_;
};

}  // namespace scrutineer
