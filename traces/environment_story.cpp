#include "traces/environment_story.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer::raft {
namespace {

using Around = mitigations::ActionKind;
using mitigations::Environment;
using mitigations::Fencing;
using mitigations::Write;
using Remarks = std::vector<std::string>;

std::string name_of_server(ServerId i) { return fmt::format("n{}", i); }
std::string number(int n) { return fmt::format("{}", n); }
std::string ticks(int n) { return fmt::format("{} {}", n, n == 1 ? "tick" : "ticks"); }

bool has_operator(const Settings& settings) {
  return settings.mitigations.max_removals > 0 || settings.mitigations.max_repairs > 0;
}

LaneState lock_state(const mitigations::Lock& lock) {
  LaneState lane;
  const bool is_held = lock.left > 0;
  lane.fields = {is_held ? name_of_server(lock.holder) : "",
                 lock.epoch > 0 ? fmt::format("#{}", lock.epoch) : "",
                 is_held ? number(lock.left) : ""};
  if (is_held) {
    lane.text = fmt::format("{} has #{}:{}", name_of_server(lock.holder), lock.epoch, lock.left);
    lane.brief = fmt::format("{} #{}:{}", name_of_server(lock.holder), lock.epoch, lock.left);
  } else {
    lane.text = lock.epoch > 0 ? fmt::format("free after #{}", lock.epoch) : "free";
    lane.brief = "free";
  }
  return lane;
}

LaneState store_state(const Environment& e) {
  LaneState lane;
  lane.fields = {e.highest > 0 ? fmt::format("#{}", e.highest) : "", e.stale ? "yes" : ""};
  lane.brief = e.highest > 0 ? fmt::format("#{}", e.highest) : "empty";
  lane.text = e.highest > 0 ? fmt::format("saw #{}", e.highest) : "empty";
  if (e.stale) lane.text += ", stale";
  if (e.stale) lane.brief += " stale";
  return lane;
}

LaneState operator_state(const Environment& e) {
  LaneState lane;
  lane.fields = {e.removals > 0 ? number(e.removals) : "", e.repairs > 0 ? number(e.repairs) : ""};
  Remarks done;
  if (e.removals > 0) done.push_back(fmt::format("removed {}", e.removals));
  if (e.repairs > 0) done.push_back(fmt::format("repaired {}", e.repairs));
  lane.text = done.empty() ? "idle" : fmt::format("{}", fmt::join(done, ", "));
  lane.brief = lane.text;
  return lane;
}

void add_tick_remarks(const Environment& before, const mitigations::Action& around,
                      const Environment& after, int servers, Remarks& remarks) {
  for (ServerId i = 1; i <= servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (around.late.contains(i)) {
      remarks.push_back(fmt::format("the clock of {} misses this tick", name_of_server(i)));
    } else if (before.lease[at].left > 0 && after.lease[at].left == 0) {
      remarks.push_back(fmt::format("{} no longer believes in lease #{}", name_of_server(i),
                                    before.lease[at].epoch));
    }
    if (before.token_left[at] > 0 && after.token_left[at] == 0) {
      remarks.push_back(fmt::format("the token of {} expires", name_of_server(i)));
    }
  }
  if (before.lock.left > 0 && after.lock.left == 0) {
    remarks.push_back(fmt::format("lease #{} of {} ends at the lock service", before.lock.epoch,
                                  name_of_server(before.lock.holder)));
  }
}

std::string write_remark(const Environment& before, const Write& write, const Settings& settings) {
  const std::string what =
      fmt::format("write {} of {}, marked #{}", write.n, name_of_server(write.from), write.token);
  const int left = before.token_left[write.from];
  switch (settings.mitigations.fencing) {
    case Fencing::expiring:
      if (left == 0) return fmt::format("the store refuses {}: no token lives", what);
      break;
    case Fencing::monotonic:
      if (write.token < before.highest) {
        return fmt::format("the store refuses {}: below #{}", what, before.highest);
      }
      break;
    case Fencing::none: break;
  }
  std::string text = fmt::format("the store takes {}", what);
  if (has_tokens(settings.mitigations))
    text += fmt::format(" (its token has {} left)", ticks(left));
  if (write.token < before.highest) text += fmt::format(", after #{}  <- stale", before.highest);
  return text;
}

std::string repair_remark(const State& before, ServerId kept, const State& after,
                          const Settings& settings) {
  Remarks stopped;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (!before.server(i).up || after.server(i).up) continue;
    stopped.push_back(fmt::format("{} of term {}", name_of_server(i), before.server(i).term));
  }
  return fmt::format("the operator keeps {} of term {} and stops {}{}", name_of_server(kept),
                     before.server(kept).term, fmt::join(stopped, " and "),
                     after.environment.misrepaired && !before.environment.misrepaired
                         ? "  <- a newer leader"
                         : "");
}

}  // namespace

