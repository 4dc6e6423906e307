#include "model/raft/messages.h"

#include <algorithm>

namespace scrutineer::raft {

MessageUniverse::MessageUniverse(const Settings& settings) {
  const auto add_all = [&](MessageType type, int first_term) {
    for (int t = first_term; t <= settings.max_term; ++t) {
      for (ServerId from = 1; from <= settings.servers; ++from) {
        for (ServerId to = 1; to <= settings.servers; ++to) {
          if (from == to) continue;
          const Message message{type, static_cast<std::uint8_t>(t), static_cast<std::uint8_t>(from),
                                static_cast<std::uint8_t>(to), false};
          messages_.push_back(message);
          if (type != MessageType::vote) continue;
          messages_.push_back(message);
          messages_.back().granted = true;
        }
      }
    }
  };
  add_all(MessageType::request_vote, 1);
  add_all(MessageType::vote, 1);
  add_all(MessageType::heartbeat, 1);
  if (settings.guards.check_heartbeat_term) add_all(MessageType::heartbeat_reject, 2);
}

int MessageUniverse::id_of(const Message& message) const {
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), message);
  if (found == messages_.end() || *found != message) return -1;
  return static_cast<int>(found - messages_.begin());
}

}  // namespace scrutineer::raft
