// One shard of the visited set for packed states: a table of cache lines that stores of each state
// only what its place does not say.
//
// Idea: a state is permuted (`state_mix.h`); shard and line are bits of the image, the slot keeps
// the rest (`line_layout.h`). A line has as many slots as fit 64 bytes, its keys first, so that one
// vector comparison finds a key or a free slot. Where a line is full, the next state tries another
// one, up to 15 in all (the slot says which try it was); the few that fail are kept in a list.
// States of two words take 8 to 16 bytes a slot, fewer in larger tables; wider ones 8 a word.
//
// What it gives: exact storage, no two states merged, at 9.4 to 13 bytes a state of 87 bits; one
// cache line a look-up in nearly all cases; growth by quarters, one shard at a time.
//
// A table has one writer at a time and no locks (`search_round.h`). Rejected: one shared table
// with compare-and-swap (order of insertion, and with it every tie, different from run to run); an
// index of positions into an array of states (two cache lines a look-up, 5 to 8 bytes more).
// Sources: quotienting: Cleary 1984; bucketed lines: Laarman, van de Pol, Weber, "Boosting
// multi-core reachability performance with shared hash tables", FMCAD 2010.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "explorer/line_layout.h"
#include "explorer/line_memory.h"
#include "explorer/line_pool.h"
#include "explorer/line_shape.h"

namespace scrutineer {

template <std::size_t Count, class Lanes>
class LineTable {
 public:
  using Image = Words<Count>;

  /// Why `insert_run` came back before the end of its span.
  enum class Stop : std::uint8_t { end, full, no_room };

  /// `mix` and `pool` must outlive the table.
  LineTable(const StateMix<Count>& mix, LinePool& pool, std::size_t shard)
      : mix_(&mix), pool_(&pool), shard_(shard) {}

  /// Inserts the images (`entry.image`) of this shard in order, and calls `seen(entry, is_new)` for
  /// each one. (Those near each other may be called out of order; a call may write to the places
  /// of as many entries, from the first one on, as were seen before it.) Stops at `full` before a
  /// new one for which the table would have to `grow` first, and at `no_room` before a new one
  /// where `room` is 0; `room` counts the new ones down. Returns how many entries were dealt with.
  template <class Entry, class Seen>
  std::size_t insert_run(std::span<Entry> entries, std::uint64_t& room, Stop& stop,
                         const Seen& seen) {
    return with_shape(shape_, [&]<int Slots, int Beside>() {
      return run<Slots, Beside>(entries, room, stop, seen);
    });
  }

