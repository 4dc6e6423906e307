// A whole check: search, derive the traces, have them judged.
#pragma once

#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "explorer/search.h"
#include "explorer/shortest_graph.h"
#include "explorer/shortest_path.h"
#include "explorer/successor_sink.h"
#include "explorer/tidiest_path.h"
#include "traces/judge.h"
#include "traces/outcome.h"

namespace scrutineer {

struct CheckOptions {
  SearchOptions search;
  /// Draw the reached graph, at most so many states of it (`Outcome::graph`).
  std::optional<std::uint64_t> graph_states_max;
};

/// Tells a model that is searched as it is. Who acts and what is a fault is not known of it: the
/// tidiest path is the least in the order of actions.
template <class Model>
class AsItIs {
 public:
  using State = typename Model::State;

  AsItIs(const Model& model, const std::vector<Property<State>>& properties)
      : model_(model), properties_(properties) {}

  template <class T>
  const T& operator()(const T& value) const {
    return value;
  }
  [[nodiscard]] std::optional<Shortest<Model>> tidiest(std::size_t property,
                                                       const ShortestGraph<State>& graph,
                                                       const WalkLimits& limits) const {
    auto found = tidiest_path(model_, view_of(model_, properties_[property], graph),
                              ActionTerms<Model>{}, limits);
    if (!found) return std::nullopt;
    return Shortest<Model>{std::move(found->path),
                           {std::move(found->paths), std::move(found->paths_up_to_naming)}};
  }

 private:
  const Model& model_;
  const std::vector<Property<State>>& properties_;
};

namespace detail {

// The step that violates a step invariant, out of the last state of `path`. In a model with
// representatives the finding's own step begins in one of them; here it is the first of its kind.
template <class Model>
std::pair<typename Model::Action, typename Model::State> last_step(
    const Model& model, const Property<typename Model::State>& property,
    const Finding<Model>& finding, const Path<Model>& path) {
  using State = typename Model::State;
  if constexpr (!HasRepresentative<Model>) return *finding.step;
  const State& before = path.steps.empty() ? path.initial : path.steps.back().second;
  std::optional<std::pair<typename Model::Action, State>> step;
  visit_successors(model, before, [&](const typename Model::Action& action, const State& next) {
    if (!step && !property.holds_on_step(before, next)) step.emplace(action, next);
  });
  if (!step) throw TraceRejected("the step of the finding does not exist");
  return *std::move(step);
}

// The path to a finding, a behaviour in the terms of the searched model.
template <class Model>
Path<Model> path_to(const Model& model, Search<Model>& search,
                    const Property<typename Model::State>& property,
                    const Finding<Model>& finding) {
  const std::size_t level = finding.length - (finding.step ? 1 : 0);
  auto path = shortest_path(model, search.store(), search.workers(), finding.state, level);
  if (!path) throw TraceRejected("the levels of the search do not lead to its finding");
  auto concrete = concrete_path(model, *path);
  if (!concrete) throw TraceRejected("no behaviour follows the path of representatives");
  if (finding.step) concrete->steps.push_back(last_step(model, property, finding, *concrete));
  return *std::move(concrete);
}

template <class Told, class Searched, class Translate>
Path<Told> translate_path(const Path<Searched>& path, const Translate& translate) {
  Path<Told> told{translate(path.initial), {}};
  for (const auto& [action, state] : path.steps) {
    told.steps.emplace_back(translate(action), translate(state));
  }
  return told;
}

struct TraceLimits {
  GraphLimits graph;
  WalkLimits walk;
};

// Within what the search's own limit leaves beside the states, which take `bytes`.
template <class State>
TraceLimits trace_limits(const SearchOptions& options, std::uint64_t bytes) {
  constexpr std::uint64_t node_bytes = 1024;  // with its edges; on the wide side
  constexpr std::uint64_t state_bytes = 2 * sizeof(State) + 16;
  TraceLimits limits;
  limits.graph.stop_requested = limits.walk.stop_requested = options.stop_requested;
  if (const auto& max = options.limits.memory_bytes_max) {
    const std::uint64_t half = (*max - std::min(*max, bytes)) / 2;
    limits.graph.states_max = std::min(limits.graph.states_max, half / state_bytes);
    limits.walk.nodes_max = std::min(limits.walk.nodes_max, half / node_bytes);
    limits.walk.edges_max = std::min(limits.walk.edges_max, limits.walk.nodes_max * 20);
  }
  return limits;
}

// The states on shortest paths to what decides the property, where they can be known: the search
// has to have completed the level of its finding.
template <class Model>
std::optional<ShortestGraph<typename Model::State>> graph_to(
    const Model& model, Search<Model>& search, const Property<typename Model::State>& property,
    std::size_t length, const GraphLimits& limits) {
  const StopReason stop = search.result().stop;
  const bool is_complete = search.store().level_count() > length + 1 ||
                           stop == StopReason::exhausted || stop == StopReason::violation;
  if (!is_complete) return std::nullopt;
  return shortest_graph(model, search.store(), search.workers(), property, length, limits);
}

// A teller that knows the tidiest path.
template <class Teller, class State>
concept TellsTidiest = requires(const Teller& teller, const ShortestGraph<State>& graph,
                                const WalkLimits& limits) {
  teller.tidiest(std::size_t{0}, graph, limits);
};

// The tidiest trace of the property at position `p`, where that can be told.
template <class Told, class Searched, class Teller>
bool tell_tidiest(const Searched& searched, Search<Searched>& search, std::size_t p,
                  const Teller& teller, const TraceLimits& limits, PropertyOutcome<Told>& outcome) {
  if constexpr (TellsTidiest<Teller, typename Searched::State>) {
    const std::size_t length = search.result().properties[p].finding->length;
    const auto graph = graph_to(searched, search, search.properties()[p], length, limits.graph);
    if (!graph) return false;
    auto shortest = teller.tidiest(p, *graph, limits.walk);
    if (!shortest) return false;
    outcome.trace = std::move(shortest->path);
    outcome.shortest = std::move(shortest->count);
    return true;
  }
  return false;
}

// The trace of the property at position `p`: the tidiest where that can be told, else the canonical
// one.
template <class Told, class Searched, class Teller>
void tell_trace(const Searched& searched, Search<Searched>& search, std::size_t p,
                const Teller& teller, const TraceLimits& limits, PropertyOutcome<Told>& outcome) {
  const auto& property = search.properties()[p];
  const Finding<Searched>& finding = *search.result().properties[p].finding;
  try {
    if (tell_tidiest(searched, search, p, teller, limits, outcome)) return;
  } catch (const std::bad_alloc&) {
    // One path needs no memory to speak of.
  }
  outcome.trace = translate_path<Told>(path_to(searched, search, property, finding), teller);
}

template <class Told, class Searched>
Outcome<Told> summary_of(const Searched& model, const SearchResult<Searched>& result) {
  Outcome<Told> outcome;
  outcome.verdict = result.verdict;
  outcome.stop = result.stop;
  outcome.distinct = result.distinct;
  outcome.generated = result.generated;
  outcome.expanded = result.expanded;
  outcome.depth = result.depth;
  const auto kinds = model.action_kinds();
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    outcome.actions.emplace_back(kinds[k], result.actions[k]);
  }
  outcome.search_bytes = result.memory_bytes;
  outcome.level_file_failure = result.level_file_failure;
  return outcome;
}

}  // namespace detail

