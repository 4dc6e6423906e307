#include <doctest/doctest.h>

#include "explorer/search.h"
#include "explorer/state_graph.h"
#include "explorer/verdict.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer {
namespace {

using test::GraphModel;

ReachedGraph graph_of(const GraphModel& model, std::uint64_t states_max) {
  SearchOptions options;
  options.threads = 1;
  Search<GraphModel> search(model, {}, options);
  const auto& result = search.run();
  return reached_graph(model, search.store(), states_max, result.stop == StopReason::exhausted)
      .value();
}

TEST_CASE("reached graph: it has the reached states and transitions, loops and repeats included") {
  GraphModel model;
  model.successors = {{1, 2}, {0, 1}, {3}, {}, {0}};  // state 4 is out of reach
  const ReachedGraph graph = graph_of(model, 100);
  CHECK(graph.is_whole());
  CHECK(graph.states.size() == 4);
  CHECK(graph.transitions.size() == 5);
  const GraphAnalysis analysis = analyse(graph);
  CHECK(analysis.strong_components == 3);
  CHECK(analysis.terminal_states == 1);
}

TEST_CASE("reached graph: a state with a loop only is terminal") {
  GraphModel model;
  model.successors = {{1}, {1}};
  CHECK(analyse(graph_of(model, 100)).terminal_states == 1);
}

TEST_CASE("reached graph: a limit keeps the first levels and the transitions among them") {
  GraphModel model;
  model.successors = {{1}, {2}, {3}, {0}};
  const ReachedGraph graph = graph_of(model, 3);
  CHECK_FALSE(graph.is_whole());
  CHECK(graph.states_reached == 4);
  CHECK(graph.states.size() == 3);
  CHECK(graph.states[2].level == 2);
  CHECK(graph.transitions.size() == 2);
}

TEST_CASE("reached graph: its counts are those of the search on random graphs") {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const GraphModel model = test::random_graph(300, 2, seed);
    SearchOptions options;
    options.threads = 2;
    Search<GraphModel> search(model, {}, options);
    const auto& result = search.run();
    const ReachedGraph graph = reached_graph(model, search.store(), 1000, true).value();
    CHECK(graph.states.size() == result.distinct);
    CHECK(graph.transitions.size() == result.generated);
  }
}

TEST_CASE("verdicts: names are those of the documents, and limits are limits") {
  CHECK(verdict_name(Verdict::holds) == "holds");
  CHECK(verdict_name(Verdict::violated) == "violated");
  CHECK(verdict_name(Verdict::incomplete) == "incomplete");
  CHECK(verdict_name(Verdict::expectation_not_met) == "expectation not met");
  CHECK_FALSE(is_limit(StopReason::exhausted));
  CHECK_FALSE(is_limit(StopReason::violation));
  for (const StopReason reason : {StopReason::state_limit, StopReason::memory_limit,
                                  StopReason::time_limit, StopReason::interrupted}) {
    CHECK(is_limit(reason));
  }
}

}  // namespace
}  // namespace scrutineer
