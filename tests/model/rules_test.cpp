// Single rules of the readable model, by example; the counts hold the whole to the specification.
#include "model/raft/rules.h"

#include <doctest/doctest.h>

#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

// The successor by the action with this description; fails the test if it is not enabled.
State after(const Rules& rules, const State& state, const std::string& action) {
  for (const Step& step : rules.steps(state)) {
    if (describe(step.action, rules.settings()) == action) return step.next;
  }
  FAIL(action, " is not enabled");
  return state;
}

bool is_enabled(const Rules& rules, const State& state, const std::string& action) {
  for (const Step& step : rules.steps(state)) {
    if (describe(step.action, rules.settings()) == action) return true;
  }
  return false;
}

State after_all(const Rules& rules, const std::vector<std::string>& actions) {
  State state = initial_state();
  for (const std::string& action : actions) state = after(rules, state, action);
  return state;
}

TEST_CASE("rules: a timeout votes for oneself and asks the others") {
  const Rules rules(test::settings_of("servers=3"));
  const State state = after_all(rules, {"Timeout(n2)"});
  CHECK(state.server(2) == Server{Role::candidate, 1, 2, ServerSet::from_mask(0b010), true});
  CHECK(state.messages.size() == 2);
  CHECK(state.messages.contains({MessageType::request_vote, 1, 2, 1, false}));
}

TEST_CASE("rules: a single server elects itself") {
  const State state = after_all(Rules(test::settings_of("servers=1")), {"Timeout(n1)"});
  CHECK(state.server(1).role == Role::leader);
  CHECK(state.elected[1].contains(1));
}

TEST_CASE("rules: a quorum of votes makes a leader, which forgets the votes") {
  const Rules rules(test::settings_of("servers=3"));
  const State state = after_all(
      rules, {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n3)", "ReceiveVote(t1 n3>n1 granted)"});
  CHECK(state.server(1).role == Role::leader);
  CHECK(state.server(1).votes.is_empty());
  CHECK(state.server(3).voted_for == 1);
  CHECK(is_enabled(rules, state, "SendHeartbeats(n1)"));
  CHECK_FALSE(is_enabled(rules, state, "Timeout(n1)"));
}

TEST_CASE("rules: a delivered message stays only in the duplicating network") {
  for (const char* network : {"network=duplicating", "network=at-most-once"}) {
    const Rules rules(test::settings_of(network));
    const State state = after_all(rules, {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)"});
    const bool stays = rules.settings().network == Network::duplicating;
    CHECK(state.messages.contains({MessageType::request_vote, 1, 1, 2, false}) == stays);
  }
}

TEST_CASE("rules: a crash keeps term and vote unless they are not persistent") {
  const auto crashed = [](const std::string& extra) {
    const Rules rules(test::settings_of("max_crashes=1 " + extra));
    return after_all(rules, {"Timeout(n1)", "Crash(n1)"}).server(1);
  };
  CHECK(crashed("") == Server{Role::follower, 1, 1, {}, false});
  CHECK(crashed("guards.persist_vote=false") == Server{Role::follower, 1, 0, {}, false});
  CHECK(crashed("guards.persist_term=false") == Server{Role::follower, 0, 1, {}, false});
}

TEST_CASE("rules: a crashed server receives nothing until it restarts") {
  const Rules rules(test::settings_of("max_crashes=1"));
  const State down = after_all(rules, {"Timeout(n1)", "Crash(n2)"});
  CHECK_FALSE(is_enabled(rules, down, "ReceiveRequestVote(t1 n1>n2)"));
  const State up = after(rules, down, "Restart(n2)");
  CHECK(is_enabled(rules, up, "ReceiveRequestVote(t1 n1>n2)"));
  CHECK_FALSE(is_enabled(rules, up, "Crash(n1)"));
}

TEST_CASE("rules: a partition loses or holds what crosses it, and healing is free") {
  for (const char* messages : {"lost", "held"}) {
    const Rules rules(test::settings_of("max_cuts=1 cut_messages=" + std::string(messages)));
    const State cut = after_all(rules, {"Timeout(n1)", "Partition({n1} {n2 n3})"});
    const bool is_held = std::string(messages) == "held";
    CHECK(cut.messages.size() == (is_held ? 2 : 0));
    CHECK_FALSE(is_enabled(rules, cut, "ReceiveRequestVote(t1 n1>n2)"));
    CHECK_FALSE(is_enabled(rules, cut, "Partition({n1} {n2} {n3})"));
    const State healed = after(rules, cut, "Partition(healed)");
    CHECK(healed.cuts == 1);
    CHECK(is_enabled(rules, healed, "ReceiveRequestVote(t1 n1>n2)") == is_held);
  }
}

TEST_CASE("rules: one direction of one link fails and heals") {
  const Rules rules(test::settings_of("max_cuts=1 cut=links"));
  const State cut = after_all(rules, {"CutLink(n1>n2)", "Timeout(n1)", "Timeout(n2)"});
  CHECK_FALSE(cut.messages.contains({MessageType::request_vote, 1, 1, 2, false}));
  CHECK(cut.messages.contains({MessageType::request_vote, 1, 2, 1, false}));
  CHECK(is_enabled(rules, cut, "HealLink(n1>n2)"));
  CHECK_FALSE(is_enabled(rules, cut, "CutLink(n2>n1)"));
}

TEST_CASE("rules: suspicion waits while a live leader can be heard") {
  const Rules rules(test::settings_of("timeouts=suspect max_crashes=1 servers=3"));
  const State led = after_all(
      rules, {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)", "ReceiveVote(t1 n2>n1 granted)"});
  CHECK_FALSE(is_enabled(rules, led, "Timeout(n2)"));
  CHECK(is_enabled(rules, after(rules, led, "Crash(n1)"), "Timeout(n2)"));
}

TEST_CASE("rules: a stale heartbeat is refused with the refuser's term") {
  const Rules rules(test::settings_of("servers=3"));
  const State state = after_all(
      rules, {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)", "ReceiveVote(t1 n2>n1 granted)",
              "SendHeartbeats(n1)", "Timeout(n3)", "Timeout(n3)", "ReceiveHeartbeat(t1 n1>n3)"});
  CHECK(state.messages.contains({MessageType::heartbeat_reject, 2, 3, 1, false}));
  const State stepped_down = after(rules, state, "ReceiveHeartbeatReject(t2 n3>n1)");
  CHECK(stepped_down.server(1) == Server{Role::follower, 2, 0, {}, true});
}

}  // namespace
}  // namespace scrutineer::raft
