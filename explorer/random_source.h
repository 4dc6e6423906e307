// Random numbers for walks: SplitMix64, one generator a walk.
//
// Idea: walk k of seed S has a generator of its own, whose start is a mix of the two. So a walk
// does not depend on which walks came before it or on which thread it runs, and it can be walked
// again alone (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
// All starts lie on one cycle of 2^64 numbers; that two of a million walks of a thousand steps
// share a part of it has a chance of one in ten thousand, and would only waste a walk.
// Rejected: one generator for all walks (its state would tie them to an order); std::mt19937_64
// (2.5 KB to set up for each walk) and the distributions of the standard library (their numbers
// differ between libraries, so that a seed would not be worth printing).
#pragma once

#include <cstdint>

#include "explorer/state_hash.h"

namespace scrutineer {

class RandomSource {
 public:
  /// The generator of walk `index` of `seed`.
  RandomSource(std::uint64_t seed, std::uint64_t index)
      : state_(mixed(mixed(seed) + step * (index + 1))) {}

  /// 64 random bits.
  std::uint64_t bits() {
    state_ += step;
    return mixed(state_);
  }

  /// 0 to count - 1. REQUIRES: count > 0, and far below 2^64: some numbers are more likely than
  /// others by a part of count / 2^64.
  std::uint64_t below(std::uint64_t count) {
    return static_cast<std::uint64_t>((static_cast<detail::Wide>(bits()) * count) >> 64);
  }

 private:
  static constexpr std::uint64_t step = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }

  std::uint64_t state_;
};

}  // namespace scrutineer
