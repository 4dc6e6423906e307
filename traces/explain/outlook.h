// The point of no return: at each moment of a trace, how near the violation was.
//
// Idea: two questions a moment. How many steps is the nearest violation away? And of the states one
// step on, from how many can a violation be reached at all, within the bounds? Where that becomes
// all of them, nothing that may still happen helps. Both are searches from the middle of a
// behaviour, and they share what they learn: a state whose successors are known is never expanded
// again; where a search found a violation, the states on its way are doomed; where it ended without
// one, all its states are safe.
//
// The searches run up to the reductions that the property allows. That is sound from any reachable
// state s: a state and its representative are alike step by step (R7 of
// `model/transition_system.h`), so the classes ahead of s are those ahead of its representative, as
// far away; and these are among the representatives that a search from the initial state visits,
// for which `docs/reductions.md` has the proofs.
//
// Rejected: one backward pass over the whole state space, which may be far larger than what lies
// between a trace and its violation.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// Whether there is an outlook for traces of this property: for those of an election alone.
[[nodiscard]] bool has_outlook(const Settings& settings, std::string_view property);

/// The outlook at each moment of `path`, a behaviour of ReadableModel(settings) whose end decides
/// `property` (see `fault_of_claim`); for a reachable property, a witness stands for a violation.
/// A step that violates a step invariant counts as reaching it, and the moment after it as 0 steps
/// away. `states_max` bounds the states that are looked at for the whole trace; where that was not
/// enough, `is_exact` is false. REQUIRES: `has_outlook`. Throws UnknownProperty. Deterministic; any
/// thread.
[[nodiscard]] std::vector<Outlook> outlook_of(const Settings& settings, std::string_view property,
                                              const Path<ReadableModel>& path,
                                              std::uint64_t states_max);

}  // namespace scrutineer::raft
