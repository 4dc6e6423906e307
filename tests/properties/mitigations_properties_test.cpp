// The properties of the environment on states made by hand, and when they say nothing.
#include <doctest/doctest.h>

#include "model/mitigations/view.h"
#include "properties/raft/property_list.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

const std::vector<std::string> all_names = {"lease_exclusive",     "no_stale_write",
                                            "repair_keeps_newest", "alarm_catches",
                                            "no_false_alarm",      "no_false_term_alarm"};

struct Fixture {
  bool holds(const std::string& name) const {
    const auto properties =
        bind_properties(model, choose_properties(std::vector<std::string>{name}));
    return properties.at(0).holds(state);
  }
  void lead(ServerId i, int term) {
    state.server(i).role = Role::leader;
    state.server(i).term = static_cast<std::uint8_t>(term);
    state.elected[static_cast<std::size_t>(term)].insert(i);
  }

  Settings settings = test::settings_of(
      "servers=3 max_term=3 mitigations.leases=true mitigations.max_writes=2 "
      "mitigations.max_repairs=1");
  ReadableModel model{settings, {true, true, true}};
  State state;
};

TEST_CASE_FIXTURE(Fixture, "lease_exclusive: two leaders that believe violate it") {
  lead(1, 1);
  lead(2, 2);
  state.environment.lease[1] = {1, 1, 0};
  CHECK(holds("lease_exclusive"));
  state.environment.lease[2] = {2, 1, 0};
  CHECK_FALSE(holds("lease_exclusive"));
  state.server(1).up = false;
  CHECK(holds("lease_exclusive"));
}

TEST_CASE_FIXTURE(Fixture, "no_stale_write, repair_keeps_newest: they read the history") {
  CHECK(holds("no_stale_write"));
  CHECK(holds("repair_keeps_newest"));
  state.environment.stale = true;
  CHECK_FALSE(holds("no_stale_write"));
  state.environment.misrepaired = true;
  CHECK_FALSE(holds("repair_keeps_newest"));
}

TEST_CASE_FIXTURE(Fixture, "no_false_alarm: two leaders of two terms are a false alarm") {
  lead(1, 1);
  CHECK(holds("no_false_alarm"));
  lead(2, 2);
  CHECK_FALSE(holds("no_false_alarm"));
  state.elected[1].insert(3);  // a broken election, whenever that was
  CHECK(holds("no_false_alarm"));
}

TEST_CASE_FIXTURE(Fixture, "no_false_term_alarm: two terms beyond a leader, if up") {
  lead(1, 1);
  state.server(2).term = 2;
  CHECK(holds("no_false_term_alarm"));
  state.server(2).term = 3;
  CHECK_FALSE(holds("no_false_term_alarm"));
  state.server(2).up = false;
  CHECK(holds("no_false_term_alarm"));
}

TEST_CASE_FIXTURE(Fixture, "alarm_catches: two elected in one term, and no alert") {
  state.elected[1].insert(1);
  CHECK(holds("alarm_catches"));
  state.elected[1].insert(2);
  CHECK_FALSE(holds("alarm_catches"));
  state.environment.alerted = true;
  CHECK(holds("alarm_catches"));
}

TEST_CASE("properties: what an environment lacks is named, not taken for granted") {
  const auto refusal = [](const std::string& name, const std::string& settings) -> std::string {
    try {
      require_available(choose_properties(std::vector<std::string>{name}),
                        test::settings_of(settings));
    } catch (const UnavailableProperty& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal("lease_exclusive", "") ==
        "property lease_exclusive would hold of nothing here; set mitigations.leases = true");
  CHECK(refusal("lease_exclusive", "mitigations.leases=true").empty());
  CHECK(refusal("no_stale_write", "mitigations.max_writes=1") ==
        "property no_stale_write would hold of nothing here; set mitigations.max_writes to 2 or "
        "more");
  CHECK(refusal("no_stale_write", "mitigations.max_writes=2").empty());
  CHECK(refusal("repair_keeps_newest", "") ==
        "property repair_keeps_newest would hold of nothing here; set mitigations.max_repairs to 1 "
        "or more");
  CHECK(refusal("repair_keeps_newest", "mitigations.max_repairs=1").empty());
  for (const char* name : {"no_false_alarm", "no_false_term_alarm", "alarm_catches"}) {
    CHECK(refusal(name, "").empty());
  }
}

TEST_CASE("properties: a history variable is kept for the property that reads it, and no other") {
  const auto history = [](const std::string& name) {
    return history_for(choose_properties(std::vector<std::string>{name}));
  };
  CHECK(history("no_stale_write") == mitigations::History{true, false, false});
  CHECK(history("repair_keeps_newest") == mitigations::History{false, true, false});
  CHECK(history("alarm_catches") == mitigations::History{false, false, true});
  for (const PropertyText& text : election_property_texts()) {
    CHECK(history(std::string(text.name)) == mitigations::History{});
    CHECK_FALSE(text.reads_environment);
  }
}

TEST_CASE("properties: an election alone has none that reads an environment") {
  const PackedModel<2> alone{Settings{}};
  for (const std::string& name : all_names) {
    CAPTURE(name);
    const auto choice = choose_properties(std::vector<std::string>{name});
    if (needs_environment(Settings{}, choice)) {
      CHECK_THROWS_AS((void)bind_properties(alone, choice), std::invalid_argument);
    } else {
      CHECK(bind_properties(alone, choice).size() == 1);
    }
  }
}

// As for the election's: a name that no field has would hide the property from reductions.
TEST_CASE("properties: every variable that an environment's property reads is a field") {
  const Settings settings = test::settings_of(
      "servers=2 max_term=2 max_crashes=1 mitigations.leases=true mitigations.max_writes=2 "
      "mitigations.max_repairs=1");
  const mitigations::PackedMitigated<PackedModel<2>> model(
      PackedModel<2>(settings), {settings.mitigations, {true, true, true}, 2, 2});
  for (const auto& property : bind_properties(model, choose_properties(all_names))) {
    CAPTURE(property.name);
    CHECK(property.is_symmetric);
    CHECK_FALSE(property.reads.empty());
    for (const std::string_view name : property.reads) {
      const std::array<std::string_view, 1> one = {name};
      CHECK(model.bits_of(one) != Words<2>{});
    }
  }
}

}  // namespace
}  // namespace scrutineer::raft
