// The election model on readable states: the rules themselves, as a TransitionSystem.
//
// Slow and plain. The reference search runs on it in tests, and the judge replays with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/raft/rules.h"
#include "model/transition_system.h"

namespace scrutineer::raft {

class ReadableModel {
 public:
  using State = raft::State;
  using Action = raft::Action;

  explicit ReadableModel(const Settings& settings) : rules_(settings) {}

  [[nodiscard]] const Settings& settings() const { return rules_.settings(); }

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
    return names;
  }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action.kind);
  }
  [[nodiscard]] std::string describe(const State& state) const {
    return raft::describe(state, settings());
  }
  [[nodiscard]] std::string describe(const Action& action) const {
    return raft::describe(action, settings());
  }

 private:
  Rules rules_;
};

}  // namespace scrutineer::raft
