// How the images of states lie in the lines of a table: which bits the place says, which are kept.
//
// An image's first word is, from the top: shard, low line bits, remainder. Its home is the line
// (high << low_bits) | low, where high = (top 12 bits of the remainder * m) >> 12 and m is 4 to 8:
// a table has m * 2^low_bits lines, so that it can grow by quarters and its load stays high. The
// remainder is kept whole (that costs the 2 to 3 bits of `high` again, and makes it exact).
//
// Where the home is full, the image tries other lines, a step apart. The step is a function of
// the remainder, so home can be told from any of them. (Double hashing; with lines side by side
// instead, clusters of full lines grow to dozens at these loads.)
//
// A slot keeps a key of 64 bits and some bytes beside it. Key, from the low bits: how many steps
// from home the slot is, plus one (4 bits; so no key is zero, and a zero key is a free slot); as
// much of the second word as fits; the remainder. What does not fit goes beside the keys.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "explorer/shard.h"
#include "explorer/state_mix.h"

namespace scrutineer {

template <std::size_t Count>
class LineLayout {
  static_assert(shard_bits >= 4, "the distance takes the room of the shard's bits in a key");

 public:
  static constexpr int distance_bits = 4;
  static constexpr std::uint64_t tries_max = (1U << distance_bits) - 1;  // lines, home included
  static constexpr int high_bits = 12;

  LineLayout() = default;
  /// REQUIRES: 4 <= m < 8 and low_bits >= 0; shard and low bits and 12 more fit the first word.
  LineLayout(const StateMix<Count>& mix, std::uint64_t m, int low_bits)
      : m_(m), low_bits_(low_bits), first_bits_(mix.first_bits()) {
    rest_bits_ = first_bits_ - shard_bits - low_bits;
    const int room = 64 - distance_bits - rest_bits_;
    if constexpr (Count >= 2) {
      const auto second = static_cast<int>(std::bit_width(mix.significant()[1]));
      second_in_key_ = std::min(second, room);
      second_beside_ = second - second_in_key_;
      if (second_beside_ > 0) beside_words_ = 1;
      for (std::size_t w = 2; w < Count; ++w) {
        if (mix.significant()[w] == 0) continue;
        further_[further_count_++] = static_cast<std::uint8_t>(w);
        ++beside_words_;
      }
    }
  }

  [[nodiscard]] std::uint64_t lines() const { return m_ << low_bits_; }
  [[nodiscard]] std::uint64_t m() const { return m_; }
  [[nodiscard]] int low_bits() const { return low_bits_; }
  /// Whether the address can take so many bits more.
  [[nodiscard]] bool may_grow(int bits) const { return rest_bits_ > high_bits + bits; }

  /// Bits of the second word beside the key; the further words have 64 each.
  [[nodiscard]] int second_beside() const { return second_beside_; }
  /// Words beside the key, for layouts that keep whole words there.
  [[nodiscard]] std::size_t beside_words() const { return beside_words_; }

  [[nodiscard]] std::uint64_t line_of(const Words<Count>& image) const {
    const std::uint64_t rest = image[0] & rest_mask();
    const std::uint64_t low = (image[0] >> rest_bits_) & ((std::uint64_t{1} << low_bits_) - 1);
    return high_of(rest) << low_bits_ | low;
  }

  /// The line to try after `line`, for an image that finds no room there.
  [[nodiscard]] std::uint64_t next_line(std::uint64_t line, const Words<Count>& image) const {
    const std::uint64_t next = line + step_of(image[0] & rest_mask());
    return next < lines() ? next : next - lines();
  }

  /// The key of a slot at home; a slot d steps away has this plus d.
  [[nodiscard]] std::uint64_t key_of(const Words<Count>& image) const {
    std::uint64_t key = image[0] & rest_mask();
    if constexpr (Count >= 2) {
      key = key << second_in_key_ | (image[1] & second_mask());
    }
    return key << distance_bits | 1;
  }

  /// What lies beside the key: word k of `beside_words()`.
  [[nodiscard]] std::uint64_t beside(const Words<Count>& image, std::size_t k) const {
    if constexpr (Count == 1) {
      return 0;
    } else {
      if (second_beside_ > 0) {
        if (k == 0) return image[1] >> second_in_key_;
        --k;
      }
      return image[further_[k]];
    }
  }

  /// The image of which `key` (in `line` of shard `shard`) and `beside(k)` were made.
  template <class Beside>
  [[nodiscard]] Words<Count> image_of(std::uint64_t shard, std::uint64_t line, std::uint64_t key,
                                      const Beside& beside) const {
    Words<Count> image{};
    std::uint64_t rest = key >> distance_bits;
    if constexpr (Count >= 2) {
      image[1] = rest & second_mask();
      rest >>= second_in_key_;
      std::size_t k = 0;
      if (second_beside_ > 0) image[1] |= beside(k++) << second_in_key_;
      for (std::size_t f = 0; f < further_count_; ++f) image[further_[f]] = beside(k++);
    }
    std::uint64_t home = line;
    for (std::uint64_t d = key & ((1U << distance_bits) - 1); d > 1; --d) {
      const std::uint64_t step = step_of(rest);
      home = home >= step ? home - step : home + lines() - step;
    }
    const std::uint64_t low = home & ((std::uint64_t{1} << low_bits_) - 1);
    image[0] = shard << (first_bits_ - shard_bits) | low << rest_bits_ | rest;
    return image;
  }

 private:
  [[nodiscard]] std::uint64_t second_mask() const {
    return (std::uint64_t{1} << second_in_key_) - 1;
  }
  [[nodiscard]] std::uint64_t rest_mask() const { return (std::uint64_t{1} << rest_bits_) - 1; }
  // 1 to lines() - 1. The remainder is well mixed; its low bits say nothing about home.
  [[nodiscard]] std::uint64_t step_of(std::uint64_t rest) const {
    const std::uint64_t spread = (rest * 0x9e3779b97f4a7c15) >> 32U;
    return 1 + ((spread * (lines() - 1)) >> 32U);
  }
  [[nodiscard]] std::uint64_t high_of(std::uint64_t rest) const {
    return ((rest >> (rest_bits_ - high_bits)) * m_) >> high_bits;
  }

  std::uint64_t m_ = 4;
  int low_bits_ = 0;
  int first_bits_ = 64;
  int rest_bits_ = 58;     // of the first word, in the key
  int second_in_key_ = 0;  // bits of the second word in the key, and beside it
  int second_beside_ = 0;
  std::size_t beside_words_ = 0;
  std::array<std::uint8_t, Count> further_{};  // words after the second one that are in use
  std::size_t further_count_ = 0;
};

}  // namespace scrutineer
