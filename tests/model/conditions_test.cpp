// The conditions in words are those of the rules: over random walks through every configuration,
// an action is enabled exactly if all its conditions are met, and its successor is the one that
// its decisions say.
#include "model/raft/conditions.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "model/raft/action_words.h"
#include "model/raft/links.h"
#include "model/raft/messages.h"
#include "model/raft/setting_table.h"
#include "model/raft/surrounded_rules.h"
#include "tests/configurations.h"
#include "tests/model/every_action.h"

namespace scrutineer::raft {
namespace {

// ---- the effect of a step, from its decisions and Election.tla's primed variables ----

class Effect {
 public:
  Effect(const Settings& settings, const State& state, const Action& action,
         const std::vector<Decision>& decisions)
      : settings_(settings), next_(state), action_(action) {
    for (const Decision& decision : decisions) {
      CHECK(taken_.emplace(decision.name, decision.is_taken()).second);
    }
  }

  State next() {
    const Message& m = action_.message;
    const bool is_delivery = m.to != no_server;
    if (is_delivery && settings_.network == Network::at_most_once) next_.messages.erase(m);
    switch (action_.kind) {
      case ActionKind::timeout: timeout(action_.server); break;
      case ActionKind::send_heartbeats: broadcast(MessageType::heartbeat, action_.server); break;
      case ActionKind::receive_request_vote: request_vote(m); break;
      case ActionKind::receive_vote: vote(m); break;
      case ActionKind::receive_heartbeat: heartbeat(m); break;
      case ActionKind::receive_heartbeat_reject:
        if (is("steps_down")) step_down(m);
        break;
      case ActionKind::crash: crash(next_.server(action_.server)); break;
      case ActionKind::restart: next_.server(action_.server).up = true; break;
      case ActionKind::partition:
      case ActionKind::cut_link:
      case ActionKind::heal_link: cut(); break;
      case ActionKind::environment: FAIL("only of an election"); break;
    }
    if (is_delivery && is("forgets_votes")) next_.server(m.to).votes.clear();
    return next_;
  }

 private:
  [[nodiscard]] bool is(std::string_view name) const { return taken_.at(name); }

  [[nodiscard]] ServerSet count(ServerSet votes, ServerId j) const {
    if (!settings_.guards.count_voters_once && votes.size() < settings_.servers) {
      for (j = 1; votes.contains(j);) ++j;
    }
    votes.insert(j);
    return votes;
  }

  void send(MessageType type, ServerId from, ServerId to, bool granted = false) {
    const bool is_lost = settings_.max_cuts > 0 && is("loses") && next_.cut.contains(from, to);
    if (is_lost) return;
    next_.messages.insert({type, next_.server(from).term, static_cast<std::uint8_t>(from),
                           static_cast<std::uint8_t>(to), granted});
  }

  void broadcast(MessageType type, ServerId from) {
    for (ServerId to = 1; to <= settings_.servers; ++to) {
      if (to != from && !next_.server(from).removed.contains(to)) send(type, from, to);
    }
  }

  void lead(Server& me, ServerId i) {
    me.role = Role::leader;
    if (settings_.guards.clear_votes) me.votes.clear();
    if (me.term >= 1) next_.elected[me.term].insert(i);
  }

  void timeout(ServerId i) {
    Server& me = next_.server(i);
    ServerSet alone;
    alone.insert(i);
    const bool is_first = settings_.guards.clear_votes;
    CHECK(is("keeps_votes") == (!is_first && !me.votes.is_empty()));
    me.votes = is_first ? alone : count(me.votes, i);
    ++me.term;
    me.voted_for = static_cast<std::uint8_t>(i);
    me.role = Role::candidate;
    if (is("wins")) lead(me, i);
    broadcast(MessageType::request_vote, i);
  }

  void request_vote(const Message& m) {
    Server& me = next_.server(m.to);
    if (is("adopts_term")) {
      me.term = m.term;
      me.voted_for = no_server;
      me.role = Role::follower;
    }
    if (is("grants")) me.voted_for = m.from;
    send(MessageType::vote, m.to, m.from, is("grants"));
  }

