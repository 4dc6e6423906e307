// Which history variables of Mitigations.tla a behaviour keeps.
//
// A check keeps those that its properties read, and a trace does not say which these were. But a
// variable that is set nowhere in it might as well not be kept, so the states tell enough.
#pragma once

#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// Those that `property` reads, and those that are set in some state of `path`. The path is a
/// behaviour of ReadableModel(settings, history) with this history if it is one with any.
[[nodiscard]] mitigations::History kept_history(const Path<ReadableModel>& path,
                                                std::string_view property);

}  // namespace scrutineer::raft
