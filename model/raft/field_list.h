// The one field list of the readable state, bounded by the settings.
//
// From it follow the layout of the packed state, packing, unpacking and hashing. A new variable
// of the model is one line here; its width follows from its greatest value.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

#include "model/raft/links.h"
#include "model/raft/messages.h"
#include "model/raft/state.h"

namespace scrutineer::raft {

/// target = value, in the target's type; nothing for a const one.
template <class Target, class Value>
void set_unless_const(Target& target, const Value& value) {
  if constexpr (!std::is_const_v<Target>) target = static_cast<Target>(value);
}

/// Calls `visitor.group()` where a run of fields begins that has to lie within one machine word,
/// and `visitor.field(name, index, value, greatest)` for each field in a fixed order, where
/// 0 <= value <= greatest in every state the model can reach. A visitor of a mutable state may
/// assign to `value` (an std::uint64_t); the state is set from it.
template <class AnyState, class Visitor>
void visit_fields(AnyState& state, const Settings& settings, const MessageUniverse& universe,
                  const CutCode& cut_code, Visitor&& visitor) {
  constexpr bool is_mutable = !std::is_const_v<AnyState>;
  const auto field = [&](std::string_view name, int index, std::uint64_t greatest,
                         std::uint64_t value, [[maybe_unused]] auto&& assign) {
    if (greatest == 0) return;  // a constant needs no room
    visitor.field(name, index, value, greatest);
    if constexpr (is_mutable) assign(value);
  };
  const auto n = static_cast<unsigned>(settings.servers);
  const std::uint64_t all_servers = (std::uint64_t{1} << n) - 1;

  for (ServerId i = 1; i <= settings.servers; ++i) {
    auto& s = state.server(i);
    visitor.group();
    field("role", i, 2, static_cast<std::uint64_t>(s.role),
          [&](auto v) { set_unless_const(s.role, v); });
    field("term", i, static_cast<std::uint64_t>(settings.max_term), s.term,
          [&](auto v) { set_unless_const(s.term, v); });
    field("voted_for", i, n, s.voted_for, [&](auto v) { set_unless_const(s.voted_for, v); });
    field("votes", i, all_servers, s.votes.mask(),
          [&](auto v) { set_unless_const(s.votes, ServerSet::from_mask(v)); });
    field("down", i, may_be_down(settings) ? 1 : 0, s.up ? 0 : 1,
          [&](auto v) { set_unless_const(s.up, v == 0); });
    field("removed", i, settings.mitigations.max_removals > 0 ? all_servers : 0, s.removed.mask(),
          [&](auto v) { set_unless_const(s.removed, ServerSet::from_mask(v)); });
  }
  for (int t = 1; t <= settings.max_term; ++t) {
    auto& elected = state.elected[static_cast<std::size_t>(t)];
    visitor.group();
    field("elected", t, all_servers, elected.mask(),
          [&](auto v) { set_unless_const(elected, ServerSet::from_mask(v)); });
  }
  visitor.group();
  field("cut", 0, cut_code.greatest(), cut_code.encode(state.cut),
        [&](auto v) { set_unless_const(state.cut, cut_code.decode(v)); });
  visitor.group();
  field("crashes", 0, static_cast<std::uint64_t>(settings.max_crashes), state.crashes,
        [&](auto v) { set_unless_const(state.crashes, v); });
  field("cuts", 0, static_cast<std::uint64_t>(settings.max_cuts), state.cuts,
        [&](auto v) { set_unless_const(state.cuts, v); });
  for (int id = 0; id < universe.size(); ++id) {
    const Message& message = universe.message(id);
    visitor.group();
    field("message", id, 1, state.messages.contains(message) ? 1 : 0, [&]([[maybe_unused]] auto v) {
      if constexpr (is_mutable) {
        if (v != 0) state.messages.insert(message);
      }
    });
  }
}

}  // namespace scrutineer::raft
