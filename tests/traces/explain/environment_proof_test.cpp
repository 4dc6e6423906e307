// Counterexamples around the election explain themselves: proof, slice, rule and contrast.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "tests/configurations.h"
#include "traces/explain/environment_proof.h"
#include "traces/explain/raft_explain.h"
#include "traces/explain/raft_trial.h"
#include "traces/raft_check.h"

namespace scrutineer::test {
namespace {

struct Told {
  raft::Settings settings;
  std::string property;
  Path<raft::ReadableModel> path;
  Explanation explanation;
};

Told told(const std::string& settings, const std::string& property) {
  Told one{settings_of(settings), property, {}, {}};
  const auto properties = raft::choose_properties(std::vector<std::string>{property});
  const auto plan = raft::plan_check(one.settings, properties, raft::every_reduction);
  const auto outcome = raft::check(one.settings, properties, {}, plan.in_force);
  REQUIRE(outcome.properties.at(0).trace);
  one.path = *outcome.properties[0].trace;
  one.explanation = raft::explain(one.settings, property, one.path);
  return one;
}

std::string proof_text(const Explanation& explanation) {
  std::string text;
  for (const Sentence& sentence : explanation.proof) text += sentence.text + "\n";
  return text;
}

bool has_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Row {
  const char* settings;
  const char* property;
  const char* sentence;  // of the proof
  const char* guard;     // what the contrast puts right; empty for none
};

constexpr Row rows[] = {
    {"servers=2 mitigations.leases=true mitigations.max_writes=2", "no_stale_write",
     "Write 0 was late: it arrived at step 13, and the store took it after one of lease #2.",
     "fencing"},
    {"servers=2 mitigations.max_writes=2", "no_stale_write",
     "The store looks at no mark: it takes every write that arrives.", "fencing"},
    {"servers=2 mitigations.leases=true mitigations.lease_ticks=1 mitigations.max_writes=2 "
     "mitigations.fencing=expiring",
     "no_stale_write", "Such a token says who writes, and not when.", "fencing"},
    {"servers=3 mitigations.leases=true mitigations.max_drift=1", "lease_exclusive",
     "The clock of n1 missed the tick at step 10.", "max_drift"},
    {"servers=3 mitigations.leases=true mitigations.lease_from=reply", "lease_exclusive",
     "passed while the answer was on its way, and n1 counts from its arrival.", "lease_from"},
    {"servers=3 mitigations.max_repairs=1", "repair_keeps_newest",
     "the operator kept n1 of term 1 and stopped n2 of term 2", "repair_rule"},
    {"servers=3 max_term=1 mitigations.max_removals=2", "election_safety",
     "n3 counted its quorum without n1 and n2: the operator had told it alone, at steps 4 and 5.",
     "max_removals"},
    {"servers=3", "no_false_alarm", "So the alert rings, and nothing is wrong", ""},
    {"servers=3 max_term=3", "no_false_term_alarm", "more than one ahead of term 1.", ""},
    {"servers=3 max_term=1 max_crashes=1 guards.persist_vote=false", "alarm_catches",
     "no two servers led at once, so the alert never rang.", "persist_vote"},
    {"servers=3 max_cuts=1 timeouts=suspect guards.wait_for_quorum=false", "two_leaders_at_most",
     "All of them lead after step 4", "wait_for_quorum"},
};

}  // namespace

TEST_CASE("environment: each counterexample has a proof, a verified slice and the rule it lacks") {
  for (const Row& row : rows) {
    CAPTURE(row.settings);
    CAPTURE(row.property);
    const Told one = told(row.settings, row.property);
    const Explanation& e = one.explanation;
    const std::string proof = proof_text(e);
    CHECK_MESSAGE(has_text(proof, row.sentence), proof);
    CHECK(e.is_slice_verified);
    CHECK(e.broken_rule.has_value() == (row.guard[0] != '\0'));
    REQUIRE(e.contrast.has_value() == (row.guard[0] != '\0'));
    if (e.contrast) CHECK(e.contrast->guard == row.guard);
    for (const Sentence& sentence : e.proof) {
      for (const std::size_t k : sentence.steps) {
        CHECK(k >= 1);
        CHECK(k <= one.path.steps.size());
        CHECK(e.is_needed[k - 1]);  // what the proof cites is never greyed out
      }
    }
  }
}

TEST_CASE("environment: a server that was misled did wait for a quorum, of those it knew") {
  const Told alone = told("servers=3 max_term=1 mitigations.max_removals=2", "election_safety");
  CHECK(has_text(proof_text(alone.explanation),
                 "n3 had a quorum of the members that it knew of, but a majority of 3 servers is "
                 "2."));
  const Told both = told("servers=4 max_term=1 mitigations.max_removals=2", "election_safety");
  CHECK(has_text(proof_text(both.explanation),
                 "Both had a quorum of the members that each knew of, but a majority of 4 servers "
                 "is 3, and their voters have no server in common."));
  for (const Told* one : {&alone, &both}) {
    CHECK_FALSE(has_text(proof_text(one->explanation), "wait for"));
    CHECK_FALSE(has_text(proof_text(one->explanation), "waited for"));
  }
}

TEST_CASE("environment: a passing run takes the schedule's steps up to the difference") {
  for (const Row& row : rows) {
    CAPTURE(row.settings);
    CAPTURE(row.property);
    const Told one = told(row.settings, row.property);
    if (!one.explanation.contrast) continue;
    const auto run = raft::explain_with_passing_run(one.settings, row.property, one.path).passing;
    REQUIRE(run);
    // Without tokens their registration falls away, and nothing else.
    std::vector<raft::Action> expected;
    for (std::size_t k = 1; k < one.explanation.contrast->step; ++k) {
      const raft::Action& action = one.path.steps[k - 1].first;
      const bool is_registration = action.kind == raft::ActionKind::environment &&
                                   action.around.kind == mitigations::ActionKind::register_token;
      const bool has_tokens = mitigations::has_tokens(run->settings.mitigations);
      if (!is_registration || has_tokens) expected.push_back(action);
    }
    REQUIRE(run->path.steps.size() >= expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
      CHECK(run->path.steps[k].first == expected[k]);
    }
    const raft::Trial trial(run->settings, row.property);
    const raft::State* before = &run->path.initial;
    for (const auto& [action, state] : run->path.steps) {
      CHECK_FALSE(trial.decides(*before, state));
      before = &state;
    }
  }
}

TEST_CASE("environment: a shortest counterexample needs each of its steps") {
  for (const Row& row : rows) {
    CAPTURE(row.settings);
    CAPTURE(row.property);
    const Told one = told(row.settings, row.property);
    CHECK(std::count(one.explanation.is_needed.begin(), one.explanation.is_needed.end(), false) ==
          0);
  }
}

// A step that matters to nobody is put at the front of each: it is found and left out.
TEST_CASE("environment: a step that is not needed is found by replay") {
  std::size_t padded = 0;
  for (const Row& row : rows) {
    CAPTURE(row.settings);
    CAPTURE(row.property);
    const Told one = told(row.settings, row.property);
    const raft::Trial trial(one.settings, row.property);
    // A leader's heartbeats, right before the last step, change nothing that a property reads.
    std::vector<raft::Action> actions = raft::actions_of(one.path);
    const raft::State& before = raft::state_after(one.path, actions.size() - 1);
    for (raft::ServerId i = 1; i <= one.settings.servers; ++i) {
      raft::Action heartbeats;
      heartbeats.kind = raft::ActionKind::send_heartbeats;
      heartbeats.server = static_cast<std::uint8_t>(i);
      if (!trial.successor(before, heartbeats)) continue;
      std::vector<raft::Action> longer = actions;
      longer.insert(longer.end() - 1, heartbeats);
      const auto states = trial.proof(one.path.initial, longer);
      if (!states) continue;
      Path<raft::ReadableModel> path{one.path.initial, {}};
      for (std::size_t k = 0; k < longer.size(); ++k)
        path.steps.emplace_back(longer[k], (*states)[k]);
      const Explanation e = raft::explain(one.settings, row.property, path);
      CHECK(e.is_slice_verified);
      CHECK_FALSE(e.is_needed[longer.size() - 2]);
      CHECK(std::count(e.is_needed.begin(), e.is_needed.end(), false) == 1);
      ++padded;
    }
  }
  CHECK(padded >= 8);
}

TEST_CASE("environment: the contrast ends as the rule promises") {
  const auto consequence = [](const std::string& settings, const std::string& property) {
    const Told one = told(settings, property);
    REQUIRE(one.explanation.contrast);
    return one.explanation.contrast->difference + " " + one.explanation.contrast->consequence;
  };
  CHECK(
      consequence("servers=3 mitigations.leases=true mitigations.max_drift=1", "lease_exclusive") ==
      "With max_drift 0, the clock of n1 does not miss the tick at step 10. In the end only n2 "
      "believes that it holds the lease.");
  CHECK(
      consequence("servers=2 mitigations.leases=true mitigations.max_writes=2", "no_stale_write") ==
      "With fencing monotonic, the store refuses write 0 of n1 at step 13. In the end no stale "
      "write has been taken.");
  CHECK(
      consequence("servers=2 mitigations.max_writes=2 mitigations.fencing=expiring",
                  "no_stale_write") ==
      "With fencing monotonic, the store refuses write 0 of n1 at step 12; without tokens steps 5 "
      "and 9 fall away. In the end no stale write has been taken.");
  CHECK(
      consequence("servers=3 max_term=1 mitigations.max_removals=2", "election_safety") ==
      "With max_removals 0, the operator does not tell n3 that n1 is gone at step 4. Then n3 does "
      "not become leader at step 6 and step 5 is not possible, and in the end n2 alone is elected "
      "in term 1.");
  CHECK(consequence("servers=3 mitigations.max_repairs=1", "repair_keeps_newest") ==
        "With repair_rule highest-term, the operator does not keep n1 at step 7. In the end no "
        "newer leader has been stopped.");
}

}  // namespace scrutineer::test
