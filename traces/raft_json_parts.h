// What the JSON forms of the election model have in common: settings, states, actions and
// behaviours as JSON values. `docs/json-schema.md` describes them; `raft_json_reader.h` reads them
// back.
#pragma once

#include <nlohmann/json.hpp>

#include "explorer/shortest_path.h"
#include "model/raft/changes.h"
#include "model/raft/conditions.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

using Json = nlohmann::ordered_json;  // members in the order of the schema

/// Every setting by its key; those with a dot in an object of their own.
[[nodiscard]] Json settings_json(const Settings& settings);

[[nodiscard]] Json message_json(const Message& message);

[[nodiscard]] Json state_json(const State& state, const Settings& settings);

/// Name, text, and the parameters that its kind has.
[[nodiscard]] Json action_json(const Action& action, const Settings& settings);

/// `initial` and `steps`.
[[nodiscard]] Json path_json(const Path<ReadableModel>& path, const Settings& settings);

/// `text`, `denial`, `holds`, `is_waived`, and the `setting` behind it or null, of each.
[[nodiscard]] Json conditions_json(const std::vector<Condition>& conditions);

/// `what`, and the two values under the names given.
[[nodiscard]] Json changes_json(const std::vector<Change>& changes, const char* before,
                                const char* after);

}  // namespace scrutineer::raft
