#include "traces/explain/raft_trial.h"

#include <array>
#include <string>
#include <utility>

#include "properties/raft/property_list.h"

namespace scrutineer::raft {

Trial::Trial(const Settings& settings, std::string_view property)
    : model_(std::make_unique<const ReadableModel>(settings, history_for(property))) {
  const std::array<std::string, 1> names = {std::string(property)};
  property_ = bind_properties(*model_, choose_properties(names)).at(0);
}

std::optional<State> Trial::successor(const State& state, const Action& action) const {
  std::optional<State> found;
  model_->for_each_successor(state, [&](const Action& enabled, const State& next) {
    if (!found && enabled == action) found = next;
  });
  return found;
}

bool Trial::decides(const State& before, const State& after) const {
  switch (property_.kind) {
    case PropertyKind::step_invariant: return !property_.holds_on_step(before, after);
    case PropertyKind::reachable: return property_.holds(after);
    case PropertyKind::invariant: break;
  }
  return !property_.holds(after);
}

std::optional<std::vector<State>> Trial::proof(State state, std::span<const Action> actions) const {
  std::vector<State> states;
  for (std::size_t k = 0; k < actions.size(); ++k) {
    auto next = successor(state, actions[k]);
    if (!next) return std::nullopt;
    const bool is_last = k + 1 == actions.size();
    if (decides(state, *next) != is_last) return std::nullopt;
    state = *next;
    states.push_back(*std::move(next));
  }
  if (states.empty()) return std::nullopt;
  return states;
}

std::vector<Action> actions_of(const Path<ReadableModel>& path) {
  std::vector<Action> actions;
  for (const auto& step : path.steps) actions.push_back(step.first);
  return actions;
}

}  // namespace scrutineer::raft
