// Random walks: the same for every number of threads, and never against the exhaustive search.
#include "explorer/simulation.h"

#include <doctest/doctest.h>

#include <limits>
#include <set>

#include "explorer/search.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer {
namespace {

using test::GraphModel;
using test::PairModel;

using Properties = std::vector<Property<std::uint32_t>>;

SimulationOptions walks(std::uint64_t seed, std::uint64_t count, std::uint64_t depth,
                        unsigned threads = 1) {
  SimulationOptions options;
  options.seed = seed;
  options.walks_max = count;
  options.depth_max = depth;
  options.threads = threads;
  return options;
}

// A state to avoid, a step to avoid, a state to reach, and a companion.
Properties graph_properties(std::uint32_t target, bool stops) {
  Properties properties = {
      test::invariant<std::uint32_t>("avoids", [=](std::uint32_t s) { return s != target; }),
      test::step_invariant<std::uint32_t>(
          "steps", [=](std::uint32_t a, std::uint32_t b) { return a == b || a + b != target; }),
      test::reachable<std::uint32_t>("reaches", [=](std::uint32_t s) { return s == target / 2; })};
  properties[0].stops_search = stops;
  properties[1].stops_search = stops;
  return properties;
}

// In random_graph(500, 3, 4) all of `graph_properties` of this target are decided.
constexpr std::uint32_t well_met = 81;

void require_same(const SimulationResult& a, const SimulationResult& b) {
  CHECK(a.stop == b.stop);
  CHECK(a.findings == b.findings);
  CHECK(a.statistics.walks == b.statistics.walks);
  CHECK(a.statistics.steps == b.statistics.steps);
  CHECK(a.statistics.dead_ends == b.statistics.dead_ends);
  CHECK(a.statistics.steps_min == b.statistics.steps_min);
  CHECK(a.statistics.steps_max == b.statistics.steps_max);
  CHECK(a.statistics.enabled == b.statistics.enabled);
  CHECK(a.statistics.taken == b.statistics.taken);
  CHECK(a.statistics.distinct.count() == b.statistics.distinct.count());
}

}  // namespace

TEST_CASE("simulation: the same seed has the same result for every number of threads") {
  for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
    CAPTURE(seed);
    const GraphModel graph = test::random_graph(3000, 3, seed);
    for (const bool stops : {true, false}) {
      const Properties properties = graph_properties(777, stops);
      const auto expected = simulate_walks(graph, properties, walks(seed, 4000, 20));
      for (const unsigned threads : {2U, 3U, 8U}) {
        require_same(simulate_walks(graph, properties, walks(seed, 4000, 20, threads)), expected);
      }
    }
  }
}

