// The environment of an election as JSON, and read back: what `raft_json_parts.h` and
// `raft_json_reader.h` do for the election. `docs/json-schema.md` describes it.
#pragma once

#include <nlohmann/json.hpp>

#include "model/mitigations/action.h"
#include "model/mitigations/environment.h"
#include "model/raft/settings.h"
#include "traces/json_place.h"

namespace scrutineer::raft {

/// Whether a state of these settings has a member `environment`: where one can act, and where it
/// remembers something.
[[nodiscard]] bool has_environment_json(const mitigations::Environment& environment,
                                        const Settings& settings);

[[nodiscard]] nlohmann::ordered_json environment_json(const mitigations::Environment& environment,
                                                      const Settings& settings);

/// `server`, `peer`, `late`, `write`: of these those that its kind has.
[[nodiscard]] nlohmann::ordered_json around_json(const mitigations::Action& around);

/// The inverse of `environment_json`; throws NotATrace.
[[nodiscard]] mitigations::Environment read_environment(const JsonPlace& place,
                                                        const Settings& settings);

/// An action of this kind, out of the members of `around_json` beside `name` and `text`; throws
/// NotATrace.
[[nodiscard]] mitigations::Action read_around(mitigations::ActionKind kind, const JsonPlace& place,
                                              const Settings& settings);

}  // namespace scrutineer::raft
