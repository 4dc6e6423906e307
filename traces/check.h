// A whole check: search, derive the traces, have them judged.
#pragma once

#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "explorer/search.h"
#include "explorer/shortest_path.h"
#include "traces/judge.h"
#include "traces/outcome.h"

namespace scrutineer {

struct CheckOptions {
  SearchOptions search;
  /// Draw the reached graph, at most so many states of it (`Outcome::graph`).
  std::optional<std::uint64_t> graph_states_max;
};

/// A model searched as it is told.
struct AsItIs {
  template <class T>
  const T& operator()(const T& value) const {
    return value;
  }
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
  model.for_each_successor(before, [&](const typename Model::Action& action, const State& next) {
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
/// model: `translate` maps states and actions of the first to the second. Both property lists
/// are the same properties in the same order. Throws TraceRejected if the judge, working on
/// `told`, does not accept a trace; and whatever the models throw.
template <TransitionSystem Searched, TransitionSystem Told, class Translate>
Outcome<Told> check_translated(const Searched& searched,
                               std::vector<Property<typename Searched::State>> searched_properties,
                               const Told& told,
                               const std::vector<Property<typename Told::State>>& properties,
                               const Translate& translate, const CheckOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  Search<Searched> search(searched, std::move(searched_properties), options.search);
  const SearchResult<Searched>& result = search.run();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;

  Outcome<Told> outcome = detail::summary_of<Told>(searched, result);
  outcome.seconds = elapsed.count();
  for (std::size_t p = 0; p < properties.size(); ++p) {
    PropertyOutcome<Told> one;
    one.name = properties[p].name;
    one.kind = properties[p].kind;
    one.sentence = properties[p].sentence;
    one.stops_search = properties[p].stops_search;
    one.verdict = result.properties[p].verdict;
    if (const auto& finding = result.properties[p].finding) {
      one.trace =
          detail::translate_path<Told>(
              detail::path_to(searched, search, search.properties()[p], *finding), translate);
      judge(told, properties[p], *one.trace);
    }
    outcome.properties.push_back(std::move(one));
  }
  if (options.graph_states_max) {
    try {
      outcome.graph = reached_graph(searched, search.store(), *options.graph_states_max,
                                    result.stop == StopReason::exhausted,
                                    options.search.stop_requested);
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
  return check_translated(model, properties, model, properties, AsItIs{}, options);
}

}  // namespace scrutineer