TEST_CASE("simulation: the walk of least number that violates is the last that is counted") {
  const GraphModel graph = test::random_graph(3000, 3, 1);
  const Properties properties = graph_properties(777, true);
  const auto whole = simulate_walks(graph, properties, walks(9, 100'000, 20, 2));
  REQUIRE(whole.stop == SimulationStop::violation);
  std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  for (std::size_t p = 0; p < 2; ++p) {
    if (whole.findings[p]) last = std::min(last, whole.findings[p]->walk);
  }
  CHECK(whole.statistics.walks == last + 1);
  REQUIRE(last > 0);
  // One walk less finds no violation.
  const auto before = simulate_walks(graph, properties, walks(9, last, 20));
  CHECK(before.stop == SimulationStop::walks_done);
  CHECK(before.statistics.walks == last);
  CHECK(!before.findings[0]);
  CHECK(!before.findings[1]);
}

TEST_CASE("simulation: what walks find, the exhaustive search finds too, and no later") {
  std::size_t found = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const GraphModel graph = test::random_graph(40, 2, seed);
    const Properties properties = graph_properties(seed % 40, false);
    SearchOptions options;
    options.threads = 1;
    Search<GraphModel> search(graph, properties, options);
    const auto& exhaustive = search.run();
    const auto simulated = simulate_walks(graph, properties, walks(seed, 3000, 60));
    for (std::size_t p = 0; p < properties.size(); ++p) {
      const auto& finding = exhaustive.properties[p].finding;
      // 3,000 walks of 60 steps in 40 states miss nothing.
      CHECK(simulated.findings[p].has_value() == finding.has_value());
      if (!simulated.findings[p] || !finding) continue;
      CHECK(simulated.findings[p]->step >= finding->length);
      ++found;
    }
  }
  CHECK(found > 60);
}

TEST_CASE("simulation: a walk that is walked again leads to its finding") {
  const GraphModel graph = test::random_graph(500, 3, 4);
  const Properties properties = graph_properties(well_met, false);
  const auto result = simulate_walks(graph, properties, walks(5, 5000, 30, 2));
  for (std::size_t p = 0; p < properties.size(); ++p) {
    REQUIRE(result.findings[p]);
    const auto path = walked_path(graph, 5, *result.findings[p]);
    CHECK(path.steps.size() == result.findings[p]->step);
    std::uint32_t state = path.initial;
    CHECK(std::set<std::uint32_t>{0, 250}.contains(state));
    bool is_last_step_violating = false;
    for (const auto& [action, next] : path.steps) {
      CHECK(graph.successors[state].at(action) == next);
      is_last_step_violating = state + next == well_met;
      state = next;
    }
    if (p == 0) CHECK(state == well_met);
    if (p == 1) CHECK(is_last_step_violating);
    if (p == 2) CHECK(state == well_met / 2);
  }
}

TEST_CASE(
    "simulation: it goes on after a violation where that is asked for, until all is decided") {
  const GraphModel graph = test::random_graph(500, 3, 4);
  const Properties properties = graph_properties(well_met, true);
  SimulationOptions options = walks(5, 5000, 30);
  CHECK(simulate_walks(graph, properties, options).stop == SimulationStop::violation);
  options.continue_after_violation = true;
  const auto result = simulate_walks(graph, properties, options);
  CHECK(result.stop == SimulationStop::decided);
  for (const auto& finding : result.findings) CHECK(finding.has_value());
}

TEST_CASE("simulation: steps that change nothing are not taken, and a dead end ends a walk") {
  GraphModel graph;
  graph.successors = {{0, 1}, {1, 2}, {2, 2}};  // two self-loops at the end
  const auto result = simulate_walks(graph, Properties{}, walks(1, 50, 10));
  CHECK(result.stop == SimulationStop::walks_done);
  CHECK(result.statistics.walks == 50);
  CHECK(result.statistics.steps == 100);
  CHECK(result.statistics.dead_ends == 50);
  CHECK(result.statistics.steps_min == 2);
  CHECK(result.statistics.steps_max == 2);
  // Three states were looked at by each walk; "first" is a self-loop in all of them.
  CHECK(result.statistics.enabled == std::vector<std::uint64_t>{150, 150});
  CHECK(result.statistics.taken == std::vector<std::uint64_t>{0, 100});
  CHECK(result.statistics.distinct.count() == 3);
}

TEST_CASE("simulation: a violation in an initial state takes no step") {
  GraphModel graph;
  graph.initial = {1};
  graph.successors = {{0}, {0}};
  const Properties properties = {
      test::invariant<std::uint32_t>("never one", [](std::uint32_t s) { return s != 1; })};
  const auto result = simulate_walks(graph, properties, walks(1, 50, 10));
  REQUIRE(result.findings[0]);
  CHECK(*result.findings[0] == WalkFinding{0, 0});
  CHECK(result.statistics.walks == 1);
  CHECK(walked_path(graph, 1, *result.findings[0]).steps.empty());
}

TEST_CASE("simulation: interrupted or out of time, it says so, and keeps what it found") {
  const PairModel model;
  std::vector<Property<PairModel::State>> properties = {test::invariant<PairModel::State>(
      "never 300", [](const PairModel::State& s) { return s.xy[0] + s.xy[1] != 300; })};
  const std::atomic<bool> is_stopped{true};
  SimulationOptions options = walks(1, 1'000'000'000, 100, 2);
  options.stop_requested = &is_stopped;
  const auto interrupted = simulate_walks(model, properties, options);
  CHECK(interrupted.stop == SimulationStop::interrupted);
  CHECK(interrupted.statistics.walks == 0);
  CHECK(!interrupted.findings[0]);

  options.stop_requested = nullptr;
  options.time_max = std::chrono::milliseconds(30);
  const auto late = simulate_walks(model, properties, options);
  CHECK(late.stop == SimulationStop::time_limit);
  CHECK(late.statistics.walks > 0);
  CHECK(!late.findings[0]);  // 100 steps do not lead to 300

  // A companion's violation is kept, although the walks end by the clock.
  properties[0] = test::invariant<PairModel::State>(
      "never three", [](const PairModel::State& s) { return s.xy[0] + s.xy[1] != 3; });
  properties[0].stops_search = false;
  properties.push_back(test::invariant<PairModel::State>("true", [](const auto&) { return true; }));
  const auto both = simulate_walks(model, properties, options);
  CHECK(both.stop == SimulationStop::time_limit);
  REQUIRE(both.findings[0]);
  CHECK(*both.findings[0] == WalkFinding{0, 3});
}

TEST_CASE("simulation: a long walk is left within it when the time is over") {
  SimulationOptions options = walks(1, 1, 2'000'000'000);
  options.time_max = std::chrono::milliseconds(30);
  const auto result = simulate_walks(PairModel{}, {}, options);
  CHECK(result.stop == SimulationStop::time_limit);
  CHECK(result.statistics.walks == 1);
  CHECK(result.statistics.steps > 0);
}

TEST_CASE(
    "simulation: a model without initial state, and a property without function, are refused") {
  GraphModel graph;
  graph.initial = {};
  CHECK_THROWS_AS((void)simulate_walks(graph, Properties{}, walks(1, 1, 1)), std::invalid_argument);
  graph = test::random_graph(5, 2, 1);
  Properties properties(1);
  properties[0].name = "empty";
  CHECK_THROWS_WITH_AS((void)simulate_walks(graph, properties, walks(1, 1, 1)),
                       "property empty has nothing to evaluate", std::invalid_argument);
}

TEST_CASE("simulation: an exception of a property comes through, with every number of threads") {
  const GraphModel graph = test::random_graph(500, 3, 4);
  const Properties properties = {test::invariant<std::uint32_t>("throws", [](std::uint32_t s) {
    if (s == 77) throw std::domain_error("77");
    return true;
  })};
  for (const unsigned threads : {1U, 4U}) {
    CHECK_THROWS_AS((void)simulate_walks(graph, properties, walks(1, 100'000, 50, threads)),
                    std::domain_error);
  }
}

TEST_CASE("simulation: the random numbers of walks are apart, and even") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t walk = 0; walk < 200; ++walk) {
    RandomSource random(42, walk);
    for (int k = 0; k < 50; ++k) seen.insert(random.bits());
  }
  CHECK(seen.size() == 10'000);  // no two walks share a number
  std::vector<int> counts(7);
  RandomSource random(1, 1);
  for (int k = 0; k < 70'000; ++k) ++counts[random.below(7)];
  double chi_square = 0;
  for (const int count : counts) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chi_square < 22.5);  // 6 degrees of freedom: one in a thousand
  CHECK(chi_square > 0.2);
}

TEST_CASE("simulation: the estimate of distinct values is within four standard errors") {
  for (const unsigned count : {0U, 1U, 2U, 100U, 5000U, 10240U, 12000U, 100000U, 2000000U}) {
    CAPTURE(count);
    DistinctEstimate even;
    DistinctEstimate odd;
    for (unsigned k = 0; k < count; ++k) {
      (k % 2 == 0 ? even : odd).see(state_hash(Words<1>{k}));
      if (k % 3 == 0) even.see(state_hash(Words<1>{k}));  // again, and on both sides
    }
    DistinctEstimate other = odd;
    even.merge(odd);
    other.merge(even);
    CHECK(other.count() == even.count());
    const auto estimate = static_cast<double>(even.count());
    const auto exact = static_cast<double>(count);
    CHECK(std::abs(estimate - exact) <= 4 * DistinctEstimate::standard_error * exact);
    if (count <= 2) CHECK(even.count() == count);
  }
}

}  // namespace scrutineer
