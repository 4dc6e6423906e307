#include "model/mitigations/environment.h"

#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/container_hash/hash.hpp>

namespace scrutineer::mitigations {
namespace {

std::string ticks(int count) { return fmt::format("{} {}", count, count == 1 ? "tick" : "ticks"); }

// What concerns one server.
void describe_server(const Environment& e, ServerId id, std::vector<std::string>& parts) {
  const auto i = static_cast<std::size_t>(id);
  if (e.reply[i] != Reply{}) {
    parts.push_back(
        fmt::format("answer to n{} #{} {}", i, e.reply[i].epoch, ticks(e.reply[i].left)));
  }
  if (e.lease[i] != Lease{}) {
    std::string text = fmt::format("n{} lease #{} {}", i, e.lease[i].epoch, ticks(e.lease[i].left));
    if (e.lease[i].lag > 0) text += fmt::format(" late by {}", e.lease[i].lag);
    parts.push_back(std::move(text));
  }
  if (e.token_left[i] > 0) parts.push_back(fmt::format("n{} token {}", i, ticks(e.token_left[i])));
}

}  // namespace

std::size_t hash_value(const Environment& e) {
  std::size_t seed = 0;
  const auto combine = [&seed](const auto&... value) {
    (boost::hash_combine(seed, static_cast<unsigned>(value)), ...);
  };
  combine(e.lock.holder, e.lock.left, e.lock.epoch);
  for (const Reply& reply : e.reply) combine(reply.epoch, reply.left);
  for (const Lease& lease : e.lease) combine(lease.epoch, lease.left, lease.lag);
  for (const std::uint8_t left : e.token_left) combine(left);
  for (const Write& write : e.writes) combine(write.n, write.from, write.token);
  combine(e.sent, e.highest, e.stale, e.removals, e.repairs, e.misrepaired, e.alerted);
  return seed;
}

std::string describe(const Environment& e, int servers) {
  std::vector<std::string> parts;
  if (e.lock.left > 0) {
    parts.push_back(
        fmt::format("lock n{} #{} {}", e.lock.holder, e.lock.epoch, ticks(e.lock.left)));
  } else if (e.lock.epoch > 0) {
    parts.push_back(fmt::format("lock free after #{}", e.lock.epoch));
  }
  for (ServerId i = 1; i <= servers; ++i) describe_server(e, i, parts);
  for (const Write& write : e.writes) {
    if (write.from == no_server) continue;
    parts.push_back(fmt::format("write {} of n{} #{}", write.n, write.from, write.token));
  }
  if (e.sent > 0) parts.push_back(fmt::format("sent {}", e.sent));
  if (e.highest > 0) parts.push_back(fmt::format("store saw #{}", e.highest));
  if (e.stale) parts.emplace_back("store took a stale write");
  if (e.removals > 0) parts.push_back(fmt::format("removals {}", e.removals));
  if (e.repairs > 0) parts.push_back(fmt::format("repairs {}", e.repairs));
  if (e.misrepaired) parts.emplace_back("repaired wrongly");
  if (e.alerted) parts.emplace_back("alerted");
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace scrutineer::mitigations
