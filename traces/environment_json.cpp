#include "traces/environment_json.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;
using mitigations::Action;
using mitigations::ActionKind;
using mitigations::Environment;
using mitigations::Write;
using Names = std::vector<std::string_view>;

Json late_json(const ServerSet& late) {
  Json json = Json::array();
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (late.contains(i)) json.push_back(i);
  }
  return json;
}

Json write_json(const Write& write) {
  return {{"n", write.n}, {"from", write.from}, {"token", write.token}};
}

std::uint8_t small(const JsonPlace& place, int min, int max) {
  return static_cast<std::uint8_t>(place.integer(min, max));
}

mitigations::Bounds bounds_of(const Settings& settings) {
  return {settings.mitigations, {}, settings.servers, settings.max_term};
}

Write read_write(const JsonPlace& place, const Settings& settings) {
  place.allow_members(Names{"n", "from", "token"});
  return {small(place.member("n"), 0, std::max(settings.mitigations.max_writes - 1, 0)),
          small(place.member("from"), 1, settings.servers),
          small(place.member("token"), 0, bounds_of(settings).token_max())};
}

void read_lock(const JsonPlace& place, const Settings& settings, Environment& e) {
  const mitigations::Settings& m = settings.mitigations;
  place.allow_members(Names{"holder", "left", "epoch"});
  const JsonPlace holder = place.member("holder");
  const std::string accepted = fmt::format("null, or a server from 1 to {}", settings.servers);
  if (holder.is_missing()) holder.reject(accepted);
  if (!holder.is_null()) e.lock.holder = small(holder, 1, settings.servers);
  e.lock.left = small(place.member("left"), 0, m.lease_ticks);
  e.lock.epoch = small(place.member("epoch"), 0, m.max_grants);
}

void read_server(const JsonPlace& place, ServerId id, const Settings& settings, Environment& e) {
  const mitigations::Settings& m = settings.mitigations;
  const auto i = static_cast<std::size_t>(id);
  place.allow_members(Names{"id", "reply", "lease", "token_left"});
  (void)place.member("id").integer(id, id);
  const JsonPlace reply = place.member("reply");
  reply.allow_members(Names{"epoch", "left"});
  e.reply[i] = {small(reply.member("epoch"), 0, m.max_grants),
                small(reply.member("left"), 0, m.lease_ticks)};
  const JsonPlace lease = place.member("lease");
  lease.allow_members(Names{"epoch", "left", "lag"});
  e.lease[i] = {small(lease.member("epoch"), 0, m.max_grants),
                small(lease.member("left"), 0, m.lease_ticks),
                small(lease.member("lag"), 0, m.max_drift)};
  e.token_left[i] = small(place.member("token_left"), 0, m.token_ticks);
}

void read_writes(const JsonPlace& place, const Settings& settings, Environment& e) {
  constexpr std::string_view accepted = "an array of writes, by n, each once";
  const std::size_t size = place.size(accepted);
  int last = -1;
  for (std::size_t k = 0; k < size; ++k) {
    const Write write = read_write(place.element(k), settings);
    if (write.n <= last) place.element(k).reject(accepted);
    last = write.n;
    e.writes[write.n] = write;
  }
}

ServerSet read_late(const JsonPlace& place, const Settings& settings) {
  constexpr std::string_view accepted = "an array of servers, sorted, each once";
  const std::size_t size = place.size(accepted);
  ServerSet late;
  ServerId last = no_server;
  for (std::size_t k = 0; k < size; ++k) {
    const ServerId i = place.element(k).integer(1, settings.servers);
    if (i <= last) place.element(k).reject(accepted);
    late.insert(last = i);
  }
  return late;
}

}  // namespace

bool has_environment_json(const Environment& environment, const Settings& settings) {
  return mitigations::is_active(settings.mitigations) || environment != Environment{};
}

