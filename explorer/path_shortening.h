// A long path to a violation made short: delta debugging over steps.
//
// Idea: a random walk of hundreds of steps meets a violation by way of much that it did not need.
// Three techniques take turns until none of them finds anything:
//  1. Shortcuts: where the model has a step from one state of the path to a later one, what lies
//     between is cut; a state that is visited twice is the case of no step at all. The shortest way
//     within the states of the path, by breadth-first search.
//  2. Delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input",
//     IEEE TSE 2002): leave out half of the steps, then quarters, down to single ones, and keep
//     what still violates the property. As in Lithium and Hypothesis only complements are tried,
//     not the parts alone: a path of the last steps alone is hardly ever a path.
//  3. Pairs: two steps that only together can be left out, as a timeout and its echo.
// A step that is no longer enabled, or changes nothing, once earlier ones are gone is left out with
// them: so a step takes all that hangs on it along, and the result is minimal in a stronger sense.
//
// What comes out is a local minimum: no single step (no pair, where that was tried to the end) can
// be left out so that the rest, as far as it can happen, still violates the property. A shorter
// violation by other steps may exist. Rejected: calling it shortest; a breadth-first search around
// the path for other steps (its size is that of the search that was too large); undirected retries
// with random subsets (never the same result twice).
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "explorer/shortest_path.h"
#include "explorer/state_hash.h"
#include "explorer/successor_sink.h"
#include "model/transition_system.h"
#include "properties/property.h"

namespace scrutineer {

struct ShorteningLimits {
  /// States expanded for trials, in all; the same in every run.
  std::uint64_t expansions_max = 20'000'000;
  const std::atomic<bool>* stop_requested = nullptr;
};

template <class Model>
struct Shortened {
  /// Its end decides the property, and nothing before it does.
  Path<Model> path;
  bool is_single_minimal = false;  // no single step can be left out
  bool is_pair_minimal = false;    // nor any two
};

namespace detail {

template <class State>
struct StateHasher {
  std::size_t operator()(const State& state) const { return state_hash(state); }
};

template <TransitionSystem Model>
class Shortening {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;
  using Steps = std::vector<std::pair<Action, State>>;

  Shortening(const Model& model, const Property<State>& property, Path<Model> path,
             const ShorteningLimits& limits)
      : model_(model), property_(property), limits_(limits), path_(std::move(path)) {}

  Shortened<Model> run() {
    cut_after_decision();
    while (true) {
      const std::size_t size_before = size();
      is_single_minimal_ = is_pair_minimal_ = false;
      take_shortcuts();
      drop_chunks();
      if (is_over()) break;
      is_single_minimal_ = true;
      if (drop_a_pair()) {
        is_single_minimal_ = false;
        if (is_over()) break;
        continue;
      }
      if (is_over()) break;
      is_pair_minimal_ = true;
      if (size() == size_before) break;
    }
    return {std::move(path_), is_single_minimal_, is_pair_minimal_};
  }

 private:
  [[nodiscard]] std::size_t size() const { return path_.steps.size(); }
  [[nodiscard]] const State& state(std::size_t k) const {
    return k == 0 ? path_.initial : path_.steps[k - 1].second;
  }
  [[nodiscard]] bool is_over() const {
    return expansions_ >= limits_.expansions_max ||
           (limits_.stop_requested != nullptr &&
            limits_.stop_requested->load(std::memory_order_relaxed));
  }

  // Whether the property is decided in `after`, or by the step to it from `before`.
  [[nodiscard]] bool is_decided(const State* before, const State& after) const {
    if (property_.kind == PropertyKind::step_invariant) {
      return before != nullptr && !property_.holds_on_step(*before, after);
    }
    return property_.holds(after) == (property_.kind == PropertyKind::reachable);
  }

  void cut_after_decision() {
    for (std::size_t k = 0; k <= size(); ++k) {
      if (!is_decided(k == 0 ? nullptr : &state(k - 1), state(k))) continue;
      path_.steps.resize(k);
      return;
    }
  }

