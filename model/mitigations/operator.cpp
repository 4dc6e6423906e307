// The operator, who repairs by hand, and the monitor that calls for one.
#include "model/mitigations/rules.h"

namespace scrutineer::mitigations {

// RemovePeer(i, j): `remove-peer j` typed at server i: only i hears of it.
void Rules::add_removals(const Electorate& c, const Environment& e, Steps& steps) const {
  if (e.removals >= settings_.max_removals) return;
  for (ServerId i = 1; i <= c.servers; ++i) {
    if (!c.of(i).is_up) continue;
    for (ServerId j = 1; j <= c.servers; ++j) {
      if (j == i || c.of(i).removed.contains(j)) continue;
      Step step{{}, e, {}};
      step.action.kind = ActionKind::remove_peer;
      step.action.server = static_cast<std::uint8_t>(i);
      step.action.peer = static_cast<std::uint8_t>(j);
      ++step.next.removals;
      steps.push_back(step);
    }
  }
}

bool Rules::may_keep(const Electorate& c, ServerId kept) const {
  if (!c.of(kept).leads) return false;
  for (ServerId l = 1; l <= c.servers; ++l) {
    if (!c.of(l).leads) continue;
    const bool is_best = settings_.repair_rule == RepairRule::lowest_term
                             ? c.of(kept).term <= c.of(l).term
                             : c.of(kept).term >= c.of(l).term;
    if (!is_best) return false;
  }
  return true;
}

// Repair(k): several leaders: keep k, stop the others. Wrong if a later term had already elected a
// leader.
void Rules::add_repairs(const Electorate& c, const Environment& e, Steps& steps) const {
  if (e.repairs >= settings_.max_repairs || c.leader_count() < 2) return;
  for (ServerId k = 1; k <= c.servers; ++k) {
    if (!may_keep(c, k)) continue;
    Step step{{}, e, {}};
    step.action.kind = ActionKind::repair;
    step.action.server = static_cast<std::uint8_t>(k);
    ++step.next.repairs;
    for (ServerId l = 1; l <= c.servers; ++l) {
      if (l == k || !c.of(l).leads) continue;
      step.stopped.insert(l);
      step.next.lease[static_cast<std::size_t>(l)] = {};
      step.next.reply[static_cast<std::size_t>(l)] = {};
    }
    if (c.last_led_term > c.of(k).term && bounds_.history.has_misrepaired) {
      step.next.misrepaired = true;
    }
    steps.push_back(step);
  }
}

// AlertMultipleLeaders, once raised, is remembered.
void Rules::watch(const Electorate& after, Environment& next) const {
  if (bounds_.history.has_alerted && after.leader_count() >= 2) next.alerted = true;
}

}  // namespace scrutineer::mitigations
