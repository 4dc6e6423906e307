// All shortest ways to what a property forbids (or wants to see): which states lie on one.
//
// Idea: a state k steps from the initial ones is on a shortest path of length L to a violation if
// and only if it is in level k of the search and has a successor in level k+1 that is on one. So
// the levels are walked once, backward from all violating states of level L, and each is thinned
// out to the states that lead on. It costs what `shortest_path` costs for a single target: one
// more expansion of the levels below L, in parallel.
//
// A step invariant ends with a step instead of a state: level L-1 is thinned out to the states
// with a violating step.
//
// In a model with representatives (R7) the levels hold representatives, and so does the result. A
// state as it is, k steps from the initial ones, is on a shortest path if and only if its
// representative is in level k here: shortest distances are those of classes. `tidiest_path.h`
// walks forward over such states.
//
// Rejected: keeping edges (the walk forward finds those that are real); predecessors of the
// search's finding only (a level may have other violating states, by nearer ways to tell).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "explorer/state_index.h"
#include "explorer/state_store.h"
#include "explorer/successor_sink.h"
#include "explorer/workers.h"
#include "properties/property.h"

namespace scrutineer {

/// The states on shortest paths, by steps from an initial state.
template <class State>
struct ShortestGraph {
  std::size_t length = 0;  // steps of the paths
  /// Levels 0 to `length`; of a step invariant to `length` - 1, whose states have the last step.
  std::vector<StateIndex<State>> levels;
};

struct GraphLimits {
  std::uint64_t states_max = 1'000'000;
  const std::atomic<bool>* stop_requested = nullptr;

  [[nodiscard]] bool is_to_stop() const {
    return stop_requested != nullptr && stop_requested->load(std::memory_order_relaxed);
  }
};

/// Whether `state` decides the property: it violates the invariant, or is a witness.
template <class State>
[[nodiscard]] bool is_decided_by(const Property<State>& property, const State& state) {
  return property.holds(state) == (property.kind == PropertyKind::reachable);
}

namespace detail {

// The states of a level that are wanted; empty if there are more than `room`.
template <class State, class IsWanted>
std::optional<StateIndex<State>> wanted_of_level(const StateStore<State>& store, Workers& workers,
                                                 std::size_t level, std::uint64_t room,
                                                 const GraphLimits& limits,
                                                 const IsWanted& is_wanted) {
  constexpr std::uint64_t slab = 1024;
  const std::uint64_t size = store.level_size(level);
  const auto count = static_cast<std::size_t>((size + slab - 1) / slab);
  std::vector<std::vector<State>> wanted(count);
  std::atomic<std::uint64_t> total{0};
  workers.for_each_index(count, true, [&](std::size_t k) {
    if (total.load(std::memory_order_relaxed) > room || limits.is_to_stop()) return;
    const std::uint64_t end = std::min(size, (k + 1) * slab);
    store.for_each_of_level(level, k * slab, end, [&](const State& state) {
      if (is_wanted(state)) wanted[k].push_back(state);
    });
    total.fetch_add(wanted[k].size(), std::memory_order_relaxed);
  });
  if (total.load() > room || limits.is_to_stop()) return std::nullopt;
  StateIndex<State> index;
  for (auto& part : wanted) {
    for (const State& state : part) index.insert(state);
    part = {};
  }
  return index;
}

// Whether some successor of `state` passes `test(next)`.
template <class Model, class Test>
bool any_successor(const Model& model, const typename Model::State& state, const Test& test) {
  bool any = false;
  visit_successors(model, state,
                   [&](const typename Model::Action&, const typename Model::State& next) {
                     any = any || test(next);
                   });
  return any;
}

}  // namespace detail

/// The states on paths of `length` steps that decide `property`, where none shorter does (the
/// length of the search's finding). REQUIRES: every state of level `length` was found, and every
/// one below it. Empty if more than `limits.states_max` states are on such paths, or if a stop was
/// requested. Throws std::bad_alloc, and what model and property throw.
template <class Model>
std::optional<ShortestGraph<typename Model::State>> shortest_graph(
    const Model& model, const StateStore<typename Model::State>& store, Workers& workers,
    const Property<typename Model::State>& property, std::size_t length,
    const GraphLimits& limits) {
  using State = typename Model::State;
  ShortestGraph<State> graph;
  graph.length = length;
  std::uint64_t room = limits.states_max;
  const auto add = [&](std::size_t level, const auto& is_wanted) {
    auto wanted = detail::wanted_of_level<State>(store, workers, level, room, limits, is_wanted);
    if (!wanted) return false;
    room -= wanted->size();
    graph.levels.push_back(*std::move(wanted));
    return true;
  };
  std::size_t level = length;
  if (property.kind == PropertyKind::step_invariant) {
    const bool fits = add(--level, [&](const State& state) {
      return detail::any_successor(
          model, state, [&](const State& next) { return !property.holds_on_step(state, next); });
    });
    if (!fits) return std::nullopt;
  } else {
    const auto decides = [&](const State& state) { return is_decided_by(property, state); };
    if (!add(level, decides)) return std::nullopt;
  }
  while (level > 0) {
    const bool fits = add(--level, [&](const State& state) {
      return detail::any_successor(model, state, [&](const State& next) {
        return graph.levels.back().contains(representative_of(model, next));
      });
    });
    if (!fits) return std::nullopt;
  }
  std::reverse(graph.levels.begin(), graph.levels.end());
  return graph;
}

}  // namespace scrutineer
