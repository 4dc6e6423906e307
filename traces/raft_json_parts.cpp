#include "traces/raft_json_parts.h"

#include "model/raft/links.h"
#include "model/raft/setting_table.h"
#include "traces/environment_json.h"

namespace scrutineer::raft {
namespace {

Json servers_json(const ServerSet& set) {
  Json json = Json::array();
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (set.contains(i)) json.push_back(i);
  }
  return json;
}

Json links_json(const LinkSet& links, int servers) {
  Json json = Json::array();
  for (const auto& [from, to] : all_links(servers)) {
    if (links.contains(from, to)) json.push_back(Json::array({from, to}));
  }
  return json;
}

}  // namespace

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

Json message_json(const Message& m) {
  Json json = {
      {"type", message_type_name(m.type)}, {"term", m.term}, {"from", m.from}, {"to", m.to}};
  if (m.type == MessageType::vote) json["granted"] = m.granted;
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
    if (settings.mitigations.max_removals > 0) {
      json["servers"].back()["removed"] = servers_json(s.removed);
    }
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
  if (has_environment_json(state.environment, settings)) {
    json["environment"] = environment_json(state.environment, settings);
  }
  return json;
}

Json action_json(const Action& action, const Settings& settings) {
  Json json = {{"name", action_name(action)}, {"text", describe(action, settings)}};
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
    case ActionKind::environment: json.update(around_json(action.around)); break;
  }
  return json;
}

Json path_json(const Path<ReadableModel>& path, const Settings& settings) {
  Json json = {{"initial", state_json(path.initial, settings)}, {"steps", Json::array()}};
  for (const auto& [action, state] : path.steps) {
    json["steps"].push_back(
        {{"action", action_json(action, settings)}, {"state", state_json(state, settings)}});
  }
  return json;
}

Json conditions_json(const std::vector<Condition>& conditions) {
  Json json = Json::array();
  for (const Condition& one : conditions) {
    json.push_back({{"text", one.text},
                    {"denial", one.denial},
                    {"holds", one.holds},
                    {"is_waived", one.is_waived},
                    {"setting", one.setting.empty() ? Json() : Json(one.setting)}});
  }
  return json;
}

Json changes_json(const std::vector<Change>& changes, const char* before, const char* after) {
  Json json = Json::array();
  for (const Change& one : changes) {
    json.push_back({{"what", one.what}, {before, one.before}, {after, one.after}});
  }
  return json;
}

}  // namespace scrutineer::raft
