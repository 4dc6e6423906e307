// What a step reads and writes of what stands around the election; see raft_effects.h.
//
// The counters of grants, writes, removals and repairs are variables here although leaving a step
// out could only lower them: a write bears its number, and its mark the number of a lease.
#pragma once

#include <vector>

#include "traces/explain/raft_effects.h"

namespace scrutineer::raft {

/// Appends what an action of the environment reads; and what any step reads of the environment.
void add_environment_reads(const Settings& settings, const State& before, const Action& action,
                           const State& after, std::vector<Place>& reads);

/// Appends what differs between the environments of two states.
void add_environment_writes(const Settings& settings, const State& before, const State& after,
                            std::vector<Place>& writes);

}  // namespace scrutineer::raft
