// Every action that a configuration can name, enabled or not.
#pragma once

#include <vector>

#include "model/raft/action.h"
#include "model/raft/links.h"
#include "model/raft/messages.h"

namespace scrutineer::test {

/// Timeouts and faults of every server, deliveries of every message, every partition (and one set
/// of links that is none, with three servers or more), every link cut and healed.
inline std::vector<raft::Action> every_action(const raft::Settings& settings) {
  using raft::ActionKind;
  std::vector<raft::Action> all;
  for (raft::ServerId i = 1; i <= settings.servers; ++i) {
    for (const ActionKind kind : {ActionKind::timeout, ActionKind::send_heartbeats,
                                  ActionKind::crash, ActionKind::restart}) {
      all.push_back({kind, static_cast<std::uint8_t>(i), {}, {}, {}});
    }
  }
  const raft::MessageUniverse messages(settings);
  for (int id = 0; id < messages.size(); ++id) {
    const raft::Message& m = messages.message(id);
    all.push_back({raft::delivery_of(m.type), raft::no_server, m, {}, {}});
  }
  for (const raft::LinkSet& split : raft::partition_splits(settings.servers)) {
    all.push_back({ActionKind::partition, raft::no_server, {}, split, {}});
  }
  if (settings.servers >= 3) {
    raft::LinkSet no_split;
    no_split.insert(1, 2);
    all.push_back({ActionKind::partition, raft::no_server, {}, no_split, {}});
  }
  for (const auto& [from, to] : raft::all_links(settings.servers)) {
    raft::LinkSet link;
    link.insert(from, to);
    all.push_back({ActionKind::cut_link, raft::no_server, {}, link, {}});
    all.push_back({ActionKind::heal_link, raft::no_server, {}, link, {}});
  }
  return all;
}

}  // namespace scrutineer::test
