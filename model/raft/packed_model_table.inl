// The successors that PackedModel takes from its table of effects. Included by packed_model.h only.
#pragma once

namespace scrutineer::raft {

template <std::size_t Count>
typename PackedModel<Count>::Indices PackedModel<Count>::indices_of(const State& s) const {
  Indices indices;
  State failed{};
  if (settings().max_cuts > 0) set_links(s, failed, indices.lost);
  for (std::size_t w = 0; w < Count; ++w) indices.pending[w] = s[w] & all_messages_[w] & ~failed[w];
  for (std::size_t i = 1; i <= static_cast<std::size_t>(servers_); ++i) {
    const ServerPlace& place = layout_.server[i];
    const std::uint16_t index = effects_.index_of(i, (s[place.word] >> place.shift) & place.mask);
    indices.of[i] = index;
    if (index == EffectTable<Count>::unknown || effects_.local(i, index).needs_rules) {
      indices.are_known = false;
    } else if (effects_.local(i, index).is_down) {
      indices.pending = without(indices.pending, messages_to_[i]);
    }
  }
  return indices;
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::events_by_table(const State& s, const Indices& indices, Sink& sink) const {
  const auto servers = static_cast<std::uint16_t>(servers_);
  for (std::uint16_t i = 1; i <= servers; ++i) {
    const LocalState<Count>& local = effects_.local(i, indices.of[i]);
    if (!local.may_time_out) continue;
    sink(Action{static_cast<std::uint16_t>(ActionKind::timeout), i},
         local.timeout.apply(s, indices.lost));
  }
  for (std::uint16_t i = 1; i <= servers; ++i) {
    const LocalState<Count>& local = effects_.local(i, indices.of[i]);
    if (!local.is_leader) continue;
    sink(Action{static_cast<std::uint16_t>(ActionKind::send_heartbeats), i},
         local.heartbeat.apply(s, indices.lost));
  }
  for (std::size_t w = 0; w < Count; ++w) {
    for (std::uint64_t rest = indices.pending[w]; rest != 0; rest &= rest - 1) {
      const auto bit = w * 64 + static_cast<std::size_t>(std::countr_zero(rest));
      const BitEntry& message = message_at_bit_[bit];
      const Effect<Count>& effect = effects_.effect(message.id, indices.of[message.to]);
      sink(Action{message.kind, message.id}, effect.apply(s, indices.lost));
    }
  }
}

}  // namespace scrutineer::raft
