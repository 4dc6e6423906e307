// Facts: messages in flight that amount to the same are one.
//
// Idea. What a message can still do is less than what it says. Of the requests and heartbeats that
// have become probes (see `dead_parts.h`) all that is left is "j may tell i its term"; of a denial
// or a refused heartbeat, "i may hear of term t"; of a vote for a candidate, one vote. Two states
// that differ in which of the equivalent messages are in flight, or in how often, have the same
// behaviours, so one of them stands for both:
//   - probes from i to j: in the duplicating network one, and none beside a live request or
//     heartbeat from i to j, which will be a probe in time; delivered at most once, their number;
//   - news of term t for i: one message; while no link can fail, whoever sent it. In the
//     duplicating network none beside a heartbeat of t to i, which says the same and more;
//   - votes for a candidate, while no link can fail: how many were counted and how many are on the
//     way, not whose; as many as it needs are as good as more. Only of a server whose vote a
//     request in flight may still obtain does it matter whether it has voted.
// In the duplicating network what is left in flight is a function of who stood in which term and
// whom each server voted for, hence the name.
//
// All of it rests on terms that never fall and on dead parts being gone. `Premises` says which
// guards break which rule; `docs/reductions.md` has the proofs.
//
// Rejected: counting probes up to the number of terms they can still tell (delivered at most once,
// a wasted probe leads to a state that the equivalent one reaches in no single step).
#pragma once

#include <cstdint>

#include "model/raft/reduction/dead_parts.h"
#include "model/raft/reduction/normal_form.h"
#include "model/raft/reduction/premises.h"

namespace scrutineer::raft {

/// REQUIRES: Premises::terms_only_rise. Immutable; any thread.
class Facts {
 public:
  Facts(const SnapshotCodec& codec, const Premises& premises)
      : codec_(codec), premises_(premises) {}

  /// Adds the messages of a state without dead parts to `form`, whose snapshot is that state's,
  /// as what they amount to.
  void gather(StateWords words, LiveParts& live, NormalForm& form) const;

 private:
  // What is found on the way through the messages.
  struct Found {
    PairSet asked = 0;                                // a live request or heartbeat
    PairSet probed = 0;                               // a probe
    std::array<PairSet, terms_max + 1> news{};        // by term
    std::array<PairSet, terms_max + 1> heartbeats{};  // by term, those that carry news
    std::array<std::uint8_t, 64> probes;              // by pair in `probed`: how many
  };

  void tally_votes(StateWords words, LiveParts& live, NormalForm& form) const;
  void ignore_repeated_votes(StateWords words, ServerId i, LiveParts& live,
                             const NormalForm& form) const;
  void take(const Edge& edge, bool is_probe, NormalForm& form, Found& found) const;
  void take_probe(const Edge& edge, NormalForm& form, Found& found) const;
  void add_probes(const Found& found, NormalForm& form) const;
  void add_probes_delivered_once(int from, int to, int count, NormalForm& form) const;
  void add_news(const Found& found, NormalForm& form) const;

  const SnapshotCodec& codec_;
  Premises premises_;
};

}  // namespace scrutineer::raft
