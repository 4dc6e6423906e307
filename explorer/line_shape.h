// The lines of a table: their shapes, and how one is looked at.
//
// A line of 64 bytes has 8 slots where the keys say everything, else as many as fit with what lies
// beside them: first all keys, so that one vector comparison covers them, then the bytes beside.
// States too wide for that have lines of four slots with whole words beside the keys.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "explorer/lanes.h"
#include "explorer/line_layout.h"

namespace scrutineer {

inline constexpr int beside_words = -1;  // whole words, as many as the layout says

struct LineShape {
  int slots = 8;
  int beside = 0;          // bytes a slot beside its key, or `beside_words`
  std::size_t stride = 8;  // words a line
};

template <std::size_t Count>
[[nodiscard]] LineShape line_shape(const LineLayout<Count>& layout) {
  if (layout.beside_words() == 0) return {8, 0, 8};
  const bool is_second_only = layout.beside_words() == 1 && layout.second_beside() > 0;
  if (is_second_only && layout.second_beside() <= 8) return {7, 1, 8};
  if (is_second_only && layout.second_beside() <= 16) return {6, 2, 8};
  if (is_second_only && layout.second_beside() <= 32) return {5, 4, 8};
  return {4, beside_words, 4 + 4 * layout.beside_words()};
}

/// What a look at one line found. `no_room`: the image is new, and was not to be added.
enum class Found : std::uint8_t { known, added, no_room, line_is_full };

/// A table's lines under one shape. A value: small, and copied into registers.
template <std::size_t Count, int Slots, int Beside, class Lanes>
struct LineView {
  using Image = Words<Count>;

  LineLayout<Count> layout;
  std::uint64_t* lines;
  std::size_t stride;

  /// Looks for `image` under `key` (see LineLayout::key_of; plus the steps from home), and adds it
  /// to a free slot if it may.
  Found probe(std::uint64_t line, std::uint64_t key, const Image& image, bool may_add) {
    std::uint64_t* const keys = lines + line * stride;
    unsigned same = Lanes::template equal<Slots>(keys, key);
    for (; same != 0; same &= same - 1) {
      if (is_same_beside(keys, std::countr_zero(same), image)) return Found::known;
    }
    const unsigned free = Lanes::template equal<Slots>(keys, 0);
    if (free == 0) return Found::line_is_full;
    if (!may_add) return Found::no_room;
    write(keys, std::countr_zero(free), key, image);
    return Found::added;
  }

  /// `probe` for an image that may be added, if it is known or its line has room: then whether it
  /// was added. Both are about as frequent, so there is no branch between them. Otherwise nothing
  /// was done, and `is_done` is false.
  __attribute__((always_inline)) bool add_at_once(std::uint64_t line, std::uint64_t key,
                                                  const Image& image, bool& is_done) {
    std::uint64_t* const keys = lines + line * stride;
    const unsigned same = Lanes::template equal<Slots>(keys, key);
    const unsigned free = Lanes::template equal<Slots>(keys, 0);
    const bool is_new = same == 0;
    const unsigned slots = is_new ? free : same;
    is_done = slots != 0;
    if (slots == 0) [[unlikely]]
      return false;
    const int slot = std::countr_zero(slots);
    is_done = is_new | is_same_beside(keys, slot, image);
    if (!is_done) [[unlikely]]
      return false;
    // What is known already is written too, elsewhere.
    alignas(64) std::array<std::uint64_t, std::max<std::size_t>(8, 4 + 4 * Count)> spare;
    write(is_new ? keys : spare.data(), slot, key, image);
    return is_new;
  }

  void ask_for(std::uint64_t line) const {
    const std::uint64_t* const keys = lines + line * stride;
    __builtin_prefetch(keys);
    if constexpr (Beside == beside_words) __builtin_prefetch(keys + 8);
  }

  /// Calls f(image) for each image of the table, which is that of `shard`.
  template <class F>
  void for_each(std::uint64_t shard, const F& f) const {
    for (std::uint64_t line = 0; line < layout.lines(); ++line) {
      const std::uint64_t* const keys = lines + line * stride;
      for (int k = 0; k < Slots && keys[k] != 0; ++k) {
        f(layout.image_of(shard, line, keys[k],
                          [&](std::size_t word) { return read_beside(keys, k, word); }));
      }
    }
  }

 private:
  // Of a slot's bytes beside the keys.
  [[nodiscard]] static std::ptrdiff_t offset_of(int slot) { return std::ptrdiff_t{slot} * Beside; }

  [[nodiscard]] static std::uint64_t read_beside(const std::uint64_t* keys, int slot,
                                                 std::size_t word) {
    if constexpr (Beside == 0) {
      return 0;
    } else if constexpr (Beside == beside_words) {
      return keys[Slots + word * Slots + static_cast<std::size_t>(slot)];
    } else {
      std::uint64_t value = 0;
      const char* const bytes = reinterpret_cast<const char*>(keys + Slots) + offset_of(slot);
      std::memcpy(&value, bytes, Beside);
      return value;
    }
  }

  [[nodiscard]] bool is_same_beside(const std::uint64_t* keys, int slot, const Image& image) const {
    if constexpr (Beside == 0) return true;
    const std::size_t words = Beside == beside_words ? layout.beside_words() : 1;
    std::uint64_t difference = 0;
    for (std::size_t b = 0; b < words; ++b) {
      difference |= read_beside(keys, slot, b) ^ layout.beside(image, b);
    }
    return difference == 0;
  }

  void write(std::uint64_t* keys, int slot, std::uint64_t key, const Image& image) const {
    keys[slot] = key;
    if constexpr (Beside == beside_words) {
      for (std::size_t b = 0; b < layout.beside_words(); ++b) {
        keys[Slots + b * Slots + static_cast<std::size_t>(slot)] = layout.beside(image, b);
      }
    } else if constexpr (Beside > 0) {
      const std::uint64_t value = layout.beside(image, 0);
      std::memcpy(reinterpret_cast<char*>(keys + Slots) + offset_of(slot), &value, Beside);
    }
  }
};

}  // namespace scrutineer
