// Searches with sleep sets and without are the same to the last state of every level.
#include "explorer/sleep_sets.h"

#include <doctest/doctest.h>

#include "explorer/search.h"
#include "model/raft/sleeping_model.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "tests/configurations.h"
#include "tests/explorer/checkpoint_runs.h"

namespace scrutineer {
namespace {

using raft::Settings;

constexpr std::uint64_t states_max = 60'000;

// Compares everything that a search tells: counts, actions, findings, paths, the order of levels.
template <std::size_t Count>
std::uint64_t compare(const Settings& settings, bool goes_on, unsigned threads = 2) {
  CAPTURE(differences_from_default(settings));
  const raft::SleepingModel<Count> model(settings);
  const auto properties = raft::bind_properties(model, raft::choose_properties({}));
  SearchOptions options;
  options.threads = threads;
  options.continue_after_violation = goes_on;
  options.limits.states_max = states_max;
  const auto with = test::told_by(model, properties, options);
  options.uses_sleep_sets = false;
  const auto without = test::told_by(model, properties, options);
  CHECK(with.distinct == without.distinct);
  CHECK(with.actions == without.actions);
  CHECK((with == without));
  return with.distinct;
}

}  // namespace

TEST_CASE("sleep sets: searches with and without are the same for every guard and variant") {
  for (const std::string& guard : test::guard_keys()) {
    for (const char* network : {"duplicating", "at-most-once"}) {
      Settings settings = test::settings_of("servers=2 max_term=2 max_crashes=1 max_cuts=1");
      if (raft::setting_named(guard).type != raft::SettingType::boolean) continue;
      raft::assign_text(settings, guard, "false");
      raft::assign_text(settings, "network", network);
      CHECK(compare<2>(settings, true) > 300);
      settings.servers = 3;
      CHECK(compare<4>(settings, true) == states_max);
    }
  }
  for (const raft::Variant& variant : raft::variants()) {
    Settings settings = variant.settings;
    if (settings.mitigations != mitigations::Settings{}) continue;
    settings.max_term = 1;
    CHECK(compare<4>(settings, false) > 1);
    CHECK(compare<4>(settings, true) > 10);
  }
}

TEST_CASE("sleep sets: searches with and without are the same over random configurations") {
  for (unsigned seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    CHECK(compare<2>(test::random_settings(seed), seed % 2 == 0, seed % 3 + 1) > 10);
  }
}

TEST_CASE("sleep sets: searches with and without are the same where sets take several words") {
  const Settings wide = test::settings_of("servers=4 max_term=2 network=at-most-once");
  CHECK(compare<4>(wide, true) == states_max);
  CHECK(compare<4>(test::settings_of("servers=4 max_term=1 max_crashes=1"), true) > 1000);
}

TEST_CASE("sleep sets: most candidates are left out, and no count shows it") {
  const raft::SleepingModel<2> model(
      test::settings_of("servers=3 max_term=1 network=at-most-once"));
  auto store = store_for(model, "/tmp", true);
  Slab<raft::SleepingModel<2>> slab;
  slab.actions.assign(model.action_kinds().size(), 0);
  std::uint64_t pushed = 0;
  const auto insert = [&] {
    pushed += slab.successor_count();
    std::uint64_t room = ~std::uint64_t{0};
    for (std::size_t s = 0; s < shard_count; ++s) {
      store.insert(s, slab.successors, room, ~std::uint64_t{0});
    }
    const std::array<std::size_t, 1> states{static_cast<std::size_t>(slab.successor_count())};
    store.begin_collection(states);
    store.collect(0, slab.successors, [](const auto&) {});
    store.end_collection();
  };
  store.begin_level();
  store.push(slab.successors, model.initial_states()[0], {});
  insert();
  for (std::size_t level = 0; store.level_size(level) > 0; ++level) {
    store.begin_level();
    slab.clear();
    expand_awake(model, store, level, 0, store.level_size(level), slab);
    insert();
    store.retire_levels();
  }
  std::uint64_t generated = 0;
  for (const std::uint64_t count : slab.actions) generated += count;
  CHECK(store.size() == 2143);
  CHECK(generated == 8334);
  CHECK(pushed < generated / 2);
}

}  // namespace scrutineer
