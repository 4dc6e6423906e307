// A whole simulation: walk, walk again to what was found, shorten it, have it judged.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "explorer/path_shortening.h"
#include "explorer/simulation.h"
#include "explorer/verdict.h"
#include "traces/judge.h"
#include "traces/outcome.h"

namespace scrutineer {

/// Where a property was decided, and what is known of its shortened trace.
struct WalkEvidence {
  WalkFinding found;
  bool is_single_minimal = false;  // see Shortened
  bool is_pair_minimal = false;
};

template <class Model>
struct SimulationOutcome {
  /// `violated`, or else `incomplete`: walks that find nothing prove nothing.
  Verdict verdict = Verdict::incomplete;
  SimulationStop stop = SimulationStop::walks_done;
  WalkStatistics statistics;
  std::vector<std::string> action_kinds;  // names, as counted in the statistics
  /// A trace in it was replayed by the judge. It is a local minimum (see Shortened), not a shortest
  /// one, and `shortest` is empty. A property of which nothing was found is undecided.
  std::vector<PropertyOutcome<Model>> properties;
  std::vector<std::optional<WalkEvidence>> evidence;  // by property
  double seconds = 0;                                 // wall clock
};

namespace detail {

template <class Told, class Walked, class Translate>
Path<Told> told_path(Path<Walked> path, const Translate& translate) {
  Path<Told> told{translate(path.initial), {}};
  for (const auto& [action, state] : path.steps) {
    told.steps.emplace_back(translate(action), translate(state));
  }
  return told;
}

}  // namespace detail

/// Walks through `walked` and tells the outcome in the terms of `told`, another form of the same
/// model: `translate(x)` maps states and actions of the first to the second. Both property lists
/// are the same properties in the same order. Throws as `simulate_walks` does, and TraceRejected if
/// the judge, working on `told`, does not accept a trace.
template <TransitionSystem Walked, TransitionSystem Told, class Translate>
SimulationOutcome<Told> simulate_translated(
    const Walked& walked, const std::vector<Property<typename Walked::State>>& walked_properties,
    const Told& told, const std::vector<Property<typename Told::State>>& properties,
    const Translate& translate, const SimulationOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const SimulationResult result = simulate_walks(walked, walked_properties, options);
  SimulationOutcome<Told> outcome;
  outcome.stop = result.stop;
  outcome.statistics = result.statistics;
  for (const auto kind : walked.action_kinds()) outcome.action_kinds.emplace_back(kind);
  ShorteningLimits limits;
  limits.stop_requested = options.stop_requested;
  for (std::size_t p = 0; p < properties.size(); ++p) {
    PropertyOutcome<Told> one;
    one.name = properties[p].name;
    one.kind = properties[p].kind;
    one.sentence = properties[p].sentence;
    one.stops_search = properties[p].stops_search;
    std::optional<WalkEvidence> evidence;
    if (const auto& found = result.findings[p]) {
      auto shortened =
          shorten(walked, walked_properties[p], walked_path(walked, options.seed, *found), limits);
      one.trace = detail::told_path<Told>(std::move(shortened.path), translate);
      judge(told, properties[p], *one.trace);
      evidence = {*found, shortened.is_single_minimal, shortened.is_pair_minimal};
      const bool is_witness = one.kind == PropertyKind::reachable;
      one.verdict = is_witness ? PropertyVerdict::holds : PropertyVerdict::violated;
      if (!is_witness) outcome.verdict = Verdict::violated;
    }
    outcome.properties.push_back(std::move(one));
    outcome.evidence.push_back(evidence);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  outcome.seconds = elapsed.count();
  return outcome;
}

/// The same for a model that is walked as it is: a user's own, for example.
template <TransitionSystem Model>
SimulationOutcome<Model> simulate(const Model& model,
                                  const std::vector<Property<typename Model::State>>& properties,
                                  const SimulationOptions& options = {}) {
  const auto as_it_is = [](const auto& value) -> const auto& { return value; };
  return simulate_translated(model, properties, model, properties, as_it_is, options);
}

}  // namespace scrutineer