/// Searches `searched` and tells the outcome in the terms of `told`, another form of the same
/// model: `teller(x)` maps states and actions of the first to the second, and `teller.tidiest`, if
/// it has that, is as that of AsItIs. Both property lists are the same properties in the same
/// order. Throws TraceRejected if the judge, working on `told`, does not accept a trace; and
/// whatever the models throw.
template <TransitionSystem Searched, TransitionSystem Told, class Teller>
Outcome<Told> check_translated(const Searched& searched,
                               std::vector<Property<typename Searched::State>> searched_properties,
                               const Told& told,
                               const std::vector<Property<typename Told::State>>& properties,
                               const Teller& teller, const CheckOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  Search<Searched> search(searched, std::move(searched_properties), options.search);
  const SearchResult<Searched>& result = search.run();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;

  Outcome<Told> outcome = detail::summary_of<Told>(searched, result);
  outcome.seconds = result.seconds_before + elapsed.count();
  const auto limits =
      detail::trace_limits<typename Searched::State>(options.search, search.drop_indices());
  for (std::size_t p = 0; p < properties.size(); ++p) {
    PropertyOutcome<Told> one;
    one.name = properties[p].name;
    one.kind = properties[p].kind;
    one.sentence = properties[p].sentence;
    one.stops_search = properties[p].stops_search;
    one.verdict = result.properties[p].verdict;
    if (result.properties[p].finding) {
      detail::tell_trace(searched, search, p, teller, limits, one);
      judge(told, properties[p], *one.trace);
    }
    outcome.properties.push_back(std::move(one));
  }
  if (options.graph_states_max) {
    try {
      outcome.graph =
          reached_graph(searched, search.store(), *options.graph_states_max,
                        result.stop == StopReason::exhausted, options.search.stop_requested);
    } catch (const std::bad_alloc&) {
      outcome.graph.reset();  // a drawing must not cost the verdict
    }
  }
  return outcome;
}

/// The same for a model that is searched as it is: a user's own, for example.
template <TransitionSystem Model>
Outcome<Model> check(const Model& model, std::vector<Property<typename Model::State>> properties,
                     const CheckOptions& options = {}) {
  const AsItIs<Model> teller(model, properties);
  return check_translated(model, properties, model, properties, teller, options);
}

}  // namespace scrutineer
