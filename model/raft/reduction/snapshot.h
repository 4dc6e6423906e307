// A packed state taken apart as far as reductions need it: the servers, and the messages by what
// they are. Everything here is a table look-up; nothing knows how many words a state has at
// compile time, so that reductions are compiled once and not once a width.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "model/raft/packed_layout.h"

namespace scrutineer::raft {

/// Messages by what they are; granted and denied votes apart. A slot is a kind and a term.
enum class MessageKind : std::uint8_t { request, denial, grant, heartbeat, reject };
inline constexpr int slot_count = 5 * (terms_max + 1);
[[nodiscard]] constexpr int slot_of(MessageKind kind, int term) {
  return static_cast<int>(kind) * (terms_max + 1) + term;
}
[[nodiscard]] constexpr MessageKind kind_of_slot(int slot) {
  return static_cast<MessageKind>(slot / (terms_max + 1));
}
[[nodiscard]] constexpr int term_of_slot(int slot) { return slot % (terms_max + 1); }

/// One message in flight.
struct Edge {
  std::uint8_t slot;
  std::uint8_t from;
  std::uint8_t to;
};

/// A set of ordered pairs of servers: bit from * 8 + to.
using PairSet = std::uint64_t;
[[nodiscard]] constexpr PairSet pair_bit(int from, int to) {
  return PairSet{1} << static_cast<unsigned>(from * 8 + to);
}

/// A server's fields as numbers; sets of servers with bit i for server i.
struct ServerPart {
  std::uint8_t role = 0;  // a Role
  std::uint8_t term = 0;
  std::uint8_t voted_for = 0;
  std::uint8_t votes = 0;
  std::uint8_t down = 0;

  [[nodiscard]] bool is_follower() const { return role == static_cast<int>(Role::follower); }
  [[nodiscard]] bool is_candidate() const { return role == static_cast<int>(Role::candidate); }
};

struct Snapshot {
  std::array<ServerPart, servers_max + 1> server;
  std::uint64_t cut = 0;  // a CutCode
  std::uint64_t crashes = 0;
  std::uint64_t cuts = 0;
  /// No link is failed, and none will fail any more: messages are neither lost nor held back.
  bool are_links_settled = true;
};

/// A state's words, however many.
using StateWords = std::span<std::uint64_t>;

/// Reads and writes snapshots and messages. Immutable; any thread.
class SnapshotCodec {
 public:
  explicit SnapshotCodec(const PackedLayout& layout);

  [[nodiscard]] Snapshot read(StateWords words) const;
  /// Writes one server's block.
  void write(StateWords words, ServerId i, const ServerPart& part) const;

  /// Words that the layout uses; those beyond are always zero.
  [[nodiscard]] std::size_t word_count() const { return word_count_; }
  [[nodiscard]] const PackedLayout& layout() const { return layout_; }
  /// The bits of all messages, by word.
  [[nodiscard]] std::uint64_t messages(std::size_t word) const { return messages_[word]; }
  [[nodiscard]] const Edge& edge_at(std::size_t bit) const { return edges_[bit]; }

  /// The bit of a message, or -1 if this configuration cannot send it.
  [[nodiscard]] int bit_of(int slot, int from, int to) const {
    return bits_[row(slot, from) * 8 + static_cast<std::size_t>(to)];
  }
  [[nodiscard]] bool is_in_flight(StateWords words, int slot, int from, int to) const {
    const int bit = bit_of(slot, from, to);
    return bit >= 0 && ((words[static_cast<std::size_t>(bit) / 64] >> (bit % 64)) & 1U) != 0;
  }
  /// Who has sent a message of this slot to a server, and to whom a server has sent one, as a set.
  [[nodiscard]] std::uint32_t senders(StateWords words, int slot, int to) const {
    std::uint32_t set = 0;
    for_each_bit(words, to_[row(slot, to)],
                 [&](std::size_t bit) { set |= 1U << edges_[bit].from; });
    return set;
  }
  [[nodiscard]] std::uint32_t receivers(StateWords words, int slot, int from) const {
    std::uint32_t set = 0;
    for_each_bit(words, from_[row(slot, from)],
                 [&](std::size_t bit) { set |= 1U << edges_[bit].to; });
    return set;
  }
  void put(StateWords words, int slot, int from, int to) const {
    const auto bit = static_cast<std::size_t>(bit_of(slot, from, to));
    words[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }

 private:
  // Bits of one word; a row is all messages of a slot to, or from, one server.
  struct WordMask {
    std::size_t word;
    std::uint64_t mask;
  };
  using Row = std::vector<WordMask>;

  [[nodiscard]] static std::size_t row(int slot, int server) {
    return static_cast<std::size_t>(slot) * 8 + static_cast<std::size_t>(server);
  }
  static void add_to(Row& row, std::size_t bit);
  template <class Visit>
  static void for_each_bit(StateWords words, const Row& row, Visit&& visit) {
    for (const WordMask& part : row) {
      for (std::uint64_t rest = words[part.word] & part.mask; rest != 0; rest &= rest - 1) {
        visit(part.word * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
      }
    }
  }

  const PackedLayout& layout_;
  std::size_t word_count_;
  std::vector<std::uint64_t> messages_;  // by word
  std::vector<Edge> edges_;              // by bit
  std::vector<std::int16_t> bits_;       // by slot, from, to
  std::vector<Row> to_, from_;           // by slot and server
};

}  // namespace scrutineer::raft
