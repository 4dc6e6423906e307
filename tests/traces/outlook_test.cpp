// The outlook of a trace, against the whole state space by the readable rules.
#include "traces/explain/outlook.h"

#include <map>
#include <set>

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {
namespace {

// The distance to the nearest violation from every reachable state from which there is one.
class EveryDistance {
 public:
  EveryDistance(const ReadableModel& model, const Property<State>& property)
      : model_(model), property_(property) {
    std::vector<State> queue = {initial_state()};
    std::set<State> known = {initial_state()};
    std::map<State, std::set<State>> before;
    std::vector<State> frontier;
    const bool is_step = property.kind == PropertyKind::step_invariant;
    for (std::size_t k = 0; k < queue.size(); ++k) {
      const State state = queue[k];
      bool decides = !is_step && property.holds(state) == is_reachable();
      for (const State& next : successors(state)) {
        before[next].insert(state);
        if (known.insert(next).second) queue.push_back(next);
        if (violates(state, next)) frontier.push_back(state);
      }
      if (decides) frontier.push_back(state);
    }
    states_ = known.size();
    for (std::uint32_t distance = is_step ? 1 : 0; !frontier.empty(); ++distance) {
      std::vector<State> next;
      for (const State& state : frontier) {
        if (!distance_.emplace(state, distance).second) continue;
        for (const State& one : before[state]) next.push_back(one);
      }
      frontier = std::move(next);
    }
  }

  [[nodiscard]] std::size_t states() const { return states_; }
  [[nodiscard]] std::set<State> successors(const State& state) const {
    std::set<State> result;
    model_.for_each_successor(state, [&](const Action&, const State& next) {
      if (!(next == state)) result.insert(next);
    });
    return result;
  }
  [[nodiscard]] bool violates(const State& state, const State& next) const {
    return property_.holds_on_step && !property_.holds_on_step(state, next);
  }
  [[nodiscard]] std::optional<std::uint32_t> from(const State& state) const {
    const auto found = distance_.find(state);
    if (found == distance_.end()) return std::nullopt;
    return found->second;
  }

 private:
  [[nodiscard]] bool is_reachable() const { return property_.kind == PropertyKind::reachable; }

  const ReadableModel& model_;
  const Property<State>& property_;
  std::map<State, std::uint32_t> distance_;
  std::size_t states_ = 0;
};

struct Asked {
  Settings settings;
  std::string name;
  Path<ReadableModel> path;
};

void require_outlook(const Asked& asked, const EveryDistance& every) {
  const auto outlook = outlook_of(asked.settings, asked.name, asked.path, 1'000'000);
  REQUIRE(outlook.size() == asked.path.steps.size() + 1);
  for (std::size_t k = 0; k < outlook.size(); ++k) {
    CAPTURE(k);
    const State& state = k == 0 ? asked.path.initial : asked.path.steps[k - 1].second;
    CHECK(outlook[k].is_exact);
    const bool is_last = k + 1 == outlook.size();
    CHECK(outlook[k].distance == (is_last ? 0U : every.from(state).value()));
    std::uint64_t doomed = 0;
    const auto successors = every.successors(state);
    for (const State& next : successors) {
      doomed += every.violates(state, next) || every.from(next) ? 1U : 0U;
    }
    CHECK(outlook[k].successors == successors.size());
    CHECK(outlook[k].doomed == doomed);
  }
}

// A behaviour that wanders before it heads for a violation; empty if it cannot reach one.
std::optional<Path<ReadableModel>> detour(const ReadableModel& model, const EveryDistance& every,
                                          const Property<State>& property, unsigned seed) {
  std::mt19937 random(seed);
  Path<ReadableModel> path{initial_state(), {}};
  const bool is_step = property.kind == PropertyKind::step_invariant;
  for (int k = 0;; ++k) {
    const State state = path.steps.empty() ? path.initial : path.steps.back().second;
    if (!is_step && every.from(state) == 0U) return path;
    std::vector<std::pair<Action, State>> steps;
    bool is_over = false;
    model.for_each_successor(state, [&](const Action& action, const State& next) {
      if (is_over || next == state) return;
      is_over = every.violates(state, next);
      if (is_over) steps.clear();
      const bool is_nearer = every.from(next) && *every.from(next) < *every.from(state);
      if (is_over || (every.from(next) && (k < 4 || is_nearer))) steps.emplace_back(action, next);
    });
    if (steps.empty()) return std::nullopt;
    path.steps.push_back(steps[random() % steps.size()]);
    if (is_over) return path;
  }
}

int require_outlooks(const Settings& settings, std::size_t states_max) {
  const ReadableModel model(settings);
  PropertyChoice every_property;
  for (const PropertyText& text : election_property_texts())
    every_property.names.push_back(text.name);
  CheckOptions options;
  options.search.continue_after_violation = true;
  const RaftOutcome outcome = check(settings, every_property, options);
  if (outcome.distinct > states_max) return 0;
  const auto properties = bind_properties(model, every_property);
  int compared = 0;
  for (std::size_t p = 0; p < properties.size(); ++p) {
    const auto& one = outcome.properties[p];
    if (!one.trace) continue;
    CAPTURE(one.name);
    const EveryDistance every(model, properties[p]);
    CHECK(every.states() == outcome.distinct);
    require_outlook({settings, one.name, *one.trace}, every);
    ++compared;
    for (unsigned seed = 0; seed < 3; ++seed) {
      CAPTURE(seed);
      const auto path = detour(model, every, properties[p], seed);
      if (path) require_outlook({settings, one.name, *path}, every);
    }
  }
  return compared;
}

TEST_CASE("outlook: distances and doomed successors are those of the whole state space") {
  int compared = 0;
  for (const char* text :
       {"servers=2 max_term=1", "servers=2 max_term=2", "servers=2 max_term=2 network=at-most-once",
        "servers=3 max_term=1", "servers=3 max_term=1 guards.wait_for_quorum=false",
        "servers=3 max_term=1 guards.vote_once_per_term=false",
        "servers=3 max_term=1 guards.keep_vote_within_term=false",
        "servers=3 max_term=1 guards.count_only_grants=false network=at-most-once",
        "servers=2 max_term=1 max_crashes=1 guards.persist_vote=false",
        "servers=2 max_term=2 max_crashes=1 guards.persist_term=false",
        "servers=2 max_term=2 max_cuts=1 guards.wait_for_quorum=false",
        "servers=2 max_term=2 guards.check_heartbeat_term=false"}) {
    CAPTURE(text);
    compared += require_outlooks(test::settings_of(text), 6000);
  }
  CHECK(compared > 20);
}

TEST_CASE("outlook: so they are with guards off at random") {
  int compared = 0;
  for (unsigned seed = 0; seed < 24; ++seed) {
    CAPTURE(seed);
    compared += require_outlooks(test::random_settings(seed), 900);
  }
  CHECK(compared > 5);
}

TEST_CASE("outlook: along a shortest trace the violation comes one step nearer each step") {
  for (const Variant& variant : variants()) {
    CAPTURE(variant.name);
    const auto properties = choose_properties(std::vector<std::string>{"election_safety"});
    const auto plan = plan_check(variant.settings, properties, every_reduction);
    const RaftOutcome outcome = check(variant.settings, properties, {}, plan.in_force);
    const auto& one = outcome.properties.at(0);
    if (!one.trace) continue;
    const auto outlook = outlook_of(variant.settings, one.name, *one.trace, 200'000);
    for (std::size_t k = 0; k < outlook.size(); ++k) {
      CHECK(outlook[k].distance == one.length() - k);
      CHECK(outlook[k].doomed <= outlook[k].successors);
      if (k < one.length()) CHECK(outlook[k].doomed >= 1);
    }
  }
}

TEST_CASE("outlook: where the limit is met it says so, and claims no more than it knows") {
  const Settings settings = find_variant("write-up-fix")->settings;
  const auto properties = choose_properties(std::vector<std::string>{"election_safety"});
  const auto path = *check(settings, properties, {}).properties.at(0).trace;
  const auto exact = outlook_of(settings, "election_safety", path, 1'000'000);
  bool is_any_inexact = false;
  for (const std::uint64_t states_max : {0U, 1U, 10U, 30U, 100U, 300U, 1000U}) {
    const auto limited = outlook_of(settings, "election_safety", path, states_max);
    for (std::size_t k = 0; k < limited.size(); ++k) {
      CHECK(exact[k].is_exact);
      CHECK(limited[k].successors == exact[k].successors);
      CHECK(limited[k].distance >= exact[k].distance);
      CHECK(limited[k].doomed <= exact[k].doomed);
      is_any_inexact = is_any_inexact || !limited[k].is_exact;
      if (!limited[k].is_exact) continue;
      CHECK(limited[k].distance == exact[k].distance);
      CHECK(limited[k].doomed == exact[k].doomed);
    }
  }
  CHECK(is_any_inexact);
}

}  // namespace
}  // namespace scrutineer::raft
