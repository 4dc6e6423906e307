#include "traces/explain/environment_effects.h"

namespace scrutineer::raft {
namespace {

using Around = mitigations::ActionKind;
using mitigations::Environment;
using Places = std::vector<Place>;

void add_parts(std::initializer_list<Part> parts, int a, Places& places) {
  for (const Part part : parts) places.push_back(place_of(part, a));
}

bool leads(const State& state, ServerId i) {
  return state.server(i).up && state.server(i).role == Role::leader;
}

void add_leaders(const Settings& settings, const State& state, Places& reads) {
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (leads(state, i)) add_parts({Part::up, Part::role, Part::term}, i, reads);
  }
}

// A tick reads what it counts down, and the clock that misses it.
void add_reads_of_tick(const Settings& settings, const State& before, const ServerSet& late,
                       Places& reads) {
  const Environment& e = before.environment;
  if (e.lock.left > 0) reads.push_back(place_of(Part::lock, 0));
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (e.lease[at].left > 0 || late.contains(i)) reads.push_back(place_of(Part::lease, i));
    if (e.reply[at].left > 0) reads.push_back(place_of(Part::reply, i));
    if (e.token_left[at] > 0) reads.push_back(place_of(Part::token, i));
  }
}

void add_reads_of_repair(const Settings& settings, const State& before, ServerId kept,
                         Places& reads) {
  add_leaders(settings, before, reads);
  reads.push_back(place_of(Part::repairs, 0));
  for (int t = before.server(kept).term + 1; t <= settings.max_term; ++t) {
    for (ServerId i = 1; i <= settings.servers; ++i) {
      if (before.elected[static_cast<std::size_t>(t)].contains(i)) {
        reads.push_back(place_of(Part::elected, t, i));
      }
    }
  }
}

void add_reads_of_own(const Settings& settings, const State& before,
                      const mitigations::Action& around, Places& reads) {
  const ServerId i = around.server;
  switch (around.kind) {
    case Around::acquire:
      add_parts({Part::up, Part::role, Part::term, Part::reply, Part::lease}, i, reads);
      reads.push_back(place_of(Part::lock, 0));
      break;
    case Around::receive_lease: add_parts({Part::up, Part::role, Part::reply}, i, reads); break;
    case Around::tick: add_reads_of_tick(settings, before, around.late, reads); break;
    case Around::register_token:
      add_parts({Part::up, Part::role, Part::token}, i, reads);
      if (settings.mitigations.leases) reads.push_back(place_of(Part::lease, i));
      break;
    case Around::send_write:
      add_parts({Part::up, Part::role}, i, reads);
      reads.push_back(place_of(settings.mitigations.leases ? Part::lease : Part::term, i));
      reads.push_back(place_of(Part::sent, 0));
      break;
    case Around::receive_write:
      reads.push_back(place_of(Part::write, around.write.n));
      reads.push_back(place_of(Part::highest, 0));
      if (has_tokens(settings.mitigations)) {
        reads.push_back(place_of(Part::token, around.write.from));
      }
      break;
    case Around::remove_peer:
      add_parts({Part::up, Part::removed}, i, reads);
      reads.push_back(place_of(Part::removals, 0));
      break;
    case Around::repair: add_reads_of_repair(settings, before, i, reads); break;
  }
}

}  // namespace

void add_environment_reads(const Settings& settings, const State& before, const Action& action,
                           const State& after, Places& reads) {
  if (action.kind == ActionKind::environment) {
    add_reads_of_own(settings, before, action.around, reads);
  } else if (settings.mitigations.max_removals > 0) {
    const ServerId i = actor_of(action);
    if (i != no_server) reads.push_back(place_of(Part::removed, i));
  }
  if (before.environment.alerted != after.environment.alerted) {
    add_leaders(settings, after, reads);
  }
}

void add_environment_writes(const Settings& settings, const State& before, const State& after,
                            Places& writes) {
  const Environment& b = before.environment;
  const Environment& a = after.environment;
  const auto add = [&](bool is_changed, Part part, int index) {
    if (is_changed) writes.push_back(place_of(part, index));
  };
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    add(before.server(i).removed != after.server(i).removed, Part::removed, i);
    add(b.reply[at] != a.reply[at], Part::reply, i);
    add(b.lease[at] != a.lease[at], Part::lease, i);
    add(b.token_left[at] != a.token_left[at], Part::token, i);
  }
  for (std::size_t n = 0; n < a.writes.size(); ++n) {
    add(b.writes[n] != a.writes[n], Part::write, static_cast<int>(n));
  }
  add(b.lock != a.lock, Part::lock, 0);
  add(b.sent != a.sent, Part::sent, 0);
  add(b.highest != a.highest, Part::highest, 0);
  add(b.stale != a.stale, Part::stale, 0);
  add(b.removals != a.removals, Part::removals, 0);
  add(b.repairs != a.repairs, Part::repairs, 0);
  add(b.misrepaired != a.misrepaired, Part::misrepaired, 0);
  add(b.alerted != a.alerted, Part::alerted, 0);
}

}  // namespace scrutineer::raft
