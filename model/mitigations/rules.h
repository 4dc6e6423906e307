// The actions of Mitigations.tla, rule by rule, on readable states of environment and election.
//
// This is the meaning of the environment in C++: written to be compared with the specification side
// by side. The packed model (`packed_mitigated.h`) is what a search runs on; tests hold it to these
// rules, and the judge replays every counterexample with them. Each part is a file of its own:
//   lock_service.cpp   Acquire, ReceiveLease, Tick, Forget
//   store.cpp          RegisterToken, SendWrite, ReceiveWrite
//   operator.cpp       RemovePeer, Repair, and the monitor's alert
//
// The advice that is modelled is that of the incident's write-up; leases are C. Gray and
// D. Cheriton, "Leases", 1989; monotonic tokens are M. Kleppmann, "How to do distributed locking",
// 2016.
#pragma once

#include <vector>

#include "model/mitigations/action.h"
#include "model/mitigations/election.h"
#include "model/mitigations/environment.h"

namespace scrutineer::mitigations {

/// One enabled action of the environment and what it leads to. `stopped`: the leaders that it stops
/// in the election. (remove_peer changes the election as its parameters say.)
struct Step {
  Action action;
  Environment next;
  ServerSet stopped;
};

/// The rules under one configuration. Immutable; any thread.
class Rules {
 public:
  explicit Rules(const Bounds& bounds) : bounds_(bounds), settings_(bounds.settings) {}

  [[nodiscard]] const Bounds& bounds() const { return bounds_; }

  /// Every enabled action of the environment, in the order of actions. What they do to `alerted` is
  /// for `watch`.
  [[nodiscard]] std::vector<Step> steps(const Electorate& electorate,
                                        const Environment& environment) const;

  /// A step of the election from `before` to `after`: who no longer leads, or leads in another
  /// term, forgets its lease and its pending answer.
  static void forget(const Electorate& before, const Electorate& after, Environment& next);

  /// The monitor looks at the state after any step.
  void watch(const Electorate& after, Environment& next) const;

 private:
  using Steps = std::vector<Step>;
  void add_acquires(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_lease_receipts(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_ticks(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_tick(const Electorate& c, const Environment& e, ServerSet late, Steps& steps) const;
  void add_registrations(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_sends(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_write_receipts(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_removals(const Electorate& c, const Environment& e, Steps& steps) const;
  void add_repairs(const Electorate& c, const Environment& e, Steps& steps) const;

  /// Leads, and with leases believes that it holds one.
  [[nodiscard]] bool may_write(const Electorate& c, const Environment& e, ServerId i) const;
  [[nodiscard]] bool is_accepted(const Environment& e, const Write& write) const;
  [[nodiscard]] bool may_keep(const Electorate& c, ServerId kept) const;

  Bounds bounds_;
  Settings settings_;
};

}  // namespace scrutineer::mitigations
