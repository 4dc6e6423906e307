// The rules of the environment, one by one, on states made by hand.
#include "model/mitigations/rules.h"

#include <optional>

#include <doctest/doctest.h>

namespace scrutineer::mitigations {
namespace {

// Two servers, n1 leader of term 1.
struct Fixture {
  Fixture() {
    electorate.servers = 2;
    electorate.member[1] = {true, true, 1, {}};
    electorate.member[2] = {true, false, 1, {}};
    electorate.last_led_term = 1;
  }

  [[nodiscard]] Rules rules() const { return Rules({settings, {true, true, true}, 2, 3}); }

  // What the enabled action of this kind leads to; the first of several. None: not enabled.
  [[nodiscard]] std::optional<Step> step(ActionKind kind, ServerSet late = {}) const {
    for (const Step& step : rules().steps(electorate, environment)) {
      if (step.action.kind == kind && step.action.late == late) return step;
    }
    return std::nullopt;
  }

  Settings settings;
  Electorate electorate;
  Environment environment;
};

ServerSet only(ServerId i) {
  ServerSet set;
  set.insert(i);
  return set;
}

TEST_CASE_FIXTURE(Fixture, "environment: with everything off nothing is enabled") {
  CHECK(rules().steps(electorate, environment).empty());
  CHECK_FALSE(is_active(settings));
}

TEST_CASE_FIXTURE(Fixture, "lease: only a leader asks, a free lock or its own") {
  settings.leases = true;
  const auto granted = step(ActionKind::acquire);
  REQUIRE(granted);
  CHECK(granted->next.lock == Lock{1, 2, 1});
  CHECK(granted->next.reply[1] == Reply{1, 2});
  environment = granted->next;
  CHECK_FALSE(step(ActionKind::acquire));  // an answer is on its way
  environment.reply[1] = {};
  const auto again = step(ActionKind::acquire);  // its own, in the same epoch
  REQUIRE(again);
  CHECK(again->next.lock.epoch == 1);
  environment.lock.holder = 2;
  CHECK_FALSE(step(ActionKind::acquire));
  environment.lock = {no_server, 0, 2};
  CHECK_FALSE(step(ActionKind::acquire));  // max_grants
  electorate.member[1].leads = false;
  environment = {};
  CHECK_FALSE(step(ActionKind::acquire));
}

TEST_CASE_FIXTURE(Fixture, "lease: an answer that took as long as the lease is worth nothing") {
  settings.leases = true;
  environment.reply[1] = {1, 1};
  CHECK(step(ActionKind::receive_lease)->next.lease[1] == Lease{1, 1, 0});
  environment.reply[1] = {1, 0};
  environment.lease[1] = {1, 2, 0};
  const auto late = step(ActionKind::receive_lease);
  CHECK(late->next.lease[1] == Lease{});
  CHECK(late->next.reply[1] == Reply{});
}

TEST_CASE_FIXTURE(Fixture, "tick: counted from the request, answers under way lose ticks too") {
  settings.leases = true;
  environment.lock = {1, 2, 1};
  environment.reply[1] = {1, 2};
  CHECK(step(ActionKind::tick)->next.reply[1].left == 1);
  CHECK(step(ActionKind::tick)->next.lock == Lock{1, 1, 1});
  settings.lease_from = LeaseFrom::reply;
  CHECK(step(ActionKind::tick)->next.reply[1].left == 2);
  environment.lock.left = 1;
  CHECK(step(ActionKind::tick)->next.lock == Lock{no_server, 0, 1});
}

TEST_CASE_FIXTURE(Fixture, "tick: a clock lags at most max_drift during one lease") {
  settings.leases = true;
  environment.lease[1] = {1, 2, 0};
  CHECK_FALSE(step(ActionKind::tick, only(1)));
  settings.max_drift = 1;
  CHECK_FALSE(step(ActionKind::tick, only(2)));  // it has no lease to be late with
  const auto late = step(ActionKind::tick, only(1));
  REQUIRE(late);
  CHECK(late->next.lease[1] == Lease{1, 2, 1});
  environment = late->next;
  CHECK_FALSE(step(ActionKind::tick, only(1)));
  environment = step(ActionKind::tick)->next;
  CHECK(environment.lease[1] == Lease{1, 1, 1});
  CHECK(step(ActionKind::tick)->next.lease[1] == Lease{});
  environment = {};
  CHECK_FALSE(step(ActionKind::tick));  // nothing runs
}

TEST_CASE_FIXTURE(Fixture, "forget: who leads no more, or in another term, has no lease") {
  Environment before;
  before.lease[1] = {1, 2, 0};
  before.reply[1] = {1, 2};
  before.token_left[1] = 3;
  Environment after = before;
  Rules::forget(electorate, electorate, after);
  CHECK(after == before);
  Electorate next = electorate;
  next.member[1].term = 2;
  Rules::forget(electorate, next, after);
  CHECK(after.lease[1] == Lease{});
  CHECK(after.reply[1] == Reply{});
  CHECK(after.token_left[1] == 3);  // the store remembers
  after = before;
  next = electorate;
  next.member[1].leads = false;
  Rules::forget(electorate, next, after);
  CHECK(after.lease[1] == Lease{});
}

TEST_CASE_FIXTURE(Fixture, "store: a write has the lease's epoch, or the term without leases") {
  settings.max_writes = 1;
  CHECK(step(ActionKind::send_write)->next.writes[0] == Write{0, 1, 1});
  settings.leases = true;
  CHECK_FALSE(step(ActionKind::send_write));  // it does not believe
  environment.lease[1] = {2, 1, 0};
  const auto sent = step(ActionKind::send_write);
  CHECK(sent->next.writes[0] == Write{0, 1, 2});
  environment = sent->next;
  CHECK_FALSE(step(ActionKind::send_write));
}

TEST_CASE_FIXTURE(Fixture, "store: fencing decides what is taken, and stale remembers") {
  settings.max_writes = 2;
  environment.highest = 2;
  environment.writes[0] = {0, 1, 1};
  CHECK(step(ActionKind::receive_write)->next.stale);
  settings.fencing = Fencing::monotonic;
  CHECK_FALSE(step(ActionKind::receive_write)->next.stale);
  CHECK(step(ActionKind::receive_write)->next.writes[0] == Write{});
  settings.fencing = Fencing::expiring;
  CHECK_FALSE(step(ActionKind::receive_write)->next.stale);
  environment.token_left[1] = 1;
  CHECK(step(ActionKind::receive_write)->next.stale);
  environment.writes[0].token = 3;
  CHECK(step(ActionKind::receive_write)->next.highest == 3);
  CHECK_FALSE(step(ActionKind::receive_write)->next.stale);
}

TEST_CASE_FIXTURE(Fixture, "store: an expiring token is registered by who may write") {
  settings.fencing = Fencing::expiring;
  CHECK(step(ActionKind::register_token)->next.token_left[1] == 3);
  environment.token_left[1] = 3;
  CHECK_FALSE(step(ActionKind::register_token));
  CHECK(step(ActionKind::tick)->next.token_left[1] == 2);
  settings.leases = true;
  environment.token_left[1] = 0;
  CHECK_FALSE(step(ActionKind::register_token));
}

TEST_CASE_FIXTURE(Fixture, "operator: remove-peer is heard where it is typed, if that is up") {
  settings.max_removals = 1;
  electorate.member[2].is_up = false;
  std::vector<Step> steps = rules().steps(electorate, environment);
  REQUIRE(steps.size() == 1);
  CHECK(steps[0].action.server == 1);
  CHECK(steps[0].action.peer == 2);
  CHECK(steps[0].next.removals == 1);
  electorate.member[1].removed.insert(2);
  CHECK(rules().steps(electorate, environment).empty());
}

TEST_CASE_FIXTURE(Fixture, "operator: a repair keeps one of several leaders, wrongly or not") {
  settings.max_repairs = 1;
  CHECK_FALSE(step(ActionKind::repair));
  electorate.member[2] = {true, true, 2, {}};
  electorate.last_led_term = 2;
  environment.lease[2] = {1, 1, 0};
  const auto lowest = step(ActionKind::repair);
  REQUIRE(lowest);
  CHECK(lowest->action.server == 1);
  CHECK(lowest->stopped == only(2));
  CHECK(lowest->next.lease[2] == Lease{});
  CHECK(lowest->next.misrepaired);
  settings.repair_rule = RepairRule::highest_term;
  CHECK(step(ActionKind::repair)->stopped == only(1));
  CHECK_FALSE(step(ActionKind::repair)->next.misrepaired);
  electorate.last_led_term = 3;  // its leader is gone, but there was one
  CHECK(step(ActionKind::repair)->next.misrepaired);
  environment.repairs = 1;
  CHECK_FALSE(step(ActionKind::repair));
}

TEST_CASE_FIXTURE(Fixture, "monitor: several leaders raise the alert, which is remembered") {
  rules().watch(electorate, environment);
  CHECK_FALSE(environment.alerted);
  electorate.member[2].leads = true;
  rules().watch(electorate, environment);
  CHECK(environment.alerted);
  electorate.member[2].leads = false;
  rules().watch(electorate, environment);
  CHECK(environment.alerted);
  // Where nothing reads it, it is no part of the state.
  Environment plain;
  electorate.member[2].leads = true;
  Rules({settings, {}, 2, 3}).watch(electorate, plain);
  CHECK(plain == Environment{});
}

}  // namespace
}  // namespace scrutineer::mitigations