  // What follows `from` by those of the path's actions that can happen and change something,
  // [begin, end) of them left out, up to the decision; nullopt if there is none.
  std::optional<Steps> follow(std::size_t begin, std::size_t end, std::size_t also) {
    State now = state(begin);
    Steps steps;
    for (std::size_t k = end; k < size() && !is_over(); ++k) {
      if (k == also) continue;
      const Action& wanted = path_.steps[k].first;
      std::optional<State> next;
      ++expansions_;
      visit_successors(model_, now, [&](const Action& action, const State& successor) {
        if (!next && action == wanted) next = successor;
      });
      if (!next || is_same_state(*next, now)) continue;
      steps.emplace_back(wanted, *next);
      if (is_decided(&now, *next)) return steps;
      now = *std::move(next);
    }
    return std::nullopt;
  }

  // Leaves the steps [begin, end) and `also` out, if the rest still decides the property.
  bool drop(std::size_t begin, std::size_t end, std::size_t also) {
    auto rest = follow(begin, end, also);
    if (!rest) return false;
    path_.steps.resize(begin);
    path_.steps.insert(path_.steps.end(), rest->begin(), rest->end());
    return true;
  }
  bool drop(std::size_t begin, std::size_t end) { return drop(begin, end, size()); }

  // Chunks of half the steps, then of a quarter, ... of one, until nothing can be left out.
  void drop_chunks() {
    for (std::size_t chunk = std::max<std::size_t>(size() / 2, 1); !is_over();) {
      bool is_shorter = false;
      for (std::size_t begin = 0; begin < size() && !is_over();) {
        const bool is_dropped = drop(begin, std::min(begin + chunk, size()));
        is_shorter |= is_dropped;
        if (!is_dropped) begin += chunk;
      }
      if (chunk == 1 && !is_shorter) return;
      if (!is_shorter || chunk > size()) chunk = std::max<std::size_t>(chunk / 2, 1);
    }
  }

  bool drop_a_pair() {
    for (std::size_t a = 0; a < size(); ++a) {
      for (std::size_t b = a + 1; b < size(); ++b) {
        if (is_over()) return false;
        if (drop(a, a + 1, b)) return true;
      }
    }
    return false;
  }

  // Breadth-first search within the states of the path. Only the path's last step may decide the
  // property, and it is the last one still.
  void take_shortcuts() {
    const std::size_t last = size();
    if (last < 2) return;
    std::unordered_map<State, std::size_t, StateHasher<State>> place;  // the last one on the path
    const bool is_step = property_.kind == PropertyKind::step_invariant;
    // The step that violates a step invariant stays: its state after may be one before as well.
    const std::size_t target = is_step ? last - 1 : last;
    for (std::size_t k = 0; k <= target; ++k) place.insert_or_assign(state(k), k);
    struct Origin {
      std::size_t before;
      Action action;
    };
    std::unordered_map<std::size_t, Origin> origins;
    const std::size_t first = place.at(state(0));
    std::deque<std::size_t> queue = {first};
    while (!queue.empty() && first != target && !origins.contains(target) && !is_over()) {
      const std::size_t k = queue.front();
      queue.pop_front();
      ++expansions_;
      visit_successors(model_, state(k), [&](const Action& action, const State& next) {
        const auto found = place.find(next);
        if (found == place.end() || found->second == first) return;
        if (origins.try_emplace(found->second, Origin{k, action}).second) {
          queue.push_back(found->second);
        }
      });
    }
    if (first != target && !origins.contains(target)) return;  // the limit
    Steps steps;
    for (std::size_t k = target; k != first; k = origins.at(k).before) {
      steps.emplace_back(origins.at(k).action, state(k));
    }
    std::reverse(steps.begin(), steps.end());
    if (is_step) steps.push_back(path_.steps.back());
    path_.steps = std::move(steps);
    cut_after_decision();  // a shortcut may be a violation itself, of a step invariant
  }

  const Model& model_;
  const Property<State>& property_;
  const ShorteningLimits& limits_;
  Path<Model> path_;
  std::uint64_t expansions_ = 0;
  bool is_single_minimal_ = false;
  bool is_pair_minimal_ = false;
};

}  // namespace detail

/// `path`, a behaviour of `model` of which some state or step decides `property`, without the steps
/// that it does not need. Never longer; within the limits a local minimum, as told above.
template <TransitionSystem Model>
[[nodiscard]] Shortened<Model> shorten(const Model& model,
                                       const Property<typename Model::State>& property,
                                       Path<Model> path, const ShorteningLimits& limits = {}) {
  return detail::Shortening<Model>(model, property, std::move(path), limits).run();
}

}  // namespace scrutineer
