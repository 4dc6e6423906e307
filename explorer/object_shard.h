// One shard of the store for states of any type: an append-only array and an index of 32-bit slots.
//
// For a user's own states; packed ones have `word_store.h`, which takes half of the memory.
//
// Idea: the states of a shard are kept in the order in which they were found, in chunks that never
// move; an open-addressing index (linear probing, 16 slots a cache line) maps a hash to positions.
// A slot holds the position plus one in its low bits and a tag, further bits of the hash, in the
// rest, so that a state is compared only where the tag agrees. As the shard grows, positions take
// more bits and the tag fewer; the limit is 2^32 - 2 states a shard.
//
// What it gives: exact storage at the state's size plus 5.3 to 8 bytes; the levels of the search
// for nothing (a level is a range of positions), and with them frontier and counterexamples
// without parent pointers; growth of one shard at a time.
//
// A shard has one writer at a time and no locks: in each round one worker owns it (see
// `search_round.h`). Rejected: parent pointers (`shortest_path.h` does without).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "explorer/shard.h"
#include "explorer/state_hash.h"

namespace scrutineer {

enum class Insertion : std::uint8_t { added, known, full };

template <class State>
class ObjectShard {
 public:
  using Position = std::uint32_t;
  static constexpr Position position_max = std::numeric_limits<std::uint32_t>::max() - 2;

  /// Inserts `states` in order and leaves in them those that were new, as long as `room` (how
  /// many may be added; counted down) and `bytes_max` allow. Throws std::bad_alloc.
  ShardEnd insert_all(std::vector<State>& states, std::uint64_t& room, std::uint64_t bytes_max) {
    // Hashes, then index lines, then states are asked for ahead of their use; 32 is past the
    // number of misses that a core keeps in flight.
    constexpr std::size_t batch = 32;
    std::array<std::uint64_t, batch> hashes;
    std::array<Probe, batch> probes;
    ShardEnd end = ShardEnd::all_inserted;
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < states.size(); begin += batch) {
      const std::size_t count = std::min(batch, states.size() - begin);
      for (std::size_t k = 0; k < count; ++k) {
        hashes[k] = state_hash(states[begin + k]);
        prefetch_index(hashes[k]);
      }
      for (std::size_t k = 0; k < count; ++k) probes[k] = prefetch_state(hashes[k]);
      for (std::size_t k = 0; k < count && end == ShardEnd::all_inserted; ++k) {
        State& state = states[begin + k];
        const Insertion result = insert(state, hashes[k], probes[k], room == 0 ? 0 : bytes_max);
        if (result == Insertion::full) {
          end = room == 0 ? ShardEnd::state_limit : ShardEnd::memory_limit;
        } else if (result == Insertion::added) {
          --room;
          if (kept != begin + k) states[kept] = std::move(state);
          ++kept;
        }
      }
      if (end != ShardEnd::all_inserted) break;
    }
    states.erase(states.begin() + static_cast<std::ptrdiff_t>(kept), states.end());
    return end;
  }

  /// Calls f(state) for the positions [from, to), in the order in which they were found.
  template <class F>
  void for_each(std::size_t from, std::size_t to, const F& f) const {
    for (; from < to; ++from) f(at(from));
  }

  /// Where a probe of the index stands. It stays good while other states are inserted.
  struct Probe {
    std::size_t slot = 0;
    std::size_t index_slots = 0;  // of the index that was probed
  };

  /// Two steps ahead of `insert`: brings the cache line of the index in which it will look, ...
  void prefetch_index(std::uint64_t hash) const {
    if (!index_.empty()) __builtin_prefetch(&index_[home(hash)]);
  }
  /// ... then the first state with which it will compare. The result goes to `insert`.
  [[nodiscard]] Probe prefetch_state(std::uint64_t hash) const {
    if (index_.empty()) return {};
    const Slot tag = tag_of(hash);
    std::size_t slot = home(hash);
    while (index_[slot] != 0 && (index_[slot] & ~position_mask_) != tag) slot = next(slot);
    if (index_[slot] != 0) __builtin_prefetch(&at((index_[slot] & position_mask_) - 1));
    return {slot, index_.size()};
  }

