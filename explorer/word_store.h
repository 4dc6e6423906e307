// The store for packed states: tables that know them, and a log that keeps their order.
//
// States are permuted once, where they are generated (`prepare`); the image says the shard and goes
// to its table (`line_table.h`). Of each slab's successors the tables leave those that were new,
// which are then turned back into states and written to the log, slab by slab.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "explorer/level_log.h"
#include "explorer/line_pool.h"
#include "explorer/line_table.h"
#include "explorer/shard.h"
#include "explorer/state_mix.h"

namespace scrutineer {

/// `Lanes`: how keys are compared; it is a parameter so that code built for different processors
/// can live in one program.
template <std::size_t Count, class Lanes = BestLanes>
class WordStore {
 public:
  using State = Words<Count>;
  using Candidate = Words<Count>;  // an image

  /// An image with its place in the order in which a slab's successors were generated.
  struct Entry {
    Candidate image;
    std::uint32_t order;
  };

  /// The successors of a slab by shard.
  class Candidates {
   public:
    void push(std::size_t s, const Candidate& image) { entries_[s].push_back({image, next_++}); }
    /// With what is asleep in it, the first `words` words of that; for all of a slab's successors
    /// or for none.
    void push(std::size_t s, const Candidate& image, const State& asleep, std::size_t words) {
      push(s, image);
      for (std::size_t w = 0; w < words; ++w) asleep_.push_back(asleep[w]);
    }
    void clear() {
      for (auto& part : entries_) part.clear();
      asleep_.clear();
      next_ = 0;
    }
    void clear(std::size_t s) { entries_[s].clear(); }
    [[nodiscard]] std::size_t size(std::size_t s) const { return entries_[s].size(); }
    [[nodiscard]] std::uint64_t bytes() const {
      std::uint64_t total = 0;
      for (const auto& part : entries_) total += part.capacity();
      return total * sizeof(Entry) + asleep_.capacity() * sizeof(std::uint64_t);
    }

   private:
    friend WordStore;
    // What is asleep in the successor that was pushed as the k-th.
    [[nodiscard]] State asleep(std::size_t k, std::size_t words) const {
      State one{};
      if (asleep_.empty()) return one;
      for (std::size_t w = 0; w < words; ++w) one[w] = asleep_[k * words + w];
      return one;
    }
    std::array<std::vector<Entry>, shard_count> entries_;
    std::vector<std::uint64_t> asleep_;
    std::uint32_t next_ = 0;
  };

  /// `significant`: the bits that may be set in a state. `level_folder`: see `LevelFile`.
  /// `sleep_bits`: the bits that may be set in what is asleep in a state (sleep_sets.h), which is
  /// kept for the states of the last two levels; none: it is not kept.
  WordStore(const State& significant, std::string level_folder, const State& sleep_bits = {})
      : mix_(std::make_unique<StateMix<Count>>(significant)),
        file_(std::make_unique<LevelFile>(std::move(level_folder))),
        pool_(std::make_unique<LinePool>()),
        log_(significant),
        asleep_(sleep_bits),
        sleep_words_(used_words(sleep_bits)) {
    tables_.reserve(shard_count);
    for (std::size_t s = 0; s < shard_count; ++s) tables_.emplace_back(*mix_, *pool_, s);
  }

  /// What is inserted for `state`, and into which shard. Throws std::logic_error for a state with
  /// a bit that is not significant.
  [[nodiscard]] Candidate prepare(const State& state) const { return mix_->mix(state); }
  [[nodiscard]] std::size_t shard_of(const Candidate& image) const {
    return static_cast<std::size_t>(image[0] >> (mix_->first_bits() - shard_bits));
  }

  /// Whether it is kept what is asleep in a state.
  [[nodiscard]] bool keeps_sleep() const { return sleep_words_ > 0; }

  /// Puts a successor, with what is asleep in it, among the candidates of its slab.
  __attribute__((always_inline)) void push(Candidates& candidates, const State& state,
                                           const State& asleep) const {
    const Candidate image = mix_->mix(state);
    candidates.push(shard_of(image), image, asleep, sleep_words_);
  }

  /// Inserts the candidates for shard `s` in order and leaves in them those that were new, as long
  /// as `room` (how many may be added; counted down) and `bytes_max` (of the shard's table, and its
  /// part of the log) allow. Different shards may be written by several threads at once. Throws
  /// std::bad_alloc.
  ShardEnd insert(std::size_t s, Candidates& candidates, std::uint64_t& room,
                  std::uint64_t bytes_max) {
    using Stop = typename LineTable<Count, Lanes>::Stop;
    LineTable<Count, Lanes>& table = tables_[s];
    std::vector<Entry>& entries = candidates.entries_[s];
    const std::uint64_t log_bytes = (log_.bytes() + asleep_.bytes()) / shard_count;
    ShardEnd end = ShardEnd::all_inserted;
    std::size_t done = 0;
    std::size_t added = 0;  // moved to the front
    while (done < entries.size()) {
      const std::size_t begin = done;
      const std::uint64_t log = log_bytes + added * log_.record_bytes();
      const std::uint64_t used = table.bytes() + log;
      const std::uint64_t fitting = (bytes_max - std::min(bytes_max, used)) / log_.record_bytes();
      const std::uint64_t room_before = std::min(room, fitting);
      std::uint64_t room_here = room_before;
      Stop stop = Stop::end;
      done += table.insert_run(std::span<Entry>(entries).subspan(begin), room_here, stop,
                               [&](const Entry& entry, bool is_new) {
                                 entries[added] = entry;
                                 added += is_new ? 1 : 0;
                               });
      room -= room_before - room_here;
      if (stop == Stop::end) break;
      if (stop == Stop::no_room) {
        end = room == 0 ? ShardEnd::state_limit : ShardEnd::memory_limit;
        break;
      }
      if (!table.grow(bytes_max - std::min(bytes_max, log))) {
        end = ShardEnd::memory_limit;
        break;
      }
    }
    entries.resize(added);
    return end;
  }

