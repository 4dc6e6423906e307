// A state as relations between servers: what the reductions below it work on.
//
// Where messages are interchangeable, the form holds what they amount to (how many votes, which
// news) and not which of them are in flight. It does not depend on the numbering of the servers:
// renumbering a state renumbers its form. `write` turns it into a state again, under any order of
// the servers, and picks the same one of interchangeable messages every time.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/raft/reduction/premises.h"
#include "model/raft/reduction/snapshot.h"

namespace scrutineer::raft {

/// The votes for a candidate where nothing but their number matters. `voters` are all that have
/// voted for it, `counted` how many of these votes have arrived (its own not among them).
struct Tally {
  bool is_kept = false;    // false: the votes are in `Snapshot` and `NormalForm::edges`
  bool is_enough = false;  // those on the way make a quorum: who else votes does not matter
  std::uint8_t counted = 0;
  std::uint8_t on_the_way = 0;  // if is_enough: as many as are needed
  std::uint8_t anonymous = 0;   // voters that will not be asked again
  std::uint8_t known = 0;       // the other voters, as a set
  std::uint8_t asked = 0;       // whom a request may still make vote, as a set
};

struct NormalForm {
  Snapshot snapshot;
  std::array<std::uint8_t, terms_max + 1> elected{};  // by term; sets, bit i for server i
  std::array<std::uint8_t, servers_max + 1> news{};   // by receiver: bit t if t is on its way
  std::array<Tally, servers_max + 1> tally{};         // by candidate
  /// By server: what else is known of it, beyond the election; 0 for nothing. Symmetry looks at it.
  std::array<std::uint64_t, servers_max + 1> belongings{};
  int edge_count = 0;
  std::array<Edge, 1024> edges;  // all other messages

  void add(int slot, int from, int to) {
    edges[static_cast<std::size_t>(edge_count++)] = {static_cast<std::uint8_t>(slot),
                                                     static_cast<std::uint8_t>(from),
                                                     static_cast<std::uint8_t>(to)};
  }
};

/// order[k] is the server that becomes server k; slot 0 is unused.
using ServerOrder = std::array<std::uint8_t, servers_max + 1>;

/// Turns normal forms into states. Immutable; any thread.
class NormalFormWriter {
 public:
  NormalFormWriter(const SnapshotCodec& codec, const Premises& premises);

  /// The history of a state, which every form keeps.
  void read_elected(StateWords words, NormalForm& form) const;
  /// Writes the form, its servers in this order. REQUIRES: `words` are all zero.
  void write(const NormalForm& form, const ServerOrder& order, StateWords words) const;

  /// Whether the link is failed.
  [[nodiscard]] bool is_cut(const Snapshot& snapshot, ServerId from, ServerId to) const;

 private:
  void write_tally(const NormalForm& form, const ServerOrder& order, ServerId place,
                   ServerPart& part, StateWords words) const;
  [[nodiscard]] std::uint64_t renumbered_cut(std::uint64_t cut, const ServerOrder& order) const;

  const SnapshotCodec& codec_;
  int servers_;
  bool votes_are_a_set_;                            // else a counter
  bool are_cleared_;                                // votes, before each candidacy
  std::vector<PairSet> cut_pairs_;                  // by code (groups) or by link (links)
  std::vector<std::uint16_t> code_of_;              // groups: by least members, in mixed radix
  std::vector<std::array<std::uint8_t, 8>> least_;  // groups: by code, the least of one's block
};

}  // namespace scrutineer::raft
