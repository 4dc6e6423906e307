// A plain sequential breadth-first search: the oracle for the parallel one.
//
// One queue, one hash map of the standard library, no batches, no shards, no rounds. It shares
// with `search.h` the meaning of the result (`search_result.h`) and no algorithm: it keeps parent
// pointers where the other derives predecessors again. Tests compare the two, trace included.
// It has no limits; use it on models that fit.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include <boost/container_hash/hash.hpp>

#include "explorer/search_result.h"
#include "explorer/shortest_path.h"
#include "model/transition_system.h"

namespace scrutineer {

template <TransitionSystem Model>
class ReferenceSearch {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;

  ReferenceSearch(const Model& model, std::vector<Property<State>> properties, bool goes_on)
      : model_(model), properties_(std::move(properties)), goes_on_(goes_on) {
    result_.actions.assign(model_.action_kinds().size(), 0);
    result_.properties.resize(properties_.size());
  }

  const SearchResult<Model>& run() {
    for (const State& state : model_.initial_states()) {
      reach(representative_of(model_, state), 0, std::nullopt);
    }
    std::uint32_t level = 0;
    while (!queue_.empty()) {
      const State state = queue_.front();
      const std::uint32_t depth = known_.at(state).depth;
      if (depth != level) {
        level = depth;
        if (is_over(level)) break;
      }
      queue_.pop_front();
      expand(state, depth);
    }
    result_.distinct = known_.size();
    if (!queue_.empty()) result_.stop = StopReason::violation;
    if (is_over(result_.depth + 1)) result_.stop = StopReason::violation;
    for (const std::uint64_t count : result_.actions) result_.generated += count;
    conclude(result_, properties_);
    return result_;
  }

  /// After `run`: the canonical path to a state that it found.
  [[nodiscard]] Path<Model> path_to(State state) const {
    Path<Model> path;
    const Entry* entry = &known_.at(state);
    for (; entry->parent; entry = &known_.at(state)) {
      path.steps.emplace_back(entry->parent->second, state);
      state = entry->parent->first;
    }
    std::reverse(path.steps.begin(), path.steps.end());
    path.initial = state;
    return path;
  }

 private:
  using Parent = std::pair<State, Action>;
  struct Entry {
    std::uint32_t depth;
    std::optional<Parent> parent;
  };

  // A violation that stops the search, in a level before `level`.
  [[nodiscard]] bool is_over(std::uint32_t level) const {
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      const auto& finding = result_.properties[p].finding;
      const bool is_violation = properties_[p].kind != PropertyKind::reachable;
      const bool stops = properties_[p].stops_search && !goes_on_;
      if (finding && is_violation && stops && finding->length <= level) return true;
    }
    return false;
  }

  void expand(const State& state, std::uint32_t depth) {
    ++result_.expanded;
    model_.for_each_successor(state, [&](const Action& action, const State& next) {
      ++result_.actions[model_.kind(action)];
      see_step(state, action, next, depth + 1);
      reach(representative_of(model_, next), depth + 1, Parent{state, action});
    });
  }

  void reach(const State& state, std::uint32_t depth, std::optional<Parent> parent) {
    const auto [place, is_new] = known_.try_emplace(state, Entry{depth, parent});
    if (is_new) {
      result_.depth = depth;
      queue_.push_back(state);
      see_state(state, depth);
      return;
    }
    Entry& entry = place->second;
    if (entry.depth == depth && parent && entry.parent && *parent < *entry.parent) {
      entry.parent = std::move(parent);
    }
  }

  void see_state(const State& state, std::uint32_t depth) {
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      const bool is_witness = properties_[p].kind == PropertyKind::reachable;
      if (!properties_[p].holds || properties_[p].holds(state) != is_witness) continue;
      offer(p, Finding<Model>{state, std::nullopt, depth});
    }
  }

  void see_step(const State& before, const Action& action, const State& after,
                std::uint32_t depth) {
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (!properties_[p].holds_on_step || properties_[p].holds_on_step(before, after)) continue;
      offer(p, Finding<Model>{before, std::pair(action, after), depth});
    }
  }

  void offer(std::size_t p, Finding<Model> finding) {
    auto& least = result_.properties[p].finding;
    const bool is_better =
        !least || (finding.length == least->length &&
                   std::tie(finding.state, finding.step) < std::tie(least->state, least->step));
    if (is_better) least = std::move(finding);
  }

  const Model& model_;
  std::vector<Property<State>> properties_;
  bool goes_on_;
  std::unordered_map<State, Entry, boost::hash<State>> known_;
  std::deque<State> queue_;
  SearchResult<Model> result_;
};

}  // namespace scrutineer
