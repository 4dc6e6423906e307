// The reached states and transitions with readable labels, to be drawn and analysed.
//
// Plain lists; `state_graph.h` makes a Boost.Graph of them.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "explorer/state_hash.h"
#include "explorer/state_store.h"
#include "explorer/successor_sink.h"

namespace scrutineer {

struct ReachedState {
  std::string label;
  std::uint32_t level = 0;
};

struct ReachedTransition {
  std::size_t from = 0;  // positions in `states`
  std::size_t to = 0;
  std::string label;  // the action
};

/// At most the asked number of states, in the order of levels, and the transitions among them.
struct ReachedGraph {
  std::vector<ReachedState> states;
  std::vector<ReachedTransition> transitions;
  std::uint64_t states_reached = 0;  // by the search

  [[nodiscard]] bool is_whole() const { return states.size() == states_reached; }
};

/// Expands the stored states again, level by level. `is_exhausted`: the last level was expanded by
/// the search; otherwise its states are drawn without transitions, for the search took none. Empty
/// if `stop_requested` was set meanwhile.
template <class Model>
std::optional<ReachedGraph> reached_graph(const Model& model,
                                          const StateStore<typename Model::State>& store,
                                          std::uint64_t states_max, bool is_exhausted,
                                          const std::atomic<bool>* stop_requested = nullptr) {
  const auto is_to_stop = [&] { return stop_requested != nullptr && stop_requested->load(); };
  using State = typename Model::State;
  struct Hash {
    std::size_t operator()(const State& state) const {
      return static_cast<std::size_t>(state_hash(state));
    }
  };
  ReachedGraph reached;
  reached.states_reached = store.size();
  if (store.level_count() == 0) return reached;  // memory ran out before the first state
  std::unordered_map<State, std::size_t, Hash> positions;
  std::uint64_t left = states_max;
  for (std::size_t level = 0; level < store.level_count(); ++level) {
    const std::uint64_t count = std::min(left, store.level_size(level));
    left -= count;
    store.for_each_of_level(level, 0, count, [&](const State& state) {
      if (is_to_stop()) return;
      positions.emplace(state, reached.states.size());
      reached.states.push_back({model.describe(state), static_cast<std::uint32_t>(level)});
    });
  }
  const std::size_t expanded = store.level_count() - (is_exhausted ? 0 : 1);
  for (std::size_t level = 0; level < expanded; ++level) {
    store.for_each_of_level(level, 0, store.level_size(level), [&](const State& state) {
      if (is_to_stop()) return;
      const auto from = positions.find(state);
      if (from == positions.end()) return;
      visit_successors(model, state, [&](const typename Model::Action& action, const State& next) {
        const auto to = positions.find(representative_of(model, next));
        if (to == positions.end()) return;
        reached.transitions.push_back({from->second, to->second, model.describe(action)});
      });
    });
  }
  if (is_to_stop()) return std::nullopt;
  return reached;
}

}  // namespace scrutineer
