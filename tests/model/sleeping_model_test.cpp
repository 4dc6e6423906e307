// What is asleep in a state, against what its actions do: requirement R8, action by action.
#include "model/raft/sleeping_model.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

using Model = SleepingModel<2>;
using Words2 = Model::State;

struct Counts {
  std::size_t states = 0, taken = 0, asleep = 0;
};

bool has(const Words2& set, std::size_t bit) { return ((set[bit / 64] >> (bit % 64)) & 1U) != 0; }

std::vector<std::pair<Model::Action, Words2>> successors(const Model& model, const Words2& state) {
  std::vector<std::pair<Model::Action, Words2>> all;
  model.for_each_successor(state, [&](const Model::Action& action, const Words2& next) {
    all.emplace_back(action, next);
  });
  return all;
}

// The state after the action with this bit; nothing if it is not enabled.
std::optional<Words2> after(const Model& model, const Words2& state, std::size_t bit) {
  for (const auto& [action, next] : successors(model, state)) {
    if (model.bit_of(action) == bit) return next;
  }
  return std::nullopt;
}

// One state with what is asleep in it, its awake successors with theirs added to `found`.
void require_r8(const Model& model, const Words2& state, const Words2& asleep, Counts& counts,
                std::vector<std::pair<Words2, Words2>>& found) {
  std::vector<std::pair<Words2, Words2>> awake;
  std::vector<std::uint64_t> by_kind(model.action_kinds().size()), expected(by_kind);
  model.for_each_awake(state, asleep, by_kind, [&](const Words2& next, const Words2& asleep_next) {
    awake.emplace_back(next, asleep_next);
  });
  std::size_t k = 0;
  Words2 before = asleep;
  for (const auto& [action, next] : successors(model, state)) {
    ++expected[model.kind(action)];
    const auto bit = model.bit_of(action);
    if (bit && has(asleep, *bit)) {
      ++counts.asleep;
    } else if (next != state) {
      ++counts.taken;
      REQUIRE(k < awake.size());
      REQUIRE(awake[k].first == next);
      const Words2& set = awake[k++].second;
      for (std::size_t a = 0; a < 128; ++a) {
        if (!has(set, a)) continue;
        REQUIRE(has(before, a));
        const auto then = after(model, next, a);
        const auto other = after(model, state, a);
        REQUIRE(then);
        REQUIRE(other);
        bool meets = false;  // `action` is enabled after `a`, and leads to the same state
        for (const auto& [later, last] : successors(model, *other)) {
          meets |= later == action && last == *then;
        }
        REQUIRE(meets);
      }
    }
    if (bit) before[*bit / 64] |= std::uint64_t{1} << (*bit % 64);
  }
  REQUIRE(k == awake.size());
  REQUIRE(by_kind == expected);
  found.insert(found.end(), awake.begin(), awake.end());
}

// Walks breadth first over up to `states_max` states, as a search does.
Counts walk(const Settings& settings, std::size_t states_max) {
  CAPTURE(differences_from_default(settings));
  const Model model(settings);
  Counts counts;
  std::set<Words2> known = {model.initial_states()[0]};
  std::deque<std::pair<Words2, Words2>> queue = {{model.initial_states()[0], Words2{}}};
  std::vector<std::pair<Words2, Words2>> found;
  for (; !queue.empty() && counts.states < states_max; queue.pop_front(), ++counts.states) {
    found.clear();
    require_r8(model, queue.front().first, queue.front().second, counts, found);
    for (const auto& [next, asleep] : found) {
      if (known.insert(next).second) queue.emplace_back(next, asleep);
    }
  }
  return counts;
}

}  // namespace

TEST_CASE("sleeping model: what is asleep commutes, for every guard, in both networks") {
  for (const std::string& guard : test::guard_keys()) {
    for (const char* value : {"false", "half", "peers-majority"}) {
      for (const char* network : {"duplicating", "at-most-once"}) {
        Settings settings = test::settings_of("max_term=2 max_crashes=1");
        const Setting& setting = setting_named(guard);
        if ((setting.type == SettingType::boolean) != (std::string(value) == "false")) continue;
        assign_text(settings, guard, value);
        assign_text(settings, "network", network);
        const Counts counts = walk(settings, 300);
        CHECK(counts.states == 300);
        CHECK(counts.asleep > counts.taken / 3);
      }
    }
  }
}

TEST_CASE("sleeping model: what is asleep commutes over random configurations") {
  for (unsigned seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    CHECK(walk(test::random_settings(seed), 200).states > 10);
  }
}

TEST_CASE("sleeping model: every state of small configurations is reached awake") {
  const Counts one = walk(test::settings_of("servers=3 max_term=1 network=at-most-once"), 10000);
  CHECK(one.states == 2143);
  CHECK(one.asleep > one.taken);
  CHECK(walk(test::settings_of("servers=2 max_term=2 network=at-most-once"), 10000).states == 322);
  CHECK(walk(test::settings_of("servers=3 max_term=1"), 10000).states == 305);
}

TEST_CASE("sleeping model: timeouts that need a suspicion have no sets") {
  const Model model(test::settings_of("timeouts=suspect"));
  CHECK(model.sleep_bits() == Words2{});
  CHECK(walk(test::settings_of("timeouts=suspect max_term=1 max_cuts=1"), 300).asleep == 0);
}

TEST_CASE("sleeping model: tables too large for a cache are not made") {
  const SleepingModel<6> small(test::settings_of("servers=5 max_term=2"));
  CHECK(small.sleep_bits() != SleepingModel<6>::State{});
  const SleepingModel<8> large(test::settings_of("servers=5 max_term=3"));
  CHECK(large.sleep_bits() == SleepingModel<8>::State{});
}

TEST_CASE("sleeping model: sets of more than one word are those of wider states") {
  // 4 servers and 2 terms have more than 64 events.
  const SleepingModel<4> model(test::settings_of("servers=4 max_term=2 network=at-most-once"));
  CHECK(model.sleep_bits()[0] == ~std::uint64_t{0});
  CHECK(model.sleep_bits()[1] != 0);
}

}  // namespace scrutineer::raft
