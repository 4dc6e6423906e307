// The way to a state: least predecessors, derived again level by level.
//
// Idea: no parent pointers are stored. A state of level k has a predecessor in level k-1, found by
// expanding that level again; of all predecessors the least is taken, and of its actions the
// least, so that the path does not depend on the order of the search. The cost is at most one
// more expansion of all levels up to the state's, in parallel, and only when there is something
// to tell. Rejected: a parent pointer a state (4 to 8 bytes each, for something that is needed
// once), and paths kept with the frontier (a peer does: 900 bytes a state).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "explorer/state_store.h"
#include "explorer/successor_sink.h"
#include "explorer/workers.h"

namespace scrutineer {

/// A behaviour: an initial state and the steps from it.
template <class Model>
struct Path {
  typename Model::State initial;
  std::vector<std::pair<typename Model::Action, typename Model::State>> steps;
};

namespace detail {

template <class Model>
using Predecessor = std::pair<typename Model::State, typename Model::Action>;

template <class Model>
std::optional<Predecessor<Model>> least_predecessor(const Model& model,
                                                    const StateStore<typename Model::State>& store,
                                                    Workers& workers, std::size_t level,
                                                    const typename Model::State& target) {
  using State = typename Model::State;
  constexpr std::uint64_t slab = 2048;
  const std::uint64_t size = store.level_size(level);
  const auto count = static_cast<std::size_t>((size + slab - 1) / slab);
  std::vector<std::optional<Predecessor<Model>>> least(count);
  workers.for_each_index(count, true, [&](std::size_t k) {
    const std::uint64_t end = std::min(size, (k + 1) * slab);
    store.for_each_of_level(level, k * slab, end, [&](const State& state) {
      if (least[k] && least[k]->first < state) return;
      visit_successors(model, state, [&](const typename Model::Action& action, const State& next) {
        if (!(representative_of(model, next) == target)) return;
        Predecessor<Model> candidate{state, action};
        if (!least[k] || candidate < *least[k]) least[k] = std::move(candidate);
      });
    });
  });
  std::optional<Predecessor<Model>> result;
  for (auto& one : least) {
    if (one && (!result || *one < *result)) result = std::move(one);
  }
  return result;
}

}  // namespace detail

/// The canonical shortest path to `target`, a state of `level`; empty if the store's levels do
/// not lead there (a fault of the search or of the model, R1). Uses `workers`; one call at a time.
/// In a model with representatives the path is one of representatives: see `concrete_path`.
template <class Model>
std::optional<Path<Model>> shortest_path(const Model& model,
                                         const StateStore<typename Model::State>& store,
                                         Workers& workers, typename Model::State target,
                                         std::size_t level) {
  Path<Model> path;
  for (; level > 0; --level) {
    auto before = detail::least_predecessor(model, store, workers, level - 1, target);
    if (!before) return std::nullopt;
    path.steps.emplace_back(std::move(before->second), std::move(target));
    target = std::move(before->first);
  }
  std::reverse(path.steps.begin(), path.steps.end());
  path.initial = std::move(target);
  return path;
}

/// A behaviour of the model along a path of representatives: of each state's successors in the
/// class of the next one the first is taken, so that names stay the same from step to step. Empty
/// if there is none (R7 is broken). A model without representatives gets its path back.
template <class Model>
std::optional<Path<Model>> concrete_path(const Model& model, const Path<Model>& path) {
  using State = typename Model::State;
  using Action = typename Model::Action;
  if constexpr (!HasRepresentative<Model>) return path;
  Path<Model> concrete;
  const auto initial = model.initial_states();
  const auto begin = std::find_if(initial.begin(), initial.end(), [&](const State& state) {
    return representative_of(model, state) == path.initial;
  });
  if (begin == initial.end()) return std::nullopt;
  concrete.initial = *begin;
  State state = *begin;
  for (const auto& represented : path.steps) {
    const State& target = represented.second;
    std::optional<std::pair<Action, State>> step;
    visit_successors(model, state, [&](const Action& action, const State& next) {
      if (!step && representative_of(model, next) == target) step.emplace(action, next);
    });
    if (!step) return std::nullopt;
    state = step->second;
    concrete.steps.push_back(*std::move(step));
  }
  return concrete;
}

}  // namespace scrutineer
