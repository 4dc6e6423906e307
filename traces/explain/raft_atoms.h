// What of a deciding state (or step) decides the property: where a slice begins.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "traces/explain/raft_effects.h"

namespace scrutineer::raft {

/// A term with more than one leader in its history, or 0.
[[nodiscard]] int disputed_term(const Settings& settings, const State& state);

/// The servers that are leaders now, ascending.
[[nodiscard]] std::vector<ServerId> leaders_of(const Settings& settings, const State& state);

/// Whether `j` stands behind `leader`: it has voted for it in the leader's term, or left that term.
[[nodiscard]] bool stands_behind(const State& state, ServerId j, ServerId leader);

/// The least leader with less than a majority behind it, or 0.
[[nodiscard]] ServerId leader_without_majority(const Settings& settings, const State& state);

/// The least server whose term the step lowers, or 0.
[[nodiscard]] ServerId server_with_lowered_term(const Settings& settings, const State& before,
                                                const State& after);

/// The least server whose vote the step changes within its term, or 0.
[[nodiscard]] ServerId server_with_changed_vote(const Settings& settings, const State& before,
                                                const State& after);

/// The servers that lead and believe that they hold the lease, ascending.
[[nodiscard]] std::vector<ServerId> believers_of(const Settings& settings, const State& state);

/// A leader, and a live server that is more than one term ahead of it; `no_server` twice if none
/// is.
[[nodiscard]] std::pair<ServerId, ServerId> leader_and_server_ahead(const Settings& settings,
                                                                    const State& state);

/// The variables that decide `property` at the end of a behaviour. For a step invariant those
/// before its last step, else those of its last state.
[[nodiscard]] std::vector<Place> deciding_places(const Settings& settings,
                                                 std::string_view property, const State& before,
                                                 const State& after);

}  // namespace scrutineer::raft
