// What renaming the servers makes of an action, and the renamings up to the lengths of their
// cycles.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/raft/action.h"

namespace scrutineer::raft {

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
