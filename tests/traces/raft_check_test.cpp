// The whole check of the election model: every width, every variant, lengths as specified.
#include "traces/raft_check.h"

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

const PropertyOutcome<ReadableModel>& outcome_of(const RaftOutcome& outcome,
                                                 std::string_view name) {
  for (const auto& one : outcome.properties) {
    if (one.name == name) return one;
  }
  FAIL("no outcome for ", name);
  return outcome.properties.front();
}

RaftOutcome checked(const Settings& settings, const std::vector<std::string>& properties = {},
                    bool goes_on = false) {
  CheckOptions options;
  options.search.continue_after_violation = goes_on;
  return check(settings, choose_properties(properties), options);
}

TEST_CASE("raft check: each broken variant is convicted at its own bounds, at the known length") {
  const std::vector<std::pair<std::string_view, std::size_t>> lengths = {
      {"split-brain", 2},
      {"write-up-fix", 6},
      {"half-quorum", 6},
      {"forget-self", 6},
      {"vote-twice", 6},
      {"forget-vote", 8},
      {"forget-term", 8},
      {"count-stale-votes", 7},
      {"count-denials", 6},
      {"forget-recheck", 6},
      {"obey-stale-heartbeats", 9},
      {"forget-vote-on-heartbeat", 8}};
  for (const auto& [name, length] : lengths) {
    const auto& name_here = name;
    CAPTURE(name_here);
    const RaftOutcome outcome = checked(find_variant(name)->settings);
    CHECK(outcome.verdict == Verdict::violated);
    const auto& safety = outcome_of(outcome, "election_safety");
    REQUIRE(safety.trace);
    CHECK(safety.length() == length);
  }
}

TEST_CASE("raft check: packed states of every width give the same answer") {
  // The same small question, with bounds that widen the state and change nothing within reach.
  for (const char* bounds : {"servers=2 max_term=1", "servers=3 max_term=2", "servers=4 max_term=2",
                             "servers=5 max_term=2", "servers=5 max_term=3", "servers=6 max_term=3",
                             "servers=6 max_term=5", "servers=7 max_term=4"}) {
    Settings settings = test::settings_of(bounds);
    settings.guards.wait_for_quorum = false;
    CAPTURE(bounds);
    const RaftOutcome outcome = checked(settings, {"election_safety"});
    CHECK(outcome.verdict == Verdict::violated);
    CHECK(outcome.properties.at(0).length() == 2);
  }
  CHECK(words_used(test::settings_of("servers=2 max_term=1")) == 2);
  CHECK(words_used(test::settings_of("servers=7 max_term=4")) == words_max);
  CHECK_THROWS_AS((void)words_used(test::settings_of("servers=7 max_term=7")), TooWide);
}

TEST_CASE("raft check: without --property a companion's violation does not hide the election's") {
  const RaftOutcome outcome = checked(find_variant("split-brain")->settings);
  CHECK(outcome_of(outcome, "leader_has_quorum").length() == 1);
  CHECK(outcome_of(outcome, "election_safety").length() == 2);
  const RaftOutcome named = checked(find_variant("split-brain")->settings, {"leader_has_quorum"});
  CHECK(named.depth == 1);
}

TEST_CASE("raft check: to go on finds the shortest violation of each property, and all states") {
  const Settings settings = test::settings_of(
      "servers=2 max_term=2 max_crashes=1 guards.persist_vote=false network=at-most-once");
  const std::vector<std::string> names = {"election_safety", "single_leader", "leader_has_quorum",
                                          "term_monotonic", "vote_once"};
  const RaftOutcome all = checked(settings, names, true);
  CHECK(all.verdict == Verdict::violated);
  CHECK(all.stop == StopReason::exhausted);
  CHECK(all.distinct == checked(settings, {"none"}).distinct);
  for (const std::string& name : names) {
    CAPTURE(name);
    const RaftOutcome one = checked(settings, {name});
    const auto& together = outcome_of(all, name);
    CHECK(one.properties.at(0).verdict == together.verdict);
    REQUIRE(one.properties.at(0).trace.has_value() == together.trace.has_value());
    if (!together.trace) continue;
    CHECK(one.properties.at(0).trace->steps == together.trace->steps);
  }
}

TEST_CASE("raft check: correct Raft may have two leaders at once, in different terms") {
  const RaftOutcome outcome = checked(Settings{}, {"single_leader"});
  REQUIRE(outcome.verdict == Verdict::violated);
  CHECK(outcome.properties.at(0).length() == 6);
  const State& last = outcome.properties.at(0).trace->steps.back().second;
  std::vector<int> terms;
  for (ServerId i = 1; i <= 3; ++i) {
    if (last.server(i).role == Role::leader) terms.push_back(last.server(i).term);
  }
  REQUIRE(terms.size() == 2);
  CHECK(terms[0] != terms[1]);
}

}  // namespace
}  // namespace scrutineer::raft
