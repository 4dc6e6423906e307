// The conditions of the environment's actions in words are those of its rules, and their words are
// read back: over random walks through random configurations.
#include "model/raft/environment_conditions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "model/raft/action_words.h"
#include "model/raft/environment_words.h"
#include "model/raft/setting_table.h"
#include "model/raft/surrounded_rules.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

// Every enabling condition that was seen with this value, as "Acquire 2 yes".
std::set<std::string> seen;

void see(const mitigations::Action& around, const std::vector<Condition>& conditions) {
  for (std::size_t k = 0; k < conditions.size(); ++k) {
    CHECK_FALSE(conditions[k].text.empty());
    CHECK_FALSE(conditions[k].denial.empty());
    if (!conditions[k].setting.empty()) {
      CHECK(find_setting(conditions[k].setting) != nullptr);
    }
    seen.insert(std::string(mitigations::action_kind_name(around.kind)) + " " + std::to_string(k) +
                (conditions[k].holds ? " yes" : " no"));
  }
}

}  // namespace

TEST_CASE("conditions: around an election, enabled exactly if all are met") {
  seen.clear();
  std::size_t states = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const Settings settings = test::random_mitigated_settings(seed);
    const SurroundedRules rules(settings);
    const auto actions = every_action_around(settings);
    std::mt19937 random(seed);
    State state = initial_state();
    for (int k = 0; k < 60; ++k) {
      const std::vector<Step> steps = rules.steps(state);
      for (const mitigations::Action& around : actions) {
        const Action action = of_environment(around);
        const auto step = std::find_if(steps.begin(), steps.end(),
                                       [&](const Step& one) { return one.action == action; });
        const ActionConditions conditions = conditions_of(settings, state, action);
        const std::string text = describe(action, settings);
        CAPTURE(text);
        REQUIRE(conditions.is_enabled() == (step != steps.end()));
        see(around, conditions.enabling);
        if (step == steps.end() || conditions.decisions.empty()) continue;
        // A write that the store takes raises the highest mark, or is stale, or has the same mark.
        const bool is_taken = conditions.decisions[0].is_taken();
        const bool is_higher = around.write.token > state.environment.highest;
        CHECK((step->next.environment.highest != state.environment.highest) ==
              (is_taken && is_higher));
      }
      ++states;
      if (steps.empty()) break;
      state = steps[random() % steps.size()].next;
    }
  }
  CHECK(states > 5000);
  for (const char* one :
       {"Acquire 1",       "Acquire 2",       "Acquire 3",    "Acquire 4",    "Acquire 5",
        "ReceiveLease 0",  "Tick 0",          "Tick 1",       "Tick 2",       "RegisterToken 1",
        "RegisterToken 2", "RegisterToken 3", "SendWrite 0",  "SendWrite 1",  "SendWrite 2",
        "ReceiveWrite 0",  "RemovePeer 0",    "RemovePeer 1", "RemovePeer 2", "Repair 0",
        "Repair 1",        "Repair 2",        "Repair 3"}) {
    for (const char* value : {" yes", " no"}) {
      CHECK_MESSAGE(seen.count(std::string(one) + value) == 1, one << value);
    }
  }
}

TEST_CASE("action words: around an election, every action is read back as it is printed") {
  std::size_t count = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    const Settings settings = test::random_mitigated_settings(seed);
    for (const mitigations::Action& around : every_action_around(settings)) {
      const Action action = of_environment(around);
      const std::string text = describe(action, settings);
      CAPTURE(text);
      CHECK(begins_with_action(text));
      CHECK(action_of_words(text, settings) == action);
      ++count;
    }
  }
  CHECK(count > 500);
}

TEST_CASE("action words: around an election, small letters and bare numbers will do") {
  const Settings settings = test::settings_of(
      "servers=3 mitigations.leases=true mitigations.max_drift=1 mitigations.max_writes=2 "
      "mitigations.max_removals=1");
  const auto read = [&](std::string_view words) {
    return describe(action_of_words(words, settings), settings);
  };
  CHECK(read("acquire 2") == "Acquire(n2)");
  CHECK(read("tick") == "Tick()");
  CHECK(read("tick n3 late") == "Tick(n3 late)");
  CHECK(read("receivewrite 1 of n2 #1") == "ReceiveWrite(1 of n2 #1)");
  CHECK(read("removepeer n1 at n3") == "RemovePeer(n1 at n3)");
  CHECK_THROWS_WITH_AS((void)action_of_words("acquire n4", settings),
                       "action 'acquire n4' is none of this configuration; accepted: Acquire(n1), "
                       "ReceiveLease(n1), Tick(n1 late), SendWrite(n1), ReceiveWrite(0 of n1 #0), "
                       "RemovePeer(n2 at n1) with servers n1 to n3",
                       UnreadableAction);
  CHECK_THROWS_AS((void)action_of_words("acquire n1", Settings{}), UnreadableAction);
}

}  // namespace scrutineer::raft
