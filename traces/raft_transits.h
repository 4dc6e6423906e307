// What became of every message of a behaviour: sent, delivered, lost, or still in flight.
//
// A state only has the set of messages in flight. What an action sends is more than what it adds to
// that set: a message may be lost while it is being sent, over a failed link, and one that is in
// flight already is sent once more unseen. So the rules themselves are asked: the same action in
// the same state, but with nothing in flight except what it delivers, over links that hold what
// they cannot deliver; what is in flight then is what it sent. (Rejected: to say here once more
// which action sends what, a second place that a new message would have to be told.)
#pragma once

#include <cstddef>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// Indices into MessageFates::transits, ascending; see Moment.
struct MessagesAt {
  std::vector<std::size_t> in_flight;
  std::vector<std::size_t> sent;  // also those lost at once and those in flight already
  std::vector<std::size_t> delivered;
  std::vector<std::size_t> lost;
};

struct MessageFates {
  std::vector<Transit> transits;    // in the order of sending
  std::vector<MessagesAt> moments;  // one for the initial state and one a step
};

/// The fates in `path`, a behaviour of ReadableModel(settings). A message that is sent while it is
/// in flight is the same transit; one sent after it was lost, or after a delivery that consumed it,
/// is a new one.
[[nodiscard]] MessageFates message_fates(const Path<ReadableModel>& path, const Settings& settings);

}  // namespace scrutineer::raft
