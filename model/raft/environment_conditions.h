// Why an action of the environment is enabled or not: the conjuncts of Mitigations.tla in words,
// for `conditions.h`, which see.
#pragma once

#include <vector>

#include "model/raft/conditions.h"

namespace scrutineer::raft {

/// The enabling conditions of an action of the environment. REQUIRES: its servers are of this
/// configuration.
[[nodiscard]] std::vector<Condition> enabling_around(const Settings& settings, const State& state,
                                                     const mitigations::Action& around);

/// Whether the store takes a write that arrives. Empty for every other action.
[[nodiscard]] std::vector<Decision> decisions_around(const Settings& settings, const State& state,
                                                     const mitigations::Action& around);

}  // namespace scrutineer::raft
