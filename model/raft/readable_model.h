// The election model on readable states, as a TransitionSystem: the rules themselves, of the
// election and, where there is one, of its environment.
//
// Slow and plain. The reference search runs on it in tests, and the judge replays with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/raft/surrounded_rules.h"
#include "model/transition_system.h"

namespace scrutineer::raft {

class ReadableModel {
 public:
  using State = raft::State;
  using Action = raft::Action;

  /// `history`: the history variables that are kept, see SurroundedRules.
  explicit ReadableModel(const Settings& settings, const mitigations::History& history = {})
      : rules_(settings, history) {}

  [[nodiscard]] const Settings& settings() const { return rules_.settings(); }
  [[nodiscard]] const SurroundedRules& rules() const { return rules_; }

  [[nodiscard]] std::vector<State> initial_states() const { return {initial_state()}; }

  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (const Step& step : rules_.steps(state)) sink(step.action, step.next);
  }

  [[nodiscard]] std::vector<std::string_view> action_kinds() const {
    std::vector<std::string_view> names;
    for (std::size_t k = 0; k < action_kind_count; ++k) {
      names.push_back(action_kind_name(static_cast<ActionKind>(k)));
    }
    for (std::size_t k = 0; k < mitigations::action_kind_count && rules_.has_environment(); ++k) {
      names.push_back(mitigations::action_kind_name(static_cast<mitigations::ActionKind>(k)));
    }
    return names;
  }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    const auto kind = static_cast<std::size_t>(action.kind);
    return action.kind == ActionKind::environment
               ? kind + static_cast<std::size_t>(action.around.kind)
               : kind;
  }
  [[nodiscard]] std::string describe(const State& state) const {
    return raft::describe(state, settings());
  }
  [[nodiscard]] std::string describe(const Action& action) const {
    return raft::describe(action, settings());
  }

 private:
  SurroundedRules rules_;
};

}  // namespace scrutineer::raft
