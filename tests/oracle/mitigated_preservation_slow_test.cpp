// Preservation around an environment: reduced and unreduced searches agree, as in
// preservation_slow_test.cpp for the election alone.
#include <random>

#include "tests/model/reduction_walks.h"

namespace scrutineer::test {
namespace {

constexpr mitigations::History full_history = {true, true, true};

mitigations::Bounds bounds_of(const raft::Settings& settings) {
  return {settings.mitigations, full_history, settings.servers, settings.max_term};
}

// Every choice of reductions against the search without any; nothing if that has more states than
// `states_max`. Returns whether there was something to compare.
bool require_preserved(const raft::Settings& settings, std::size_t states_max) {
  CAPTURE(raft::differences_from_default(settings));
  const mitigations::Bounds bounds = bounds_of(settings);
  const std::optional<Walked> plain = walk(WalkMitigated(settings, bounds, {}), true, states_max);
  if (!plain) return false;
  bool is_compared = false;
  for (const raft::ReductionChoice& choice : reduction_choices()) {
    const raft::ReductionChoice reductions = in_force(settings, choice);
    if (reductions.is_empty()) continue;
    is_compared = true;
    const Walked reduced = *walk(WalkMitigated(settings, bounds, reductions), false);
    CHECK(reduced.lengths == plain->lengths);
    const bool has_same_levels = reduced.first_levels == plain->first_levels;
    CHECK(has_same_levels);
    CHECK(reduced.states <= plain->states);
  }
  return is_compared;
}

// Random walks, and at each of their states the condition of R7; and the representative is the
// same however the servers are numbered.
void require_kept_on_walks(const raft::Settings& settings, std::mt19937& random, int walks) {
  CAPTURE(raft::differences_from_default(settings));
  const auto choices = reduction_choices();
  const raft::ReductionChoice reductions = in_force(settings, choices[random() % choices.size()]);
  const WalkMitigated model(settings, bounds_of(settings), reductions);
  std::vector<int> names;
  for (int i = 0; i <= settings.servers; ++i) names.push_back(i);
  for (int k = 0; k < walks; ++k) {
    WalkWords state = model.initial_states()[0];
    for (int step = 0; step < 80; ++step) {
      const bool is_kept = is_kept_at(model, state);
      REQUIRE_MESSAGE(is_kept, model.describe(state));
      const WalkWords here = model.representative(state);
      if (reductions.symmetry) {
        std::shuffle(names.begin() + 1, names.end(), random);
        const WalkWords other = model.pack(renamed(model.unpack(state), names));
        const bool is_same = model.representative(other) == here;
        REQUIRE_MESSAGE(is_same, model.describe(state));
      }
      std::vector<WalkWords> next;
      model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& after) {
        if (after != state) next.push_back(after);
      });
      if (next.empty()) break;
      // Mostly a step that matters: the others are many.
      for (int attempt = 0; attempt < 4; ++attempt) {
        state = next[random() % next.size()];
        if (model.representative(state) != here || random() % 3 == 0) break;
      }
    }
  }
}

TEST_CASE("preservation: an environment around small elections, random configurations") {
  int compared = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    raft::Settings settings = random_mitigated_settings(seed);
    settings.mitigations.max_removals = 0;
    compared += require_preserved(settings, 20'000) ? 1 : 0;
  }
  CHECK(compared > 100);
}

TEST_CASE("preservation: an environment around correct Raft, one part at a time") {
  for (const char* text :
       {"servers=2 mitigations.leases=true mitigations.max_writes=2",
        "servers=2 mitigations.max_writes=2 mitigations.fencing=expiring",
        "servers=2 mitigations.leases=true mitigations.max_drift=1 network=at-most-once",
        "servers=3 max_term=1 mitigations.leases=true mitigations.lease_from=reply",
        "servers=3 max_term=1 max_crashes=1 mitigations.leases=true mitigations.max_grants=1",
        "servers=2 mitigations.max_repairs=2 mitigations.leases=true",
        "servers=2 max_term=3 mitigations.max_repairs=2 network=at-most-once"}) {
    CHECK(require_preserved(settings_of(text), 500'000));
  }
}

TEST_CASE("preservation: classes are kept around an environment, on random walks") {
  std::mt19937 random(1);
  for (int k = 0; k < 4000; ++k) {
    raft::Settings settings = random_mitigated_settings(static_cast<unsigned>(random()));
    settings.servers = 2 + static_cast<int>(random() % 3);
    settings.max_term = 2 + static_cast<int>(random() % 2);
    settings.mitigations.max_removals = 0;
    if (random() % 8 != 0) settings.guards.check_heartbeat_term = true;
    if (random() % 8 != 0) settings.guards.persist_term = true;
    // Leaders are what an environment is about.
    if (random() % 4 == 0) settings.guards.wait_for_quorum = false;
    require_kept_on_walks(settings, random, 2);
  }
}

TEST_CASE("preservation: remove-peer switches every reduction off, and the verdict says why") {
  const raft::Settings settings = settings_of("mitigations.max_removals=1");
  const raft::ReductionPlan plan = raft::plan_reductions(settings, raft::every_reduction, {});
  CHECK(plan.in_force.is_empty());
  REQUIRE(plan.switched_off.size() == 3);
  CHECK(plan.switched_off[0].reason == "remove-peer makes servers' quorums differ");
}

}  // namespace
}  // namespace scrutineer::test
