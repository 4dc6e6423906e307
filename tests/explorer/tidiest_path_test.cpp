// The tidiest shortest path and the counts, against every path of toy models.
#include "explorer/tidiest_path.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include <doctest/doctest.h>

#include "explorer/search.h"
#include "tests/explorer/every_path.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer {
namespace {

using test::EveryPath;
using test::GraphModel;

template <class Model>
using PropertyOf = Property<typename Model::State>;

SearchOptions with_threads(unsigned threads) {
  SearchOptions options;
  options.threads = threads;
  options.continue_after_violation = true;
  return options;
}

template <class Model>
std::optional<TidiestPath<Model>> tidiest_of(const Model& model, const PropertyOf<Model>& property,
                                             unsigned threads, const ActionTerms<Model>& terms = {},
                                             const GraphLimits& limits = {},
                                             const WalkLimits& walk_limits = {}) {
  Search<Model> search(model, {property}, with_threads(threads));
  const auto& finding = search.run().properties[0].finding;
  REQUIRE(finding);
  const auto graph =
      shortest_graph(model, search.store(), search.workers(), property, finding->length, limits);
  if (!graph) return std::nullopt;
  return tidiest_path(model, view_of(model, property, *graph), terms, walk_limits);
}

// Initial state and actions, which tell a path.
template <class Model>
auto key_of(const Path<Model>& path) {
  std::vector<typename Model::Action> actions;
  for (const auto& step : path.steps) actions.push_back(step.first);
  return std::pair(path.initial, std::move(actions));
}

TEST_CASE("tidiest path: on random graphs it is the first of all, and all are counted") {
  std::size_t most = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const GraphModel model = test::random_graph(20 + 30 * seed, 2 + seed % 4, seed);
    for (const auto& property :
         {test::invariant<std::uint32_t>("most", [](auto s) { return s % 31 != 11; }),
          test::step_invariant<std::uint32_t>("fall", [](auto a, auto b) { return b + 9 > a; }),
          test::reachable<std::uint32_t>("some", [](auto s) { return s % 23 == 7; })}) {
      CAPTURE(property.name);
      Search<GraphModel> search(model, {property}, with_threads(1));
      const auto finding = search.run().properties[0].finding;
      if (!finding) continue;
      const EveryPath<GraphModel> every(model, property, finding->length);
      REQUIRE(!every.paths().empty());
      most = std::max(most, every.paths().size());
      auto expected = key_of(every.paths()[0]);
      for (const auto& path : every.paths()) expected = std::min(expected, key_of(path));
      for (const unsigned threads : {1U, 2U, 3U}) {
        const auto found = tidiest_of(model, property, threads);
        REQUIRE(found);
        CHECK(key_of(found->path) == expected);
        CHECK(found->paths == every.paths().size());
        CHECK(found->paths_up_to_naming == found->paths);
      }
    }
  }
  CHECK(most > 10);
}

// ---- interchangeable cells

using Cells = std::array<std::uint8_t, 4>;  // name[i] of cell i; slot 0 stays

constexpr std::array<Cells, 6> all_renamings = {
    {{0, 1, 2, 3}, {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1}}};

template <class Model>
ActionTerms<Model> cell_terms() {
  using Kind = typename Model::Kind;
  ActionTerms<Model> terms;
  terms.actors = 3;
  terms.actor = [](const auto& action) { return action.cell; };
  terms.is_fault = [](const auto& action) { return action.kind == Kind::break_down; };
  terms.canonical = [](const auto& state, ActorNames& names) {
    auto least = state;
    for (const Cells& renaming : all_renamings) {
      auto candidate = state;
      for (std::size_t k = 1; k <= 3; ++k) {
        candidate.cells[renaming[k] - 1U] = state.cells[k - 1];
      }
      if (least < candidate) continue;
      least = candidate;
      for (Actor k = 1; k <= 3; ++k) names.set(k, renaming[k]);
    }
    return least;
  };
  const auto fixes = [](Cells names) {
    return [names](const auto& action) { return names[action.cell] == action.cell; };
  };
  terms.renamings = {{3, fixes({0, 2, 1, 3})}, {2, fixes({0, 2, 3, 1})}};
  return terms;
}

