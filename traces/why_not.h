// "Why not this action, here?": its conditions with their values, and what it would change.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/raft/changes.h"
#include "model/raft/conditions.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// The answer for one action in one state.
struct WhyNot {
  Action action;
  std::string text;         // of the action
  bool is_enabled = false;  // as the rules say
  ActionConditions conditions;
  std::vector<Change> changes;  // by the step; empty if it is not enabled, or changes nothing
};

/// Where the question was asked: in the state after a step of a trace.
struct WhyNotPlace {
  std::size_t step = 0;         // 0: the initial state
  std::optional<Action> taken;  // by the next step of the trace; none at its end
};

/// Looks at the action in `state`. Throws std::logic_error if the conditions disagree with the
/// rules, a fault of this program. Any thread.
[[nodiscard]] WhyNot why_not(const Settings& settings, const State& state, const Action& action);

/// The answer for a person; several lines, ends with a newline.
[[nodiscard]] std::string why_not_text(const WhyNot& answer, const WhyNotPlace& place,
                                       const Settings& settings);

/// The same as one JSON object, indented, ending with a newline.
[[nodiscard]] std::string why_not_json(const WhyNot& answer, const WhyNotPlace& place,
                                       const Settings& settings);

}  // namespace scrutineer::raft
