#include "properties/raft/property_list.h"

#include <doctest/doctest.h>

#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

const Property<State>& named(const std::vector<Property<State>>& properties,
                             std::string_view name) {
  for (const auto& property : properties) {
    if (property.name == name) return property;
  }
  FAIL("no property ", name);
  return properties.front();
}

struct Fixture {
  ReadableModel model{test::settings_of("servers=3 max_term=2")};
  std::vector<Property<State>> properties =
      bind_properties(model, choose_properties(std::vector<std::string>{
                                 "election_safety", "single_leader", "leader_has_quorum",
                                 "term_monotonic", "vote_once", "leader_elected"}));
};

TEST_CASE_FIXTURE(Fixture, "election_safety: two servers ever elected in one term violate it") {
  State state = initial_state();
  state.elected[1].insert(1);
  state.elected[2].insert(2);
  CHECK(named(properties, "election_safety").holds(state));
  state.elected[2].insert(3);  // although nobody leads now
  CHECK_FALSE(named(properties, "election_safety").holds(state));
}

TEST_CASE_FIXTURE(Fixture, "single_leader: two leaders of different terms violate it") {
  State state = initial_state();
  state.server(1).role = Role::leader;
  CHECK(named(properties, "single_leader").holds(state));
  CHECK(named(properties, "leader_elected").holds(state));
  state.server(3).role = Role::leader;
  state.server(3).term = 2;
  CHECK_FALSE(named(properties, "single_leader").holds(state));
  CHECK_FALSE(named(properties, "leader_elected").holds(initial_state()));
}

TEST_CASE_FIXTURE(Fixture, "two_leaders_at_most: a third leader violates it") {
  const auto all =
      bind_properties(model, choose_properties(std::vector<std::string>{"two_leaders_at_most"}));
  State state = initial_state();
  state.server(1).role = Role::leader;
  state.server(2).role = Role::leader;
  CHECK(all.at(0).holds(state));
  state.server(3).role = Role::leader;
  CHECK_FALSE(all.at(0).holds(state));
}

TEST_CASE_FIXTURE(Fixture, "leader_has_quorum: votes for it or terms beyond it count") {
  const auto& property = named(properties, "leader_has_quorum");
  State state = initial_state();
  state.server(1) = {Role::leader, 1, 1, {}, true};
  CHECK_FALSE(property.holds(state));
  state.server(2) = {Role::follower, 1, 1, {}, true};
  CHECK(property.holds(state));
  state.server(2).voted_for = 2;
  CHECK_FALSE(property.holds(state));
  state.server(2).term = 2;
  CHECK(property.holds(state));
}

TEST_CASE_FIXTURE(Fixture, "term_monotonic: a term that goes back violates it") {
  const auto& property = named(properties, "term_monotonic");
  State before = initial_state();
  before.server(2).term = 1;
  CHECK(property.holds_on_step(initial_state(), before));
  CHECK_FALSE(property.holds_on_step(before, initial_state()));
}

TEST_CASE_FIXTURE(Fixture, "vote_once: changing or forgetting a vote within its term violates it") {
  const auto& property = named(properties, "vote_once");
  State before = initial_state();
  before.server(2) = {Role::follower, 1, 1, {}, true};
  CHECK(property.holds_on_step(initial_state(), before));
  State after = before;
  after.server(2).voted_for = 3;
  CHECK_FALSE(property.holds_on_step(before, after));
  after.server(2).term = 2;
  CHECK(property.holds_on_step(before, after));
  after = before;
  after.server(2).voted_for = no_server;
  CHECK_FALSE(property.holds_on_step(before, after));
}

TEST_CASE("property choice: without names it is all that correct Raft satisfies") {
  const PropertyChoice choice = choose_properties({});
  CHECK(choice.names == std::vector<std::string_view>{"election_safety", "leader_has_quorum",
                                                      "term_monotonic", "vote_once",
                                                      "leader_elected"});
  CHECK_FALSE(choice.companions_stop);
}

TEST_CASE("property choice: a named property always stops the search") {
  const ReadableModel model{Settings{}};
  const auto defaults = bind_properties(model, choose_properties({}));
  CHECK(named(defaults, "election_safety").stops_search);
  CHECK_FALSE(named(defaults, "leader_has_quorum").stops_search);
  const std::vector<std::string> names = {"leader_has_quorum"};
  CHECK(bind_properties(model, choose_properties(names)).at(0).stops_search);
}

TEST_CASE("property choice: none is none, and unknown names are refused with the known ones") {
  CHECK(choose_properties(std::vector<std::string>{"none"}).names.empty());
  CHECK_THROWS_AS((void)choose_properties(std::vector<std::string>{"none", "vote_once"}),
                  UnknownProperty);
  try {
    (void)choose_properties(std::vector<std::string>{"election_safty"});
    FAIL("accepted");
  } catch (const UnknownProperty& error) {
    CHECK(std::string(error.what()).find("did you mean 'election_safety'?") != std::string::npos);
  }
}

// A property's `reads` decides which steps are looked at on packed states: a name that no field
// has would switch the property off without a word.
TEST_CASE("properties: every variable that a property reads is a field of the layout") {
  const PackedModel<2> model{test::settings_of("servers=3 max_term=2")};
  for (const auto& property : bind_properties(
           model, choose_properties(std::vector<std::string>{
                      "election_safety", "single_leader", "leader_has_quorum", "term_monotonic",
                      "vote_once", "leader_elected", "two_leaders_at_most"}))) {
    CAPTURE(property.name);
    CHECK_FALSE(property.reads.empty());
    for (const std::string_view name : property.reads) {
      const std::array<std::string_view, 1> one = {name};
      CHECK(model.bits_of(one) != Words<2>{});
    }
  }
}

}  // namespace
}  // namespace scrutineer::raft
