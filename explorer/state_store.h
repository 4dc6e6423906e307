// The visited set: all states found so far, by shard and by level.
//
// A state's shard is the top bits of its hash, so that shards fill evenly and each can be owned
// by one worker (and, some day, by one machine). A state is known by its place: shard and
// position. Places of a level are ranges of positions, one a shard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "explorer/store_shard.h"

namespace scrutineer {

inline constexpr std::size_t shard_bits = 6;
inline constexpr std::size_t shard_count = std::size_t{1} << shard_bits;

[[nodiscard]] constexpr std::size_t shard_of(std::uint64_t hash) {
  return static_cast<std::size_t>(hash >> (64 - shard_bits));
}

template <class State>
class StateStore {
 public:
  [[nodiscard]] StoreShard<State>& shard(std::size_t s) { return shards_[s]; }
  [[nodiscard]] const StoreShard<State>& shard(std::size_t s) const { return shards_[s]; }

  [[nodiscard]] std::uint64_t size() const {
    std::uint64_t total = 0;
    for (const auto& shard : shards_) total += shard.size();
    return total;
  }
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t total = 0;
    for (const auto& shard : shards_) total += shard.bytes();
    return total;
  }

  /// Everything inserted from now on belongs to the next level; the first call begins level 0.
  void begin_level() {
    Bounds begin;
    for (std::size_t s = 0; s < shard_count; ++s) begin[s] = shards_[s].size();
    level_begin_.push_back(begin);
  }
  [[nodiscard]] std::size_t level_count() const { return level_begin_.size(); }

  /// The positions of a level in a shard. REQUIRES: level < level_count().
  [[nodiscard]] std::size_t level_begin(std::size_t level, std::size_t s) const {
    return level_begin_[level][s];
  }
  [[nodiscard]] std::size_t level_end(std::size_t level, std::size_t s) const {
    return level + 1 < level_begin_.size() ? level_begin_[level + 1][s] : shards_[s].size();
  }
  [[nodiscard]] std::uint64_t level_size(std::size_t level) const {
    std::uint64_t total = 0;
    for (std::size_t s = 0; s < shard_count; ++s)
      total += level_end(level, s) - level_begin(level, s);
    return total;
  }

  /// Calls f(state) for the states of a level with ordinals [from, to), in order. Ordinals count
  /// the level shard by shard; they are the same in every run. REQUIRES: to <= level_size(level).
  template <class F>
  void for_each_of_level(std::size_t level, std::uint64_t from, std::uint64_t to, F&& f) const {
    std::uint64_t base = 0;
    for (std::size_t s = 0; s < shard_count && base < to; ++s) {
      const std::size_t begin = level_begin(level, s);
      const std::uint64_t count = level_end(level, s) - begin;
      const std::uint64_t first = from > base ? from - base : 0;
      for (std::uint64_t k = first; k < count && base + k < to; ++k) {
        f(shards_[s].at(begin + static_cast<std::size_t>(k)));
      }
      base += count;
    }
  }

  /// Frees what only insertion needs.
  void drop_indices() {
    for (auto& shard : shards_) shard.drop_index();
  }

 private:
  using Bounds = std::array<std::size_t, shard_count>;
  std::array<StoreShard<State>, shard_count> shards_;
  std::vector<Bounds> level_begin_;
};

}  // namespace scrutineer
