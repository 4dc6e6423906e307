// The one field list of an environment, bounded by its settings: layout, packing and unpacking
// follow from it. What is switched off is constant and takes no room.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "model/mitigations/environment.h"

namespace scrutineer::mitigations {

/// Calls `visitor.group()` and `visitor.field(name, index, value, greatest)` as visit_fields of
/// `model/raft/field_list.h` does. What a server has is one group, of the same shape for all.
template <class AnyEnvironment, class Visitor>
void visit_fields(AnyEnvironment& e, const Bounds& bounds, Visitor&& visitor) {
  const Settings& s = bounds.settings;
  const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
  const auto field = [&](std::string_view name, int index, std::uint64_t greatest, auto& target) {
    if (greatest == 0) return;
    auto value = static_cast<std::uint64_t>(target);
    visitor.field(name, index, value, greatest);
    if constexpr (!std::is_const_v<AnyEnvironment>) {
      target = static_cast<std::remove_reference_t<decltype(target)>>(value);
    }
  };
  const std::uint64_t n = number(bounds.servers);
  const std::uint64_t grants = s.leases ? number(s.max_grants) : 0;
  const std::uint64_t ticks = s.leases ? number(s.lease_ticks) : 0;
  const std::uint64_t drift = s.leases ? number(s.max_drift) : 0;
  const std::uint64_t tokens = s.max_writes > 0 ? number(bounds.token_max()) : 0;

  for (int i = 1; i <= bounds.servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    visitor.group();
    field("reply_epoch", i, grants, e.reply[at].epoch);
    field("reply_left", i, ticks, e.reply[at].left);
    field("lease_epoch", i, grants, e.lease[at].epoch);
    field("lease_left", i, ticks, e.lease[at].left);
    field("lease_lag", i, drift, e.lease[at].lag);
    field("token_left", i, has_tokens(s) ? number(s.token_ticks) : 0, e.token_left[at]);
  }
  visitor.group();
  field("lock_holder", 0, s.leases ? n : 0, e.lock.holder);
  field("lock_left", 0, ticks, e.lock.left);
  field("lock_epoch", 0, grants, e.lock.epoch);
  for (int k = 0; k < s.max_writes; ++k) {
    auto& write = e.writes[static_cast<std::size_t>(k)];
    visitor.group();
    field("write_from", k, n, write.from);
    field("write_token", k, tokens, write.token);
    if constexpr (!std::is_const_v<AnyEnvironment>) {
      write.n = static_cast<std::uint8_t>(write.from == no_server ? 0 : k);
    }
  }
  visitor.group();
  field("sent", 0, number(s.max_writes), e.sent);
  field("highest", 0, tokens, e.highest);
  field("stale", 0, bounds.history.has_stale ? 1 : 0, e.stale);
  field("removals", 0, number(s.max_removals), e.removals);
  field("repairs", 0, number(s.max_repairs), e.repairs);
  field("misrepaired", 0, bounds.history.has_misrepaired ? 1 : 0, e.misrepaired);
  field("alerted", 0, bounds.history.has_alerted ? 1 : 0, e.alerted);
}

}  // namespace scrutineer::mitigations
