// Where the fields of the readable state lie in the packed one, under given settings.
#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "model/bit_layout.h"
#include "model/raft/field_list.h"
#include "model/raft/links.h"
#include "model/raft/messages.h"
#include "model/raft/settings.h"

namespace scrutineer::raft {

/// The settings need a wider state than any search supports; `what()` says which bound to lower.
class TooWide : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where one server's fields lie: all in one word, from `shift` on; the other members are
/// relative to `shift`.
struct ServerPlace {
  std::uint16_t word = 0;
  std::uint8_t shift = 0;
  std::uint64_t mask = 0;  // of the whole block, not shifted
};

struct PackedLayout {
  explicit PackedLayout(const Settings& settings);

  Settings settings;
  MessageUniverse universe;
  CutCode cut_code;
  BitLayout bits;

  // Within a server's block, the same for every server.
  BitField role, term, voted_for, votes, down, removed;  // `word` is 0; `shift` is relative
  std::array<ServerPlace, servers_max + 1> server;
  std::array<BitField, terms_max + 1> elected;
  BitField cut, crashes, cuts;
  std::vector<std::uint16_t> message_bit;  // by message id: word * 64 + shift

  /// Writes the fields of `state`; throws PackedOverflow if one of them, or a message, is
  /// outside of the bounds. REQUIRES: words.size() >= bits.word_count(), all zero.
  void pack(const State& state, std::span<std::uint64_t> words) const;
  [[nodiscard]] State unpack(std::span<const std::uint64_t> words) const;
};

/// Bits of the packed state under these settings.
[[nodiscard]] int packed_bits(const Settings& settings);

/// Words of the packed state under these settings; throws TooWide where more than `words_max`
/// would be needed.
[[nodiscard]] std::size_t packed_words(const Settings& settings, std::size_t words_max);

}  // namespace scrutineer::raft
