#include "traces/raft_json_reader.h"

#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "model/raft/setting_table.h"
#include "traces/environment_json.h"

namespace scrutineer::raft {
namespace {

using Names = std::vector<std::string_view>;

std::uint8_t small(const JsonPlace& place, int min, int max) {
  return static_cast<std::uint8_t>(place.integer(min, max));
}

ServerId read_server_id(const JsonPlace& place, const Settings& settings) {
  return place.integer(1, settings.servers);
}

// A sorted array without repetition; `read` takes an element and returns what is compared.
template <class Read>
void read_sorted(const JsonPlace& place, std::string_view accepted, const Read& read) {
  const std::size_t size = place.size(accepted);
  decltype(read(place)) last{};
  for (std::size_t k = 0; k < size; ++k) {
    auto value = read(place.element(k));
    if (k > 0 && !(last < value)) {
      place.element(k).reject(fmt::format("{}, sorted, each once", accepted));
    }
    last = std::move(value);
  }
}

ServerSet read_servers(const JsonPlace& place, const Settings& settings) {
  ServerSet set;
  read_sorted(place, "an array of servers", [&](const JsonPlace& element) {
    const ServerId i = read_server_id(element, settings);
    set.insert(i);
    return i;
  });
  return set;
}

LinkSet read_links(const JsonPlace& place, const Settings& settings) {
  LinkSet links;
  constexpr std::string_view pair = "two different servers [from, to]";
  read_sorted(place, "an array of links [from, to]", [&](const JsonPlace& element) {
    if (element.size(pair) != 2) element.reject(pair);
    const ServerId from = read_server_id(element.element(0), settings);
    const ServerId to = read_server_id(element.element(1), settings);
    if (from == to) element.reject(pair);
    links.insert(from, to);
    return std::pair{from, to};
  });
  return links;
}

Names message_type_names() {
  Names names;
  for (const MessageType type : {MessageType::request_vote, MessageType::vote,
                                 MessageType::heartbeat, MessageType::heartbeat_reject}) {
    names.push_back(message_type_name(type));
  }
  return names;
}

Message read_message(const JsonPlace& place, const Settings& settings) {
  Message m;
  m.type = static_cast<MessageType>(place.member("type").choice(message_type_names()));
  const bool is_vote = m.type == MessageType::vote;
  Names members = {"type", "term", "from", "to"};
  if (is_vote) members.push_back("granted");
  place.allow_members(members);
  m.term = small(place.member("term"), 1, settings.max_term);
  m.from = small(place.member("from"), 1, settings.servers);
  m.to = small(place.member("to"), 1, settings.servers);
  if (m.from == m.to) {
    place.member("to").reject(fmt::format("another server than its sender, {}", m.from));
  }
  if (is_vote) m.granted = place.member("granted").boolean();
  return m;
}

Server read_server(const JsonPlace& place, ServerId id, const Settings& settings) {
  const bool has_removals = settings.mitigations.max_removals > 0;
  Names members = {"id", "role", "term", "voted_for", "votes", "up"};
  if (has_removals) members.push_back("removed");
  place.allow_members(members);
  (void)place.member("id").integer(id, id);
  Server server;
  const Names roles = {role_name(Role::follower), role_name(Role::candidate),
                       role_name(Role::leader)};
  server.role = static_cast<Role>(place.member("role").choice(roles));
  server.term = small(place.member("term"), 0, settings.max_term);
  const JsonPlace vote = place.member("voted_for");
  const std::string accepted = fmt::format("null, or a server from 1 to {}", settings.servers);
  if (vote.is_missing()) vote.reject(accepted);
  if (!vote.is_null()) server.voted_for = small(vote, 1, settings.servers);
  server.votes = read_servers(place.member("votes"), settings);
  server.up = place.member("up").boolean();
  if (has_removals) server.removed = read_servers(place.member("removed"), settings);
  return server;
}

// An array with an element for each number from 1 to `count`, in order.
template <class Read>
void read_each(const JsonPlace& place, int count, std::string_view what, const Read& read) {
  const std::string accepted = fmt::format("an array of {}, one a {}", count, what);
  if (place.size(accepted) != static_cast<std::size_t>(count)) place.reject(accepted);
  for (int k = 1; k <= count; ++k) read(place.element(static_cast<std::size_t>(k) - 1), k);
}

Names action_kind_names() {
  Names names;
  for (std::size_t k = 0; k < action_kind_count; ++k) {
    names.push_back(action_kind_name(static_cast<ActionKind>(k)));
  }
  for (std::size_t k = 0; k < mitigations::action_kind_count; ++k) {
    names.push_back(mitigations::action_kind_name(static_cast<mitigations::ActionKind>(k)));
  }
  return names;
}

enum class Parameter { server, message, links };

Parameter parameter_of(ActionKind kind) {
  switch (kind) {
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return Parameter::message;
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link: return Parameter::links;
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart:
    case ActionKind::environment: break;
  }
  return Parameter::server;
}

Action read_action(const JsonPlace& place, const Settings& settings) {
  const std::size_t kind = place.member("name").choice(action_kind_names());
  if (kind >= action_kind_count) {
    return of_environment(read_around(
        static_cast<mitigations::ActionKind>(kind - action_kind_count), place, settings));
  }
  Action action;
  action.kind = static_cast<ActionKind>(kind);
  const Parameter parameter = parameter_of(action.kind);
  static constexpr std::array<std::string_view, 3> names = {"server", "message", "links"};
  const std::string_view name = names.at(static_cast<std::size_t>(parameter));
  place.allow_members(Names{"name", "text", name});
  const JsonPlace value = place.member(name);
  switch (parameter) {
    case Parameter::server: action.server = small(value, 1, settings.servers); break;
    case Parameter::message:
      action.message = read_message(value, settings);
      if (delivery_of(action.message.type) != action.kind) {
        value.member("type").reject(
            fmt::format("the message of {}", action_kind_name(action.kind)));
      }
      break;
    case Parameter::links:
      action.links = read_links(value, settings);
      if (action.kind != ActionKind::partition && value.size("") != 1) value.reject("one link");
      break;
  }
  return action;
}

}  // namespace

Settings read_settings(const JsonPlace& place) {
  Settings settings;
  Names keys;
  std::map<std::string_view, Names> groups;  // "guards" and its members
  for (const Setting& setting : setting_table()) {
    const std::size_t dot = setting.key.find('.');
    const std::string_view first = setting.key.substr(0, dot);
    if (dot == std::string_view::npos || groups.count(first) == 0) keys.push_back(first);
    if (dot != std::string_view::npos) groups[first].push_back(setting.key.substr(dot + 1));
  }
  place.allow_members(keys);
  for (const auto& [name, members] : groups) place.member(name).allow_members(members);
  for (const Setting& setting : setting_table()) {
    const std::size_t dot = setting.key.find('.');
    const JsonPlace value =
        dot == std::string_view::npos
            ? place.member(setting.key)
            : place.member(setting.key.substr(0, dot)).member(setting.key.substr(dot + 1));
    switch (setting.type) {
      case SettingType::integer:
        setting.set(settings, value.integer(setting.min, setting.max));
        break;
      case SettingType::boolean: setting.set(settings, value.boolean() ? 1 : 0); break;
      case SettingType::choice:
        setting.set(settings, static_cast<int>(value.choice(setting.choices)));
        break;
    }
  }
  return settings;
}

State read_state(const JsonPlace& place, const Settings& settings) {
  static constexpr std::array<std::string_view, 7> members = {
      "servers", "messages", "cut", "crashes", "cuts", "elected", "environment"};
  place.allow_members(members);
  State state;
  read_each(place.member("servers"), settings.servers, "server",
            [&](const JsonPlace& server, int id) {
              state.server(id) = read_server(server, id, settings);
            });
  read_sorted(place.member("messages"), "an array of messages", [&](const JsonPlace& element) {
    const Message m = read_message(element, settings);
    state.messages.insert(m);
    return m;
  });
  state.cut = read_links(place.member("cut"), settings);
  state.crashes = small(place.member("crashes"), 0, settings.max_crashes);
  state.cuts = small(place.member("cuts"), 0, settings.max_cuts);
  read_each(place.member("elected"), settings.max_term, "term",
            [&](const JsonPlace& elected, int term) {
              static constexpr std::array<std::string_view, 2> names = {"term", "servers"};
              elected.allow_members(names);
              (void)elected.member("term").integer(term, term);
              state.elected[static_cast<std::size_t>(term)] =
                  read_servers(elected.member("servers"), settings);
            });
  const JsonPlace environment = place.member("environment");
  if (mitigations::is_active(settings.mitigations) || !environment.is_missing()) {
    state.environment = read_environment(environment, settings);
  }
  if (!environment.is_missing() && !has_environment_json(state.environment, settings)) {
    environment.reject("an environment that is not as in the beginning, or none");
  }
  return state;
}

ReadPath read_path(const JsonPlace& place, const Settings& settings) {
  ReadPath read;
  read.path.initial = read_state(place.member("initial"), settings);
  const JsonPlace steps = place.member("steps");
  const std::size_t size = steps.size("an array of steps");
  for (std::size_t k = 0; k < size; ++k) {
    static constexpr std::array<std::string_view, 2> members = {"action", "state"};
    const JsonPlace step = steps.element(k);
    step.allow_members(members);
    const JsonPlace action = step.member("action");
    const Action taken = read_action(action, settings);
    read.texts.push_back(action.member("text").string());
    read.path.steps.emplace_back(taken, read_state(step.member("state"), settings));
  }
  return read;
}

}  // namespace scrutineer::raft