  /// Adds `state` unless it is known. `full`: it is new, and storing it would take more than
  /// `bytes_max` or 2^32-2 states; nothing was changed. Throws std::bad_alloc, having changed
  /// nothing. REQUIRES: hash == state_hash(state); `probe` is of this hash, or default.
  Insertion insert(const State& state, std::uint64_t hash, Probe probe, std::uint64_t bytes_max) {
    if (index_.empty()) {
      if (first_index_slots * sizeof(Slot) > bytes_max) return Insertion::full;
      resize_index(first_index_slots);
    }
    std::size_t slot = probe.index_slots == index_.size() ? probe.slot : home(hash);
    const Slot tag = tag_of(hash);
    for (; index_[slot] != 0; slot = next(slot)) {
      const Slot entry = index_[slot];
      if ((entry & ~position_mask_) == tag &&
          is_same_state(at((entry & position_mask_) - 1), state)) {
        return Insertion::known;
      }
    }
    if (!has_room(bytes_max)) return Insertion::full;
    if (size_ + 1 > entries_max_) {
      resize_index(grown(index_.size()));
      slot = free_slot(hash);
    }
    append(state);
    index_[slot] = tag_of(hash) | static_cast<Slot>(size_);
    return Insertion::added;
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const State& at(std::size_t position) const {
    return chunk_data_[position / chunk_states][position % chunk_states];
  }
  /// Bytes of stored states and index; not the room reserved beyond them in the last chunk.
  [[nodiscard]] std::uint64_t bytes() const {
    return size_ * sizeof(State) + index_.size() * sizeof(Slot);
  }

  /// Gives the index back. Afterwards states can be read, not inserted.
  void drop_index() {
    index_.clear();
    index_.shrink_to_fit();
  }

 private:
  using Slot = std::uint32_t;
  static constexpr std::size_t first_index_slots = 64;
  // About 64 KiB: small enough for 64 shards of a tiny model, large enough to be rare.
  static constexpr std::size_t chunk_states =
      std::max<std::size_t>(64, std::bit_floor(std::size_t{65536} / sizeof(State)));

  [[nodiscard]] static std::size_t grown(std::size_t slots) {
    return slots < 4096 ? slots * 2 : slots / 64 * 96;
  }
  // Three quarters: probes stay short, and tags make most of them cheap.
  [[nodiscard]] static std::size_t load_max(std::size_t slots) { return slots / 4 * 3; }

  // The shard is chosen by the top six bits; the next 32 choose the slot by multiplication
  // (Lemire 2019), so that the size need not be a power of two.
  [[nodiscard]] std::size_t home(std::uint64_t hash) const {
    return static_cast<std::size_t>((((hash << 6U) >> 32U) * index_.size()) >> 32U);
  }
  [[nodiscard]] Slot tag_of(std::uint64_t hash) const {
    return static_cast<Slot>(hash) & ~position_mask_;
  }
  [[nodiscard]] std::size_t next(std::size_t slot) const {
    return slot + 1 == index_.size() ? 0 : slot + 1;
  }
  [[nodiscard]] std::size_t free_slot(std::uint64_t hash) const {
    std::size_t slot = home(hash);
    while (index_[slot] != 0) slot = next(slot);
    return slot;
  }

  [[nodiscard]] bool has_room(std::uint64_t bytes_max) const {
    if (size_ >= position_max) return false;
    const std::size_t slots = size_ + 1 > entries_max_ ? grown(index_.size()) : index_.size();
    return (size_ + 1) * sizeof(State) + slots * sizeof(Slot) <= bytes_max;
  }

  void resize_index(std::size_t slots) {
    std::vector<Slot> bigger(slots, 0);
    index_.swap(bigger);
    entries_max_ = load_max(slots);
    position_mask_ = static_cast<Slot>((std::uint64_t{1} << std::bit_width(entries_max_)) - 1);
    bigger = {};
    for (std::size_t position = 0; position < size_; ++position) {
      const std::uint64_t hash = state_hash(at(position));
      index_[free_slot(hash)] = tag_of(hash) | static_cast<Slot>(position + 1);
    }
  }

  void append(const State& state) {
    if (size_ % chunk_states == 0) {
      std::vector<State> chunk;
      chunk.reserve(chunk_states);
      chunk_data_.push_back(nullptr);  // may throw, and then leaves one pointer too many
      chunks_.push_back(std::move(chunk));
      chunk_data_[chunks_.size() - 1] = chunks_.back().data();
    }
    chunks_.back().push_back(state);
    ++size_;
  }

  std::vector<Slot> index_;
  std::size_t entries_max_ = 0;  // how many states the index takes before it grows
  Slot position_mask_ = 0;
  std::size_t size_ = 0;
  std::vector<std::vector<State>> chunks_;
  std::vector<const State*> chunk_data_;
};

}  // namespace scrutineer
