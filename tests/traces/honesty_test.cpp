// What searches were seen to do wrong, on models made for it, and that this one does not. (What a
// program can do wrong is in tests/cli/honesty_test.cpp.)
#include <doctest/doctest.h>

#include <bitset>
#include <map>

#include "cli/exit_status.h"
#include "tests/explorer/toy_models.h"
#include "traces/check.h"
#include "traces/simulate.h"

namespace scrutineer {
namespace {

using test::GraphModel;

// As many switches as one likes, turned on one after the other.
struct SwitchModel {
  static constexpr std::size_t count = 130;
  using State = Words<3>;
  using Action = std::uint32_t;

  std::size_t last = count;  // switches from here on stay off

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (std::uint32_t k = 0; k < last; ++k) {
      if (is_on(state, k)) continue;
      State next = state;
      next[k / 64] |= std::uint64_t{1} << (k % 64);
      sink(k, next);
      return;  // one after the other: a line of states
    }
  }
  [[nodiscard]] static bool is_on(const State& state, std::size_t k) {
    return ((state[k / 64] >> (k % 64)) & 1U) != 0;
  }
  [[nodiscard]] State significant_bits() const { return {~0ULL, ~0ULL, ~0ULL}; }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"turn on"}; }
  [[nodiscard]] std::size_t kind(const Action&) const { return 0; }
  [[nodiscard]] std::string describe(const State&) const { return "switches"; }
  [[nodiscard]] std::string describe(const Action& k) const { return std::to_string(k); }
};

std::vector<Property<SwitchModel::State>> all_off() {
  std::vector<Property<SwitchModel::State>> properties;
  for (std::size_t k = 0; k < SwitchModel::count; ++k) {
    properties.push_back(test::invariant<SwitchModel::State>(
        "switch " + std::to_string(k),
        [k](const SwitchModel::State& s) { return !SwitchModel::is_on(s, k); }));
  }
  return properties;
}

// Two flags that commute, and an action that is there only between them: a partial-order reduction
// that takes the flags for independent of it never looks there.
struct ThreeActions {
  struct State {
    bool x = false;
    bool y = false;
    bool is_bad = false;
    auto operator<=>(const State&) const = default;
    friend std::size_t hash_value(const State& s) {
      return (s.x ? 1U : 0U) + (s.y ? 2U : 0U) + (s.is_bad ? 4U : 0U);
    }
  };
  enum class Action : std::uint8_t { set_y, set_x, fail };

  bool is_safe = false;

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }
  template <class Sink>
  void for_each_successor(const State& s, Sink&& sink) const {
    if (!s.y) sink(Action::set_y, State{s.x, true, s.is_bad});
    if (!s.x) sink(Action::set_x, State{true, s.y, s.is_bad});
    if (s.x && !s.y && !is_safe) sink(Action::fail, State{s.x, s.y, true});
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"y", "x", "fail"}; }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action);
  }
  [[nodiscard]] std::string describe(const State&) const { return "flags"; }
  [[nodiscard]] std::string describe(const Action& a) const {
    return std::string(action_kinds()[kind(a)]);
  }
};

CheckOptions with_threads(unsigned threads, bool goes_on = false) {
  CheckOptions options;
  options.search.threads = threads;
  options.search.continue_after_violation = goes_on;
  return options;
}

// Distances from the initial states, by a search of this file's own.
std::map<std::uint32_t, std::size_t> distances(const GraphModel& graph) {
  std::map<std::uint32_t, std::size_t> found;
  std::vector<std::uint32_t> level = graph.initial;
  for (std::size_t depth = 0; !level.empty(); ++depth) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t state : level) {
      if (!found.emplace(state, depth).second) continue;
      next.insert(next.end(), graph.successors[state].begin(), graph.successors[state].end());
    }
    level = std::move(next);
  }
  return found;
}

}  // namespace

TEST_CASE("honesty: the 65th variable is looked at, and the 130th property (specl)") {
  const auto properties = all_off();
  // Each switch is found out at its own depth.
  for (const unsigned threads : {1U, 2U}) {
    const auto outcome = check(SwitchModel{}, properties, with_threads(threads, true));
    CHECK(outcome.verdict == Verdict::violated);
    CHECK(outcome.distinct == SwitchModel::count + 1);
    for (std::size_t k = 0; k < properties.size(); ++k) {
      CAPTURE(k);
      REQUIRE(outcome.properties[k].verdict == PropertyVerdict::violated);
      CHECK(outcome.properties[k].length() == k + 1);
    }
  }
  // And each alone, with all others off: whatever its place, it convicts.
  for (const std::size_t k : {0U, 1U, 31U, 32U, 62U, 63U, 64U, 65U, 66U, 127U, 128U, 129U}) {
    CAPTURE(k);
    const auto outcome = check(SwitchModel{k + 1}, {properties[k]}, with_threads(1));
    CHECK(outcome.verdict == Verdict::violated);
    CHECK(check(SwitchModel{k}, {properties[k]}, with_threads(1)).verdict == Verdict::holds);
    const auto walked = simulate(SwitchModel{k + 1}, {properties[k]});
    CHECK(walked.verdict == Verdict::violated);
  }
}

