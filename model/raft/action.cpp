#include "model/raft/action.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/raft/links.h"

namespace scrutineer::raft {
namespace {

// Without the type: "t1 n1>n2 granted".
std::string message_parameters(const Message& m) {
  std::string text = fmt::format("t{} n{}>n{}", m.term, m.from, m.to);
  if (m.type == MessageType::vote) text += m.granted ? " granted" : " denied";
  return text;
}

// The block of `from` in the order of servers, as "{n1 n3}".
std::string group_of(ServerId first, const LinkSet& links, int servers) {
  std::vector<std::string> names;
  for (ServerId j = first; j <= servers; ++j) {
    if (j == first || !links.contains(first, j)) names.push_back(fmt::format("n{}", j));
  }
  return fmt::format("{{{}}}", fmt::join(names, " "));
}

std::string names_of(const ServerSet& set) {
  std::vector<std::string> names;
  for (ServerId j = 1; j <= servers_max; ++j) {
    if (set.contains(j)) names.push_back(fmt::format("n{}", j));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

bool is_least_of_its_group(ServerId i, const LinkSet& links) {
  for (ServerId j = 1; j < i; ++j) {
    if (!links.contains(i, j)) return false;
  }
  return true;
}

std::string groups_text(const LinkSet& links, int servers) {
  std::vector<std::string> parts;
  for (ServerId i = 1; i <= servers; ++i) {
    if (is_least_of_its_group(i, links)) parts.push_back(group_of(i, links, servers));
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string links_text(const LinkSet& links, int servers) {
  std::vector<std::string> parts;
  for (const auto& [from, to] : all_links(servers)) {
    if (links.contains(from, to)) parts.push_back(fmt::format("n{}>n{}", from, to));
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

std::string describe(const Server& s, ServerId i) {
  std::string text = fmt::format("n{} {} t{}", i, role_name(s.role), s.term);
  if (s.voted_for != no_server) text += fmt::format(" voted n{}", s.voted_for);
  if (!s.votes.is_empty()) text += fmt::format(" votes {{{}}}", names_of(s.votes));
  if (!s.up) text += " down";
  if (!s.removed.is_empty()) text += fmt::format(" without {{{}}}", names_of(s.removed));
  return text;
}

}  // namespace

std::string_view action_kind_name(ActionKind kind) {
  static constexpr std::array<std::string_view, action_kind_count> names = {
      "Timeout",     "SendHeartbeats",   "ReceiveRequestVote",
      "ReceiveVote", "ReceiveHeartbeat", "ReceiveHeartbeatReject",
      "Crash",       "Restart",          "Partition",
      "CutLink",     "HealLink"};
  return names.at(static_cast<std::size_t>(kind));
}

ActionKind delivery_of(MessageType type) {
  return static_cast<ActionKind>(static_cast<int>(ActionKind::receive_request_vote) +
                                 static_cast<int>(type));
}

bool is_delivery(ActionKind kind) {
  return kind >= ActionKind::receive_request_vote && kind <= ActionKind::receive_heartbeat_reject;
}

bool is_fault(ActionKind kind) {
  switch (kind) {
    case ActionKind::crash:
    case ActionKind::restart:
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link: return true;
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject:
    case ActionKind::environment: break;
  }
  return false;
}

ServerId actor_of(const Action& action) {
  switch (action.kind) {
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return action.message.to;
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: return action.server;
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link: break;
    case ActionKind::environment: return action.around.server;
  }
  return no_server;
}

std::string_view message_type_name(MessageType type) {
  static constexpr std::array<std::string_view, 4> names = {"RequestVote", "Vote", "Heartbeat",
                                                            "HeartbeatReject"};
  return names.at(static_cast<std::size_t>(type));
}

std::string_view role_name(Role role) {
  static constexpr std::array<std::string_view, 3> names = {"follower", "candidate", "leader"};
  return names.at(static_cast<std::size_t>(role));
}

std::string describe(const Message& message) {
  return fmt::format("{} {}", message_type_name(message.type), message_parameters(message));
}

std::string describe(const LinkSet& links, const Settings& settings) {
  if (links.is_empty()) return "none";
  return settings.cut == CutKind::groups ? groups_text(links, settings.servers)
                                         : links_text(links, settings.servers);
}

Action of_environment(const mitigations::Action& around) {
  Action action;
  action.kind = ActionKind::environment;
  action.around = around;
  return action;
}

std::string_view action_name(const Action& action) {
  return action.kind == ActionKind::environment ? mitigations::action_kind_name(action.around.kind)
                                                : action_kind_name(action.kind);
}

std::string describe(const Action& action, const Settings& settings) {
  const std::string_view name = action_name(action);
  switch (action.kind) {
    case ActionKind::environment: return mitigations::describe(action.around);
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject:
      return fmt::format("{}({})", name, message_parameters(action.message));
    case ActionKind::partition:
      if (action.links.is_empty()) return fmt::format("{}(healed)", name);
      return fmt::format("{}({})", name, groups_text(action.links, settings.servers));
    case ActionKind::cut_link:
    case ActionKind::heal_link:
      return fmt::format("{}({})", name, links_text(action.links, settings.servers));
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: break;
  }
  return fmt::format("{}(n{})", name, action.server);
}

std::string describe(const State& state, const Settings& settings) {
  std::vector<std::string> parts;
  for (ServerId i = 1; i <= settings.servers; ++i) parts.push_back(describe(state.server(i), i));
  if (!state.cut.is_empty()) parts.push_back("cut " + describe(state.cut, settings));
  for (const Message& message : state.messages) parts.push_back(describe(message));
  std::string around = mitigations::describe(state.environment, settings.servers);
  if (!around.empty()) parts.push_back(std::move(around));
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace scrutineer::raft
