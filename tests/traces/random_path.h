// Behaviours at random, and behaviours by the names of their actions.
#pragma once

#include <random>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::test {

/// A walk of at most `steps` steps; the same for the same seed.
inline Path<raft::ReadableModel> random_path(const raft::ReadableModel& model, unsigned seed,
                                             std::size_t steps) {
  std::mt19937 random(seed);
  Path<raft::ReadableModel> path{raft::initial_state(), {}};
  for (std::size_t k = 0; k < steps; ++k) {
    const raft::State& before = path.steps.empty() ? path.initial : path.steps.back().second;
    std::vector<std::pair<raft::Action, raft::State>> next;
    model.for_each_successor(before, [&](const raft::Action& action, const raft::State& state) {
      next.emplace_back(action, state);
    });
    if (next.empty()) break;
    path.steps.push_back(next[random() % next.size()]);
  }
  return path;
}

/// The behaviour with these actions, as `describe` writes them; fails the test if there is none.
inline Path<raft::ReadableModel> path_of(const raft::ReadableModel& model,
                                         const std::vector<std::string>& actions) {
  Path<raft::ReadableModel> path{raft::initial_state(), {}};
  for (const std::string& wanted : actions) {
    const raft::State before = path.steps.empty() ? path.initial : path.steps.back().second;
    const std::size_t length = path.steps.size();
    model.for_each_successor(before, [&](const raft::Action& action, const raft::State& state) {
      if (model.describe(action) == wanted) path.steps.emplace_back(action, state);
    });
    REQUIRE_MESSAGE(path.steps.size() == length + 1, wanted);
  }
  return path;
}

}  // namespace scrutineer::test
