// Limits and interruptions: what they cover is exact, and never called more than incomplete.
#include <doctest/doctest.h>

#include "explorer/search.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer {
namespace {

using test::GraphModel;
using test::PairModel;

SearchResult<GraphModel> limited(const GraphModel& model, const Limits& limits, unsigned threads,
                                 std::vector<Property<std::uint32_t>> properties = {}) {
  SearchOptions options;
  options.limits = limits;
  options.threads = threads;
  Search<GraphModel> search(model, std::move(properties), options);
  return search.run();
}

TEST_CASE("limits: the limit on states is exact and the same for every number of threads") {
  const GraphModel model = test::random_graph(20000, 3, 1);
  const std::uint64_t all = limited(model, {}, 1).distinct;
  REQUIRE(all > 15000);
  for (const std::uint64_t max : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{63},
                                  std::uint64_t{1000}, std::uint64_t{9999}, all - 1}) {
    CAPTURE(max);
    Limits limits;
    limits.states_max = max;
    const auto first = limited(model, limits, 1);
    CHECK(first.distinct == max);
    CHECK(first.stop == StopReason::state_limit);
    CHECK(first.verdict == Verdict::incomplete);
    for (const unsigned threads : {2U, 8U}) {
      const auto other = limited(model, limits, threads);
      CHECK(other.distinct == first.distinct);
      CHECK(other.generated == first.generated);
      CHECK(other.expanded == first.expanded);
      CHECK(other.depth == first.depth);
    }
  }
}

TEST_CASE("limits: a limit of exactly all states does not end the search") {
  const GraphModel model = test::random_graph(5000, 3, 2);
  Limits limits;
  limits.states_max = limited(model, {}, 1).distinct;
  const auto result = limited(model, limits, 2);
  CHECK(result.stop == StopReason::exhausted);
  CHECK(result.verdict == Verdict::holds);
}

TEST_CASE("limits: the limit on memory ends the search within it, the same for all threads") {
  const GraphModel model = test::random_graph(400000, 3, 3);
  for (const std::uint64_t max : {std::uint64_t{1}, std::uint64_t{100} << 10U,
                                  std::uint64_t{1} << 20U, std::uint64_t{2} << 20U}) {
    CAPTURE(max);
    Limits limits;
    limits.memory_bytes_max = max;
    const auto first = limited(model, limits, 1);
    CHECK(first.stop == StopReason::memory_limit);
    CHECK(first.verdict == Verdict::incomplete);
    CHECK(first.distinct * sizeof(std::uint32_t) <= max);
    const auto other = limited(model, limits, 8);
    CHECK(other.distinct == first.distinct);
    CHECK(other.generated == first.generated);
  }
}

TEST_CASE("limits: a violation found before the limit is still a violation") {
  const GraphModel model = test::random_graph(20000, 3, 4);
  Limits limits;
  limits.states_max = 5000;
  auto companion = test::invariant<std::uint32_t>("rare", [](auto s) { return s % 100 != 5; });
  companion.stops_search = false;
  const auto result = limited(model, limits, 2, {companion});
  CHECK(result.verdict == Verdict::violated);
  CHECK(result.stop == StopReason::state_limit);
}

TEST_CASE("limits: a property not decided before the limit is undecided, never holding") {
  const GraphModel model = test::random_graph(20000, 3, 5);
  Limits limits;
  limits.states_max = 100;
  const auto result =
      limited(model, limits, 2,
              {test::invariant<std::uint32_t>("true", [](auto) { return true; }),
               test::step_invariant<std::uint32_t>("true", [](auto, auto) { return true; }),
               test::reachable<std::uint32_t>("false", [](auto) { return false; })});
  CHECK(result.verdict == Verdict::incomplete);
  for (const auto& property : result.properties) {
    CHECK(property.verdict == PropertyVerdict::undecided);
  }
}

TEST_CASE("limits: time that is over ends the search after what it has begun") {
  const PairModel model;
  SearchOptions options;
  options.limits.time_max = std::chrono::milliseconds(1);
  options.threads = 1;
  Search<PairModel> search(model, {}, options);
  const auto& result = search.run();
  CHECK(result.stop == StopReason::time_limit);
  CHECK(result.distinct < 65536);
}

TEST_CASE("limits: a request to stop ends the search as interrupted") {
  const PairModel model;
  std::atomic<bool> stop{false};
  SearchOptions options;
  options.stop_requested = &stop;
  options.threads = 2;
  options.progress_interval = std::chrono::milliseconds(0);
  options.on_progress = [&](const Progress& progress) { stop = progress.level >= 20; };
  Search<PairModel> search(model, {}, options);
  const auto& result = search.run();
  CHECK(result.stop == StopReason::interrupted);
  CHECK(result.verdict == Verdict::incomplete);
  CHECK(result.depth >= 20);
  CHECK(result.depth < 30);
}

struct Requesting : GraphModel {
  std::atomic<bool>* stop = nullptr;
  std::uint32_t last = 0;
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    if (state == last) stop->store(true);
    if (state < 3) sink(0U, state + 1);
  }
};

TEST_CASE("limits: a request that comes with the last state changes nothing") {
  for (const std::uint32_t last : {2U, 3U}) {
    std::atomic<bool> stop{false};
    Requesting model;
    model.stop = &stop;
    model.last = last;
    SearchOptions options;
    options.stop_requested = &stop;
    Search<Requesting> search(model, {}, options);
    CHECK(search.run().stop == (last == 3 ? StopReason::exhausted : StopReason::interrupted));
  }
}

struct Exhausting : GraphModel {
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    if (state == 500) throw std::bad_alloc();
    sink(0U, state + 1);
  }
};

TEST_CASE("limits: memory that runs out is incomplete, and what was found is told") {
  const Exhausting model;
  SearchOptions options;
  options.threads = 2;
  auto companion = test::invariant<std::uint32_t>("small", [](auto s) { return s < 100; });
  companion.stops_search = false;
  Search<Exhausting> search(model, {companion}, options);
  const auto& result = search.run();
  CHECK(result.stop == StopReason::memory_limit);
  CHECK(result.distinct == 501);
  CHECK(result.verdict == Verdict::violated);
  CHECK(result.properties[0].finding->length == 100);
}

TEST_CASE("progress: it is reported with growing counts") {
  const PairModel model;
  std::vector<Progress> seen;
  SearchOptions options;
  options.threads = 1;
  options.progress_interval = std::chrono::milliseconds(0);
  options.on_progress = [&](const Progress& progress) { seen.push_back(progress); };
  Search<PairModel> search(model, {}, options);
  (void)search.run();
  REQUIRE(seen.size() > 100);
  for (std::size_t k = 1; k < seen.size(); ++k) {
    CHECK(seen[k].distinct >= seen[k - 1].distinct);
    CHECK(seen[k].generated > seen[k - 1].generated);
    CHECK(seen[k].frontier_left <= seen[k].frontier);
  }
}

}  // namespace
}  // namespace scrutineer
