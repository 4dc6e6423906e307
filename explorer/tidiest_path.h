// The tidiest of all shortest paths, and how many there are, in the model as it is.
//
// Idea: `shortest_graph.h` says which states are on shortest paths; walking forward from the
// initial states over real steps, never leaving it, gives all of these paths as a graph. Its nodes
// are states up to renaming, where the model's parts (servers, say) are interchangeable: how many
// paths lead on from a state, and what they cost, does not depend on names. So 7 servers need
// 5,040 times fewer nodes, and edges remember how names change. `path_graph.h` solves it. The path
// itself is then chosen step by step among real states: what is least in cost, then in the order
// of actions.
//
// Paths are told apart by their initial states and their actions. How many there are up to
// renaming follows from Burnside's lemma: the average, over all renamings, of the number of paths
// that a renaming leaves as they are. Renamings of one cycle type leave equally many, so one of
// each type is enough. A renaming that leaves each action of a path alone leaves its states alone
// too, because an action leads to one state only (R3); so these paths are counted by a walk over
// the actions that are left alone.
//
// Everything is a function of the model and the property: not of threads, and not of the
// representatives by which the search was reduced.
//
// Rejected: choosing among the predecessors that the levels hold (with representatives these are
// no real states, and a level's least state says nothing about tidiness); enumerating paths (there
// are thousands even of short ones).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include "explorer/path_graph.h"
#include "explorer/shortest_graph.h"
#include "explorer/shortest_path.h"
#include "explorer/state_index.h"
#include "explorer/successor_sink.h"

namespace scrutineer {

/// What is known of a model's actions beyond its transitions. All of it may be left out.
template <class Model>
struct ActionTerms {
  using State = typename Model::State;
  using Action = typename Model::Action;

  /// Who acts: 1 to `actors` (at most `actors_max`), or 0 for nobody.
  std::size_t actors = 0;
  std::function<Actor(const Action&)> actor;
  std::function<bool(const Action&)> is_fault;

  /// The same state for all states that differ in names only, or for as many of them as is easy,
  /// and the renaming that leads to it. REQUIRES of a model that has it: a renaming turns
  /// behaviours into behaviours, and leaves initial states and the property as they are.
  std::function<State(const State&, ActorNames&)> canonical;
  /// Renamings with the same cycles: how many, and which actions one of them leaves as they are.
  struct RenamingClass {
    PathCount size;
    std::function<bool(const Action&)> fixes;
  };
  std::vector<RenamingClass> renamings;  // all classes but that of the identity
};

/// The graph to walk over, asked about states as they are.
template <class Model>
struct ShortestView {
  using State = typename Model::State;
  std::size_t length = 0;
  /// Whether a state `level` steps from the initial ones is on a shortest path.
  std::function<bool(std::size_t level, const State&)> contains;
  /// Of a step invariant: whether a step violates it. Else empty.
  std::function<bool(const State&, const State&)> is_last_step;
};

template <class Model>
struct TidiestPath {
  Path<Model> path;
  PathCount paths;               // all of this length
  PathCount paths_up_to_naming;  // equal to `paths` in a model without renamings
};

struct WalkLimits {
  std::uint64_t nodes_max = 100'000;
  std::uint64_t edges_max = 2'000'000;
  const std::atomic<bool>* stop_requested = nullptr;
};

namespace detail {

template <class Model>
class TidiestWalk {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;

  TidiestWalk(const Model& model, const ShortestView<Model>& view, const ActionTerms<Model>& terms,
              const WalkLimits& limits)
      : model_(model), view_(view), terms_(terms), limits_(limits), graph_(terms.actors) {
    for (const State& state : model.initial_states()) {
      if (view.contains(0, state)) initial_.insert(state);
    }
  }

  // False if it met its limits.
  bool build() {
    auto& first = nodes_.emplace_back();
    for (const State& state : initial_) first.insert(place_of(state).canonical);
    std::uint64_t nodes = first.size();
    for (std::size_t level = 0; level < view_.length; ++level) {
      if (!expand(level, nodes)) return false;
    }
    graph_.begin_level();
    const std::size_t ends = view_.is_last_step ? 1 : nodes_.back().size();
    for (std::size_t k = 0; k < ends; ++k) graph_.add_node();
    graph_.solve();
    return true;
  }

