// Why a behaviour of the election model breaks a property: proof in words, causal slice, contrast.
#pragma once

#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// Whether violations of this property are explained: those of an election alone are.
[[nodiscard]] bool is_explained(const Settings& settings, std::string_view property);

/// Proof, broken rule, slice, causes and contrast of `path`, a behaviour of ReadableModel(settings)
/// whose end decides `property` (see `fault_of_claim`). `shortest` and `outlook` stay empty. The
/// slice is verified by replay. Deterministic; any thread.
[[nodiscard]] Explanation explain(const Settings& settings, std::string_view property,
                                  const Path<ReadableModel>& path);

}  // namespace scrutineer::raft