  /// Makes room, in at most `bytes_max` bytes: those of the table after it, and those before it if
  /// they are given back only when all tables have grown. False, having changed nothing, if there
  /// is no such larger table (none at all exists after some 10^12 states in all shards). Throws
  /// std::bad_alloc, having changed nothing.
  [[nodiscard]] bool grow(std::uint64_t bytes_max) {
    for (const bool is_frugal : {false, true}) {
      if (lines_.data() != nullptr && !layout_.may_grow(is_frugal ? 1 : 3)) continue;
      const LineLayout<Count> next = next_layout(is_frugal);
      if (bytes_with(next) > bytes_max) continue;
      try {
        grow_to(next);
        return true;
      } catch (const std::bad_alloc&) {
        if (is_frugal) throw;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t bytes() const { return lines_.bytes(); }

  /// Calls f(image) for each stored image, in the order of places.
  template <class F>
  void for_each(const F& f) {
    for (const Image& image : strays_) f(image);
    if (lines_.data() == nullptr) return;
    with_shape(shape_, [&]<int Slots, int Beside>() {
      view<Slots, Beside>().for_each(shard_, f);
      return 0;
    });
  }

  /// Gives the memory back. Afterwards nothing can be inserted.
  void drop() {
    lines_ = LineMemory();
    strays_ = {};
  }

 private:
  using Layout = LineLayout<Count>;
  template <int Slots, int Beside>
  using View = LineView<Count, Slots, Beside, Lanes>;
  using Shape = LineShape;

  // Calls f with the shape as constants.
  template <class F>
  static auto with_shape(const Shape& shape, const F& f) {
    if constexpr (Count >= 2) {
      switch (shape.beside) {
        case 0: break;
        case 1: return f.template operator()<7, 1>();
        case 2: return f.template operator()<6, 2>();
        case 4: return f.template operator()<5, 4>();
        default: return f.template operator()<4, beside_words>();
      }
    }
    return f.template operator()<8, 0>();
  }

  [[nodiscard]] std::uint64_t bytes_with(const LineLayout<Count>& next) const {
    const std::uint64_t after = next.lines() * line_shape(next).stride * sizeof(std::uint64_t);
    return bytes() < LinePool::slot_bytes_max ? after + bytes() : after;
  }

  void grow_to(const LineLayout<Count>& layout) {
    LineTable bigger(*mix_, *pool_, shard_);
    bigger.take(layout);
    struct Entry {
      Image image;
    };
    std::vector<Entry> images;
    images.reserve(images_moved);
    const auto move = [&] {
      with_shape(bigger.shape_, [&]<int Slots, int Beside>() {
        bigger.template insert_ample<Slots, Beside>(std::span<Entry>(images),
                                                    [](const Entry&, bool) {});
        return 0;
      });
      images.clear();
    };
    for_each([&](const Image& image) {
      images.push_back({image});
      if (images.size() == images_moved) move();
    });
    move();
    *this = std::move(bigger);
  }

  // Small tables grow eightfold, for speed: all of them together are then at most 128 MiB. Larger
  // ones grow by a half or a third, and then by a quarter or less. `is_frugal`: a little only.
  [[nodiscard]] LineLayout<Count> next_layout(bool is_frugal) const {
    constexpr std::uint64_t small = std::uint64_t{1} << 18U;
    constexpr std::uint64_t middle = std::uint64_t{1} << 23U;
    if (lines_.data() == nullptr) return {*mix_, 4, 1};
    if (lines_.bytes() <= small && !is_frugal) return {*mix_, 4, layout_.low_bits() + 3};
    const std::uint64_t step = lines_.bytes() < middle ? 2 : 1;
    const std::uint64_t m = layout_.m() + step;
    if (m < 8) return {*mix_, m, layout_.low_bits()};
    return {*mix_, 4, layout_.low_bits() + 1};
  }

  void take(const LineLayout<Count>& layout) {
    layout_ = layout;
    shape_ = line_shape(layout);
    lines_ = LineMemory(layout.lines() * shape_.stride, *pool_);
    // Fuller lines send more states on; lines of few slots do so earlier.
    const std::uint64_t slots = layout.lines() * static_cast<std::uint64_t>(shape_.slots);
    size_max_ = slots * (shape_.slots >= 6 ? 86 : 80) / 100;
  }

  // A copy of what a look needs: kept in registers, where members would be read again after every
  // write to a line.
  template <int Slots, int Beside>
  [[nodiscard]] View<Slots, Beside> view() {
    return {layout_, lines_.data(), shape_.stride};
  }

  // An image on its way from line to line.
  struct Way {
    std::uint64_t line = 0;   // to be looked at next
    std::uint64_t tries = 0;  // lines looked at so far
  };

  // Looks at the next line of the way, and moves on if it is full.
  template <int Slots, int Beside>
  Found look(View<Slots, Beside>& view, Way& way, const Image& image, bool may_add) {
    const std::uint64_t key = view.layout.key_of(image) + way.tries;
    const Found found = view.probe(way.line, key, image, may_add);
    if (found != Found::line_is_full) [[likely]]
      return found;
    way.line = view.layout.next_line(way.line, image);
    ++way.tries;
    return way.tries == Layout::tries_max ? look_among_strays(image, may_add) : found;
  }

  Found look_among_strays(const Image& image, bool may_add) {
    if (std::find(strays_.begin(), strays_.end(), image) != strays_.end()) return Found::known;
    if (!may_add) return Found::no_room;
    strays_.push_back(image);
    if (strays_.size() > strays_max) size_max_ = 0;  // grow before more are added
    return Found::added;
  }

  template <int Slots, int Beside, class Entry, class Seen>
  std::size_t run(std::span<Entry> entries, std::uint64_t& room, Stop& stop, const Seen& seen) {
    stop = Stop::end;
    std::size_t begin = 0;
    while (begin < entries.size()) {
      // As many as may all be new; where there is no room for one, one that may be known.
      const std::uint64_t ample = std::min(room, size_max_ - std::min(size_, size_max_));
      const auto count = static_cast<std::size_t>(
          std::min<std::uint64_t>(entries.size() - begin, std::max<std::uint64_t>(ample, 1)));
      if (lines_.data() == nullptr || ample == 0) {
        if (!is_known<Slots, Beside>(entries[begin].image)) {
          stop = room == 0 ? Stop::no_room : Stop::full;
          return begin;
        }
      } else {
        const std::uint64_t before = size_;
        insert_ample<Slots, Beside>(entries.subspan(begin, count), seen);
        room -= size_ - before;
      }
      begin += count;
    }
    return begin;
  }

  template <int Slots, int Beside>
  [[nodiscard]] bool is_known(const Image& image) {
    if (lines_.data() == nullptr) return false;
    View<Slots, Beside> lines = view<Slots, Beside>();
    Way way{layout_.line_of(image), 0};
    Found found = Found::line_is_full;
    while (found == Found::line_is_full) found = look<Slots, Beside>(lines, way, image, false);
    return found == Found::known;
  }

  // Inserts images for which there is room. Lines are asked for ahead of their use, in a pipeline:
  // an image's home some places before its turn; where that turns out to be full, the next line
  // some places before it is looked at, and so on. Equal images take the same way at the same
  // pace, so that the first one is the one that is added.
  template <int Slots, int Beside, class Entry, class Seen>
  void insert_ample(std::span<Entry> entries, const Seen& seen) {
    constexpr std::size_t ahead = 16;  // near the number of misses that a core keeps in flight
    View<Slots, Beside> lines = view<Slots, Beside>();
    std::array<std::uint64_t, ahead> homes;
    // Ways that go on, in turn: no more than `ahead` and one, since some go on before each new one.
    std::array<std::pair<Way, Entry>, 2 * ahead> waiting;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint64_t added_count = 0;
    const auto go = [&](Way way, const Entry& entry) __attribute__((noinline)) {
      const Found found = look<Slots, Beside>(lines, way, entry.image, true);
      if (found == Found::line_is_full) {
        lines.ask_for(way.line);
        waiting[end++ % waiting.size()] = {way, entry};
        return;
      }
      if (found == Found::added) ++added_count;
      seen(entry, found == Found::added);
    };
    const auto go_on = [&] {
      const auto [way, entry] = waiting[begin++ % waiting.size()];
      go(way, entry);
    };
    const auto ask_for_home = [&](std::size_t k) {
      const std::uint64_t home = lines.layout.line_of(entries[k].image);
      homes[k % ahead] = home;
      lines.ask_for(home);
    };
    const std::size_t count = entries.size();
    for (std::size_t k = 0; k < std::min(ahead, count); ++k) ask_for_home(k);
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint64_t home = homes[k % ahead];
      if (k + ahead < count) ask_for_home(k + ahead);
      while (end - begin >= ahead) go_on();  // NOLINT(bugprone-infinite-loop): it moves begin
      const Entry entry = entries[k];
      bool is_done = false;
      const bool is_new =
          lines.add_at_once(home, lines.layout.key_of(entry.image), entry.image, is_done);
      if (!is_done) [[unlikely]] {
        go({home, 0}, entry);
        continue;
      }
      added_count += is_new ? 1 : 0;
      seen(entry, is_new);
    }
    while (begin != end) go_on();  // NOLINT(bugprone-infinite-loop)
    size_ += added_count;
  }

  static constexpr std::size_t strays_max = 32;
  static constexpr std::size_t images_moved = 1024;  // at a time, when the table grows

  const StateMix<Count>* mix_;
  LinePool* pool_;
  std::uint64_t shard_;
  LineLayout<Count> layout_;
  Shape shape_;
  LineMemory lines_;
  std::vector<Image> strays_;  // that found no line
  std::uint64_t size_ = 0;
  std::uint64_t size_max_ = 0;
};

}  // namespace scrutineer
