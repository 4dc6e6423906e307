// A checksum of bytes that are written, or read, piece by piece.
//
// Sixty-four bits, by the multiplications of `state_hash.h`, eight bytes at a time: faster than any
// disk, and the pieces need not be those of the writer. It protects against accidents: a disk or a
// copy that lost or changed bytes (one in 2^64 of them would go unseen), a file of another run.
// Against somebody who changes a file on purpose it does nothing. Rejected: CRC-32, which misses
// one accident in four billion of those that are no short bursts; a checksum for each piece, which
// is a list that grows and finds no more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "explorer/state_hash.h"

namespace scrutineer {

/// Of all bytes added so far, in their order. The value is that of a little-endian machine only on
/// one: files that carry it say so.
class FileChecksum {
 public:
  void add(std::span<const char> bytes) {
    size_ += bytes.size();
    while (begun_count_ != 0 && !bytes.empty()) {
      begin_word(bytes.front());
      bytes = bytes.subspan(1);
    }
    for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data(), sizeof word);
      mix(word);
    }
    for (const char byte : bytes) begin_word(byte);
  }

  [[nodiscard]] std::uint64_t value() const {
    FileChecksum whole = *this;
    while (whole.begun_count_ != 0) whole.begin_word(0);
    whole.mix(size_);
    return detail::fold_multiply(whole.sum_, detail::hash_final);
  }

 private:
  void mix(std::uint64_t word) { sum_ = detail::fold_multiply(sum_ ^ word, detail::hash_factor); }
  void begin_word(char byte) {
    begun_[begun_count_++] = byte;
    if (begun_count_ < begun_.size()) return;
    std::uint64_t word = 0;
    std::memcpy(&word, begun_.data(), sizeof word);
    mix(word);
    begun_count_ = 0;
  }

  std::uint64_t sum_ = detail::hash_seed;
  std::uint64_t size_ = 0;
  std::array<char, sizeof(std::uint64_t)> begun_{};  // a word that is not complete yet
  std::size_t begun_count_ = 0;
};

}  // namespace scrutineer