TEST_CASE("honesty: a violation between two independent actions is found (specl's reduction)") {
  const std::vector<Property<ThreeActions::State>> properties = {
      test::invariant<ThreeActions::State>("good", [](const auto& s) { return !s.is_bad; })};
  for (const unsigned threads : {1U, 2U, 4U}) {
    const auto outcome = check(ThreeActions{}, properties, with_threads(threads));
    CHECK(outcome.verdict == Verdict::violated);
    CHECK(cli::exit_status_of(outcome.verdict) == 1);
    CHECK(outcome.properties[0].length() == 2);
    // Without the third action there is no alarm, and every order was seen.
    const auto safe = check(ThreeActions{true}, properties, with_threads(threads));
    CHECK(safe.verdict == Verdict::holds);
    CHECK(safe.distinct == 4);
    CHECK(safe.generated == 4);
  }
}

TEST_CASE("honesty: the shortest path is the shortest, with every number of threads (Stateright)") {
  std::size_t violated = 0;
  for (unsigned seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const GraphModel graph = test::random_graph(2000, 2, seed);
    const auto known = distances(graph);
    const std::uint32_t target = (seed * 67) % 2000;
    const std::vector<Property<std::uint32_t>> properties = {
        test::invariant<std::uint32_t>("avoids", [=](std::uint32_t s) { return s != target; })};
    for (const unsigned threads : {1U, 2U, 4U}) {
      const auto outcome = check(graph, properties, with_threads(threads));
      REQUIRE((outcome.verdict == Verdict::violated) == known.contains(target));
      if (outcome.verdict != Verdict::violated) {
        CHECK(outcome.distinct == known.size());  // no state was lost
        continue;
      }
      CHECK(outcome.properties[0].length() == known.at(target));
      ++violated;
    }
  }
  CHECK(violated > 30);
}

TEST_CASE(
    "honesty: of two actions to one state the trace names one that leads there (Stateright)") {
  // Each state has edges 0, 1 and 2; two of them often lead to the same state.
  std::size_t steps = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    GraphModel graph = test::random_graph(60, 3, seed);
    for (auto& out : graph.successors) {
      if (out[0] % 2 == 0) out[2] = out[0];
    }
    for (std::uint32_t target = 1; target < 30; ++target) {
      const std::vector<Property<std::uint32_t>> properties = {
          test::reachable<std::uint32_t>("reaches", [=](std::uint32_t s) { return s == target; })};
      const auto outcome = check(graph, properties, with_threads(1));
      if (!outcome.properties[0].trace) continue;
      std::uint32_t state = outcome.properties[0].trace->initial;
      for (const auto& [action, next] : outcome.properties[0].trace->steps) {
        CHECK(graph.successors[state].at(action) == next);
        state = next;
        ++steps;
      }
      CHECK(state == target);
    }
  }
  CHECK(steps > 500);
}

TEST_CASE("honesty: a limit loses no state silently, and the same ones in every run (Stateright)") {
  const GraphModel graph = test::random_graph(20000, 3, 1);
  for (const std::uint64_t states : {10U, 999U, 5000U}) {
    CheckOptions options = with_threads(1);
    options.search.limits.states_max = states;
    const auto first = check(graph, {}, options);
    CHECK(first.verdict == Verdict::incomplete);
    CHECK(cli::exit_status_of(first.verdict) == 2);
    CHECK(first.distinct == states);
    for (const unsigned threads : {1U, 2U, 4U, 4U}) {
      options.search.threads = threads;
      const auto again = check(graph, {}, options);
      CHECK(again.distinct == first.distinct);
      CHECK(again.generated == first.generated);
      CHECK(again.expanded == first.expanded);
      CHECK(again.depth == first.depth);
    }
  }
}

TEST_CASE("honesty: a witness that is nowhere makes the run fail, with a status of its own") {
  const GraphModel graph = test::random_graph(500, 2, 1);
  const std::vector<Property<std::uint32_t>> properties = {
      test::invariant<std::uint32_t>("true", [](std::uint32_t) { return true; }),
      test::reachable<std::uint32_t>("nowhere", [](std::uint32_t s) { return s == 500; })};
  const auto outcome = check(graph, properties, with_threads(2));
  CHECK(outcome.verdict == Verdict::expectation_not_met);
  CHECK(outcome.properties[0].verdict == PropertyVerdict::holds);
  CHECK(outcome.properties[1].verdict == PropertyVerdict::expectation_not_met);
  CHECK(cli::exit_status_of(outcome.verdict) == 3);
  // A limit before that decides nothing, and a violation weighs more.
  CheckOptions options = with_threads(2);
  options.search.limits.states_max = 10;
  CHECK(check(graph, properties, options).verdict == Verdict::incomplete);
  const std::vector<Property<std::uint32_t>> broken = {
      test::invariant<std::uint32_t>("false", [](std::uint32_t) { return false; }), properties[1]};
  CHECK(check(graph, broken, with_threads(2)).verdict == Verdict::violated);
}

}  // namespace scrutineer
