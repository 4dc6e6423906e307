// Why a behaviour of the election model breaks a property: proof in words, causal slice, contrast.
#pragma once

#include <optional>
#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// The schedule of a contrast as a behaviour: the needed steps as far as they go, without those
/// that are not possible there. It keeps the property throughout.
struct PassingRun {
  Settings settings;  // with the guards put right that the violation is due to
  Path<ReadableModel> path;
};

struct Explained {
  Explanation explanation;
  std::optional<PassingRun> passing;  // beside a contrast
};

/// Proof, broken rule, slice, causes and contrast of `path`, a behaviour of ReadableModel(settings)
/// whose end decides `property` (see `fault_of_claim`), and the passing run. `shortest` and
/// `outlook` stay empty. The slice is verified by replay. There is no contrast for a witness, where
/// correct Raft allows the violation, or where the path has no steps. Throws UnknownProperty.
/// Deterministic; any thread.
[[nodiscard]] Explained explain_with_passing_run(const Settings& settings,
                                                 std::string_view property,
                                                 const Path<ReadableModel>& path);

/// The same without the run.
[[nodiscard]] Explanation explain(const Settings& settings, std::string_view property,
                                  const Path<ReadableModel>& path);

}  // namespace scrutineer::raft
