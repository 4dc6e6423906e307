// Every shortest path, by plain depth-first enumeration: the oracle for counts and the tidiest.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/container_hash/hash.hpp>

#include "explorer/shortest_path.h"
#include "explorer/successor_sink.h"
#include "properties/property.h"

namespace scrutineer::test {

/// All paths of exactly `length` steps whose end decides the property, self-loops included. What
/// is remembered is only that no path goes on from a state at some depth.
template <class Model>
class EveryPath {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;

  EveryPath(const Model& model, const Property<State>& property, std::size_t length)
      : model_(model), property_(property), length_(length), hopeless_(length) {
    const auto listed = model.initial_states();
    for (const State& state : std::set<State>(listed.begin(), listed.end())) {
      path_ = {state, {}};
      go_on(state);
    }
  }

  [[nodiscard]] const std::vector<Path<Model>>& paths() const { return paths_; }

 private:
  bool go_on(const State& state) {
    const std::size_t depth = path_.steps.size();
    if (depth == length_) {
      if (!is_decided(state)) return false;
      paths_.push_back(path_);
      return true;
    }
    if (hopeless_[depth].count(state) != 0) return false;
    std::vector<std::pair<Action, State>> steps;
    visit_successors(model_, state, [&](const Action& action, const State& next) {
      steps.emplace_back(action, next);
    });
    bool is_any = false;
    for (auto& step : steps) {
      path_.steps.push_back(step);
      is_any = go_on(step.second) || is_any;
      path_.steps.pop_back();
    }
    if (!is_any) hopeless_[depth].insert(state);
    return is_any;
  }

  [[nodiscard]] bool is_decided(const State& state) const {
    switch (property_.kind) {
      case PropertyKind::invariant: return !property_.holds(state);
      case PropertyKind::reachable: return property_.holds(state);
      case PropertyKind::step_invariant: break;
    }
    const std::size_t steps = path_.steps.size();
    if (steps == 0) return false;
    const State& before = steps == 1 ? path_.initial : path_.steps[steps - 2].second;
    return !property_.holds_on_step(before, state);
  }

  const Model& model_;
  const Property<State>& property_;
  std::size_t length_;
  Path<Model> path_;
  std::vector<std::unordered_set<State, boost::hash<State>>> hopeless_;  // by depth
  std::vector<Path<Model>> paths_;
};

}  // namespace scrutineer::test
