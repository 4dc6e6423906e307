// What stands around the election, as lanes and remarks of a story: lock service, store, operator.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/raft/action.h"
#include "model/raft/settings.h"
#include "model/raft/state.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// The lanes beside the servers, as far as the settings give them something to do. They follow the
/// servers in this order.
struct EnvironmentLanes {
  std::optional<std::size_t> lock;
  std::optional<std::size_t> store;
  std::optional<std::size_t> attendant;  // the operator
};
[[nodiscard]] EnvironmentLanes environment_lanes(const Settings& settings);

/// Appends those lanes; and what a server's lane shows beside its part in the election.
void add_environment_lanes(const Settings& settings, std::vector<Lane>& lanes);
void add_server_fields(const Settings& settings, std::vector<std::string>& names);

/// Appends the states of those lanes in `state`; `before` is null in the beginning.
void add_environment_states(const State& state, const State* before, const Settings& settings,
                            std::vector<LaneState>& lanes);

/// Appends to a server's lane its lease and its token, where there are any.
void add_belongings(const State& state, const State* before, ServerId i, const Settings& settings,
                    LaneState& lane);

/// The lane that acts in an action of the environment; none for a tick.
[[nodiscard]] std::optional<std::size_t> environment_actor(const mitigations::Action& around,
                                                           const Settings& settings);

/// What a step did around the election, in sentences without a full stop.
void add_environment_remarks(const State& before, const Action& action, const State& after,
                             const Settings& settings, std::vector<std::string>& remarks);

/// How to read the texts of lanes, appended to a story's key: "; lease #1:2 ..."; or nothing.
[[nodiscard]] std::string environment_key(const Settings& settings);

}  // namespace scrutineer::raft
