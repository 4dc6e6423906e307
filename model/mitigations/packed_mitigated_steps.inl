// The successor relation of PackedMitigated. Included by packed_mitigated.h only.
//
// lock_service.cpp, store.cpp and operator.cpp have the same in readable form.
#pragma once

namespace scrutineer::mitigations {

template <class Election>
template <class Sink>
void PackedMitigated<Election>::for_each_successor(const State& s, Sink&& sink) const {
  const std::uint32_t owners = with_belongings(s);
  if (owners == 0 && !bounds().history.has_alerted) {
    election_.for_each_successor(s, sink);
  } else {
    election_.for_each_successor(s, [&](const Action& action, const State& next) {
      State after = next;
      forget(s, after, owners);
      watch(after);
      sink(action, after);
    });
  }
  const Parent p = decode(s);
  acquires(s, p, sink);
  lease_receipts(s, p, sink);
  ticks(s, p, sink);
  registrations(s, p, sink);
  sends(s, p, sink);
  write_receipts(s, sink);
  removals(s, p, sink);
  repairs(s, p, sink);
}

template <class Election>
typename PackedMitigated<Election>::Parent PackedMitigated<Election>::decode(const State& s) const {
  const auto election = view(election_, s);
  Parent p;
  for (std::size_t i = 1; i <= servers_; ++i) {
    const auto id = static_cast<ServerId>(i);
    if (election.is_up(id)) p.up |= 1U << i;
    if (!election.leads(id)) continue;
    p.leads |= 1U << i;
    p.term[i] = election.term(id);
    if (!settings_.leases || layout_.lease_left[i].read(s) > 0) p.may_write |= 1U << i;
  }
  p.lock_left = layout_.lock_left.read(s);
  return p;
}

// The servers that have a lease, or an answer on its way. All of them lead: who leads no more
// forgets both.
template <class Election>
std::uint32_t PackedMitigated<Election>::with_belongings(const State& s) const {
  std::uint32_t owners = 0;
  if (!settings_.leases) return owners;
  for (std::size_t i = 1; i <= servers_; ++i) {
    if (layout_.leadership[i].read(s) != 0) owners |= 1U << i;
  }
  return owners;
}

template <class Election>
void PackedMitigated<Election>::forget(const State& before, State& next,
                                       std::uint32_t servers) const {
  const auto old_election = view(election_, before);
  const auto election = view(election_, next);
  for_each_server(servers, [&](std::size_t i) {
    const auto id = static_cast<ServerId>(i);
    if (election.leads(id) && election.term(id) == old_election.term(id)) return;
    put(next, layout_.leadership[i], 0);
  });
}

// Only a step of the election makes leaders, so no other has to be watched.
template <class Election>
void PackedMitigated<Election>::watch(State& next) const {
  if (!bounds().history.has_alerted) return;
  const auto election = view(election_, next);
  int leaders = 0;
  for (std::size_t i = 1; i <= servers_; ++i) {
    leaders += election.leads(static_cast<ServerId>(i)) ? 1 : 0;
  }
  if (leaders >= 2) put(next, layout_.alerted, 1);
}

template <class Election>
void PackedMitigated<Election>::put(State& s, const BitField& field, std::uint64_t value) {
  if (value > field.mask()) throw PackedOverflow("a variable of the environment is out of bounds");
  field.write(s, value);
}

template <class Election>
typename PackedMitigated<Election>::Action PackedMitigated<Election>::action_of(
    ActionKind kind, std::uint32_t parameter) const {
  return {static_cast<std::uint16_t>(first_kind_ + static_cast<std::size_t>(kind)),
          static_cast<std::uint16_t>(parameter)};
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::acquires(const State& s, const Parent& p, Sink& sink) const {
  if (!settings_.leases) return;
  const bool is_fresh = p.lock_left == 0;
  std::uint64_t epoch = layout_.lock_epoch.read(s);
  if (is_fresh && epoch++ >= static_cast<std::uint64_t>(settings_.max_grants)) return;
  const std::uint64_t holder = layout_.lock_holder.read(s);
  const auto ticks = static_cast<std::uint64_t>(settings_.lease_ticks);
  for_each_server(p.leads, [&](std::size_t i) {
    const bool has_answer = layout_.reply_epoch[i].read(s) != 0;
    if (has_answer || layout_.lease_left[i].read(s) >= ticks) return;
    if (!is_fresh && holder != i) return;
    State next = s;
    put(next, layout_.lock_holder, i);
    put(next, layout_.lock_left, ticks);
    put(next, layout_.lock_epoch, epoch);
    put(next, layout_.reply_epoch[i], epoch);
    put(next, layout_.reply_left[i], ticks);
    sink(action_of(ActionKind::acquire, static_cast<std::uint32_t>(i)), next);
  });
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::lease_receipts(const State& s, const Parent& p, Sink& sink) const {
  if (!settings_.leases) return;
  for_each_server(p.leads, [&](std::size_t i) {
    const std::uint64_t epoch = layout_.reply_epoch[i].read(s);
    if (epoch == 0) return;
    const std::uint64_t left = layout_.reply_left[i].read(s);
    State next = s;
    put(next, layout_.leadership[i], 0);
    if (left > 0) {
      put(next, layout_.lease_epoch[i], epoch);
      put(next, layout_.lease_left[i], left);
    }
    sink(action_of(ActionKind::receive_lease, static_cast<std::uint32_t>(i)), next);
  });
}

// What a tick does to a server that notices it.
template <class Election>
void PackedMitigated<Election>::tick_server(State& next, std::size_t i) const {
  const std::uint64_t reply_left = layout_.reply_left[i].read(next);
  if (settings_.lease_from == LeaseFrom::request && reply_left > 0) {
    put(next, layout_.reply_left[i], reply_left - 1);
  }
  const std::uint64_t left = layout_.lease_left[i].read(next);
  if (left > 1) {
    put(next, layout_.lease_left[i], left - 1);
  } else {
    put(next, layout_.lease_epoch[i], 0);
    put(next, layout_.lease_left[i], 0);
    put(next, layout_.lease_lag[i], 0);
  }
  const std::uint64_t token_left = layout_.token_left[i].read(next);
  if (token_left > 0) put(next, layout_.token_left[i], token_left - 1);
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::ticks(const State& s, const Parent& p, Sink& sink) const {
  bool is_anything_running = p.lock_left > 0;
  std::uint32_t may_lag = 0;
  State on_time = s;
  for (std::size_t i = 1; i <= servers_; ++i) {
    const bool has_lease = layout_.lease_left[i].read(s) > 0;
    const std::uint64_t lag = layout_.lease_lag[i].read(s);
    is_anything_running = is_anything_running || has_lease || layout_.token_left[i].read(s) > 0;
    if (has_lease && lag < static_cast<std::uint64_t>(settings_.max_drift)) may_lag |= 1U << i;
    tick_server(on_time, i);
  }
  if (!is_anything_running) return;
  if (p.lock_left > 0) put(on_time, layout_.lock_left, p.lock_left - 1);
  if (p.lock_left <= 1) put(on_time, layout_.lock_holder, 0);
  // Every subset of those that may lag, in ascending order; each of them has its lease as it was.
  for (std::uint32_t late = 0;; late = (late - may_lag) & may_lag) {
    State next = on_time;
    for_each_server(late, [&](std::size_t i) {
      put(next, layout_.lease_epoch[i], layout_.lease_epoch[i].read(s));
      put(next, layout_.lease_left[i], layout_.lease_left[i].read(s));
      put(next, layout_.lease_lag[i], layout_.lease_lag[i].read(s) + 1);
    });
    sink(action_of(ActionKind::tick, late >> 1U), next);
    if (late == may_lag) return;
  }
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::registrations(const State& s, const Parent& p, Sink& sink) const {
  if (!has_tokens(settings_)) return;
  const auto life = static_cast<std::uint64_t>(settings_.token_ticks);
  for_each_server(p.may_write, [&](std::size_t i) {
    if (layout_.token_left[i].read(s) >= life) return;
    State next = s;
    put(next, layout_.token_left[i], life);
    sink(action_of(ActionKind::register_token, static_cast<std::uint32_t>(i)), next);
  });
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::sends(const State& s, const Parent& p, Sink& sink) const {
  const std::uint64_t sent = layout_.sent.read(s);
  if (sent >= static_cast<std::uint64_t>(settings_.max_writes)) return;
  for_each_server(p.may_write, [&](std::size_t i) {
    State next = s;
    put(next, layout_.write_from[sent], i);
    put(next, layout_.write_token[sent],
        settings_.leases ? layout_.lease_epoch[i].read(s) : static_cast<std::uint64_t>(p.term[i]));
    put(next, layout_.sent, sent + 1);
    sink(action_of(ActionKind::send_write, static_cast<std::uint32_t>(i)), next);
  });
}

template <class Election>
bool PackedMitigated<Election>::is_accepted(const State& s, std::uint64_t from,
                                            std::uint64_t token) const {
  switch (settings_.fencing) {
    case Fencing::expiring: return layout_.token_left[from].read(s) > 0;
    case Fencing::monotonic: return token >= layout_.highest.read(s);
    case Fencing::none: break;
  }
  return true;
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::write_receipts(const State& s, Sink& sink) const {
  const std::uint64_t highest = layout_.highest.read(s);
  for (std::size_t n = 0; n < static_cast<std::size_t>(settings_.max_writes); ++n) {
    const std::uint64_t from = layout_.write_from[n].read(s);
    if (from == 0) continue;
    const std::uint64_t token = layout_.write_token[n].read(s);
    State next = s;
    put(next, layout_.write_from[n], 0);
    put(next, layout_.write_token[n], 0);
    if (is_accepted(s, from, token)) {
      if (token > highest) put(next, layout_.highest, token);
      if (token < highest && bounds().history.has_stale) put(next, layout_.stale, 1);
    }
    const std::uint64_t parameter = n << 6U | from << 3U | token;
    sink(action_of(ActionKind::receive_write, static_cast<std::uint32_t>(parameter)), next);
  }
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::removals(const State& s, const Parent& p, Sink& sink) const {
  const std::uint64_t removals = layout_.removals.read(s);
  if (removals >= static_cast<std::uint64_t>(settings_.max_removals)) return;
  const auto election = view(election_, s);
  for_each_server(p.up, [&](std::size_t i) {
    const auto id = static_cast<ServerId>(i);
    for (ServerId j = 1; j <= static_cast<ServerId>(servers_); ++j) {
      if (j == id || election.removed(id).contains(j)) continue;
      State next = s;
      put(next, layout_.removals, removals + 1);
      election_.remove_peer(next, id, j);
      const auto parameter = static_cast<std::uint32_t>(id << 3 | j);
      sink(action_of(ActionKind::remove_peer, parameter), next);
    }
  });
}

template <class Election>
template <class Sink>
void PackedMitigated<Election>::repairs(const State& s, const Parent& p, Sink& sink) const {
  const std::uint64_t repairs = layout_.repairs.read(s);
  if (repairs >= static_cast<std::uint64_t>(settings_.max_repairs)) return;
  if (std::popcount(p.leads) < 2) return;
  const bool keeps_lowest = settings_.repair_rule == RepairRule::lowest_term;
  const auto election = view(election_, s);
  for_each_server(p.leads, [&](std::size_t k) {
    bool is_best = true;
    State next = s;
    for_each_server(p.leads & ~(1U << k), [&](std::size_t l) {
      is_best = is_best && (keeps_lowest ? p.term[k] <= p.term[l] : p.term[k] >= p.term[l]);
      election_.stop(next, static_cast<ServerId>(l));
      if (settings_.leases) put(next, layout_.leadership[l], 0);
    });
    if (!is_best) return;
    put(next, layout_.repairs, repairs + 1);
    for (int t = p.term[k] + 1; t <= bounds().max_term && bounds().history.has_misrepaired; ++t) {
      if (election.elected_count(t) > 0) put(next, layout_.misrepaired, 1);
    }
    sink(action_of(ActionKind::repair, static_cast<std::uint32_t>(k)), next);
  });
}

}  // namespace scrutineer::mitigations
