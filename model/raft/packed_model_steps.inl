// The successor relation of PackedModel. Included by packed_model.h only.
//
// Section numbers are those of the Raft paper; `rules.cpp` has the same rules in readable form.
#pragma once

namespace scrutineer::raft {

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::for_each_successor(const State& state, Sink&& sink) const {
  if (!only_on_suspicion_) {
    const Indices indices = indices_of(state);
    if (indices.are_known) {
      events_by_table(state, indices, sink);
      if (may_be_down(settings()) || settings().max_cuts > 0) {
        faults_and_links(state, decode(state), sink);
      }
      return;
    }
  }
  const Parent parent = decode(state);
  timeouts(state, parent, sink);
  heartbeats(state, parent, sink);
  deliveries(state, parent, sink);
  faults_and_links(state, parent, sink);
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::faults_and_links(const State& state, const Parent& parent,
                                          Sink& sink) const {
  if (may_be_down(settings())) faults(state, parent, sink);
  if (settings().max_cuts == 0) return;
  if (settings().cut == CutKind::groups) {
    partitions(state, parent, sink);
  } else {
    link_changes(state, parent, sink);
  }
}

template <std::size_t Count>
typename PackedModel<Count>::Parent PackedModel<Count>::decode(const State& s) const {
  Parent p;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(servers_); ++i) {
    const ServerPlace& place = layout_.server[i];
    const std::uint64_t block = (s[place.word] >> place.shift) & place.mask;
    p.server[i] = block_of(block);
    const std::uint64_t down = (block >> layout_.down.shift) & layout_.down.mask();
    p.up |= (static_cast<std::uint32_t>(down) ^ 1U) << i;
  }
  p.crashes = layout_.crashes.read(s);
  if (settings().max_cuts == 0) return p;
  p.cuts = layout_.cuts.read(s);
  p.cut = layout_.cut.read(s);
  set_links(s, p.failed, p.lost);
  return p;
}

// The messages whose link has failed, and those that cannot be sent.
template <std::size_t Count>
void PackedModel<Count>::set_links(const State& s, State& failed, State& lost) const {
  const std::uint64_t cut = layout_.cut.read(s);
  if (settings().cut == CutKind::groups) {
    failed = messages_over_[cut];
  } else {
    for (std::uint64_t rest = cut; rest != 0; rest &= rest - 1) {
      const State& over = messages_over_[static_cast<std::size_t>(std::countr_zero(rest))];
      for (std::size_t w = 0; w < Count; ++w) failed[w] |= over[w];
    }
  }
  if (loses_across_cut_) lost = failed;
}

template <std::size_t Count>
typename PackedModel<Count>::State PackedModel<Count>::deliverable(const State& s,
                                                                   const Parent& p) const {
  State result;
  for (std::size_t w = 0; w < Count; ++w) result[w] = s[w] & all_messages_[w] & ~p.failed[w];
  for (std::uint32_t down = ~p.up & (all_servers_ << 1U); down != 0; down &= down - 1) {
    result = without(result, messages_to_[static_cast<std::size_t>(std::countr_zero(down))]);
  }
  return result;
}

template <std::size_t Count>
typename PackedModel<Count>::Block PackedModel<Count>::block_of(std::uint64_t bits) const {
  const auto part = [bits](const BitField& field) {
    return static_cast<std::uint32_t>((bits >> field.shift) & field.mask());
  };
  return {part(layout_.role), part(layout_.term), part(layout_.voted_for), part(layout_.votes),
          part(layout_.removed)};
}

template <std::size_t Count>
std::uint64_t PackedModel<Count>::bits_of(const Block& block, bool is_down) const {
  const auto shifted = [](std::uint64_t value, const BitField& f) { return value << f.shift; };
  const std::uint64_t bits = shifted(block.role, layout_.role) |
                             shifted(block.term, layout_.term) |
                             shifted(block.voted_for, layout_.voted_for) |
                             shifted(block.votes, layout_.votes) |
                             shifted(block.removed, layout_.removed);
  return is_down ? bits | shifted(1, layout_.down) : bits;
}

template <std::size_t Count>
void PackedModel<Count>::put(State& s, ServerId i, const Block& block, bool is_down) const {
  const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
  const std::uint64_t bits = bits_of(block, is_down);
  s[place.word] = (s[place.word] & ~(place.mask << place.shift)) | (bits << place.shift);
}

template <std::size_t Count>
void PackedModel<Count>::record_leader(State& s, std::uint32_t term, ServerId i) const {
  if (term == 0) return;
  const BitField& place = layout_.elected[term];
  s[place.word] |= std::uint64_t{1} << (place.shift + i - 1);
}

template <std::size_t Count>
void PackedModel<Count>::send(State& s, const Parent& p, std::size_t id) const {
  const std::uint16_t bit = messages_[id].bit;
  s[bit / 64] |= (std::uint64_t{1} << (bit % 64)) & ~p.lost[bit / 64];
}

template <std::size_t Count>
void PackedModel<Count>::broadcast(State& s, const Parent& p, const std::vector<State>& masks,
                                   const Block& me, ServerId from) const {
  State sent = mask_of(masks, me.term, from);
  for (std::uint32_t rest = me.removed; rest != 0; rest &= rest - 1) {
    sent = without(sent, messages_to_[static_cast<std::size_t>(std::countr_zero(rest)) + 1]);
  }
  for (std::size_t w = 0; w < Count; ++w) s[w] |= sent[w] & ~p.lost[w];
}

// 5.1: a higher term is adopted, and with it no vote yet.
template <std::size_t Count>
void PackedModel<Count>::become_follower_of(Block& block, std::uint32_t term) const {
  block.term = term;
  block.voted_for = 0;
  block.role = follower;
  if (forgets_votes_) block.votes = 0;
}

template <std::size_t Count>
std::uint32_t PackedModel<Count>::count_vote(std::uint32_t votes, ServerId voter) const {
  if (guards_.count_voters_once || votes == all_servers_) return votes | (1U << (voter - 1));
  return votes | (votes + 1);  // the least server that is not in it
}

template <std::size_t Count>
bool PackedModel<Count>::may_time_out(const Parent& p, ServerId i) const {
  const Block& me = p.server[static_cast<std::size_t>(i)];
  if (((p.up >> i) & 1U) == 0 || me.role == leader || me.term >= max_term_) return false;
  if (!only_on_suspicion_) return true;
  for (ServerId l = 1; l <= servers_; ++l) {
    const Block& other = p.server[static_cast<std::size_t>(l)];
    if (l == i || ((p.up >> l) & 1U) == 0 || other.role != leader || other.term < me.term) continue;
    if (p.cut == 0 || !layout_.cut_code.decode(p.cut).contains(l, i)) return false;
  }
  return true;
}

// 5.2: increment the term, vote for oneself.
template <std::size_t Count>
typename PackedModel<Count>::Block PackedModel<Count>::after_timeout(Block me, ServerId i) const {
  me.term += 1;
  me.voted_for = static_cast<std::uint32_t>(i);
  me.votes = guards_.clear_votes ? 1U << (i - 1) : count_vote(me.votes, i);
  const bool wins = !guards_.wait_for_quorum || std::popcount(me.votes) >= quorum_of(me);
  me.role = wins ? leader : candidate;
  if (wins && guards_.clear_votes) me.votes = 0;
  return me;
}

// Figure 2, "Persistent state": term and vote survive, the role and the votes gathered do not.
template <std::size_t Count>
typename PackedModel<Count>::Block PackedModel<Count>::after_crash(const Block& me) const {
  return {follower, guards_.persist_term ? me.term : 0, guards_.persist_vote ? me.voted_for : 0, 0,
          me.removed};
}

template <std::size_t Count>
typename PackedModel<Count>::Block PackedModel<Count>::after_stop(const Block& me) {
  return {follower, me.term, me.voted_for, 0, me.removed};
}

template <std::size_t Count>
void PackedModel<Count>::stop(State& s, ServerId i) const {
  const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
  put(s, i, after_stop(block_of((s[place.word] >> place.shift) & place.mask)), true);
}

template <std::size_t Count>
void PackedModel<Count>::remove_peer(State& s, ServerId i, ServerId j) const {
  const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
  s[place.word] |= std::uint64_t{1} << (place.shift + layout_.removed.shift + j - 1);
}

// 5.2: ask the others.
template <std::size_t Count>
void PackedModel<Count>::time_out(State& next, const Parent& p, ServerId i,
                                  const Block& before) const {
  const Block me = after_timeout(before, i);
  put(next, i, me);
  if (me.role == leader) record_leader(next, me.term, i);
  broadcast(next, p, request_votes_, me, i);
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::timeouts(const State& s, const Parent& p, Sink& sink) const {
  for (ServerId i = 1; i <= servers_; ++i) {
    if (!may_time_out(p, i)) continue;
    State next = s;
    time_out(next, p, i, p.server[static_cast<std::size_t>(i)]);
    sink(Action{static_cast<std::uint16_t>(ActionKind::timeout), static_cast<std::uint16_t>(i)},
         next);
  }
}

// 5.2: a leader's periodic empty AppendEntries.
template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::heartbeats(const State& s, const Parent& p, Sink& sink) const {
  for (ServerId i = 1; i <= servers_; ++i) {
    const Block& me = p.server[static_cast<std::size_t>(i)];
    if (me.role != leader || ((p.up >> i) & 1U) == 0) continue;
    if (me.term == 0) throw PackedOverflow("a leader of term 0 has no heartbeat in the layout");
    State next = s;
    broadcast(next, p, heartbeats_, me, i);
    sink(Action{static_cast<std::uint16_t>(ActionKind::send_heartbeats),
                static_cast<std::uint16_t>(i)},
         next);
  }
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::deliveries(const State& s, const Parent& p, Sink& sink) const {
  const State pending = deliverable(s, p);
  for (std::size_t w = 0; w < Count; ++w) {
    for (std::uint64_t rest = pending[w]; rest != 0; rest &= rest - 1) {
      const auto bit = w * 64 + static_cast<std::size_t>(std::countr_zero(rest));
      const BitEntry& message = message_at_bit_[bit];
      State next = s;
      if (!is_duplicating_) next[w] ^= rest & (~rest + 1);
      receive(next, p, messages_[message.id]);
      sink(Action{message.kind, message.id}, next);
    }
  }
}

template <std::size_t Count>
void PackedModel<Count>::receive(State& next, const Parent& p, const MessageEntry& entry) const {
  switch (entry.message.type) {
    case MessageType::request_vote: receive_request_vote(next, p, entry); break;
    case MessageType::vote: receive_vote(next, p, entry.message); break;
    case MessageType::heartbeat: receive_heartbeat(next, p, entry); break;
    case MessageType::heartbeat_reject: receive_heartbeat_reject(next, p, entry.message); break;
  }
}

template <std::size_t Count>
void PackedModel<Count>::receive_request_vote(State& next, const Parent& p,
                                              const MessageEntry& entry) const {
  const Message& m = entry.message;
  Block me = p.server[m.to];
  if (m.term > me.term) become_follower_of(me, m.term);
  const bool is_free = me.voted_for == 0 || me.voted_for == m.from || !guards_.vote_once_per_term;
  const bool grant = m.term == me.term && is_free;
  if (grant) me.voted_for = m.from;
  put(next, m.to, me);
  const auto offset = me.term * reply_stride_vote_ + (grant ? 1U : 0U);
  send(next, p, static_cast<std::size_t>(entry.reply_id + std::int64_t{offset}));
}

template <std::size_t Count>
void PackedModel<Count>::receive_vote(State& next, const Parent& p, const Message& m) const {
  Block me = p.server[m.to];
  if (m.term > me.term && guards_.step_down_on_higher_term) {
    become_follower_of(me, m.term);
    put(next, m.to, me);
    return;
  }
  const bool is_collecting = me.role == candidate || (!guards_.recheck_before_leading &&
                                                      me.role == follower && me.votes != 0);
  const bool has_right_term = m.term == me.term || !guards_.check_vote_term ||
                              (!guards_.recheck_before_leading && m.term <= me.term);
  if (!is_collecting || !has_right_term || (!m.granted && guards_.count_only_grants)) return;
  if (((me.removed >> (m.from - 1)) & 1U) != 0) return;
  me.votes = count_vote(me.votes, m.from);
  if (std::popcount(me.votes) >= quorum_of(me)) {
    me.role = leader;
    if (guards_.clear_votes) me.votes = 0;
    record_leader(next, me.term, m.to);
  }
  put(next, m.to, me);
}

template <std::size_t Count>
void PackedModel<Count>::receive_heartbeat(State& next, const Parent& p,
                                           const MessageEntry& entry) const {
  const Message& m = entry.message;
  Block me = p.server[m.to];
  if (m.term < me.term && guards_.check_heartbeat_term) {
    const auto offset = me.term * reply_stride_reject_;
    send(next, p, static_cast<std::size_t>(entry.reply_id + std::int64_t{offset}));
    return;
  }
  if (m.term != me.term || !guards_.keep_vote_within_term) me.voted_for = 0;
  me.term = m.term;
  me.role = follower;
  if (forgets_votes_) me.votes = 0;
  put(next, m.to, me);
}

template <std::size_t Count>
void PackedModel<Count>::receive_heartbeat_reject(State& next, const Parent& p,
                                                  const Message& m) const {
  Block me = p.server[m.to];
  if (m.term <= me.term || !guards_.step_down_on_higher_term) return;
  become_follower_of(me, m.term);
  put(next, m.to, me);
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::faults(const State& s, const Parent& p, Sink& sink) const {
  const bool may_crash = p.crashes < static_cast<std::uint64_t>(settings().max_crashes);
  for (ServerId i = 1; may_crash && i <= servers_; ++i) {
    if (((p.up >> i) & 1U) == 0) continue;
    State next = s;
    put(next, i, after_crash(p.server[static_cast<std::size_t>(i)]), true);
    layout_.crashes.write(next, p.crashes + 1);
    sink(Action{static_cast<std::uint16_t>(ActionKind::crash), static_cast<std::uint16_t>(i)},
         next);
  }
  for (ServerId i = 1; i <= servers_; ++i) {
    if (((p.up >> i) & 1U) != 0) continue;
    State next = s;
    put(next, i, p.server[static_cast<std::size_t>(i)]);
    sink(Action{static_cast<std::uint16_t>(ActionKind::restart), static_cast<std::uint16_t>(i)},
         next);
  }
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::partitions(const State& s, const Parent& p, Sink& sink) const {
  const bool may_cut = p.cuts < static_cast<std::uint64_t>(settings().max_cuts);
  const std::size_t count = splits_.size();
  for (std::size_t code = 0; code < count; ++code) {
    const bool only_heals = only_heals_[p.cut * count + code] != 0;
    if (code == p.cut || (!only_heals && !may_cut)) continue;
    State next = loses_across_cut_ ? without(s, messages_over_[code]) : s;
    layout_.cut.write(next, code);
    if (!only_heals) layout_.cuts.write(next, p.cuts + 1);
    sink(
        Action{static_cast<std::uint16_t>(ActionKind::partition), static_cast<std::uint16_t>(code)},
        next);
  }
}

template <std::size_t Count>
template <class Sink>
void PackedModel<Count>::link_changes(const State& s, const Parent& p, Sink& sink) const {
  const bool may_cut = p.cuts < static_cast<std::uint64_t>(settings().max_cuts);
  for (std::size_t k = 0; may_cut && k < links_.size(); ++k) {
    if (((p.cut >> k) & 1U) != 0) continue;
    State next = loses_across_cut_ ? without(s, messages_over_[k]) : s;
    layout_.cut.write(next, p.cut | (std::uint64_t{1} << k));
    layout_.cuts.write(next, p.cuts + 1);
    sink(Action{static_cast<std::uint16_t>(ActionKind::cut_link), static_cast<std::uint16_t>(k)},
         next);
  }
  for (std::size_t k = 0; k < links_.size(); ++k) {
    if (((p.cut >> k) & 1U) == 0) continue;
    State next = s;
    layout_.cut.write(next, p.cut & ~(std::uint64_t{1} << k));
    sink(Action{static_cast<std::uint16_t>(ActionKind::heal_link), static_cast<std::uint16_t>(k)},
         next);
  }
}

}  // namespace scrutineer::raft
