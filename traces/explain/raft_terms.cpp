#include "traces/explain/raft_terms.h"

#include <algorithm>
#include <span>

#include "model/raft/links.h"

namespace scrutineer::raft {
namespace {

std::uint64_t factorial(int n) {
  return n < 2 ? 1 : static_cast<std::uint64_t>(n) * factorial(n - 1);
}

// n! / (product of the lengths, and of the factorials of how often each occurs).
std::uint64_t renamings_of_type(std::span<const int> lengths, int servers) {
  std::uint64_t alike = 1;
  for (const int length : lengths) alike *= static_cast<std::uint64_t>(length);
  for (int length = 1; length <= servers; ++length) {
    alike *= factorial(static_cast<int>(std::count(lengths.begin(), lengths.end(), length)));
  }
  return factorial(servers) / alike;
}

CycleType type_of(std::span<const int> lengths, int servers) {
  CycleType type{{}, renamings_of_type(lengths, servers)};
  int first = 1;
  for (const int length : lengths) {
    for (int k = 0; k < length; ++k) {
      type.names[static_cast<std::size_t>(first + k)] =
          static_cast<std::uint8_t>(first + (k + 1) % length);
    }
    first += length;
  }
  return type;
}

// Every way to write `left` as a sum of lengths, none above the one before.
void add_types(std::vector<int>& lengths, int left, int greatest, int servers,
               std::vector<CycleType>& types) {
  if (left == 0) types.push_back(type_of(lengths, servers));
  for (int length = 1; length <= std::min(left, greatest); ++length) {
    lengths.push_back(length);
    add_types(lengths, left - length, length, servers, types);
    lengths.pop_back();
  }
}

}  // namespace

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

bool is_fault(const Action& action) {
  switch (action.kind) {
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

Action renamed(const Action& action, const ServerNames& names) {
  Action result = action;
  result.server = names[action.server];
  result.message.from = names[action.message.from];
  result.message.to = names[action.message.to];
  if (action.links.is_empty()) return result;
  result.links = {};
  for (const auto& [from, to] : all_links(servers_max)) {
    if (!action.links.contains(from, to)) continue;
    result.links.insert(names[static_cast<std::size_t>(from)], names[static_cast<std::size_t>(to)]);
  }
  return result;
}

std::vector<CycleType> cycle_types(int servers) {
  std::vector<CycleType> types;
  std::vector<int> lengths;
  add_types(lengths, servers, servers, servers, types);
  return types;
}

}  // namespace scrutineer::raft
