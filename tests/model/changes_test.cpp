// What differs between two states, in words: nothing exactly where they are equal.
#include "model/raft/changes.h"

#include <doctest/doctest.h>

#include <random>

#include "model/raft/rules.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

TEST_CASE("changes: there are none exactly between equal states, and they turn around") {
  std::size_t pairs = 0;
  std::size_t equal = 0;
  for (unsigned seed = 0; seed < 100; ++seed) {
    const Rules rules(test::random_settings(seed));
    std::mt19937 random(seed);
    State state = initial_state();
    for (int k = 0; k < 20; ++k) {
      const auto steps = rules.steps(state);
      for (const Step& step : steps) {
        const auto changes = changes_between(state, step.next, rules.settings());
        CHECK(changes.empty() == (state == step.next));
        auto back = changes_between(step.next, state, rules.settings());
        for (Change& change : back) std::swap(change.before, change.after);
        CHECK(back == changes);
        for (const Change& change : changes) CHECK(change.before != change.after);
        ++pairs;
        if (changes.empty()) ++equal;
      }
      if (steps.empty()) break;
      state = steps[random() % steps.size()].next;
    }
  }
  CHECK(pairs > 5000);
  CHECK(equal > 100);
}

TEST_CASE("changes: every variable has its words") {
  const Settings settings = test::settings_of("max_cuts=1 max_crashes=1 cut=links");
  State after = initial_state();
  after.server(2) = {Role::leader, 2, 3, ServerSet::from_mask(0b011), false};
  after.elected[2].insert(2);
  after.cut.insert(1, 3);
  after.crashes = 1;
  after.cuts = 1;
  after.messages.insert({MessageType::vote, 1, 2, 1, true});
  CHECK(changes_between(initial_state(), after, settings) ==
        std::vector<Change>{{"the role of n2", "follower", "leader"},
                            {"the term of n2", "0", "2"},
                            {"the vote of n2", "nobody", "n3"},
                            {"the gathered votes of n2", "nobody", "{n1 n2}"},
                            {"the health of n2", "up", "down"},
                            {"who was elected in term 2", "nobody", "{n2}"},
                            {"the failed links", "none", "n1>n3"},
                            {"the number of crashes", "0", "1"},
                            {"the number of cuts", "0", "1"},
                            {"Vote t1 n2>n1 granted", "not in flight", "in flight"}});
}

}  // namespace
}  // namespace scrutineer::raft
