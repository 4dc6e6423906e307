// The actions of the election model, under the names of Election.tla.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/mitigations/action.h"
#include "model/raft/state.h"

namespace scrutineer::raft {

/// In the order in which a state's actions are enumerated.
enum class ActionKind : std::uint8_t {
  timeout,
  send_heartbeats,
  receive_request_vote,
  receive_vote,
  receive_heartbeat,
  receive_heartbeat_reject,
  crash,
  restart,
  partition,
  cut_link,
  heal_link,
  environment,  // an action of mitigations::ActionKind
};
/// Of the election's own.
inline constexpr std::size_t action_kind_count = 11;

/// "Timeout", "SendHeartbeats", ...: the name in traces, counts and JSON. REQUIRES: one of the
/// election's own.
[[nodiscard]] std::string_view action_kind_name(ActionKind kind);

/// The delivery of a message of this type.
[[nodiscard]] ActionKind delivery_of(MessageType type);

/// Whether it delivers a message.
[[nodiscard]] bool is_delivery(ActionKind kind);

/// Crash, restart, partition, and single links that fail or heal.
[[nodiscard]] bool is_fault(ActionKind kind);

/// One enabled event with its parameters. Only the fields that the kind has are set:
/// `server` for timeout, send_heartbeats, crash, restart; `message` for deliveries;
/// `links` for partition (all that fail from now on), cut_link and heal_link (the one link);
/// `around` for environment.
struct Action {
  ActionKind kind = ActionKind::timeout;
  std::uint8_t server = no_server;
  Message message;
  LinkSet links;
  mitigations::Action around;
  auto operator<=>(const Action&) const = default;
};

/// The server that an action happens at (a delivery: the receiver); `no_server` for what happens to
/// the network.
[[nodiscard]] ServerId actor_of(const Action& action);

/// An action of the environment, as one of the whole.
[[nodiscard]] Action of_environment(const mitigations::Action& around);

/// The name of the action's kind: `action_kind_name`, of the election or of the environment.
[[nodiscard]] std::string_view action_name(const Action& action);

/// "RequestVote t1 n1>n2", "Vote t1 n2>n1 granted".
[[nodiscard]] std::string describe(const Message& message);

/// "Timeout(n1)", "ReceiveVote(t1 n2>n1 granted)", "Partition({n1} {n2 n3})".
[[nodiscard]] std::string describe(const Action& action, const Settings& settings);

/// "RequestVote", "Vote", "Heartbeat", "HeartbeatReject".
[[nodiscard]] std::string_view message_type_name(MessageType type);

/// "{n1} {n2 n3}" where the links split the servers into groups, else "n1>n2 n3>n1"; "none" for
/// no failed link.
[[nodiscard]] std::string describe(const LinkSet& links, const Settings& settings);

/// One line: roles, terms, votes, messages in flight, faults, and what is around.
[[nodiscard]] std::string describe(const State& state, const Settings& settings);

/// "follower", "candidate", "leader".
[[nodiscard]] std::string_view role_name(Role role);

}  // namespace scrutineer::raft