  /// After all insertions of a round: the new states of its slabs, as many as `states` says of
  /// each, are written to the log by `collect` 0 to states.size() - 1, by several threads; then
  /// `end_collection`.
  void begin_collection(std::span<const std::size_t> states) {
    log_.open_blocks(states);
    if (sleep_words_ > 0) asleep_.open_blocks(states);
  }
  /// Takes what `insert` left of slab k's candidates, in the order in which they were generated,
  /// and calls f(state) for each.
  template <class F>
  void collect(std::size_t k, const Candidates& candidates, const F& f) {
    thread_local std::vector<const Candidate*> in_order;
    in_order.assign(candidates.next_, nullptr);
    for (const auto& part : candidates.entries_) {
      for (const Entry& entry : part) in_order[entry.order] = &entry.image;
    }
    log_.fill_block(k, [&](const auto& append) {
      for (const Candidate* image : in_order) {
        if (image == nullptr) continue;
        const State state = mix_->unmix(*image);
        append(state);
        f(state);
      }
    });
    if (sleep_words_ == 0) return;
    asleep_.fill_block(k, [&](const auto& append) {
      for (std::size_t n = 0; n < in_order.size(); ++n) {
        if (in_order[n] != nullptr) append(candidates.asleep(n, sleep_words_));
      }
    });
  }
  void end_collection() {
    log_.close_blocks();
    if (sleep_words_ > 0) asleep_.close_blocks();
  }
  /// After an exception: states that were inserted and not collected are no part of any level.
  void abandon_collection() {
    log_.abandon_blocks();
    asleep_.abandon_blocks();
  }

  /// States collected.
  [[nodiscard]] std::uint64_t size() const { return log_.size(); }
  /// Bytes in memory, of tables and log.
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t total = log_.bytes() + asleep_.bytes();
    for (const auto& table : tables_) total += table.bytes();
    return total;
  }
  [[nodiscard]] std::uint64_t file_bytes() const { return file_->size(); }
  /// Why levels could not be put into the file; empty if they could, or were not to be.
  [[nodiscard]] std::string file_failure() const { return file_->failure(); }

  /// Everything collected from now on belongs to the next level; the first call begins level 0.
  void begin_level() { level_begin_.push_back(log_.size()); }
  [[nodiscard]] std::size_t level_count() const { return level_begin_.size(); }
  [[nodiscard]] std::uint64_t level_size(std::size_t level) const {
    const bool is_last = level + 1 == level_begin_.size();
    return (is_last ? log_.size() : level_begin_[level + 1]) - level_begin_[level];
  }

  /// Calls f(state) for the states of a level with ordinals [from, to), in order; ordinals are the
  /// same in every run. REQUIRES: to <= level_size(level).
  template <class F>
  void for_each_of_level(std::size_t level, std::uint64_t from, std::uint64_t to,
                         const F& f) const {
    log_.for_each(level_begin_[level] + from, level_begin_[level] + to, f);
  }

  /// The same, f(state, asleep) with what is asleep in it. REQUIRES: keeps_sleep(), and one of the
  /// last two levels.
  template <class F>
  void for_each_with_sleep(std::size_t level, std::uint64_t from, std::uint64_t to,
                           const F& f) const {
    const std::uint64_t begin = level_begin_[level];
    log_.for_each_beside(asleep_, begin + from, begin + to, f);
  }

  /// As it is kept and written down: the bits that may be set, the bytes of a state's record, the
  /// records of the first `to` states but the first `from` (see `LevelLog::for_each_piece`), and
  /// the state of one.
  [[nodiscard]] const State& significant() const { return mix_->significant(); }
  [[nodiscard]] std::size_t record_bytes() const { return log_.record_bytes(); }
  template <class F>
  void for_each_piece(std::uint64_t from, std::uint64_t to, const F& f) const {
    log_.for_each_piece(from, to, f);
  }
  [[nodiscard]] State state_of(const char* record) const { return log_.state_of(record); }

  /// The levels below the last one are needed no more but for a trace: if they are large, they go
  /// to the file. What was asleep in them is forgotten.
  void retire_levels() {
    constexpr std::uint64_t bytes_max = std::uint64_t{128} << 20U;
    asleep_.forget_below(level_begin_.back());
    if (log_.bytes() > bytes_max) log_.move_to(*file_, level_begin_.back());
  }

  /// Frees what only insertion needs.
  void drop_indices() {
    for (auto& table : tables_) table.drop();
  }

 private:
  [[nodiscard]] static std::size_t used_words(const State& bits) {
    std::size_t used = Count;
    while (used > 0 && bits[used - 1] == 0) --used;
    return used;
  }

  // Behind pointers, so that the store can be moved while tables and log know them.
  std::unique_ptr<StateMix<Count>> mix_;
  std::unique_ptr<LevelFile> file_;
  std::unique_ptr<LinePool> pool_;
  std::vector<LineTable<Count, Lanes>> tables_;
  LevelLog<Count> log_;
  LevelLog<Count> asleep_;   // block by block as `log_`, if it is kept at all
  std::size_t sleep_words_;  // 0: nothing is kept
  std::vector<std::uint64_t> level_begin_;
};

}  // namespace scrutineer
