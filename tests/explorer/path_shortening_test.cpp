// Shortened paths: behaviours still, local minima, and never shorter than the shortest.
#include "explorer/path_shortening.h"

#include <doctest/doctest.h>

#include "explorer/search.h"
#include "explorer/simulation.h"
#include "tests/explorer/toy_models.h"
#include "traces/judge.h"

namespace scrutineer {
namespace {

using test::GraphModel;
using Cells = test::CellModel<false>;

// The steps but those at `a` and `b`, as far as each can happen: whether the property is decided
// by them. It shares no code with what it judges.
template <class Model>
bool is_decided_without(const Model& model, const Property<typename Model::State>& property,
                        const Path<Model>& path, std::size_t a, std::size_t b) {
  auto now = path.initial;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    if (k == a || k == b) continue;
    auto after = now;
    model.for_each_successor(now, [&](const auto& action, const auto& next) {
      if (action == path.steps[k].first) after = next;
    });
    if (property.kind == PropertyKind::step_invariant) {
      if (!property.holds_on_step(now, after)) return true;
    } else if (property.holds(after) == (property.kind == PropertyKind::reachable)) {
      return true;
    }
    now = after;
  }
  return false;
}

template <class Model>
void require_minimal(const Model& model, const Property<typename Model::State>& property,
                     const Shortened<Model>& shortened) {
  CHECK(fault_of_behaviour(model, shortened.path) == std::nullopt);
  CHECK(fault_of_claim(property, shortened.path) == std::nullopt);
  CHECK(shortened.is_single_minimal);
  CHECK(shortened.is_pair_minimal);
  const std::size_t length = shortened.path.steps.size();
  for (std::size_t a = 0; a < length; ++a) {
    for (std::size_t b = a; b < length; ++b) {
      CHECK_FALSE(is_decided_without(model, property, shortened.path, a, b));
    }
  }
}

template <class Model>
std::uint32_t shortest(const Model& model, const Property<typename Model::State>& property) {
  SearchOptions options;
  options.threads = 1;
  Search<Model> search(model, {property}, options);
  const auto& finding = search.run().properties[0].finding;
  REQUIRE(finding);
  return finding->length;
}

// Shortens what a walk of each seed finds; returns how many there were.
template <class Model>
std::size_t shorten_walks(const Model& model, const Property<typename Model::State>& property,
                          unsigned seeds, std::uint64_t depth) {
  const std::uint32_t least = shortest(model, property);
  std::size_t count = 0;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    SimulationOptions options;
    options.seed = seed;
    options.walks_max = 500;
    options.depth_max = depth;
    options.threads = 1;
    const auto result = simulate_walks(model, {property}, options);
    if (!result.findings[0]) continue;
    const auto path = walked_path(model, seed, *result.findings[0]);
    const auto shortened = shorten(model, property, path);
    CHECK(shortened.path.steps.size() <= path.steps.size());
    CHECK(shortened.path.steps.size() >= least);
    require_minimal(model, property, shortened);
    ++count;
  }
  return count;
}

// A door that is opened, closed, and gone through unless it was closed without having been opened.
struct Door {
  struct State {
    bool is_open = false;
    bool is_closed = false;
    bool is_through = false;
    auto operator<=>(const State&) const = default;
    friend std::size_t hash_value(const State& s) {
      return (s.is_open ? 1U : 0U) + (s.is_closed ? 2U : 0U) + (s.is_through ? 4U : 0U);
    }
  };
  enum class Action : std::uint8_t { open, close, go };

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }
  template <class Sink>
  void for_each_successor(const State& s, Sink&& sink) const {
    if (!s.is_open) sink(Action::open, State{true, s.is_closed, s.is_through});
    if (!s.is_closed) sink(Action::close, State{s.is_open, true, s.is_through});
    if (s.is_open || !s.is_closed) sink(Action::go, State{s.is_open, s.is_closed, true});
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const {
    return {"open", "close", "go"};
  }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action);
  }
  [[nodiscard]] std::string describe(const State&) const { return "door"; }
  [[nodiscard]] std::string describe(const Action&) const { return "action"; }
};

}  // namespace

TEST_CASE("shortening: a step that was needed is tried again when what needed it is gone") {
  const auto property = test::invariant<Door::State>(
      "nobody goes", [](const Door::State& s) { return !s.is_through; });
  const Path<Door> path{{},
                        {{Door::Action::open, {true, false, false}},
                         {Door::Action::close, {true, true, false}},
                         {Door::Action::go, {true, true, true}}}};
  const auto shortened = shorten(Door{}, property, path);
  CHECK(shortened.path.steps.size() == 1);
  require_minimal(Door{}, property, shortened);
}