// Changes of the acting cell, faults, and the actions.
template <class Model>
auto tidiness_of(const Path<Model>& path) {
  int changes = 0;
  int faults = 0;
  int last = 0;
  for (const auto& step : path.steps) {
    faults += step.first.kind == Model::Kind::break_down ? 1 : 0;
    if (step.first.cell == 0) continue;
    changes += last != 0 && last != step.first.cell ? 1 : 0;
    last = step.first.cell;
  }
  return std::tuple(changes, faults, key_of(path).second);
}

template <bool IsReduced, class Holds>
void require_tidiest_of_cells(const std::string& name, const Holds& holds) {
  CAPTURE(name);
  CAPTURE(IsReduced);
  using Model = test::CellModel<IsReduced>;
  const Model model;
  const auto property = test::invariant<typename Model::State>(name, holds);
  Search<Model> search(model, {property}, with_threads(1));
  const auto finding = search.run().properties[0].finding;
  REQUIRE(finding);
  const EveryPath<Model> every(model, property, finding->length);
  REQUIRE(every.paths().size() > 1);
  auto expected = tidiness_of(every.paths()[0]);
  using Actions = std::vector<typename Model::Action>;
  std::set<Actions> classes;
  for (const auto& path : every.paths()) {
    expected = std::min(expected, tidiness_of(path));
    Actions least = key_of(path).second;
    for (const Cells& names : all_renamings) {
      Actions renamed = key_of(path).second;
      for (auto& action : renamed) action.cell = names[action.cell];
      least = std::min(least, renamed);
    }
    classes.insert(least);
  }
  for (const unsigned threads : {1U, 2U, 3U}) {
    const auto found = tidiest_of(model, property, threads, cell_terms<Model>());
    REQUIRE(found);
    CHECK(tidiness_of(found->path) == expected);
    CHECK(found->paths == every.paths().size());
    CHECK(found->paths_up_to_naming == classes.size());
  }
}

TEST_CASE("tidiest path: of interchangeable cells it has the fewest changes, then faults") {
  const auto sum = [](const auto& s) { return s.cells[0] + s.cells[1] + s.cells[2]; };
  const auto for_both = [](const std::string& name, const auto& holds) {
    require_tidiest_of_cells<false>(name, holds);
    require_tidiest_of_cells<true>(name, holds);
  };
  for (const int bound : {1, 2, 3, 4, 5, 6}) {
    for_both("sum below " + std::to_string(bound), [=](const auto& s) { return sum(s) < bound; });
  }
  for_both("never all ones", [&](const auto& s) {
    return std::any_of(s.cells.begin(), s.cells.end(), [](int v) { return v != 1; });
  });
  for_both("never 0, 1, 2 after a fault", [](const auto& s) {
    auto cells = s.cells;
    std::sort(cells.begin(), cells.end());
    return s.faults == 0 || cells != std::array<std::uint8_t, 3>{0, 1, 2};
  });
}

TEST_CASE("path graph: a step without an actor changes nobody; a renaming goes with the actor") {
  // 1 acts, then nobody, then 1 or 2. Before the last step 1 and 2 may have exchanged their names.
  for (const bool is_renamed : {false, true}) {
    for (const Actor last : {Actor{1}, Actor{2}}) {
      PathGraph graph(2);
      PathGraph::Edge edge;
      edge.actor = 1;
      graph.begin_level();
      graph.add_node();
      graph.add_edge(edge);
      graph.begin_level();
      graph.add_node();
      edge.actor = 0;
      edge.is_fault = true;
      if (is_renamed) {
        edge.names.set(1, 2);
        edge.names.set(2, 1);
      }
      graph.add_edge(edge);
      graph.begin_level();
      graph.add_node();
      graph.add_edge({{}, 0, last, false});
      graph.begin_level();
      graph.add_node();
      graph.solve();
      const bool is_same = is_renamed == (last == 2);
      CHECK(graph.cost(0, 0, 0) == PathCost{is_same ? 0U : 1U, 1});
      CHECK(graph.cost(0, 0, 2) == PathCost{is_same ? 1U : 2U, 1});
      CHECK(graph.paths(0) == 1);
    }
  }
}

TEST_CASE("tidiest path: a renaming that the property does not bear is no silent answer") {
  const test::CellModel<false> model;
  const auto property = test::invariant<test::CellModel<false>::State>(
      "not symmetric", [](const auto& s) { return s.cells[0] != 1 || s.cells[1] != 2; });
  CHECK_THROWS_AS((void)tidiest_of(model, property, 1, cell_terms<test::CellModel<false>>()),
                  std::logic_error);
  CHECK(tidiest_of(model, property, 1)->paths == 2);  // count 1 and break 2, in either order
}