  void vote(const Message& m) {
    if (is("steps_down")) step_down(m);
    Server& me = next_.server(m.to);
    CHECK((is("grows") && is("steps_down")) == false);
    if (is("grows")) me.votes = count(me.votes, m.from);
    if (is("wins")) lead(me, m.to);
  }

  void step_down(const Message& m) {
    Server& me = next_.server(m.to);
    me.term = m.term;
    me.voted_for = no_server;
    me.role = Role::follower;
  }

  void heartbeat(const Message& m) {
    if (!is("follows")) {
      send(MessageType::heartbeat_reject, m.to, m.from);
      return;
    }
    Server& me = next_.server(m.to);
    me.term = m.term;
    me.role = Role::follower;
    if (is("forgets_vote")) me.voted_for = no_server;
  }

  void crash(Server& me) {
    me.up = false;
    me.role = Role::follower;
    me.votes.clear();
    if (is("forgets_vote")) me.voted_for = no_server;
    if (is("forgets_term")) me.term = 0;
    ++next_.crashes;
  }

  void cut() {
    const LinkSet before = next_.cut;
    if (action_.kind == ActionKind::partition) next_.cut = action_.links;
    for (const auto& [from, to] : all_links(settings_.servers)) {
      if (!action_.links.contains(from, to)) continue;
      if (action_.kind == ActionKind::cut_link) next_.cut.insert(from, to);
      if (action_.kind == ActionKind::heal_link) next_.cut.erase(from, to);
    }
    if (!next_.cut.is_subset_of(before)) ++next_.cuts;
    if (!is("loses")) return;
    const State state = next_;
    for (const Message& m : state.messages) {
      if (next_.cut.contains(m.from, m.to)) next_.messages.erase(m);
    }
  }