EnvironmentLanes environment_lanes(const Settings& settings) {
  EnvironmentLanes lanes;
  auto next = static_cast<std::size_t>(settings.servers);
  if (settings.mitigations.leases) lanes.lock = next++;
  if (settings.mitigations.max_writes > 0) lanes.store = next++;
  if (has_operator(settings)) lanes.attendant = next++;
  return lanes;
}

void add_environment_lanes(const Settings& settings, std::vector<Lane>& lanes) {
  const EnvironmentLanes around = environment_lanes(settings);
  if (around.lock) lanes.push_back({"lock", {"holder", "lease", "ticks"}});
  if (around.store) lanes.push_back({"store", {"highest", "stale"}});
  if (around.attendant) lanes.push_back({"operator", {"removals", "repairs"}});
}

void add_server_fields(const Settings& settings, std::vector<std::string>& names) {
  if (settings.mitigations.leases) names.emplace_back("lease");
  if (has_tokens(settings.mitigations)) names.emplace_back("token");
  if (settings.mitigations.max_removals > 0) names.emplace_back("removed");
}

void add_environment_states(const State& state, const State* before, const Settings& settings,
                            std::vector<LaneState>& lanes) {
  const EnvironmentLanes around = environment_lanes(settings);
  const auto add = [&](const auto& state_of) {
    lanes.push_back(state_of(state.environment));
    lanes.back().is_changed =
        before != nullptr && state_of(before->environment).fields != lanes.back().fields;
  };
  if (around.lock) add([](const Environment& e) { return lock_state(e.lock); });
  if (around.store) add(store_state);
  if (around.attendant) add(operator_state);
}

void add_belongings(const State& state, const State* before, ServerId i, const Settings& settings,
                    LaneState& lane) {
  const auto at = static_cast<std::size_t>(i);
  const Environment& e = state.environment;
  if (settings.mitigations.leases) {
    const mitigations::Lease& lease = e.lease[at];
    std::string text;
    if (lease.left > 0) text = fmt::format("#{}:{}", lease.epoch, lease.left);
    if (lease.lag > 0) text += fmt::format("+{}", lease.lag);
    if (!text.empty()) lane.text += " lease " + text;
    if (!text.empty()) lane.brief += " " + text;
    lane.fields.push_back(std::move(text));
  }
  if (has_tokens(settings.mitigations)) {
    const int left = e.token_left[at];
    if (left > 0) lane.text += fmt::format(" token:{}", left);
    if (left > 0) lane.brief += fmt::format(" T{}", left);
    lane.fields.push_back(left > 0 ? number(left) : "");
  }
  if (settings.mitigations.max_removals > 0) {
    Remarks removed;
    for (ServerId j = 1; j <= settings.servers; ++j) {
      if (state.server(i).removed.contains(j)) removed.push_back(name_of_server(j));
    }
    lane.fields.push_back(fmt::format("{}", fmt::join(removed, " ")));
  }
  if (before == nullptr) return;
  const Environment& b = before->environment;
  lane.is_changed = lane.is_changed || b.lease[at] != e.lease[at] ||
                    (has_tokens(settings.mitigations) && b.token_left[at] != e.token_left[at]);
}

std::optional<std::size_t> environment_actor(const mitigations::Action& around,
                                             const Settings& settings) {
  const EnvironmentLanes lanes = environment_lanes(settings);
  switch (around.kind) {
    case Around::acquire: return lanes.lock;
    case Around::receive_write: return lanes.store;
    case Around::remove_peer:
    case Around::repair: return lanes.attendant;
    case Around::receive_lease:
    case Around::register_token:
    case Around::send_write: return static_cast<std::size_t>(around.server - 1);
    case Around::tick: break;
  }
  return std::nullopt;
}

void add_environment_remarks(const State& before, const Action& action, const State& after,
                             const Settings& settings, Remarks& remarks) {
  if (action.kind == ActionKind::environment) {
    const mitigations::Action& around = action.around;
    switch (around.kind) {
      case Around::tick:
        add_tick_remarks(before.environment, around, after.environment, settings.servers, remarks);
        break;
      case Around::receive_write:
        remarks.push_back(write_remark(before.environment, around.write, settings));
        break;
      case Around::remove_peer:
        remarks.push_back(fmt::format("the operator tells {} that {} is gone",
                                      name_of_server(around.server), name_of_server(around.peer)));
        break;
      case Around::repair:
        remarks.push_back(repair_remark(before, around.server, after, settings));
        break;
      case Around::acquire:
      case Around::receive_lease:
      case Around::register_token:
      case Around::send_write: break;
    }
  }
  if (after.environment.alerted && !before.environment.alerted) {
    remarks.emplace_back("the alert rings: several servers lead");
  }
}

std::string environment_key(const Settings& settings) {
  std::string key;
  if (settings.mitigations.leases) {
    key += "; #1:2 lease 1 with 2 ticks left, +1 a tick missed by the clock";
  }
  if (has_tokens(settings.mitigations)) key += "; token:2 with 2 ticks left";
  if (settings.mitigations.max_removals > 0) key += "; -n2 heard that n2 is gone";
  return key;
}

}  // namespace scrutineer::raft
