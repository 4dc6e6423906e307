// The actions of the environment, under the names of Mitigations.tla.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/mitigations/environment.h"

namespace scrutineer::mitigations {

/// In the order in which a state's actions are enumerated, after those of the election.
enum class ActionKind : std::uint8_t {
  acquire,
  receive_lease,
  tick,
  register_token,
  send_write,
  receive_write,
  remove_peer,
  repair,
};
inline constexpr std::size_t action_kind_count = 8;

/// "Acquire", "ReceiveLease", ...: the name in traces, counts and JSON.
[[nodiscard]] std::string_view action_kind_name(ActionKind kind);

/// Whether the settings allow an action of this kind at all.
[[nodiscard]] bool is_possible(ActionKind kind, const Settings& settings);

/// One enabled event with its parameters. Only the fields that the kind has are set: `server` for
/// acquire, receive_lease, register_token, send_write, remove_peer (who hears of it) and repair
/// (who is kept); `peer` for remove_peer; `late` for tick; `write` for receive_write.
struct Action {
  ActionKind kind = ActionKind::acquire;
  std::uint8_t server = no_server;
  std::uint8_t peer = no_server;
  ServerSet late;
  Write write;
  auto operator<=>(const Action&) const = default;
};

/// "Acquire(n1)", "Tick(n2 late)", "ReceiveWrite(0 of n1 #1)", "RemovePeer(n2 at n1)".
[[nodiscard]] std::string describe(const Action& action);

}  // namespace scrutineer::mitigations
