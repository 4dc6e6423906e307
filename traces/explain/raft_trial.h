// A schedule, tried: a list of actions replayed with the readable rules, and what it proves.
//
// Every analysis of this folder rests on replay: a slice counts only if its steps alone are a
// behaviour that decides the property, a guard is blamed only if the schedule fails with the guard
// put right. Schedules are lists of actions and not of states, because leaving a step out changes
// every later state in whatever that step wrote.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "properties/property.h"

namespace scrutineer::raft {

/// Settings and one property to try schedules against. Immutable; any thread.
class Trial {
 public:
  /// Throws UnknownProperty.
  Trial(const Settings& settings, std::string_view property);

  [[nodiscard]] const Settings& settings() const { return model_->settings(); }
  [[nodiscard]] const Property<State>& property() const { return property_; }

  /// The state that `action` leads to; empty if it is not enabled.
  [[nodiscard]] std::optional<State> successor(const State& state, const Action& action) const;

  /// Whether the step from `before` to `after` violates the property, or reaches its witness.
  [[nodiscard]] bool decides(const State& before, const State& after) const;

  /// The states of `actions` from `state` on, one an action. Empty unless there is an action, each
  /// is enabled, the last one decides the property and none before it does.
  [[nodiscard]] std::optional<std::vector<State>> proof(State state,
                                                        std::span<const Action> actions) const;

 private:
  std::unique_ptr<const ReadableModel> model_;  // `property_` refers to it
  Property<State> property_;
};

/// The actions of a path, in order.
[[nodiscard]] std::vector<Action> actions_of(const Path<ReadableModel>& path);

/// The state after step `k` of a path; 0 is the initial state.
[[nodiscard]] inline const State& state_after(const Path<ReadableModel>& path, std::size_t k) {
  return k == 0 ? path.initial : path.steps[k - 1].second;
}

}  // namespace scrutineer::raft
