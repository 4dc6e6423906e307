// The packed model against the readable rules, state by state.
#include "model/raft/packed_model.h"

#include <deque>
#include <set>

#include <doctest/doctest.h>

#include "model/raft/readable_model.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

// Walks up to `states_max` reachable states by the rules; in each, the packed model has to have
// the same actions in the same order with the same successors. Returns how many were compared.
std::size_t compare(const Settings& settings, std::size_t states_max) {
  const PackedModel<4> packed(settings);
  const Rules rules(settings);
  std::set<State> known = {initial_state()};
  std::deque<State> queue = {initial_state()};
  std::size_t compared = 0;
  for (; !queue.empty() && compared < states_max; queue.pop_front(), ++compared) {
    const State& state = queue.front();
    const auto words = packed.pack(state);
    REQUIRE(packed.unpack(words) == state);
    const std::vector<Step> steps = rules.steps(state);
    std::size_t k = 0;
    bool is_same = true;
    packed.for_each_successor(words, [&](const PackedAction& action, const Words<4>& next) {
      is_same = is_same && k < steps.size() && packed.unpack(action) == steps[k].action &&
                next == packed.pack(steps[k].next);
      ++k;
    });
    const bool agrees = is_same && k == steps.size();
    REQUIRE_MESSAGE(agrees, differences_from_default(settings)
                                << ": successors differ in " << describe(state, settings));
    for (const Step& step : steps) {
      if (known.insert(step.next).second) queue.push_back(step.next);
    }
  }
  return compared;
}

TEST_CASE("packed model: it agrees with the rules for every guard, in both networks") {
  for (const std::string& guard : test::guard_keys()) {
    for (const char* value : {"false", "half", "peers-majority"}) {
      for (const char* network : {"duplicating", "at-most-once"}) {
        Settings settings = test::settings_of("max_crashes=1 max_cuts=1");
        const Setting& setting = setting_named(guard);
        if ((setting.type == SettingType::boolean) != (std::string(value) == "false")) continue;
        assign_text(settings, guard, value);
        assign_text(settings, "network", network);
        CHECK(compare(settings, 400) == 400);
      }
    }
  }
}

TEST_CASE("packed model: it agrees with the rules over random configurations") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    CHECK(compare(test::random_settings(seed), 300) > 10);
  }
}

TEST_CASE("packed model: it agrees with the rules over every state of small configurations") {
  CHECK(compare(test::settings_of("servers=2 max_term=2 network=at-most-once"), 10000) == 322);
  CHECK(compare(test::settings_of("servers=3 max_term=1"), 10000) == 305);
  CHECK(compare(test::settings_of("servers=3 max_term=1 network=at-most-once"), 10000) == 2143);
}

TEST_CASE("packed model: its actions are enumerated in their order") {
  const PackedModel<2> model(test::settings_of("max_cuts=1 max_crashes=1 max_term=1"));
  std::vector<PackedAction> actions;
  model.for_each_successor(model.initial_states()[0], [&](const PackedAction& action, const auto&) {
    actions.push_back(action);
  });
  CHECK(actions.size() == 3 + 3 + 4);  // timeouts, crashes, partitions other than the whole
  CHECK(std::is_sorted(actions.begin(), actions.end()));
}

}  // namespace
}  // namespace scrutineer::raft