TEST_CASE("tidiest path: states on no shortest path are not on the graph") {
  // 0 -> 1 -> 3 -> 5 and 0 -> 2 -> 4 -> 5; state 6 is as far as 3 and 4 and leads nowhere.
  GraphModel model;
  model.successors = {{1, 2}, {3, 6}, {4}, {5, 5}, {5}, {}, {0}};
  const auto property = test::invariant<std::uint32_t>("five", [](auto s) { return s != 5; });
  Search<GraphModel> search(model, {property}, with_threads(1));
  (void)search.run();
  const auto graph =
      shortest_graph(model, search.store(), search.workers(), property, 3, GraphLimits{});
  REQUIRE(graph);
  std::vector<std::size_t> sizes;
  for (const auto& level : graph->levels) sizes.push_back(level.size());
  CHECK(sizes == std::vector<std::size_t>{1, 2, 2, 1});
  CHECK(tidiest_of(model, property, 1)->paths == 3);  // two edges lead from 3 to 5
}

TEST_CASE("tidiest path: an initial state that decides is a path of no steps") {
  GraphModel model;
  model.initial = {4, 2, 2, 1};
  model.successors = {{}, {}, {}, {}, {}};
  const auto property = test::invariant<std::uint32_t>("small", [](auto s) { return s < 2; });
  const auto found = tidiest_of(model, property, 1);
  REQUIRE(found);
  CHECK(found->path.initial == 2);
  CHECK(found->path.steps.empty());
  CHECK(found->paths == 2);
}

TEST_CASE("tidiest path: more paths than a machine word can count are counted") {
  // A ladder of 70 rungs, two ways from each to the next.
  GraphModel model;
  for (std::uint32_t k = 0; k < 70; ++k) model.successors.push_back({k + 1, k + 1});
  model.successors.emplace_back();
  const auto property = test::reachable<std::uint32_t>("top", [](auto s) { return s == 70; });
  const auto found = tidiest_of(model, property, 1);
  REQUIRE(found);
  CHECK(found->paths == (PathCount(1) << 70));
}

TEST_CASE("tidiest path: beyond a limit nothing is said, at the limit everything") {
  const GraphModel model = test::random_graph(2000, 4, 5);
  const auto property =
      test::invariant<std::uint32_t>("most", [](auto s) { return s % 301 != 17; });
  Search<GraphModel> search(model, {property}, with_threads(1));
  const auto finding = search.run().properties[0].finding;
  REQUIRE(finding);
  const auto whole = shortest_graph(model, search.store(), search.workers(), property,
                                    finding->length, GraphLimits{});
  std::uint64_t states = 0;
  for (const auto& level : whole->levels) states += level.size();
  REQUIRE(states > 4);
  GraphLimits limits;
  WalkLimits walk_limits;
  limits.states_max = walk_limits.nodes_max = states;
  for (const unsigned threads : {1U, 3U}) {
    CHECK(tidiest_of(model, property, threads, {}, limits, walk_limits));
    GraphLimits less = limits;
    --less.states_max;
    CHECK_FALSE(tidiest_of(model, property, threads, {}, less, walk_limits));
    WalkLimits less_walk = walk_limits;
    --less_walk.nodes_max;
    CHECK_FALSE(tidiest_of(model, property, threads, {}, limits, less_walk));
  }
  const std::atomic<bool> stop{true};
  limits.stop_requested = &stop;
  CHECK_FALSE(tidiest_of(model, property, 2, {}, limits, walk_limits));
  limits.stop_requested = nullptr;
  walk_limits.stop_requested = &stop;
  CHECK_FALSE(tidiest_of(model, property, 2, {}, limits, walk_limits));
}

TEST_CASE("state index: it numbers states in the order of insertion") {
  StateIndex<std::uint32_t> index;
  CHECK(index.find(3) == StateIndex<std::uint32_t>::none);
  for (std::uint32_t k = 0; k < 5000; ++k) {
    const auto [position, is_new] = index.insert((k * 7919) % 2500);
    CHECK(position == k % 2500);
    CHECK(is_new == (k < 2500));
  }
  CHECK(index.size() == 2500);
  CHECK(index[index.find(7919 % 2500)] == 7919 % 2500);
  CHECK_FALSE(index.contains(2500));
}

}  // namespace
}  // namespace scrutineer
