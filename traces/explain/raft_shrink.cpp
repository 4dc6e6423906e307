#include "traces/explain/raft_shrink.h"

#include <algorithm>
#include <map>
#include <utility>

namespace scrutineer::raft {
namespace {

std::vector<Action> actions_at(const Path<ReadableModel>& path,
                               const std::vector<std::size_t>& indices) {
  std::vector<Action> actions;
  for (const std::size_t k : indices) actions.push_back(path.steps[k].first);
  return actions;
}

// `kept` without the steps in [begin, end) that are not fixed, if that still is a counterexample.
// The steps before `begin` lead to the same states as before and are not replayed.
std::optional<KeptSteps> without(const Trial& trial, const Path<ReadableModel>& path,
                                 const std::vector<bool>& is_fixed, const KeptSteps& kept,
                                 std::size_t begin, std::size_t end) {
  std::vector<std::size_t> rest;
  for (std::size_t j = begin; j < kept.indices.size(); ++j) {
    if (j >= end || is_fixed[kept.indices[j]]) rest.push_back(kept.indices[j]);
  }
  if (rest.size() == kept.indices.size() - begin) return std::nullopt;
  const auto states =
      trial.proof(begin == 0 ? path.initial : kept.states[begin - 1], actions_at(path, rest));
  if (!states) return std::nullopt;
  KeptSteps result = kept;
  result.indices.resize(begin);
  result.states.resize(begin);
  result.indices.insert(result.indices.end(), rest.begin(), rest.end());
  result.states.insert(result.states.end(), states->begin(), states->end());
  return result;
}

// A choice among the first steps: the state that it leads to, and how it got there.
struct Choice {
  State state;
  std::size_t before = 0;  // in the list of all choices
  std::size_t taken = 0;   // index of the step, counted from 1; 0 for the empty choice
  std::size_t size = 0;
};

std::vector<std::size_t> steps_of(const std::vector<Choice>& choices, std::size_t at) {
  std::vector<std::size_t> indices;
  for (; choices[at].taken != 0; at = choices[at].before) indices.push_back(choices[at].taken - 1);
  std::reverse(indices.begin(), indices.end());
  return indices;
}

// Depth first through the choices of one size: a step is taken, or left out unless it is fixed.
class ChoicesOfSize {
 public:
  ChoicesOfSize(const Trial& trial, const Path<ReadableModel>& path,
                const std::vector<bool>& is_fixed, const std::vector<std::size_t>& from,
                const std::function<bool(const KeptSteps&)>& is_good, std::size_t& steps_left)
      : trial_(trial),
        path_(path),
        is_fixed_(is_fixed),
        from_(from),
        is_good_(is_good),
        steps_left_(steps_left) {}

  // Whether a good choice of `size` steps was found; it is `kept()` then.
  bool search(std::size_t size) { return descend(0, size); }
  [[nodiscard]] bool has_given_up() const { return has_given_up_; }
  [[nodiscard]] const KeptSteps& kept() const { return kept_; }

 private:
  bool descend(std::size_t j, std::size_t size) {
    if (has_given_up_ || from_.size() - j < size) return false;
    if (j == from_.size()) return is_good_(kept_);
    if (size > 0 && takes(j)) {
      if (descend(j + 1, size - 1)) return true;
      kept_.indices.pop_back();
      kept_.states.pop_back();
    }
    return !is_fixed_[from_[j]] && descend(j + 1, size);
  }

  // The step is enabled, changes something or is fixed, and decides if and only if it is the last.
  bool takes(std::size_t j) {
    if (steps_left_ == 0) has_given_up_ = true;
    if (has_given_up_) return false;
    --steps_left_;
    const State& before = kept_.states.empty() ? path_.initial : kept_.states.back();
    auto next = trial_.successor(before, path_.steps[from_[j]].first);
    if (!next || (*next == before && !is_fixed_[from_[j]])) return false;
    if (trial_.decides(before, *next) != (j + 1 == from_.size())) return false;
    kept_.indices.push_back(from_[j]);
    kept_.states.push_back(*std::move(next));
    return true;
  }

