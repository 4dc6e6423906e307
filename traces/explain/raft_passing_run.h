// The passing run beside a counterexample: the schedule of its contrast, as a behaviour.
#pragma once

#include <optional>
#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// The settings of `path` with the guards put right that its violation of `property` is due to (see
/// Contrast). Empty where there is no contrast: for a witness, where correct Raft allows the
/// violation, or where the path has no steps. REQUIRES as `explain`. Throws UnknownProperty.
[[nodiscard]] std::optional<Settings> repaired_settings(const Settings& settings,
                                                        std::string_view property,
                                                        const Path<ReadableModel>& path);

/// The behaviour of those settings that the contrast tells: the needed steps of `path` as far as
/// they go, without those that are not possible there. It keeps the property throughout. Empty
/// where `repaired_settings` is.
[[nodiscard]] std::optional<Path<ReadableModel>> passing_run(const Settings& settings,
                                                             std::string_view property,
                                                             const Path<ReadableModel>& path);

}  // namespace scrutineer::raft