  const Settings& settings_;
  State next_;
  const Action& action_;
  std::map<std::string_view, bool> taken_;
};

// ---- walks ----

// Every guard and every choice takes each of its values often.
Settings walk_settings(unsigned seed) {
  Settings settings = test::random_settings(seed);
  settings.max_term = 2;
  settings.max_cuts = static_cast<int>(seed % 3);
  settings.mitigations.max_removals = seed % 4 == 0 ? 2 : 0;  // then quorums differ
  return settings;
}

// "ReceiveVote wins yes": what has been seen, to show that nothing is held vacuously.
std::set<std::string> seen;

void see(const Action& action, const ActionConditions& conditions) {
  const std::string kind(action_kind_name(action.kind));
  for (const Decision& decision : conditions.decisions) {
    seen.insert(kind + " " + std::string(decision.name) + (decision.is_taken() ? " yes" : " no"));
    for (const Condition& condition : decision.conditions) {
      if (condition.setting != "mitigations.max_removals") continue;
      seen.insert(kind + " member" + (condition.holds ? " yes" : " no"));
    }
  }
  std::size_t k = 0;
  for (const Condition& condition : conditions.enabling) {
    seen.insert(kind + " " + std::to_string(k++) + (condition.holds ? " yes" : " no"));
  }
}

void expect_agreement(const SurroundedRules& rules, const State& state,
                      const std::vector<Step>& steps) {
  const Settings& settings = rules.settings();
  for (const Action& action : test::every_action(settings)) {
    const auto step = std::find_if(steps.begin(), steps.end(),
                                   [&](const Step& one) { return one.action == action; });
    const ActionConditions conditions = conditions_of(settings, state, action);
    REQUIRE_FALSE(conditions.enabling.empty());
    const bool is_enabled = step != steps.end();
    if (conditions.is_enabled() != is_enabled || conditions.refusal().empty() != is_enabled) {
      FAIL_CHECK(describe(action, settings), " in ", describe(state, settings));
    }
    see(action, conditions);
    if (!is_enabled) continue;
    if (!(Effect(settings, state, action, conditions.decisions).next() == step->next)) {
      FAIL_CHECK(describe(action, settings), " from ", describe(state, settings), " to ",
                 describe(step->next, settings));
    }
  }
}

}  // namespace

TEST_CASE("conditions: enabled exactly if all are met, and the decisions make the successor") {
  seen.clear();
  std::size_t states = 0;
  for (unsigned seed = 0; seed < 240; ++seed) {
    CAPTURE(seed);
    const SurroundedRules rules(walk_settings(seed));
    std::mt19937 random(seed);
    State state = initial_state();
    for (int k = 0; k < 30; ++k) {
      const std::vector<Step> steps = rules.steps(state);
      expect_agreement(rules, state, steps);
      ++states;
      if (steps.empty()) break;
      state = steps[random() % steps.size()].next;
    }
  }
  CHECK(states > 6000);
  // Nothing above was true for want of a case: each of these was met with both values.
  for (const char* one : {"Timeout 0",
                          "Timeout 1",
                          "Timeout 2",
                          "Timeout 3",
                          "Timeout keeps_votes",
                          "Timeout wins",
                          "Timeout loses",
                          "SendHeartbeats 0",
                          "SendHeartbeats 1",
                          "SendHeartbeats loses",
                          "ReceiveRequestVote 0",
                          "ReceiveRequestVote 1",
                          "ReceiveRequestVote 2",
                          "ReceiveRequestVote adopts_term",
                          "ReceiveRequestVote grants",
                          "ReceiveRequestVote forgets_votes",
                          "ReceiveRequestVote loses",
                          "ReceiveVote steps_down",
                          "ReceiveVote counts",
                          "ReceiveVote member",
                          "ReceiveVote grows",
                          "ReceiveVote wins",
                          "ReceiveVote forgets_votes",
                          "ReceiveHeartbeat follows",
                          "ReceiveHeartbeat forgets_vote",
                          "ReceiveHeartbeat forgets_votes",
                          "ReceiveHeartbeatReject steps_down",
                          "Crash 0",
                          "Crash 1",
                          "Crash forgets_vote",
                          "Crash forgets_term",
                          "Restart 0",
                          "Partition 0",
                          "Partition 1",
                          "Partition 2",
                          "Partition 3",
                          "Partition 4",
                          "Partition loses",
                          "CutLink 0",
                          "CutLink 1",
                          "CutLink 2",
                          "CutLink 3",
                          "HealLink 2"}) {
    for (const char* value : {" yes", " no"}) {
      CHECK_MESSAGE(seen.count(std::string(one) + value) == 1, one << value);
    }
  }
}

TEST_CASE("conditions: an action of another configuration is told as such") {
  const Settings settings;
  Action action;
  action.server = 7;
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
  action.server = 0;
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
  action = {ActionKind::receive_vote, 0, {MessageType::vote, 1, 200, 201, true}, {}, {}};
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
  action = {ActionKind::receive_vote, 0, {MessageType::heartbeat, 1, 1, 2, false}, {}, {}};
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
  action = {ActionKind::cut_link, 0, {}, {}, {}};
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
  action.links.insert(1, 6);
  CHECK_FALSE(conditions_of(settings, initial_state(), action).is_enabled());
}

TEST_CASE("conditions: every setting that they name exists, and every guard is named") {
  std::set<std::string> named;
  for (unsigned seed = 0; seed < 60; ++seed) {
    const Settings settings = walk_settings(seed);
    for (const Action& action : test::every_action(settings)) {
      const ActionConditions all = conditions_of(settings, initial_state(), action);
      const auto name = [&](const std::vector<Condition>& conditions) {
        for (const Condition& condition : conditions) {
          CHECK_FALSE(condition.text.empty());
          if (!condition.holds) CHECK_FALSE(condition.denial.empty());
          if (!condition.setting.empty()) named.emplace(condition.setting);
        }
      };
      name(all.enabling);
      for (const Decision& decision : all.decisions) name(decision.conditions);
    }
  }
  for (const std::string& key : named) CHECK_MESSAGE(find_setting(key) != nullptr, key);
  for (const std::string& key : test::guard_keys()) CHECK_MESSAGE(named.count(key) == 1, key);
}

}  // namespace scrutineer::raft
