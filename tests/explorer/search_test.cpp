// The parallel search against the reference search and against exact counts.
#include "explorer/search.h"

#include <doctest/doctest.h>

#include "explorer/reference_search.h"
#include "explorer/shortest_path.h"
#include "properties/raft/property_list.h"
#include "tests/configurations.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer {
namespace {

using test::GraphModel;
using test::PairModel;

template <class Model>
using PropertiesOf = std::vector<Property<typename Model::State>>;

SearchOptions with_threads(unsigned threads, bool goes_on = false) {
  SearchOptions options;
  options.threads = threads;
  options.continue_after_violation = goes_on;
  return options;
}

template <class Model>
void require_same(const Model& model, const PropertiesOf<Model>& properties, bool goes_on) {
  ReferenceSearch<Model> reference(model, properties, goes_on);
  const SearchResult<Model>& expected = reference.run();
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    CAPTURE(threads);
    Search<Model> search(model, properties, with_threads(threads, goes_on));
    const SearchResult<Model>& found = search.run();
    CHECK(found.verdict == expected.verdict);
    CHECK(found.stop == expected.stop);
    CHECK(found.distinct == expected.distinct);
    CHECK(found.generated == expected.generated);
    CHECK(found.expanded == expected.expanded);
    CHECK(found.depth == expected.depth);
    CHECK(found.actions == expected.actions);
    for (std::size_t p = 0; p < properties.size(); ++p) {
      CAPTURE(properties[p].name);
      const auto& ours = found.properties[p];
      const auto& theirs = expected.properties[p];
      CHECK(ours.verdict == theirs.verdict);
      REQUIRE(ours.finding.has_value() == theirs.finding.has_value());
      if (!ours.finding) continue;
      CHECK(ours.finding->length == theirs.finding->length);
      CHECK(ours.finding->state == theirs.finding->state);
      CHECK(ours.finding->step == theirs.finding->step);
      const std::size_t level = ours.finding->length - (ours.finding->step ? 1 : 0);
      const auto path =
          shortest_path(model, search.store(), search.workers(), ours.finding->state, level);
      REQUIRE(path);
      const auto expected_path = reference.path_to(theirs.finding->state);
      CHECK(path->initial == expected_path.initial);
      CHECK(path->steps == expected_path.steps);
    }
  }
}

TEST_CASE("search: it agrees with the reference search on random graphs, trace included") {
  for (unsigned seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    const std::uint32_t size = 50 + 397 * seed;
    const GraphModel model = test::random_graph(size, 1 + seed % 4, seed);
    const PropertiesOf<GraphModel> properties = {
        test::invariant<std::uint32_t>("below", [=](auto s) { return s % 97 != 41; }),
        test::step_invariant<std::uint32_t>("no long jump",
                                            [=](auto a, auto b) { return b < a + size * 9 / 10; }),
        test::reachable<std::uint32_t>("witness", [](auto s) { return s % 89 == 7; }),
        test::reachable<std::uint32_t>("never", [](auto) { return false; })};
    require_same(model, properties, seed % 2 == 0);
  }
}

TEST_CASE("search: it agrees with the reference search on the election, over random settings") {
  for (unsigned seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    raft::Settings settings = test::random_settings(seed);
    settings.max_crashes = 0;
    const raft::PackedModel<2> model(settings);
    require_same(model, raft::bind_properties(model, raft::choose_properties({})), seed % 2 == 0);
  }
}

TEST_CASE("search: a state with memory of its own is stored and counted exactly") {
  const PairModel model;
  for (const unsigned threads : {1U, 2U}) {
    Search<PairModel> search(
        model,
        {test::invariant<PairModel::State>(
            "equation", [](const auto& s) { return (2 * s.xy[0] + 10 * s.xy[1]) % 256 != 14; })},
        with_threads(threads, true));
    const auto& result = search.run();
    CHECK(result.distinct == 65536);
    CHECK(result.generated == 131072);
    CHECK(result.actions == std::vector<std::uint64_t>{65536, 65536});
    CHECK(result.depth == 510);
    CHECK(result.verdict == Verdict::violated);
    CHECK(result.properties[0].finding->length == 3);  // x = 2, y = 1
  }
}

