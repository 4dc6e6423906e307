// The judge: replays a behaviour step by step and says what is wrong with it, if anything.
//
// It shares no code with the search: no packed states, no store, no hashes, no watch; only the
// model's own enumeration of actions and the definition of the property. For the election model
// it replays with the readable rules a behaviour that was found on packed states. Every
// counterexample and every witness passes it before anybody sees it (the habit is that of SAT
// solvers, whose proofs go to independent checkers).
#pragma once

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "explorer/shortest_path.h"
#include "model/transition_system.h"
#include "properties/property.h"

namespace scrutineer {

/// A trace that its judge rejects: a fault of this program, never of the user.
class TraceRejected : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

namespace detail {

// Whether `action` is enabled and leads from `before` to `after`; else why not.
template <TransitionSystem Model>
std::optional<std::string> fault_of_step(const Model& model, const typename Model::State& before,
                                         const typename Model::Action& action,
                                         const typename Model::State& after) {
  bool is_enabled = false;
  bool leads_there = false;
  model.for_each_successor(
      before, [&](const typename Model::Action& enabled, const typename Model::State& next) {
        if (!(enabled == action)) return;
        is_enabled = true;
        leads_there = leads_there || next == after;
      });
  if (!is_enabled) return fmt::format("{} is not enabled", model.describe(action));
  if (!leads_there) return fmt::format("{} leads to another state", model.describe(action));
  return std::nullopt;
}

}  // namespace detail

/// Whether `path` is a behaviour of `model` from one of its initial states; empty if it is, else
/// the first fault in a sentence.
template <TransitionSystem Model>
[[nodiscard]] std::optional<std::string> fault_of_behaviour(const Model& model,
                                                            const Path<Model>& path) {
  const auto initial = model.initial_states();
  if (std::find(initial.begin(), initial.end(), path.initial) == initial.end()) {
    return "it does not begin in an initial state";
  }
  const typename Model::State* before = &path.initial;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const auto& [action, after] = path.steps[k];
    if (auto fault = detail::fault_of_step(model, *before, action, after)) {
      return fmt::format("step {}: {}", k + 1, *fault);
    }
    before = &after;
  }
  return std::nullopt;
}

/// Whether `property` is decided by the end of `path` and by nothing before it: violated by the
/// last state (or step), or for a reachable property witnessed by the last state.
template <class Model>
[[nodiscard]] std::optional<std::string> fault_of_claim(
    const Property<typename Model::State>& property, const Path<Model>& path) {
  const bool is_step = property.kind == PropertyKind::step_invariant;
  const std::size_t last = path.steps.size();
  const auto state = [&](std::size_t k) -> const typename Model::State& {
    return k == 0 ? path.initial : path.steps[k - 1].second;
  };
  for (std::size_t k = is_step ? 1 : 0; k <= last; ++k) {
    const bool holds =
        is_step ? property.holds_on_step(state(k - 1), state(k)) : property.holds(state(k));
    const bool decides = holds == (property.kind == PropertyKind::reachable);
    if (decides && k < last) return fmt::format("{} is decided before, at {}", property.name, k);
    if (!decides && k == last) return fmt::format("{} is not decided at the end", property.name);
  }
  if (is_step && last == 0) return fmt::format("{} needs a step", property.name);
  return std::nullopt;
}

/// Throws TraceRejected unless `path` is a behaviour that proves what is claimed of `property`.
template <TransitionSystem Model>
void judge(const Model& model, const Property<typename Model::State>& property,
           const Path<Model>& path) {
  auto fault = fault_of_behaviour(model, path);
  if (!fault) fault = fault_of_claim(property, path);
  if (!fault) return;
  throw TraceRejected(fmt::format("the trace of {} ({} steps) does not replay: {}", property.name,
                                  path.steps.size(), *fault));
}

}  // namespace scrutineer
