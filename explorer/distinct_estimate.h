// About how many distinct values were seen, in four kilobytes: HyperLogLog.
//
// Idea: of a stream of hashes, the longest run of leading zeros grows with the logarithm of the
// number of distinct ones. The hash's first bits choose one of 4,096 registers, each of which
// keeps its longest run; their harmonic mean gives the number with a standard error of 1.6 %
// (Flajolet, Fusy, Gandouet, Meunier: "HyperLogLog", 2007). Where few registers are set, how many
// are empty tells more (linear counting), and 64-bit hashes need no correction for large numbers.
// The registers of two streams merge by their maxima, in any order, so that the estimate is the
// same for every number of threads.
// Rejected: a set of hashes (eight bytes a state, which walks of any length would fill).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace scrutineer {

class DistinctEstimate {
 public:
  /// Of `count()`, as a part of the true number: two estimates in three are nearer than that.
  static constexpr double standard_error = 0.016;

  /// REQUIRES: equal values have equal hashes, and all 64 bits are well mixed.
  void see(std::uint64_t hash) {
    std::uint8_t& longest = registers_[hash >> (64 - index_bits)];
    // The bit beyond the hash ends a run of zeros.
    const std::uint64_t rest = (hash << index_bits) | (std::uint64_t{1} << (index_bits - 1));
    const auto run = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
    longest = std::max(longest, run);
  }

  void merge(const DistinctEstimate& other) {
    for (std::size_t k = 0; k < size; ++k) {
      registers_[k] = std::max(registers_[k], other.registers_[k]);
    }
  }

  /// The estimate; 0 for nothing seen.
  [[nodiscard]] std::uint64_t count() const {
    constexpr auto m = static_cast<double>(size);
    double sum = 0;
    std::size_t empty = 0;
    for (const std::uint8_t longest : registers_) {
      sum += std::ldexp(1.0, -longest);
      empty += longest == 0 ? 1 : 0;
    }
    const double raw = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    const bool is_small = raw <= 2.5 * m && empty > 0;
    return static_cast<std::uint64_t>(
        std::llround(is_small ? m * std::log(m / static_cast<double>(empty)) : raw));
  }

 private:
  static constexpr int index_bits = 12;
  static constexpr std::size_t size = std::size_t{1} << index_bits;
  std::array<std::uint8_t, size> registers_{};
};

}  // namespace scrutineer
