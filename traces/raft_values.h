// The election model as values of Election.tla: its variables, its parameters, its settings.
//
// Names are the specification's: servers are the integers 1..N, `None` is 0, roles are "F", "C" and
// "L". A set is in the order of its elements (records: member by member, as RV(t, i, j) lists
// them), a function in that of its arguments.
#pragma once

#include <vector>

#include "model/raft/action.h"
#include "model/raft/settings.h"
#include "model/raft/state.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// The variables of Election.tla in the order of its VARIABLES, with Apalache types.
[[nodiscard]] std::vector<Variable> variables_of_election();

/// Their values in `state`, in the same order.
[[nodiscard]] std::vector<NamedValue> variable_values(const State& state, const Settings& settings);

/// What the action of Election.tla is applied to: `i`, a server; `m`, a message; `c`, the links
/// that fail from now on; `l`, one link.
[[nodiscard]] std::vector<NamedValue> action_parameters(const Action& action,
                                                        const Settings& settings);

/// Every setting under its key, in the order of the table.
[[nodiscard]] std::vector<NamedValue> setting_values(const Settings& settings);

}  // namespace scrutineer::raft