  const Trial& trial_;
  const Path<ReadableModel>& path_;
  const std::vector<bool>& is_fixed_;
  const std::vector<std::size_t>& from_;
  const std::function<bool(const KeptSteps&)>& is_good_;
  std::size_t& steps_left_;
  bool has_given_up_ = false;
  KeptSteps kept_;
};

}  // namespace

std::optional<KeptSteps> kept_steps(const Trial& trial, const Path<ReadableModel>& path,
                                    std::vector<std::size_t> indices) {
  auto states = trial.proof(path.initial, actions_at(path, indices));
  if (!states) return std::nullopt;
  return KeptSteps{std::move(indices), *std::move(states)};
}

bool shrink(const Trial& trial, const Path<ReadableModel>& path, const std::vector<bool>& is_fixed,
            const std::function<bool(const KeptSteps&)>& is_good, std::size_t steps_max,
            KeptSteps& kept) {
  std::size_t replayed = 0;
  for (std::size_t block = std::max<std::size_t>(kept.indices.size() / 2, 1);;) {
    bool is_shorter = false;
    // From the end, where replay is short; the last step is fixed.
    for (std::size_t end = kept.indices.size() - 1; end > 0;) {
      const std::size_t begin = end > block ? end - block : 0;
      replayed += kept.indices.size() - begin;
      if (replayed > steps_max) return false;
      auto rest = without(trial, path, is_fixed, kept, begin, end);
      if (rest && is_good(*rest)) {
        kept = *std::move(rest);
        is_shorter = true;
      }
      end = begin;
    }
    if (block > 1) {
      block /= 2;
    } else if (!is_shorter) {
      return true;
    }
  }
}

FewestSteps fewest_steps(const Trial& trial, const Path<ReadableModel>& path,
                         const std::vector<bool>& is_fixed, const std::vector<std::size_t>& from,
                         std::size_t size_known, std::size_t states_max) {
  std::vector<Choice> choices = {{path.initial, 0, 0, 0}};
  std::map<State, std::size_t> best = {{path.initial, 0}};  // by state the smallest choice
  auto fixed_left = static_cast<std::size_t>(
      std::count_if(from.begin(), from.end(), [&](std::size_t k) { return is_fixed[k]; }));
  for (std::size_t j = 0; j + 1 < from.size(); ++j) {
    std::vector<Choice> longer;
    const bool is_forced = is_fixed[from[j]];
    if (is_forced) --fixed_left;
    for (const auto& [state, at] : best) {
      if (choices[at].size + 1 + fixed_left >= size_known) continue;  // no smaller
      auto next = trial.successor(state, path.steps[from[j]].first);
      if (!next || trial.decides(state, *next)) continue;
      if (*next == state && !is_forced) continue;
      longer.push_back({*std::move(next), at, from[j] + 1, choices[at].size + 1});
    }
    if (is_forced) best.clear();  // to leave it out is no choice
    for (Choice& choice : longer) {
      const auto [place, is_new] = best.try_emplace(choice.state, choices.size());
      if (!is_new && choices[place->second].size <= choice.size) continue;
      place->second = choices.size();
      choices.push_back(std::move(choice));
      if (choices.size() > states_max) return {};
    }
  }
  std::optional<std::size_t> fewest;
  for (const auto& [state, at] : best) {
    const auto next = trial.successor(state, path.steps[from.back()].first);
    if (!next || !trial.decides(state, *next)) continue;
    const bool is_smaller = choices[at].size + 1 < size_known;
    if (is_smaller && (!fewest || choices[at].size < choices[*fewest].size)) fewest = at;
  }
  if (!fewest) return {true, std::nullopt};
  auto indices = steps_of(choices, *fewest);
  indices.push_back(from.back());
  return {true, kept_steps(trial, path, std::move(indices))};
}

FewestSteps fewest_good_steps(const Trial& trial, const Path<ReadableModel>& path,
                              const std::vector<bool>& is_fixed,
                              const std::vector<std::size_t>& from,
                              const std::function<bool(const KeptSteps&)>& is_good,
                              std::size_t size_least, std::size_t size_known,
                              std::size_t steps_max) {
  std::size_t steps_left = steps_max;
  for (std::size_t size = size_least; size < size_known; ++size) {
    ChoicesOfSize choices(trial, path, is_fixed, from, is_good, steps_left);
    if (choices.search(size)) return {true, choices.kept()};
    if (choices.has_given_up()) return {};
  }
  return {true, std::nullopt};
}

}  // namespace scrutineer::raft
