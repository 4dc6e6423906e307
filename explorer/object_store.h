// The store for states of any type: shards of states, and levels that are ranges in them.
//
// Places of a level are ranges of positions, one a shard; a level is read shard by shard.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "explorer/object_shard.h"
#include "explorer/shard.h"
#include "explorer/state_hash.h"

namespace scrutineer {

/// The members mean what they mean in `WordStore`.
template <class AnyState>
class ObjectStore {
 public:
  using State = AnyState;
  using Candidate = State;

  class Candidates {
   public:
    void push(std::size_t s, const State& state) { states_[s].push_back(state); }
    void clear() {
      for (auto& part : states_) part.clear();
    }
    void clear(std::size_t s) { states_[s].clear(); }
    [[nodiscard]] std::size_t size(std::size_t s) const { return states_[s].size(); }
    [[nodiscard]] std::uint64_t bytes() const {
      std::uint64_t total = 0;
      for (const auto& part : states_) total += part.capacity();
      return total * sizeof(State);
    }

   private:
    friend ObjectStore;
    std::array<std::vector<State>, shard_count> states_;
  };

  [[nodiscard]] const State& prepare(const State& state) const { return state; }
  [[nodiscard]] std::size_t shard_of(const State& state) const {
    return static_cast<std::size_t>(state_hash(state) >> (64 - shard_bits));
  }

  ShardEnd insert(std::size_t s, Candidates& candidates, std::uint64_t& room,
                  std::uint64_t bytes_max) {
    return shards_[s].insert_all(candidates.states_[s], room, bytes_max);
  }
  void begin_collection(std::span<const std::size_t> /*states*/) {}
  template <class F>
  void collect(std::size_t /*k*/, const Candidates& candidates, const F& f) {
    for (const auto& part : candidates.states_) {
      for (const State& state : part) f(state);
    }
  }
  void end_collection() {}
  void abandon_collection() {}

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

  void begin_level() {
    Bounds begin;
    for (std::size_t s = 0; s < shard_count; ++s) begin[s] = shards_[s].size();
    level_begin_.push_back(begin);
  }
  [[nodiscard]] std::size_t level_count() const { return level_begin_.size(); }
  [[nodiscard]] std::uint64_t level_size(std::size_t level) const {
    std::uint64_t total = 0;
    for (std::size_t s = 0; s < shard_count; ++s)
      total += level_end(level, s) - level_begin(level, s);
    return total;
  }

  template <class F>
  void for_each_of_level(std::size_t level, std::uint64_t from, std::uint64_t to,
                         const F& f) const {
    std::uint64_t base = 0;
    for (std::size_t s = 0; s < shard_count && base < to; ++s) {
      const std::size_t begin = level_begin(level, s);
      const std::uint64_t count = level_end(level, s) - begin;
      const std::uint64_t first = from > base ? from - base : 0;
      const std::uint64_t last = std::min(count, to - base);
      if (first < last) {
        shards_[s].for_each(begin + static_cast<std::size_t>(first),
                            begin + static_cast<std::size_t>(last), f);
      }
      base += count;
    }
  }

  /// States of any type stay in memory.
  void retire_levels() {}
  [[nodiscard]] std::string file_failure() const { return {}; }
  void drop_indices() {
    for (auto& shard : shards_) shard.drop_index();
  }

 private:
  using Bounds = std::array<std::size_t, shard_count>;

  // The positions of a level in a shard.
  [[nodiscard]] std::size_t level_begin(std::size_t level, std::size_t s) const {
    return level_begin_[level][s];
  }
  [[nodiscard]] std::size_t level_end(std::size_t level, std::size_t s) const {
    return level + 1 < level_begin_.size() ? level_begin_[level + 1][s] : shards_[s].size();
  }

  std::array<ObjectShard<State>, shard_count> shards_;
  std::vector<Bounds> level_begin_;
};

}  // namespace scrutineer
