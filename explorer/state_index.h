// A set of states that numbers them in the order of insertion: what analyses after a search use.
//
// Open addressing over positions, whole states are compared; see `object_shard.h` and
// `line_table.h` for the visited set proper, which has to be smaller and shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "explorer/state_hash.h"

namespace scrutineer {

/// Fewer than 2^32 - 1 states. Several threads may read at once.
template <class State>
class StateIndex {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  [[nodiscard]] std::size_t size() const { return states_.size(); }
  [[nodiscard]] const State& operator[](std::size_t position) const { return states_[position]; }
  [[nodiscard]] auto begin() const { return states_.begin(); }
  [[nodiscard]] auto end() const { return states_.end(); }

  /// The position of `state`, or `none`.
  [[nodiscard]] std::uint32_t find(const State& state) const {
    return slots_.empty() ? none : slots_[slot_of(state)];
  }
  [[nodiscard]] bool contains(const State& state) const { return find(state) != none; }

  /// The position of `state`, and whether it is new.
  std::pair<std::uint32_t, bool> insert(const State& state) {
    if (states_.size() * 2 >= slots_.size()) grow();
    std::uint32_t& slot = slots_[slot_of(state)];
    if (slot != none) return {slot, false};
    slot = static_cast<std::uint32_t>(states_.size());
    states_.push_back(state);
    return {slot, true};
  }

 private:
  // Where `state` is, or could be put.
  [[nodiscard]] std::size_t slot_of(const State& state) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(state_hash(state)) & mask;
    while (slots_[slot] != none && !is_same_state(states_[slots_[slot]], state)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, none);
    for (std::size_t k = 0; k < states_.size(); ++k) {
      slots_[slot_of(states_[k])] = static_cast<std::uint32_t>(k);
    }
  }

  std::vector<State> states_;
  std::vector<std::uint32_t> slots_;  // a power of two; at most half of them are used
};

}  // namespace scrutineer
