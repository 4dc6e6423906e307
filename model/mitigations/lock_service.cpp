// The lock service, its clock and the clocks of the servers.
#include "model/mitigations/rules.h"

namespace scrutineer::mitigations {
namespace {

Step step_of(ActionKind kind, ServerId i, const Environment& e) {
  Step step{{}, e, {}};
  step.action.kind = kind;
  step.action.server = static_cast<std::uint8_t>(i);
  return step;
}

}  // namespace

std::vector<Step> Rules::steps(const Electorate& c, const Environment& e) const {
  Steps steps;
  add_acquires(c, e, steps);
  add_lease_receipts(c, e, steps);
  add_ticks(c, e, steps);
  add_registrations(c, e, steps);
  add_sends(c, e, steps);
  add_write_receipts(c, e, steps);
  add_removals(c, e, steps);
  add_repairs(c, e, steps);
  return steps;
}

// Acquire: the lock service answers a leader, if the lock is free or already its own. A new holder
// gets the next epoch.
void Rules::add_acquires(const Electorate& c, const Environment& e, Steps& steps) const {
  if (!settings_.leases) return;
  const bool is_fresh = e.lock.left == 0;
  if (is_fresh && e.lock.epoch >= settings_.max_grants) return;
  const auto ticks = static_cast<std::uint8_t>(settings_.lease_ticks);
  for (ServerId id = 1; id <= c.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (!c.of(id).leads || e.reply[i] != Reply{} || e.lease[i].left >= ticks) continue;
    if (!is_fresh && e.lock.holder != id) continue;
    Step step = step_of(ActionKind::acquire, id, e);
    const auto epoch = static_cast<std::uint8_t>(is_fresh ? e.lock.epoch + 1 : e.lock.epoch);
    step.next.lock = {static_cast<std::uint8_t>(id), ticks, epoch};
    step.next.reply[i] = {epoch, ticks};
    steps.push_back(step);
  }
}

// ReceiveLease: an answer that was too long on its way is worth nothing.
void Rules::add_lease_receipts(const Electorate& c, const Environment& e, Steps& steps) const {
  for (ServerId id = 1; id <= c.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (e.reply[i] == Reply{} || !c.of(id).leads) continue;
    Step step = step_of(ActionKind::receive_lease, id, e);
    const Reply& reply = e.reply[i];
    step.next.lease[i] = reply.left == 0 ? Lease{} : Lease{reply.epoch, reply.left, 0};
    step.next.reply[i] = {};
    steps.push_back(step);
  }
}

// Tick(late), for every set of servers whose clocks may still miss one.
void Rules::add_ticks(const Electorate& c, const Environment& e, Steps& steps) const {
  bool is_anything_running = e.lock.left > 0;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(c.servers); ++i) {
    is_anything_running = is_anything_running || e.lease[i].left > 0 || e.token_left[i] > 0;
  }
  if (!is_anything_running) return;
  for (std::uint64_t mask = 0; mask < (std::uint64_t{1} << c.servers); ++mask) {
    add_tick(c, e, ServerSet::from_mask(mask), steps);
  }
}

void Rules::add_tick(const Electorate& c, const Environment& e, ServerSet late,
                     Steps& steps) const {
  for (ServerId id = 1; id <= c.servers; ++id) {
    const Lease& lease = e.lease[static_cast<std::size_t>(id)];
    if (late.contains(id) && (lease.left == 0 || lease.lag >= settings_.max_drift)) return;
  }
  Step step = step_of(ActionKind::tick, no_server, e);
  step.action.late = late;
  Environment& next = step.next;
  if (e.lock.left > 0) --next.lock.left;
  if (e.lock.left <= 1) next.lock.holder = no_server;
  for (ServerId id = 1; id <= c.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (settings_.lease_from == LeaseFrom::request && e.reply[i].left > 0) --next.reply[i].left;
    if (late.contains(id)) {
      ++next.lease[i].lag;
    } else if (e.lease[i].left > 1) {
      --next.lease[i].left;
    } else {
      next.lease[i] = {};
    }
    if (e.token_left[i] > 0) --next.token_left[i];
  }
  steps.push_back(step);
}

void Rules::forget(const Electorate& before, const Electorate& after, Environment& next) {
  for (ServerId id = 1; id <= after.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (after.of(id).leads && after.of(id).term == before.of(id).term) continue;
    next.lease[i] = {};
    next.reply[i] = {};
  }
}

}  // namespace scrutineer::mitigations
