// Every message that a configuration of the model can put in flight, numbered.
//
// Terms of messages: a request, a vote and a heartbeat carry 1..max_term. A refused heartbeat
// carries the refuser's term, which is greater than the heartbeat's, hence 2..max_term, and it
// exists only where stale heartbeats are checked. A heartbeat of term 0 cannot exist: a leader
// has been a candidate since it last crashed, and a candidate's term is at least 1. (Packing
// checks this all the same: a message outside the universe is an error, never a lost bit.)
#pragma once

#include <array>
#include <vector>

#include "model/raft/state.h"

namespace scrutineer::raft {

class MessageUniverse {
 public:
  explicit MessageUniverse(const Settings& settings);

  /// How many messages there are; ids are 0..size()-1.
  [[nodiscard]] int size() const { return static_cast<int>(messages_.size()); }

  /// The message with this id. Ids are in the order of messages (see `Message`).
  [[nodiscard]] const Message& message(int id) const {
    return messages_[static_cast<std::size_t>(id)];
  }

  /// The id of a message, or -1 if this configuration cannot send it.
  [[nodiscard]] int id_of(const Message& message) const;

 private:
  std::vector<Message> messages_;
};

}  // namespace scrutineer::raft
