// Behaviours for the tests of explanations: random walks to a violation, and padded traces. The
// same for the same seed.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/configurations.h"
#include "traces/explain/raft_trial.h"

namespace scrutineer::test {

using RaftPath = Path<raft::ReadableModel>;

inline const std::vector<std::string>& all_properties() {
  static const std::vector<std::string> names = {"election_safety",   "single_leader",
                                                 "leader_has_quorum", "term_monotonic",
                                                 "vote_once",         "leader_elected"};
  return names;
}

/// Three or four servers with several guards off, faults and cuts: violated soon, in odd ways.
inline raft::Settings broken_settings(unsigned seed) {
  std::mt19937 random(seed);
  const auto upto = [&](unsigned n) { return static_cast<int>(random() % (n + 1)); };
  raft::Settings settings;
  for (const raft::Setting& setting : raft::setting_table()) {
    const int span = setting.max - setting.min;
    if (setting.key.starts_with("guards.") && upto(3) == 0) {
      setting.set(settings, setting.min + upto(static_cast<unsigned>(span)));
    }
    if (setting.type == raft::SettingType::choice && !setting.key.starts_with("guards.")) {
      setting.set(settings, setting.min + upto(static_cast<unsigned>(span)));
    }
  }
  settings.servers = 3 + upto(1);
  settings.max_term = 2 + upto(1);
  settings.max_crashes = upto(2);
  settings.max_cuts = upto(1);
  return settings;
}

using Successors = std::vector<std::pair<raft::Action, raft::State>>;

inline Successors successors_of(const raft::Settings& settings, const raft::State& state) {
  Successors successors;
  raft::ReadableModel(settings).for_each_successor(
      state, [&](const raft::Action& action, const raft::State& next) {
        successors.emplace_back(action, next);
      });
  return successors;
}

/// A walk that stops at the first step that decides the property; none if it takes too long.
inline std::optional<RaftPath> walk_to_decision(const raft::Trial& trial, unsigned seed,
                                                std::size_t steps_max) {
  std::mt19937 random(seed);
  RaftPath path{raft::initial_state(), {}};
  while (path.steps.size() < steps_max) {
    const raft::State before = raft::state_after(path, path.steps.size());
    const Successors successors = successors_of(trial.settings(), before);
    if (successors.empty()) return std::nullopt;
    path.steps.push_back(successors[random() % successors.size()]);
    if (trial.decides(before, path.steps.back().second)) return path;
  }
  return std::nullopt;
}

/// The path of these actions; empty unless its end decides the property, and nothing before.
inline std::optional<RaftPath> path_of(const raft::Trial& trial,
                                       const std::vector<raft::Action>& actions) {
  const auto states = trial.proof(raft::initial_state(), actions);
  if (!states) return std::nullopt;
  RaftPath path{raft::initial_state(), {}};
  for (std::size_t k = 0; k < actions.size(); ++k) {
    path.steps.emplace_back(actions[k], (*states)[k]);
  }
  return path;
}

/// `path` with `count` more steps, each at a random place, so that it still is a counterexample.
inline RaftPath padded(const raft::Trial& trial, const RaftPath& path, std::size_t count,
                       unsigned seed) {
  std::mt19937 random(seed);
  RaftPath result = path;
  for (std::size_t tries = 0; count > 0 && tries < 200; ++tries) {
    const std::size_t at = random() % result.steps.size();
    const auto choices = successors_of(trial.settings(), raft::state_after(result, at));
    auto actions = raft::actions_of(result);
    actions.insert(actions.begin() + static_cast<std::ptrdiff_t>(at),
                   choices[random() % choices.size()].first);
    if (auto longer = path_of(trial, actions)) {
      result = *std::move(longer);
      --count;
    }
  }
  return result;
}

}  // namespace scrutineer::test
