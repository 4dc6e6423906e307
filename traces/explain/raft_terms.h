// Who acts in an action, what is a fault, and what renaming the servers makes of it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/raft/action.h"

namespace scrutineer::raft {

/// The server that an action happens at (a delivery: the receiver); `no_server` for what happens
/// to the network.
[[nodiscard]] ServerId actor_of(const Action& action);

/// Crash, restart, partition, and single links that fail or heal.
[[nodiscard]] bool is_fault(const Action& action);

/// name[i] is the new name of server i; name[0] is 0.
using ServerNames = std::array<std::uint8_t, servers_max + 1>;

/// The same action with its servers renamed.
[[nodiscard]] Action renamed(const Action& action, const ServerNames& names);

/// A renaming that stands for all that have cycles of the same lengths.
struct CycleType {
  ServerNames names;
  std::uint64_t size = 1;  // how many renamings there are of this type
};

/// Every type of cycles of `servers` servers, the identity first; the sizes add up to servers!.
[[nodiscard]] std::vector<CycleType> cycle_types(int servers);

}  // namespace scrutineer::raft
