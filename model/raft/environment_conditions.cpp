#include "model/raft/environment_conditions.h"

#include <algorithm>

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

using Around = mitigations::ActionKind;
using mitigations::Fencing;
using Conditions = std::vector<Condition>;

std::size_t at(ServerId i) { return static_cast<std::size_t>(i); }

// "... is below ..." and its denial.
Condition below(const std::string& what, int value, int limit, std::string_view setting) {
  return {fmt::format("{} ({}) is below {} ({})", what, value, setting, limit),
          fmt::format("{} ({}) is not below {} ({})", what, value, setting, limit), value < limit,
          setting};
}

Condition leads(const State& s, ServerId i) {
  const bool holds = s.server(i).up && s.server(i).role == Role::leader;
  return {fmt::format("n{} leads", i), fmt::format("n{} does not lead", i), holds};
}

Condition is_set(const char* what, bool holds, std::string_view setting) {
  return {fmt::format("there {}", what), fmt::format("there {} not", what), holds, setting};
}

Condition believes(const Settings& settings, const State& s, ServerId i) {
  const int left = s.environment.lease[at(i)].left;
  Condition one = {fmt::format("n{} believes that it holds the lease", i),
                   fmt::format("n{} does not believe that it holds the lease", i), left > 0,
                   "mitigations.leases"};
  one.is_waived = !settings.mitigations.leases;
  return one;
}

Conditions enabling_acquire(const Settings& settings, const State& s, ServerId i) {
  const mitigations::Environment& e = s.environment;
  const bool is_free = e.lock.left == 0;
  Conditions all = {
      is_set("are leases", settings.mitigations.leases, "mitigations.leases"),
      leads(s, i),
      {fmt::format("no answer is on its way to n{}", i),
       fmt::format("an answer is on its way to n{}", i), e.reply[at(i)] == mitigations::Reply{}},
      below(fmt::format("what is left of the lease of n{}", i), e.lease[at(i)].left,
            settings.mitigations.lease_ticks, "mitigations.lease_ticks"),
      {fmt::format("the lock is free or held by n{}", i),
       fmt::format("the lock is held by n{}", e.lock.holder), is_free || e.lock.holder == i}};
  if (is_free) {
    all.push_back(below("the number of the last lease", e.lock.epoch,
                        settings.mitigations.max_grants, "mitigations.max_grants"));
  }
  return all;
}

Conditions enabling_tick(const Settings& settings, const State& s, const ServerSet& late) {
  const mitigations::Environment& e = s.environment;
  bool is_running = e.lock.left > 0;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    is_running = is_running || e.lease[at(i)].left > 0 || e.token_left[at(i)] > 0;
  }
  Conditions all = {
      {"a lease or a token is running", "no lease and no token is running", is_running}};
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (!late.contains(i)) continue;
    all.push_back({fmt::format("n{} counts a lease down", i),
                   fmt::format("n{} counts no lease down", i), e.lease[at(i)].left > 0});
    all.push_back(below(fmt::format("the number of ticks that the clock of n{} missed", i),
                        e.lease[at(i)].lag, settings.mitigations.max_drift,
                        "mitigations.max_drift"));
  }
  return all;
}

Conditions enabling_repair(const Settings& settings, const State& s, ServerId kept) {
  int leaders = 0;
  bool is_chosen = true;
  const bool is_lowest = settings.mitigations.repair_rule == mitigations::RepairRule::lowest_term;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (!s.server(i).up || s.server(i).role != Role::leader) continue;
    ++leaders;
    const int difference = s.server(i).term - s.server(kept).term;
    is_chosen = is_chosen && (is_lowest ? difference >= 0 : difference <= 0);
  }
  const std::string which = is_lowest ? "lowest" : "highest";
  return {below("the number of repairs", s.environment.repairs, settings.mitigations.max_repairs,
                "mitigations.max_repairs"),
          {"several servers lead", "fewer than two servers lead", leaders >= 2},
          leads(s, kept),
          {fmt::format("n{} has the {} term of all leaders", kept, which),
           fmt::format("n{} has not the {} term of all leaders", kept, which), is_chosen,
           "mitigations.repair_rule"}};
}

Conditions enabling_removal(const Settings& settings, const State& s,
                            const mitigations::Action& around) {
  const ServerId i = around.server;
  const bool is_member = around.peer != i && !s.server(i).removed.contains(around.peer);
  return {
      {fmt::format("n{} is up", i), fmt::format("n{} is down", i), s.server(i).up},
      {fmt::format("n{} is another member, as far as n{} has heard", around.peer, i),
       fmt::format("n{} is no other member, as far as n{} has heard", around.peer, i), is_member},
      below("the number of removals", s.environment.removals, settings.mitigations.max_removals,
            "mitigations.max_removals")};
}

}  // namespace

Conditions enabling_around(const Settings& settings, const State& s,
                           const mitigations::Action& around) {
  const ServerId i = around.server;
  const mitigations::Environment& e = s.environment;
  switch (around.kind) {
    case Around::acquire: return enabling_acquire(settings, s, i);
    case Around::receive_lease:
      return {{fmt::format("an answer is on its way to n{}", i),
               fmt::format("no answer is on its way to n{}", i),
               e.reply[at(i)] != mitigations::Reply{}},
              leads(s, i)};
    case Around::tick: return enabling_tick(settings, s, around.late);
    case Around::register_token:
      return {
          is_set("are tokens that expire", has_tokens(settings.mitigations), "mitigations.fencing"),
          leads(s, i), believes(settings, s, i),
          below(fmt::format("what is left of the token of n{}", i), e.token_left[at(i)],
                settings.mitigations.token_ticks, "mitigations.token_ticks")};
    case Around::send_write:
      return {below("the number of writes sent", e.sent, settings.mitigations.max_writes,
                    "mitigations.max_writes"),
              leads(s, i), believes(settings, s, i)};
    case Around::receive_write: {
      const bool is_there =
          std::find(e.writes.begin(), e.writes.end(), around.write) != e.writes.end() &&
          around.write.from != no_server;
      return {{"the write is on its way", "the write is not on its way", is_there}};
    }
    case Around::remove_peer: return enabling_removal(settings, s, around);
    case Around::repair: break;
  }
  return enabling_repair(settings, s, i);
}

std::vector<Decision> decisions_around(const Settings& settings, const State& s,
                                       const mitigations::Action& around) {
  if (around.kind != Around::receive_write) return {};
  const mitigations::Environment& e = s.environment;
  const mitigations::Write& write = around.write;
  const Fencing fencing = settings.mitigations.fencing;
  Condition token = {fmt::format("n{} has a token that lives", write.from),
                     fmt::format("n{} has no token that lives", write.from),
                     e.token_left[at(write.from)] > 0, "mitigations.fencing"};
  token.is_waived = !has_tokens(settings.mitigations);
  Condition mark = {
      fmt::format("its mark (#{}) is not below the highest seen (#{})", write.token, e.highest),
      fmt::format("its mark (#{}) is below the highest seen (#{})", write.token, e.highest),
      write.token >= e.highest, "mitigations.fencing"};
  mark.is_waived = fencing != Fencing::monotonic;
  return {{"takes", "the store takes the write", {token, mark}}};
}

}  // namespace scrutineer::raft
