// Dead parts: messages and votes that can make no difference any more, now or ever.
//
// Idea. A message is dead if its delivery does nothing now and will do nothing in any later state.
// Dropping it then changes no behaviour: the delivery was a step that led nowhere. (Dead-variable
// reduction, as in Bozga, Fernandez and Ghirvu, "State Space Reduction Based on Live Variables
// Analysis", SAS 1999, here for single messages and derived from the guards in force.) What dies:
//   - a vote of a term that its candidate has left, or that it has counted, or any vote for a
//     candidate that can no longer reach a quorum, whatever will still arrive;
//   - a denial, and a refused heartbeat, whose term its receiver has reached;
//   - a *probe* whose sender has reached the last term.
// A probe is a request or a heartbeat that can do one thing only: make its receiver answer with a
// higher term than the asker's. A stale request is a probe, hence not dead: its refusal carries
// news. There is nothing to tell to a server in the last term, nor to one that ignores replies.
//
// All rules rest on terms that never fall. `Premises` says which guards break which rule, and
// `docs/reductions.md` has the proofs.
//
// Rejected: finding dead messages by enumerating what a receiver may become (a table a message,
// thousands of times slower to build, and it does not see that a candidacy is hopeless).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/raft/reduction/premises.h"
#include "model/raft/reduction/snapshot.h"

namespace scrutineer::raft {

/// What is known of a candidate's election. Sets of servers, bit i for server i.
struct Candidacy {
  std::uint8_t on_the_way = 0;  // whose votes are in flight and not counted yet
  std::uint8_t may_grant = 0;   // whom a request in flight may still make vote for it
};

/// What facts need to know of the live parts of a state.
struct LiveParts {
  /// The messages that are probes, by word. Only the first `word_count()` entries are set.
  std::array<std::uint64_t, 16> probes;
  /// By server; zero unless it is a candidate whose votes are a number (see Premises).
  std::array<Candidacy, servers_max + 1> candidacy{};
};

/// REQUIRES: Premises::terms_only_rise. Immutable; any thread.
class DeadParts {
 public:
  DeadParts(const SnapshotCodec& codec, const Premises& premises);

  /// Clears the dead parts of `words` and `snapshot`, which is that state taken apart.
  LiveParts remove(StateWords words, Snapshot& snapshot) const;

 private:
  // What the servers' roles, terms and votes tell of the messages.
  struct Told {
    std::array<std::uint64_t, 16> alive;   // none of these is dead for its receiver's sake
    std::array<std::uint64_t, 16> probes;  // these are probes for their receiver's sake
    std::array<std::uint64_t, 16> closed;  // these are dead if they are probes
  };

  void build_masks();
  template <std::size_t Stride>
  void add_masks(const Snapshot& snapshot, Told& told) const;
  [[nodiscard]] Told told_by_servers(const Snapshot& snapshot) const;
  [[nodiscard]] bool is_alive(const Edge& edge, const ServerPart& receiver) const;
  [[nodiscard]] bool is_probe(const Edge& edge, const ServerPart& receiver) const;
  [[nodiscard]] bool is_closed(const Edge& edge, const ServerPart& sender) const;

  void weigh_candidacy(StateWords words, Snapshot& snapshot, ServerId i, LiveParts& live) const;
  void drop_votes(StateWords words, ServerId to, int term, std::uint32_t voters) const;
  void find_idle_requests(StateWords words, const Snapshot& snapshot, LiveParts& live) const;
  void drop_dead_votes_gathered(StateWords words, Snapshot& snapshot, ServerId i) const;

  const SnapshotCodec& codec_;
  Premises premises_;
  // By server, role, term, vote: three runs of `stride_` words, for the members of Told; of
  // messages to the server the first two, from it the third.
  std::vector<std::uint64_t> masks_;
  std::size_t stride_;
};

}  // namespace scrutineer::raft
