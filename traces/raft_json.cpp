#include "traces/raft_json.h"

#include <nlohmann/json.hpp>

#include "model/raft/links.h"
#include "model/raft/setting_table.h"
#include "model/version.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;  // members in the order of the schema

Json settings_json(const Settings& settings) {
  Json json = Json::object();
  for (const Setting& setting : setting_table()) {
    Json value;
    switch (setting.type) {
      case SettingType::integer: value = setting.get(settings); break;
      case SettingType::boolean: value = setting.get(settings) != 0; break;
      case SettingType::choice: value = value_text(setting, settings); break;
    }
    const std::size_t dot = setting.key.find('.');
    if (dot == std::string_view::npos) {
      json[std::string(setting.key)] = std::move(value);
    } else {
      json[std::string(setting.key.substr(0, dot))][std::string(setting.key.substr(dot + 1))] =
          std::move(value);
    }
  }
  return json;
}

Json servers_json(const ServerSet& set) {
  Json json = Json::array();
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (set.contains(i)) json.push_back(i);
  }
  return json;
}

Json message_json(const Message& m) {
  Json json = {
      {"type", message_type_name(m.type)}, {"term", m.term}, {"from", m.from}, {"to", m.to}};
  if (m.type == MessageType::vote) json["granted"] = m.granted;
  return json;
}

Json links_json(const LinkSet& links, int servers) {
  Json json = Json::array();
  for (const auto& [from, to] : all_links(servers)) {
    if (links.contains(from, to)) json.push_back(Json::array({from, to}));
  }
  return json;
}

Json state_json(const State& state, const Settings& settings) {
  Json json;
  json["servers"] = Json::array();
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const Server& s = state.server(i);
    json["servers"].push_back({{"id", i},
                               {"role", role_name(s.role)},
                               {"term", s.term},
                               {"voted_for", s.voted_for == no_server ? Json() : Json(s.voted_for)},
                               {"votes", servers_json(s.votes)},
                               {"up", s.up}});
  }
  json["messages"] = Json::array();
  for (const Message& m : state.messages) json["messages"].push_back(message_json(m));
  json["cut"] = links_json(state.cut, settings.servers);
  json["crashes"] = state.crashes;
  json["cuts"] = state.cuts;
  json["elected"] = Json::array();
  for (int t = 1; t <= settings.max_term; ++t) {
    json["elected"].push_back(
        {{"term", t}, {"servers", servers_json(state.elected[static_cast<std::size_t>(t)])}});
  }
  return json;
}

Json action_json(const Action& action, const Settings& settings) {
  Json json = {{"name", action_kind_name(action.kind)}, {"text", describe(action, settings)}};
  if (action.server != no_server) json["server"] = action.server;
  switch (action.kind) {
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject:
      json["message"] = message_json(action.message);
      break;
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link: json["links"] = links_json(action.links, settings.servers); break;
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: break;
  }
  return json;
}

Json trace_json(const Path<ReadableModel>& path, const Settings& settings) {
  Json json = {{"initial", state_json(path.initial, settings)}, {"steps", Json::array()}};
  for (const auto& [action, state] : path.steps) {
    json["steps"].push_back(
        {{"action", action_json(action, settings)}, {"state", state_json(state, settings)}});
  }
  return json;
}

// As strings: the numbers may be larger than those of JSON's readers.
Json shortest_json(const std::optional<ShortestCount>& shortest) {
  if (!shortest) return {};
  return {{"paths", shortest->paths.str()},
          {"paths_up_to_naming", shortest->paths_up_to_naming.str()}};
}

Json properties_json(const RaftOutcome& outcome, const Settings& settings) {
  Json json = Json::array();
  for (const auto& one : outcome.properties) {
    json.push_back({{"name", one.name},
                    {"kind", property_kind_name(one.kind)},
                    {"verdict", verdict_name(one.verdict)},
                    {"length", one.trace ? Json(one.length()) : Json()},
                    {"shortest", shortest_json(one.shortest)},
                    {"trace", one.trace ? trace_json(*one.trace, settings) : Json()}});
  }
  return json;
}

template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json limits_json(const Limits& limits, StopReason stop) {
  Json seconds;
  if (limits.time_max) seconds = std::chrono::duration<double>(*limits.time_max).count();
  return {{"states_max", optional_json(limits.states_max)},
          {"memory_bytes_max", optional_json(limits.memory_bytes_max)},
          {"seconds_max", seconds},
          {"reached", is_limit(stop) ? Json(stop_reason_name(stop)) : Json()}};
}

}  // namespace

std::string report_json(const ReportSubject& subject, const RaftOutcome& outcome) {
  Json json;
  json["schema"] = json_schema_version;
  json["program"] = "scrutineer";
  json["version"] = version;
  json["model"] = "raft";
  json["variant"] = subject.variant;
  json["verdict"] = verdict_name(outcome.verdict);
  json["stop"] = stop_reason_name(outcome.stop);
  json["settings"] = settings_json(subject.settings);
  json["properties"] = properties_json(outcome, subject.settings);
  json["distinct"] = outcome.distinct;
  json["generated"] = outcome.generated;
  json["expanded"] = outcome.expanded;
  json["depth"] = outcome.depth;
  json["actions"] = Json::object();
  for (const auto& [name, count] : outcome.actions) json["actions"][name] = count;
  json["limits"] = limits_json(subject.limits, outcome.stop);
  json["reductions"] = subject.reductions.names();
  json["reductions_off"] = Json::array();
  for (const SwitchedOff& off : subject.reductions.switched_off) {
    json["reductions_off"].push_back({{"name", off.name}, {"reason", off.reason}});
  }
  json["storage"] = "exact";
  json["seconds"] = outcome.seconds;
  json["memory_bytes"] = subject.peak_memory_bytes;
  // A file's name may have any bytes; JSON has UTF-8 only.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::raft