  [[nodiscard]] PathCount count() const {
    PathCount total = 0;
    for (const State& state : initial_) total += graph_.paths(node_of(0, place_of(state)));
    return total;
  }

  // The paths whose actions are all left alone by a renaming. Empty if it met its limits.
  [[nodiscard]] std::optional<PathCount> count_fixed(
      const std::function<bool(const Action&)>& fixes) const {
    StateIndex<State> states = initial_;
    std::vector<PathCount> counts(states.size(), 1);
    for (std::size_t level = 0; level < view_.length; ++level) {
      StateIndex<State> next_states;
      std::vector<PathCount> next_counts;
      for (std::size_t k = 0; k < states.size(); ++k) {
        visit_on_graph(level, states[k], fixes, [&](const Action&, const State& next) {
          const auto [place, is_new] = next_states.insert(is_end(level + 1) ? states[0] : next);
          if (is_new) next_counts.emplace_back(0);
          next_counts[place] += counts[k];
        });
        if (next_states.size() > limits_.nodes_max || is_to_stop()) return std::nullopt;
      }
      states = std::move(next_states);
      counts = std::move(next_counts);
    }
    PathCount total = 0;
    for (const PathCount& count : counts) total += count;
    return total;
  }

  // Empty if there is no path: the graph is not that of the model.
  [[nodiscard]] std::optional<Path<Model>> tidiest() const {
    std::optional<std::pair<PathCost, State>> begin;
    for (const State& state : initial_) {
      std::pair candidate(graph_.cost(0, node_of(0, place_of(state)), 0), state);
      if (!begin || candidate < *begin) begin = std::move(candidate);
    }
    if (!begin) return std::nullopt;
    Path<Model> path{begin->second, {}};
    Actor last = 0;
    for (std::size_t level = 0; level < view_.length; ++level) {
      const State& state = level == 0 ? path.initial : path.steps.back().second;
      auto step = tidiest_step(level, state, last);
      if (!step) return std::nullopt;
      path.steps.push_back(*std::move(step));
      if (const Actor actor = actor_of(path.steps.back().first); actor != 0) last = actor;
    }
    return path;
  }

 private:
  // A state up to renaming.
  struct Place {
    State canonical;
    ActorNames names;
  };

  [[nodiscard]] Place place_of(const State& state) const {
    ActorNames names;
    if (!terms_.canonical) return {state, names};
    State canonical = terms_.canonical(state, names);
    return {std::move(canonical), names};
  }
  [[nodiscard]] std::uint32_t node_of(std::size_t level, const Place& place) const {
    const std::uint32_t node = nodes_[level].find(place.canonical);
    if (node != StateIndex<State>::none) return node;
    throw std::logic_error("a renaming does not keep the model's behaviours");
  }
  [[nodiscard]] Actor actor_of(const Action& action) const {
    return terms_.actor ? terms_.actor(action) : Actor{0};
  }
  [[nodiscard]] bool is_fault(const Action& action) const {
    return terms_.is_fault && terms_.is_fault(action);
  }
  [[nodiscard]] bool is_to_stop() const {
    return limits_.stop_requested != nullptr && limits_.stop_requested->load();
  }
  // Whether a path ends here whatever the state: after the last step of a step invariant.
  [[nodiscard]] bool is_end(std::size_t level) const {
    return view_.is_last_step && level == view_.length;
  }

  // Calls f(action, next) for the steps that stay on the graph and whose action is wanted.
  template <class Wanted, class F>
  void visit_on_graph(std::size_t level, const State& state, const Wanted& is_wanted,
                      const F& f) const {
    visit_successors(model_, state, [&](const Action& action, const State& next) {
      if (!is_wanted(action)) return;
      const bool stays =
          is_end(level + 1) ? view_.is_last_step(state, next) : view_.contains(level + 1, next);
      if (stays) f(action, next);
    });
  }

