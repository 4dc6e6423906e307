#include "model/mitigations/action.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer::mitigations {
namespace {

std::string describe_tick(const ServerSet& late) {
  if (late.is_empty()) return "Tick()";
  std::vector<std::string> names;
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (late.contains(i)) names.push_back(fmt::format("n{}", i));
  }
  return fmt::format("Tick({} late)", fmt::join(names, " "));
}

}  // namespace

std::string_view action_kind_name(ActionKind kind) {
  static constexpr std::array<std::string_view, action_kind_count> names = {
      "Acquire",   "ReceiveLease", "Tick",       "RegisterToken",
      "SendWrite", "ReceiveWrite", "RemovePeer", "Repair"};
  return names.at(static_cast<std::size_t>(kind));
}

bool is_possible(ActionKind kind, const Settings& settings) {
  switch (kind) {
    case ActionKind::acquire:
    case ActionKind::receive_lease: return settings.leases;
    case ActionKind::tick: return settings.leases || has_tokens(settings);
    case ActionKind::register_token: return has_tokens(settings);
    case ActionKind::send_write:
    case ActionKind::receive_write: return settings.max_writes > 0;
    case ActionKind::remove_peer: return settings.max_removals > 0;
    case ActionKind::repair: break;
  }
  return settings.max_repairs > 0;
}

std::string describe(const Action& action) {
  const std::string_view name = action_kind_name(action.kind);
  switch (action.kind) {
    case ActionKind::tick: return describe_tick(action.late);
    case ActionKind::receive_write:
      return fmt::format("{}({} of n{} #{})", name, action.write.n, action.write.from,
                         action.write.token);
    case ActionKind::remove_peer:
      return fmt::format("{}(n{} at n{})", name, action.peer, action.server);
    case ActionKind::acquire:
    case ActionKind::receive_lease:
    case ActionKind::register_token:
    case ActionKind::send_write:
    case ActionKind::repair: break;
  }
  return fmt::format("{}(n{})", name, action.server);
}

}  // namespace scrutineer::mitigations