TEST_CASE("search: a violation lets its level finish and then stops") {
  // 0 -> 1, 2; 1 -> 3; 2 -> 4; 3 -> 5. State 1 violates; level 1 is complete, nothing beyond.
  GraphModel model;
  model.successors = {{1, 2}, {3}, {4}, {5}, {}, {}};
  Search<GraphModel> search(
      model, {test::invariant<std::uint32_t>("not one", [](auto s) { return s != 1; })},
      with_threads(1));
  const auto& result = search.run();
  CHECK(result.stop == StopReason::violation);
  CHECK(result.distinct == 3);
  CHECK(result.expanded == 1);
  CHECK(result.depth == 1);
}

TEST_CASE("search: of several violating states the least is told, whatever the order of finding") {
  GraphModel model;
  model.successors = {{9, 7, 8}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  Search<GraphModel> search(model,
                            {test::invariant<std::uint32_t>("small", [](auto s) { return s < 5; })},
                            with_threads(1));
  CHECK(search.run().properties[0].finding->state == 7);
}

TEST_CASE("search: an initial state can violate, in no steps") {
  GraphModel model;
  model.successors = {{1}, {}};
  Search<GraphModel> search(
      model, {test::invariant<std::uint32_t>("not zero", [](auto s) { return s != 0; })},
      with_threads(2));
  const auto& result = search.run();
  CHECK(result.verdict == Verdict::violated);
  CHECK(result.properties[0].finding->length == 0);
  CHECK(result.generated == 0);
}

TEST_CASE("search: a companion's violation is told and does not stop the search") {
  GraphModel model;
  model.successors = {{1}, {2}, {3}, {}};
  auto companion = test::invariant<std::uint32_t>("companion", [](auto s) { return s < 1; });
  companion.stops_search = false;
  auto asked = test::invariant<std::uint32_t>("asked", [](auto s) { return s < 3; });
  Search<GraphModel> search(model, {companion, asked}, with_threads(1));
  const auto& result = search.run();
  CHECK(result.properties[0].finding->length == 1);
  CHECK(result.properties[1].finding->length == 3);
  CHECK(result.stop == StopReason::violation);
}

TEST_CASE("search: a witness never reached fails the check") {
  GraphModel model;
  model.successors = {{0}};
  Search<GraphModel> search(model,
                            {test::reachable<std::uint32_t>("one", [](auto s) { return s == 1; })},
                            with_threads(1));
  CHECK(search.run().verdict == Verdict::expectation_not_met);
}

TEST_CASE("search: what could only hold of nothing is refused") {
  GraphModel model;
  model.initial.clear();
  Search<GraphModel> empty(model, {}, with_threads(1));
  CHECK_THROWS_WITH_AS(empty.run(), "the model has no initial state", std::invalid_argument);
  Property<std::uint32_t> property;
  property.name = "hollow";
  CHECK_THROWS_WITH_AS(Search<GraphModel>(model, {property}, with_threads(1)),
                       "property hollow has nothing to evaluate", std::invalid_argument);
}

TEST_CASE("search: self-loops and repeats are generated transitions") {
  GraphModel model;
  model.successors = {{0, 0, 1, 1}, {0, 1}};
  Search<GraphModel> search(model, {}, with_threads(1));
  const auto& result = search.run();
  CHECK(result.distinct == 2);
  CHECK(result.generated == 6);
  CHECK(result.verdict == Verdict::holds);
}

struct Throwing : GraphModel {
  template <class Sink>
  void for_each_successor(const State&, Sink&&) const {
    throw std::runtime_error("fault");
  }
};

TEST_CASE("search: an exception of the model is passed on") {
  const Throwing model;
  Search<Throwing> search(model, {}, with_threads(2));
  CHECK_THROWS_WITH_AS(search.run(), "fault", std::runtime_error);
}

}  // namespace
}  // namespace scrutineer
