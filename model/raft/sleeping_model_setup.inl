// The tables of SleepingModel. Included by sleeping_model.h only.
#pragma once

namespace scrutineer::raft {

template <std::size_t Count>
SleepingModel<Count>::SleepingModel(const Settings& settings) : Base(settings) {
  if (this->only_on_suspicion_ || !this->effects_.is_complete() || !place_events()) return;
  sent_again_.push_back(State{});  // of events without a message
  for (std::size_t i = 1; i <= static_cast<std::size_t>(this->servers_); ++i) index_server(i);
}

template <std::size_t Count>
typename SleepingModel<Count>::State SleepingModel<Count>::sleep_bits() const {
  State bits{};
  for (std::size_t e = 0; e < event_count_; ++e) add(bits, e);
  return bits;
}

template <std::size_t Count>
std::optional<std::size_t> SleepingModel<Count>::bit_of(const Action& action) const {
  const std::size_t parameter = action.parameter;
  const auto servers = static_cast<std::size_t>(this->servers_);
  switch (static_cast<ActionKind>(action.kind)) {
    case ActionKind::timeout: return parameter - 1;
    case ActionKind::send_heartbeats: return servers + parameter - 1;
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return delivery(parameter);
    default: return std::nullopt;
  }
}

// Says which event has which bit; false if they do not fit, or their tables would be too large.
template <std::size_t Count>
bool SleepingModel<Count>::place_events() {
  const auto servers = static_cast<std::size_t>(this->servers_);
  const std::size_t count = delivery(this->messages_.size());
  if (count > Count * 64 || this->messages_.empty()) return false;
  place_messages();
  events_.resize(count);
  const auto place = [&](std::size_t event, std::size_t server, ActionKind kind) {
    events_[event].server = static_cast<std::uint8_t>(server);
    add(events_of_server_[server], event);
    const auto k = static_cast<std::size_t>(kind);
    auto of = std::find_if(kinds_.begin(), kinds_.end(),
                           [&](const KindMask& one) { return one.kind == k; });
    if (of == kinds_.end()) of = kinds_.insert(of, KindMask{k, {}});
    add(of->events, event);
  };
  for (std::size_t i = 1; i <= servers; ++i) {
    place(i - 1, i, ActionKind::timeout);
    place(servers + i - 1, i, ActionKind::send_heartbeats);
  }
  for (std::size_t id = 0; id < this->messages_.size(); ++id) {
    const Message& message = this->messages_[id].message;
    place(delivery(id), message.to, delivery_of(message.type));
    events_[delivery(id)].sender = message.from;
  }
  if (table_bytes() > table_bytes_max) return false;
  event_count_ = count;
  return true;
}

template <std::size_t Count>
std::size_t SleepingModel<Count>::table_bytes() const {
  std::size_t bytes = 0;
  for (const EventPlace& event : events_) {
    bytes += this->effects_.local_count(event.server) * sizeof(Step);
    if (event.sender != 0) bytes += this->effects_.local_count(event.sender) * sizeof(State);
  }
  return bytes;
}

template <std::size_t Count>
void SleepingModel<Count>::place_messages() {
  for (std::size_t id = 0; id < this->messages_.size(); ++id) {
    const std::size_t word = this->messages_[id].bit / 64;
    const unsigned shift = this->messages_[id].bit % 64;
    const bool goes_on = !runs_.empty() && runs_.back().word == word &&
                         runs_.back().shift + runs_.back().width == shift;
    if (!goes_on) runs_.push_back({word, shift, 0, 0, delivery(id), false});
    Run& run = runs_.back();
    ++run.width;
    run.mask = run.mask << 1U | 1U;
    run.crosses = run.event % 64 + run.width > 64;
  }
}

template <std::size_t Count>
std::vector<typename SleepingModel<Count>::Event> SleepingModel<Count>::events_of(
    std::size_t server) const {
  const ServerPlace& place = this->layout_.server[server];
  const std::size_t locals = this->effects_.local_count(server);
  const auto event = [&](std::size_t event_index, auto&& effect_in) {
    Event one{event_index, {}, {}};
    for (std::size_t k = 0; k < locals; ++k) {
      const auto index = static_cast<std::uint16_t>(k);
      const LocalState<Count>& local = this->effects_.local(server, index);
      const bool is_known = !local.is_down && !local.needs_rules;
      const Effect<Count>* const effect = is_known ? effect_in(local, index) : nullptr;
      std::uint16_t after = EffectTable<Count>::unknown;
      if (effect != nullptr) {
        const std::uint64_t change = (effect->flipped[place.word] >> place.shift) & place.mask;
        after = this->effects_.index_of(server, local.block ^ change);
      }
      one.effect.push_back(effect);
      one.after.push_back(after);
    }
    return one;
  };
  const auto none = static_cast<const Effect<Count>*>(nullptr);
  std::vector<Event> events;
  events.push_back(event(server - 1, [&](const auto& local, std::uint16_t) {
    return local.may_time_out ? &local.timeout : none;
  }));
  events.push_back(event(
      static_cast<std::size_t>(this->servers_) + server - 1,
      [&](const auto& local, std::uint16_t) { return local.is_leader ? &local.heartbeat : none; }));
  for (std::size_t id = 0; id < this->messages_.size(); ++id) {
    if (this->messages_[id].message.to != server) continue;
    events.push_back(event(delivery(id), [&](const auto&, std::uint16_t local) {
      return &this->effects_.effect(id, local);
    }));
  }
  return events;
}

// The events that may be taken before or after `event` in this local state of their server, with
// the same outcome.
template <std::size_t Count>
typename SleepingModel<Count>::State SleepingModel<Count>::commuting(
    const std::vector<Event>& events, const Event& event, std::size_t local) const {
  constexpr std::uint16_t unknown = EffectTable<Count>::unknown;
  const auto sent = [](const Effect<Count>& first, const Effect<Count>& second) {
    State all = first.set;
    for (std::size_t w = 0; w < Count; ++w) all[w] |= second.set[w];
    return all;
  };
  State same{};
  const std::uint16_t after = event.after[local];
  if (after == unknown) return same;
  for (const Event& other : events) {
    const std::uint16_t other_after = other.after[local];
    if (&other == &event || other_after == unknown) continue;
    const Effect<Count>* const then = other.effect[after];
    const Effect<Count>* const before = event.effect[other_after];
    if (then == nullptr || before == nullptr) continue;
    if (other.after[after] == unknown || other.after[after] != event.after[other_after]) continue;
    if (sent(*event.effect[local], *then) != sent(*other.effect[local], *before)) continue;
    add(same, other.index);
  }
  return same;
}

template <std::size_t Count>
void SleepingModel<Count>::index_server(std::size_t server) {
  const std::vector<Event> events = events_of(server);
  const std::size_t locals = this->effects_.local_count(server);
  const bool are_few = locals * events.size() * events.size() <= pairs_max;
  for (const Event& event : events) {
    events_[event.index].first_step = static_cast<std::uint32_t>(steps_.size());
    for (std::size_t k = 0; k < locals; ++k) {
      Step& step = steps_.emplace_back();
      if (event.effect[k] == nullptr) continue;
      step.effect = *event.effect[k];
      if (are_few) step.kept = commuting(events, event, k);
      for (std::size_t w = 0; w < Count; ++w) step.kept[w] |= ~events_of_server_[server][w];
      // A message that is sent again is no longer the one that was taken.
      for (std::size_t id = 0; id < this->messages_.size(); ++id) {
        const std::size_t of = delivery(id);
        if (puts_back(step.effect, id)) step.kept[of / 64] &= ~(std::uint64_t{1} << (of % 64));
      }
    }
  }
  for (std::size_t k = 0; k < locals; ++k) {
    Ready one;
    for (std::size_t e = 0; e < events.size(); ++e) {
      if (events[e].effect[k] != nullptr) add(e < 2 ? one.own : one.receives, events[e].index);
    }
    ready_[server].push_back(one);
  }
  const ServerPlace& place = this->layout_.server[server];
  local_of_block_[server].resize(place.mask + 1);
  for (std::uint64_t block = 0; block <= place.mask; ++block) {
    std::uint16_t local = this->effects_.index_of(server, block);
    if (local != EffectTable<Count>::unknown && this->effects_.local(server, local).needs_rules) {
      local = EffectTable<Count>::unknown;
    }
    local_of_block_[server][block] = local;
  }
  index_sent_again(server, events);
}

// For each message of this server, its events that send it.
template <std::size_t Count>
void SleepingModel<Count>::index_sent_again(std::size_t server, const std::vector<Event>& events) {
  const std::size_t locals = this->effects_.local_count(server);
  for (std::size_t id = 0; id < this->messages_.size(); ++id) {
    if (this->messages_[id].message.from != server) continue;
    events_[delivery(id)].first_again = static_cast<std::uint32_t>(sent_again_.size());
    for (std::size_t k = 0; k < locals; ++k) {
      State again{};
      for (const Event& event : events) {
        const Effect<Count>* const effect = event.effect[k];
        if (effect != nullptr && puts_back(*effect, id)) add(again, event.index);
      }
      sent_again_.push_back(again);
    }
  }
}

}  // namespace scrutineer::raft
