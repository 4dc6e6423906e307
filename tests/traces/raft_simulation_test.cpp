// Walks through the election against its exhaustive check.
#include "traces/raft_simulation.h"

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"
#include "traces/raft_check.h"
#include "traces/raft_simulation_report.h"

namespace scrutineer::test {
namespace {

using raft::RaftSimulation;

SimulationOptions walks(std::uint64_t seed, std::uint64_t count, unsigned threads = 2) {
  SimulationOptions options;
  options.seed = seed;
  options.walks_max = count;
  options.depth_max = 200;
  options.threads = threads;
  options.continue_after_violation = true;
  return options;
}

raft::RaftOutcome exhaustive(const raft::Settings& settings, const raft::PropertyChoice& properties,
                             bool goes_on) {
  CheckOptions options;
  options.search.continue_after_violation = goes_on;
  const auto plan = raft::plan_check(settings, properties, raft::every_reduction);
  return raft::check(settings, properties, options, plan.in_force);
}

raft::PropertyChoice all_properties() {
  std::vector<std::string> names;
  for (const auto& text : raft::election_property_texts()) names.emplace_back(text.name);
  return raft::choose_properties(names);
}

// Whether leaving step `k` out leaves a behaviour, later steps that cannot happen being left out
// too, that decides the property.
bool is_decided_without(const raft::ReadableModel& model, const Property<raft::State>& property,
                        const Path<raft::ReadableModel>& path, std::size_t left_out) {
  raft::State now = path.initial;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    if (k == left_out) continue;
    raft::State after = now;
    model.for_each_successor(now, [&](const raft::Action& action, const raft::State& next) {
      if (action == path.steps[k].first) after = next;
    });
    const bool is_decided =
        property.kind == PropertyKind::step_invariant
            ? !property.holds_on_step(now, after)
            : property.holds(after) == (property.kind == PropertyKind::reachable);
    if (is_decided) return true;
    now = after;
  }
  return false;
}

// What the walks claim, judged by the exhaustive search and by a replay; returns how many
// properties they decided.
std::size_t require_sound(const raft::Settings& settings, const raft::PropertyChoice& properties,
                          const RaftSimulation& found, const raft::RaftOutcome& known) {
  const raft::ReadableModel model(settings);
  const auto bound = raft::bind_properties(model, properties);
  std::size_t decided = 0;
  bool is_violated = false;
  for (std::size_t p = 0; p < bound.size(); ++p) {
    const auto& one = found.properties[p];
    CAPTURE(one.name);
    CHECK(one.trace.has_value() == found.evidence[p].has_value());
    if (!one.trace) {
      CHECK(one.verdict == PropertyVerdict::undecided);
      continue;
    }
    ++decided;
    is_violated |= one.verdict == PropertyVerdict::violated;
    // Where a violation ended the search, it did not decide what takes more steps.
    if (known.stop == StopReason::exhausted) CHECK(one.verdict == known.properties[p].verdict);
    const std::size_t least =
        known.properties[p].trace ? known.properties[p].length() : known.depth;
    CHECK(one.length() >= least);
    CHECK(one.length() <= found.evidence[p]->found.step);
    CHECK(!one.shortest);
    CHECK(fault_of_behaviour(model, *one.trace) == std::nullopt);
    CHECK(fault_of_claim(bound[p], *one.trace) == std::nullopt);
    CHECK(found.evidence[p]->is_single_minimal);
    for (std::size_t k = 0; k < one.length(); ++k) {
      CHECK_FALSE(is_decided_without(model, bound[p], *one.trace, k));
    }
  }
  CHECK(found.verdict == (is_violated ? Verdict::violated : Verdict::incomplete));
  return decided;
}

// The report without the line of costs.
std::string report(const raft::Settings& settings, const SimulationOptions& options,
                   const RaftSimulation& outcome) {
  raft::ReportSubject subject;
  subject.settings = settings;
  std::string text = raft::simulation_text(
      subject, options, outcome, raft::told_counterexamples(subject, outcome.properties), {});
  const std::size_t cost = text.find("\ncost ");
  REQUIRE(cost != std::string::npos);
  return text.erase(cost, text.find('\n', cost + 1) - cost);
}

}  // namespace

TEST_CASE("simulation: of every variant it finds what the exhaustive check finds, and no more") {
  const auto properties = raft::choose_properties(std::vector<std::string>{});
  std::size_t violated = 0;
  for (const raft::Variant& variant : raft::variants()) {
    CAPTURE(variant.name);
    const auto known = exhaustive(variant.settings, properties, false);
    const auto found = raft::simulate(variant.settings, properties, walks(1, 5000));
    require_sound(variant.settings, properties, found, known);
    for (std::size_t p = 0; p < found.properties.size(); ++p) {
      if (known.properties[p].verdict != PropertyVerdict::violated) continue;
      CAPTURE(found.properties[p].name);
      CHECK(found.properties[p].verdict == PropertyVerdict::violated);
      ++violated;
    }
  }
  CHECK(violated >= 14);
}

TEST_CASE(
    "simulation: of random configurations it never finds what the exhaustive check does not") {
  const auto properties = all_properties();
  std::size_t decided = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const raft::Settings settings = random_settings(seed);
    const auto found = raft::simulate(settings, properties, walks(seed, 400));
    decided += require_sound(settings, properties, found, exhaustive(settings, properties, true));
  }
  CHECK(decided > 100);
}

TEST_CASE("simulation: the election's report is the same for every number of threads") {
  const auto properties = raft::choose_properties(std::vector<std::string>{});
  for (const char* name : {"write-up-fix", "keep-old-votes", "forget-vote", "raft"}) {
    const raft::Settings settings = raft::find_variant(name)->settings;
    for (const bool goes_on : {false, true}) {
      for (const std::uint64_t seed : {1U, 2U, 3U}) {
        CAPTURE(name);
        CAPTURE(seed);
        SimulationOptions options = walks(seed, 3000, 1);
        options.continue_after_violation = goes_on;
        const std::string expected =
            report(settings, options, raft::simulate(settings, properties, options));
        for (const unsigned threads : {1U, 2U, 4U}) {
          options.threads = threads;
          CHECK(report(settings, options, raft::simulate(settings, properties, options)) ==
                expected);
        }
      }
    }
  }
}

TEST_CASE("simulation: bounds that no check could exhaust are walked, whatever the width") {
  const auto properties = raft::choose_properties(std::vector<std::string>{});
  for (const char* text :
       {"servers=2 max_term=1", "servers=5 max_term=3", "servers=7 max_term=3",
        "servers=7 max_term=4 max_crashes=2 max_cuts=1", "servers=7 max_term=4 max_cuts=2"}) {
    CAPTURE(text);
    const raft::Settings settings = settings_of(text);
    CAPTURE(raft::words_used(settings));
    const auto outcome = raft::simulate(settings, properties, walks(1, 30));
    CHECK(outcome.verdict == Verdict::incomplete);
    CHECK(outcome.statistics.walks == 30);
    CHECK(outcome.properties.back().name == "leader_elected");
    CHECK(outcome.statistics.steps > 100);
  }
}

}  // namespace scrutineer::test
