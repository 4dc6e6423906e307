// The packed environment against the readable rules, state by state.
#include "model/mitigations/packed_mitigated.h"

#include <deque>
#include <unordered_set>

#include <doctest/doctest.h>
#include <boost/container_hash/hash.hpp>

#include "model/raft/view.h"
#include "tests/configurations.h"

namespace scrutineer::mitigations {
namespace {

using Readable = raft::ReadableModel;
using Packed = PackedMitigated<raft::PackedModel<4>>;

Bounds bounds_of(const raft::Settings& settings, const History& history) {
  return {settings.mitigations, history, settings.servers, settings.max_term};
}

constexpr History full_history = {true, true, true};

// Walks up to `states_max` reachable states by the rules; in each, the packed model has to have
// the same actions in the same order with the same successors. Returns how many were compared.
std::size_t compare(const raft::Settings& settings, const History& history,
                    std::size_t states_max) {
  const Bounds bounds = bounds_of(settings, history);
  const Packed packed(raft::PackedModel<4>(settings), bounds);
  const Readable readable(settings, history);
  REQUIRE(packed.action_kinds() == readable.action_kinds());
  const Readable::State initial = readable.initial_states().at(0);
  std::unordered_set<Readable::State, boost::hash<Readable::State>> known = {initial};
  std::deque<Readable::State> queue = {initial};
  REQUIRE(packed.initial_states() == std::vector{packed.pack(initial)});
  std::size_t compared = 0;
  for (; !queue.empty() && compared < states_max; queue.pop_front(), ++compared) {
    const Readable::State state = queue.front();
    const auto words = packed.pack(state);
    REQUIRE(packed.unpack(words) == state);
    std::vector<std::pair<Packed::Action, Packed::State>> steps;
    packed.for_each_successor(
        words, [&](const auto& action, const auto& next) { steps.emplace_back(action, next); });
    CHECK(std::is_sorted(steps.begin(), steps.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; }));
    std::size_t k = 0;
    bool is_same = true;
    readable.for_each_successor(state, [&](const auto& action, const auto& next) {
      is_same = is_same && k < steps.size() && packed.unpack(steps[k].first) == action &&
                packed.kind(steps[k].first) == readable.kind(action) &&
                steps[k].second == packed.pack(next);
      ++k;
      if (known.insert(next).second) queue.push_back(next);
    });
    const bool agrees = is_same && k == steps.size();
    REQUIRE_MESSAGE(agrees, raft::differences_from_default(settings)
                                << ": successors differ in " << readable.describe(state));
  }
  return compared;
}

TEST_CASE("packed environment: it agrees with the rules over random configurations") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const History history = {seed % 2 == 0, seed % 3 == 0, seed % 5 < 2};
    CHECK(compare(test::random_mitigated_settings(seed), history, 300) > 10);
  }
}

TEST_CASE("packed environment: it agrees with the rules over every state of small configurations") {
  const auto count = [](const char* settings) {
    return compare(test::settings_of(settings), full_history, 1'000'000);
  };
  CHECK(count("servers=2 max_term=2 mitigations.leases=true") == 2275);
  CHECK(count("servers=2 max_term=2 mitigations.max_writes=2 mitigations.fencing=monotonic") ==
        1371);
  CHECK(count("servers=3 max_term=1 mitigations.max_removals=1") == 2819);
}

TEST_CASE("packed environment: a state outside of the bounds throws") {
  const raft::Settings settings = test::settings_of(
      "servers=2 mitigations.leases=true mitigations.lease_ticks=3 mitigations.max_writes=1");
  const Packed packed(raft::PackedModel<4>(settings), bounds_of(settings, {}));
  const auto refused = [&](auto&& change) {
    Readable::State state = packed.unpack(packed.initial_states()[0]);
    change(state.environment);
    CHECK_THROWS_AS((void)packed.pack(state), PackedOverflow);
  };
  refused([](Environment& e) { e.lock.left = 4; });
  refused([](Environment& e) { e.lease[1].epoch = 3; });
  refused([](Environment& e) { e.sent = 2; });
  // Switched off, hence without room.
  refused([](Environment& e) { e.token_left[2] = 1; });
  refused([](Environment& e) { e.lease[1].lag = 1; });
  refused([](Environment& e) { e.stale = true; });
  refused([](Environment& e) { e.alerted = true; });
  refused([](Environment& e) { e.writes[1] = {1, 1, 1}; });
}

TEST_CASE("packed environment: it takes the room that the election leaves") {
  const raft::Settings settings =
      test::settings_of("servers=2 max_term=2 mitigations.leases=true mitigations.max_writes=2");
  const Packed packed(raft::PackedModel<4>(settings), bounds_of(settings, full_history));
  CHECK(raft::packed_bits(settings) == 38);
  CHECK(packed.layout().bits.word_count() == 2);
  // No bit is used twice.
  const auto environment = packed.environment_bits();
  const auto election = packed.election().significant_bits();
  for (std::size_t w = 0; w < 4; ++w) CHECK((environment[w] & election[w]) == 0);
}

}  // namespace
}  // namespace scrutineer::mitigations
