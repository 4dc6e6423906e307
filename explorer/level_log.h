// The packed states in the order in which they were found, a few bytes each: the levels.
//
// Idea: the visited set knows only whether a state is there. The frontier, the drawn graph and the
// way to a counterexample need the states of a level, in an order that is the same in every run.
// So each new state is also written here, its words cut to the bytes that may be set. A block is
// what one slab of the frontier found (`search_round.h`), so that relatives stay together: their
// successors coincide, which the search's filter (`recent_states.h`) lives on. Only the frontier
// is read while the search runs; what was expanded may be moved to a file (`level_file.h`) and is
// read again only to tell a counterexample.
//
// Rejected: parent pointers (4 to 8 bytes a state for good); marks of the level in the table (the
// least predecessor cannot be told from them in a directed graph, where edges lead back over any
// number of levels).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "explorer/level_file.h"
#include "explorer/log_room.h"
#include "model/transition_system.h"

namespace scrutineer {

template <std::size_t Count>
class LevelLog {
 public:
  /// `significant`: the bits that may be set in a state.
  explicit LevelLog(const Words<Count>& significant) : significant_(significant) {
    for (std::size_t w = 0; w < Count; ++w) {
      offset_[w] = record_bytes_;
      record_bytes_ += static_cast<std::size_t>((std::bit_width(significant[w]) + 7) / 8);
    }
    record_bytes_ = std::max<std::size_t>(record_bytes_, 1);
  }

  /// How many states were appended in blocks that are closed.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Bytes held in memory, of closed blocks.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t record_bytes() const { return record_bytes_; }

  /// Opens a block for each of `states`, how many states it will have; to be filled by
  /// `fill_block` (each once, in any order, by several threads), then closed. Throws
  /// std::bad_alloc.
  void open_blocks(std::span<const std::size_t> states) {
    first_open_ = blocks_.size();
    blocks_.resize(blocks_.size() + states.size());
    std::uint64_t bytes = 0;
    for (const std::size_t count : states) bytes += block_bytes(count);
    std::shared_ptr<char[]> place = room_.take(bytes);
    char* next = place.get();
    for (std::size_t k = 0; k < states.size(); ++k) {
      Block& block = blocks_[first_open_ + k];
      block.data = std::shared_ptr<char[]>(place, next);
      block.states = states[k];
      next += block_bytes(states[k]);
    }
  }
  /// Calls write(append) where append(state) is to be called as often as was said.
  template <class Write>
  void fill_block(std::size_t k, const Write& write) {
    const Block& block = blocks_[first_open_ + k];
    if (block.states == 0) return;
    char* next = block.data.get();
    write([&](const Words<Count>& state) {
      // Whole words are written, in order: each is cut by the one after it.
      for (std::size_t w = 0; w < Count; ++w) {
        std::memcpy(next + offset_[w], &state[w], sizeof(std::uint64_t));
      }
      next += record_bytes_;
    });
  }
  void close_blocks() {
    std::size_t kept = first_open_;
    for (std::size_t k = first_open_; k < blocks_.size(); ++k) {
      if (blocks_[k].states == 0) continue;
      blocks_[k].begin = size_;
      size_ += blocks_[k].states;
      bytes_ += block_bytes(blocks_[k].states);
      if (k != kept) blocks_[kept] = std::move(blocks_[k]);
      ++kept;
    }
    blocks_.resize(kept);
    first_open_ = kept;
  }
  /// Forgets the blocks that are open, if any: nothing was appended.
  void abandon_blocks() { blocks_.resize(std::min(first_open_, blocks_.size())); }

