// A small filter for states that were generated a moment ago.
//
// Idea: relatives have common successors (two independent actions commute), and the log keeps
// relatives together, so that about half of all successors were seen within the same slab of the
// frontier. A direct-mapped array of the last images, small enough for the second-level cache,
// drops those before they cost a look-up in the visited set. It compares whole images: it may
// forget, but it never takes one state for another. It is cleared for each slab, so that what it
// drops does not depend on the threads.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/transition_system.h"

namespace scrutineer {

template <std::size_t Count>
class RecentStates {
 public:
  /// Forgets everything.
  void clear() {
    // No entry may equal an image that belongs in its place: the zero image belongs in the first.
    entries_.assign(entry_count, Words<Count>{});
    entries_[0].fill(~std::uint64_t{0});
  }

  /// Asks for the place of `image`, some time before it is noted.
  void ask_for(const Words<Count>& image) const { __builtin_prefetch(&entries_[place_of(image)]); }

  /// Whether `image` was noted since; notes it. REQUIRES: `clear` was called.
  [[nodiscard]] bool note(const Words<Count>& image) {
    Words<Count>& entry = entries_[place_of(image)];
    std::uint64_t difference = 0;
    for (std::size_t w = 0; w < Count; ++w) difference |= entry[w] ^ image[w];
    if (difference == 0) return true;
    entry = image;
    return false;
  }

 private:
  static constexpr std::size_t bytes = std::size_t{1} << 17U;
  static constexpr std::size_t entry_count = std::bit_floor(bytes / sizeof(Words<Count>));

  // Bits in the middle of the first word: well mixed, and not those of the shard.
  [[nodiscard]] static std::size_t place_of(const Words<Count>& image) {
    return static_cast<std::size_t>(image[0] >> 16U) & (entry_count - 1);
  }

  std::vector<Words<Count>> entries_;
};

/// For states of any type: remembers nothing.
struct NoRecentStates {
  void clear() {}
  template <class State>
  void ask_for(const State&) const {}
  template <class State>
  [[nodiscard]] bool note(const State&) const {
    return false;
  }
};

template <class State>
struct RecentStatesFor {
  using Type = NoRecentStates;
};
template <std::size_t Count>
struct RecentStatesFor<Words<Count>> {
  using Type = RecentStates<Count>;
};
template <class State>
using RecentStatesOf = typename RecentStatesFor<State>::Type;

/// What a filter is for: candidates for the store; or successors, before they are represented.
enum class RecentUse { candidates, successors };

/// The filter of the calling thread for one use.
template <class State, RecentUse>
[[nodiscard]] RecentStatesOf<State>& recent_states() {
  thread_local RecentStatesOf<State> recent;
  return recent;
}

}  // namespace scrutineer
