// The contrast: the same schedule with the guard that is to blame put right.
//
// The first step that goes otherwise shows what the guard does; how the schedule goes on from there
// shows that this is enough. The first difference may be small and early (votes forgotten), the
// leader that is missing in the end comes later: so both are told. The schedule is that of the
// needed steps: in a long trace the first step that a guard changes rarely has to do with anything.
#pragma once

#include <string_view>

#include "traces/explain/raft_rerun.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// The contrast of `history`, which violates `property`, with its rerun under `guards` put right.
/// REQUIRES: the rerun keeps the property.
[[nodiscard]] Contrast contrast_of(const History& history, std::string_view property,
                                   const GuardRows& guards, const Rerun& run);

}  // namespace scrutineer::raft