  bool expand(std::size_t level, std::uint64_t& nodes) {
    graph_.begin_level();
    StateIndex<State> found;
    for (const State& state : nodes_[level]) {
      graph_.add_node();
      visit_on_graph(
          level, state, [](const Action&) { return true; },
          [&](const Action& action, const State& next) {
            PathGraph::Edge edge;
            edge.actor = actor_of(action);
            edge.is_fault = is_fault(action);
            if (!is_end(level + 1)) {
              const Place place = place_of(next);
              edge.names = place.names;
              edge.to = found.insert(place.canonical).first;
            }
            graph_.add_edge(edge);
          });
      if (nodes + found.size() > limits_.nodes_max) return false;
      if (graph_.edge_count() > limits_.edges_max || is_to_stop()) return false;
    }
    nodes += found.size();
    if (!is_end(level + 1)) nodes_.push_back(std::move(found));
    return true;
  }

  [[nodiscard]] std::optional<std::pair<Action, State>> tidiest_step(std::size_t level,
                                                                     const State& state,
                                                                     Actor last) const {
    std::optional<std::tuple<PathCost, Action, State>> least;
    visit_on_graph(
        level, state, [](const Action&) { return true; },
        [&](const Action& action, const State& next) {
          const Actor actor = actor_of(action);
          const bool is_change = actor != 0 && last != 0 && actor != last;
          Place place;
          std::uint32_t node = 0;
          if (!is_end(level + 1)) {
            place = place_of(next);
            node = node_of(level + 1, place);
          }
          const Actor after = actor != 0 ? actor : last;
          PathCost cost = graph_.cost(level + 1, node, place.names(after));
          cost.changes += is_change ? 1U : 0U;
          cost.faults += is_fault(action) ? 1U : 0U;
          std::tuple candidate(cost, action, next);
          if (!least || candidate < *least) least = std::move(candidate);
        });
    if (!least) return std::nullopt;
    return std::pair(std::get<1>(*least), std::get<2>(*least));
  }

  const Model& model_;
  const ShortestView<Model>& view_;
  const ActionTerms<Model>& terms_;
  WalkLimits limits_;
  StateIndex<State> initial_;             // those on the graph
  std::vector<StateIndex<State>> nodes_;  // by level
  PathGraph graph_;
};

}  // namespace detail

/// The tidiest of all paths of `view`: with the fewest changes of the acting part, then the fewest
/// faults, then least in the order of (initial state and) actions. Empty if they need more than
/// `limits` allow, or if a stop was requested. Throws std::logic_error if a requirement of `terms`
/// is seen to be broken; what the model throws; std::bad_alloc.
template <class Model>
std::optional<TidiestPath<Model>> tidiest_path(const Model& model, const ShortestView<Model>& view,
                                               const ActionTerms<Model>& terms,
                                               const WalkLimits& limits = {}) {
  detail::TidiestWalk<Model> walk(model, view, terms, limits);
  if (!walk.build()) return std::nullopt;
  auto path = walk.tidiest();
  if (!path) return std::nullopt;
  TidiestPath<Model> result{*std::move(path), walk.count(), 0};
  PathCount fixed = result.paths;
  PathCount renamings = 1;
  for (const auto& one : terms.renamings) {
    const auto count = walk.count_fixed(one.fixes);
    if (!count) return std::nullopt;
    fixed += *count * one.size;
    renamings += one.size;
  }
  result.paths_up_to_naming = fixed / renamings;
  return result;
}

/// The view of a graph of the same model, which must outlive it.
template <class Model>
ShortestView<Model> view_of(const Model& model, const Property<typename Model::State>& property,
                            const ShortestGraph<typename Model::State>& graph) {
  using State = typename Model::State;
  ShortestView<Model> view;
  view.length = graph.length;
  view.contains = [&model, &graph](std::size_t level, const State& state) {
    return graph.levels[level].contains(representative_of(model, state));
  };
  if (property.kind == PropertyKind::step_invariant) {
    view.is_last_step = [&property](const State& before, const State& after) {
      return !property.holds_on_step(before, after);
    };
  }
  return view;
}

}  // namespace scrutineer