  /// Calls f(state) for the positions [from, to), in order. Several threads at once, while nothing
  /// is appended or moved. Throws std::runtime_error if a file cannot be read back.
  template <class F>
  void for_each(std::uint64_t from, std::uint64_t to, const F& f) const {
    for_each_run(from, to, [&](const char* records, std::uint64_t count, std::size_t) {
      for (; count > 0; --count, records += record_bytes_) f(state_of(records));
    });
  }
  /// The same with the records as they are, f(bytes) for some of them at a time. They are the
  /// states' words cut to the bytes that may be set.
  template <class F>
  void for_each_piece(std::uint64_t from, std::uint64_t to, const F& f) const {
    for_each_run(from, to, [&](const char* records, std::uint64_t count, std::size_t) {
      f(std::span<const char>(records, static_cast<std::size_t>(count * record_bytes_)));
    });
  }
  /// The state of a record. REQUIRES: sizeof(Words<Count>) bytes may be read there.
  [[nodiscard]] Words<Count> state_of(const char* record) const {
    Words<Count> state;
    for (std::size_t w = 0; w < Count; ++w) {
      std::memcpy(&state[w], record + offset_[w], sizeof(std::uint64_t));
      state[w] &= significant_[w];
    }
    return state;
  }

  /// The same, f(state, beside) with what another log has at the same position. REQUIRES: `beside`
  /// was filled block by block with this one, and has the positions in memory.
  template <class F>
  void for_each_beside(const LevelLog& beside, std::uint64_t from, std::uint64_t to,
                       const F& f) const {
    for_each_run(from, to, [&](const char* records, std::uint64_t count, std::size_t block) {
      const Block& other = beside.blocks_[block];
      const char* others = other.data.get() + (from - other.begin) * beside.record_bytes_;
      from += count;
      for (; count > 0; --count) {
        f(state_of(records), beside.state_of(others));
        records += record_bytes_;
        others += beside.record_bytes_;
      }
    });
  }

  /// Frees the blocks below `position`, which cannot be read any more.
  void forget_below(std::uint64_t position) {
    for (; moved_ < blocks_.size(); ++moved_) {
      Block& block = blocks_[moved_];
      if (block.begin + block.states > position) return;
      block.data.reset();
      bytes_ -= block_bytes(block.states);
    }
  }

  /// Moves the blocks below `position` to `file`, which must outlive the log, until it refuses
  /// one. They can be read as before.
  void move_to(LevelFile& file, std::uint64_t position) {
    for (; moved_ < blocks_.size(); ++moved_) {
      Block& block = blocks_[moved_];
      if (block.begin + block.states > position) return;
      const auto place = file.append({block.data.get(), block_bytes(block.states)});
      if (!place) return;
      file_ = &file;
      block.place = *place;
      block.data.reset();
      bytes_ -= block_bytes(block.states);
    }
  }

 private:
  struct Block {
    std::shared_ptr<char[]> data;  // null: in the file
    std::uint64_t place = 0;       // in the file
    std::uint64_t begin = 0;       // position of its first state
    std::size_t states = 0;
  };

  // With room for the last record's whole words.
  [[nodiscard]] std::uint64_t block_bytes(std::size_t states) const {
    return states == 0 ? 0 : states * record_bytes_ + sizeof(Words<Count>);
  }

  // Calls f(records, count, block) for the records of [from, to), block by block.
  template <class F>
  void for_each_run(std::uint64_t from, std::uint64_t to, const F& f) const {
    std::vector<char> buffer;
    auto block = std::upper_bound(blocks_.begin(), blocks_.end(), from,
                                  [](std::uint64_t p, const Block& b) { return p < b.begin; });
    if (from < to) --block;
    for (; from < to; ++block) {
      const char* records = block->data.get();
      if (records == nullptr) {
        buffer.resize(block_bytes(block->states));
        file_->read(block->place, buffer);
        records = buffer.data();
      }
      const std::uint64_t end = std::min(to, block->begin + block->states);
      f(records + (from - block->begin) * record_bytes_, end - from,
        static_cast<std::size_t>(block - blocks_.begin()));
      from = end;
    }
  }

  Words<Count> significant_;
  std::array<std::size_t, Count> offset_{};
  std::size_t record_bytes_ = 0;
  LogRoom room_;
  std::vector<Block> blocks_;
  std::size_t first_open_ = 0;
  std::uint64_t size_ = 0;
  std::uint64_t bytes_ = 0;
  std::size_t moved_ = 0;  // blocks below it are in the file
  const LevelFile* file_ = nullptr;
};

}  // namespace scrutineer