TEST_CASE("shortening: paths of random graphs become local minima, for each kind of property") {
  std::size_t count = 0;
  for (unsigned graph_seed = 1; graph_seed <= 8; ++graph_seed) {
    CAPTURE(graph_seed);
    const GraphModel graph = test::random_graph(200, 3, graph_seed);
    std::uint32_t target = 0;  // some state that is not initial and that has an edge to it
    for (const std::uint32_t next : graph.successors[0]) {
      if (next != 0 && next != 100) target = graph.successors[next][1];
    }
    if (target == 0 || target == 100) continue;
    count += shorten_walks(
        graph,
        test::invariant<std::uint32_t>("avoids", [=](std::uint32_t s) { return s != target; }), 10,
        300);
    count += shorten_walks(
        graph,
        test::reachable<std::uint32_t>("reaches", [=](std::uint32_t s) { return s == target; }), 10,
        300);
    const std::uint32_t after = graph.successors[target][0];
    if (after == target) continue;
    count += shorten_walks(
        graph,
        test::step_invariant<std::uint32_t>(
            "steps", [=](std::uint32_t a, std::uint32_t b) { return a != target || b != after; }),
        10, 300);
  }
  CHECK(count > 100);
}

TEST_CASE("shortening: of interleaved cells only the steps that matter are left") {
  const Cells cells;
  const auto all_two = test::invariant<Cells::State>("not all two", [](const Cells::State& s) {
    return s.cells != std::array<std::uint8_t, 3>{2, 2, 2};
  });
  CHECK(shortest(cells, all_two) == 4);  // two breaks and two counts, or one with the weather
  CHECK(shorten_walks(cells, all_two, 40, 500) == 40);
  const auto no_fault_to_zero = test::step_invariant<Cells::State>(
      "no cell of two starts anew", [](const Cells::State& a, const Cells::State& b) {
        for (std::size_t k = 0; k < 3; ++k) {
          if (a.cells[k] == 2 && b.cells[k] == 0) return false;
        }
        return true;
      });
  CHECK(shortest(cells, no_fault_to_zero) == 2);
  CHECK(shorten_walks(cells, no_fault_to_zero, 40, 500) == 40);
}

TEST_CASE("shortening: loops and detours of a path are cut in one go") {
  // A ring of 1,000 states with an edge from each back to the first, and one across.
  GraphModel ring;
  for (std::uint32_t k = 0; k < 1000; ++k) ring.successors.push_back({(k + 1) % 1000, 0});
  ring.successors[10] = {11, 990};
  const auto property =
      test::invariant<std::uint32_t>("not 995", [](std::uint32_t s) { return s != 995; });
  Path<GraphModel> path{0, {}};
  const auto go = [&](std::uint32_t count) {
    for (std::uint32_t k = 1; k <= count; ++k) path.steps.emplace_back(0, k);
  };
  go(300);
  path.steps.emplace_back(1, 0);
  go(995);
  const auto shortened = shorten(ring, property, path);
  CHECK(shortened.path.steps.size() == 16);  // 0 to 10, across to 990, to 995
  require_minimal(ring, property, shortened);
}

TEST_CASE("shortening: a path is cut where the property is decided first") {
  GraphModel line;
  for (std::uint32_t k = 0; k < 10; ++k) line.successors.push_back({std::min(k + 1, 9U)});
  Path<GraphModel> path{0, {}};
  for (std::uint32_t k = 1; k < 10; ++k) path.steps.emplace_back(0, k);
  const auto property =
      test::invariant<std::uint32_t>("below 4", [](std::uint32_t s) { return s < 4; });
  CHECK(shorten(line, property, path).path.steps.size() == 4);
  const auto at_once =
      test::invariant<std::uint32_t>("above 0", [](std::uint32_t s) { return s > 0; });
  const auto empty = shorten(line, at_once, path);
  CHECK(empty.path.steps.empty());
  CHECK(empty.is_pair_minimal);
}

TEST_CASE("shortening: at its limit it gives a behaviour, and claims no minimum") {
  const Cells cells;
  const auto property = test::invariant<Cells::State>("not all two", [](const Cells::State& s) {
    return s.cells != std::array<std::uint8_t, 3>{2, 2, 2};
  });
  SimulationOptions options;
  options.threads = 1;
  options.seed = 3;
  const auto result = simulate_walks(cells, {property}, options);
  REQUIRE(result.findings[0]);
  const auto path = walked_path(cells, 3, *result.findings[0]);
  const auto whole = shorten(cells, property, path);
  REQUIRE(path.steps.size() > whole.path.steps.size());
  const std::atomic<bool> is_stopped{true};
  ShorteningLimits limits;
  limits.stop_requested = &is_stopped;
  CHECK(shorten(cells, property, path, limits).path.steps.size() == path.steps.size());
  CHECK_FALSE(shorten(cells, property, path, limits).is_single_minimal);
  limits.stop_requested = nullptr;
  bool is_minimal = false;
  for (std::uint64_t max = 0; !is_minimal && max < 10'000; ++max) {
    limits.expansions_max = max;
    const auto shortened = shorten(cells, property, path, limits);
    CHECK(fault_of_behaviour(cells, shortened.path) == std::nullopt);
    CHECK(fault_of_claim(property, shortened.path) == std::nullopt);
    CHECK((shortened.is_single_minimal || !shortened.is_pair_minimal));
    is_minimal = shortened.is_pair_minimal;
    if (is_minimal) CHECK(shortened.path.steps == whole.path.steps);
    if (shortened.is_single_minimal) {
      for (std::size_t k = 0; k < shortened.path.steps.size(); ++k) {
        CHECK_FALSE(is_decided_without(cells, property, shortened.path, k, k));
      }
    }
  }
  CHECK(is_minimal);
}

}  // namespace scrutineer
