// What stands around the election as values of Mitigations.tla: its variables, under its names.
#pragma once

#include <vector>

#include "model/raft/settings.h"
#include "model/raft/state.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// Appends the variables in the order of their VARIABLES, with Apalache types.
void add_environment_variables(std::vector<Variable>& variables);

/// Appends their values in `state`, in the same order.
void add_environment_values(const State& state, const Settings& settings,
                            std::vector<NamedValue>& values);

}  // namespace scrutineer::raft