Json environment_json(const Environment& e, const Settings& settings) {
  Json json;
  json["lock"] = {{"holder", e.lock.holder == no_server ? Json() : Json(e.lock.holder)},
                  {"left", e.lock.left},
                  {"epoch", e.lock.epoch}};
  json["servers"] = Json::array();
  for (std::size_t i = 1; i <= static_cast<std::size_t>(settings.servers); ++i) {
    json["servers"].push_back(
        {{"id", i},
         {"reply", {{"epoch", e.reply[i].epoch}, {"left", e.reply[i].left}}},
         {"lease",
          {{"epoch", e.lease[i].epoch}, {"left", e.lease[i].left}, {"lag", e.lease[i].lag}}},
         {"token_left", e.token_left[i]}});
  }
  json["writes"] = Json::array();
  for (const Write& write : e.writes) {
    if (write.from != no_server) json["writes"].push_back(write_json(write));
  }
  json["sent"] = e.sent;
  json["highest"] = e.highest;
  json["stale"] = e.stale;
  json["removals"] = e.removals;
  json["repairs"] = e.repairs;
  json["misrepaired"] = e.misrepaired;
  json["alerted"] = e.alerted;
  return json;
}

Json around_json(const Action& around) {
  Json json = Json::object();
  if (around.server != no_server) json["server"] = around.server;
  if (around.kind == ActionKind::remove_peer) json["peer"] = around.peer;
  if (around.kind == ActionKind::tick) json["late"] = late_json(around.late);
  if (around.kind == ActionKind::receive_write) json["write"] = write_json(around.write);
  return json;
}

Environment read_environment(const JsonPlace& place, const Settings& settings) {
  const mitigations::Settings& m = settings.mitigations;
  place.allow_members(Names{"lock", "servers", "writes", "sent", "highest", "stale", "removals",
                            "repairs", "misrepaired", "alerted"});
  Environment e;
  read_lock(place.member("lock"), settings, e);
  const JsonPlace servers = place.member("servers");
  const std::string accepted = fmt::format("an array of {}, one a server", settings.servers);
  if (servers.size(accepted) != static_cast<std::size_t>(settings.servers)) {
    servers.reject(accepted);
  }
  for (ServerId i = 1; i <= settings.servers; ++i) {
    read_server(servers.element(static_cast<std::size_t>(i) - 1), i, settings, e);
  }
  read_writes(place.member("writes"), settings, e);
  e.sent = small(place.member("sent"), 0, m.max_writes);
  e.highest = small(place.member("highest"), 0, bounds_of(settings).token_max());
  e.stale = place.member("stale").boolean();
  e.removals = small(place.member("removals"), 0, m.max_removals);
  e.repairs = small(place.member("repairs"), 0, m.max_repairs);
  e.misrepaired = place.member("misrepaired").boolean();
  e.alerted = place.member("alerted").boolean();
  return e;
}

Action read_around(ActionKind kind, const JsonPlace& place, const Settings& settings) {
  Action around;
  around.kind = kind;
  const auto server = [&](std::string_view name) {
    return small(place.member(name), 1, settings.servers);
  };
  switch (kind) {
    case ActionKind::tick:
      place.allow_members(Names{"name", "text", "late"});
      around.late = read_late(place.member("late"), settings);
      break;
    case ActionKind::receive_write:
      place.allow_members(Names{"name", "text", "write"});
      around.write = read_write(place.member("write"), settings);
      break;
    case ActionKind::remove_peer:
      place.allow_members(Names{"name", "text", "server", "peer"});
      around.server = server("server");
      around.peer = server("peer");
      break;
    case ActionKind::acquire:
    case ActionKind::receive_lease:
    case ActionKind::register_token:
    case ActionKind::send_write:
    case ActionKind::repair:
      place.allow_members(Names{"name", "text", "server"});
      around.server = server("server");
      break;
  }
  return around;
}

}  // namespace scrutineer::raft
