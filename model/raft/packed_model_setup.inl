// The tables of PackedModel, and its conversions. Included by packed_model.h only.
#pragma once

namespace scrutineer::raft {

template <std::size_t Count>
PackedModel<Count>::PackedModel(const Settings& settings)
    : layout_(settings),
      guards_(settings.guards),
      servers_(settings.servers),
      max_term_(static_cast<std::uint32_t>(settings.max_term)),
      all_servers_((1U << settings.servers) - 1),
      is_duplicating_(settings.network == Network::duplicating),
      loses_across_cut_(settings.cut_messages == CutMessages::lost),
      only_on_suspicion_(settings.timeouts == Timeouts::suspect),
      forgets_votes_(guards_.clear_votes && guards_.recheck_before_leading) {
  for (int removed = 0; removed < servers_; ++removed) {
    quorum_[static_cast<std::size_t>(removed)] =
        quorum_size(guards_.quorum, servers_ - removed);
  }
  if (layout_.bits.word_count() > Count) throw std::logic_error("PackedModel: too few words");
  index_messages();
  index_links();
  index_effects();
}

template <std::size_t Count>
void PackedModel<Count>::index_messages() {
  const MessageUniverse& universe = layout_.universe;
  const auto pairs = static_cast<std::uint32_t>(servers_ * (servers_ - 1));
  reply_stride_vote_ = pairs * 2;
  reply_stride_reject_ = pairs;
  message_at_bit_.assign(Count * 64, BitEntry{});
  request_votes_.assign(std::size_t{terms_max + 1} * (servers_max + 1), State{});
  heartbeats_ = request_votes_;
  for (int id = 0; id < universe.size(); ++id) {
    const Message& m = universe.message(id);
    const std::uint16_t bit = layout_.message_bit[static_cast<std::size_t>(id)];
    message_at_bit_[bit] = {static_cast<std::uint16_t>(id), m.to,
                            static_cast<std::uint8_t>(delivery_of(m.type))};
    // The answer to a request is a vote, to a stale heartbeat a refusal, in a term known later.
    Message reply{m.type, 0, m.to, m.from, false};
    std::int32_t reply_id = 0;
    if (m.type == MessageType::request_vote) {
      reply.type = MessageType::vote;
      reply.term = 1;
      reply_id = universe.id_of(reply) - static_cast<std::int32_t>(reply_stride_vote_);
    } else if (m.type == MessageType::heartbeat && max_term_ >= 2 && guards_.check_heartbeat_term) {
      reply.type = MessageType::heartbeat_reject;
      reply.term = 2;
      reply_id = universe.id_of(reply) - 2 * static_cast<std::int32_t>(reply_stride_reject_);
    }
    messages_.push_back({m, reply_id, bit});
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    all_messages_[bit / 64] |= mask;
    messages_to_[m.to][bit / 64] |= mask;
    auto* broadcasts = m.type == MessageType::request_vote ? &request_votes_
                       : m.type == MessageType::heartbeat  ? &heartbeats_
                                                           : nullptr;
    if (broadcasts == nullptr) continue;
    (*broadcasts)[m.term * std::size_t{servers_max + 1} + m.from][bit / 64] |= mask;
  }
}

template <std::size_t Count>
Effect<Count> PackedModel<Count>::effect_of(const State& before, const State& next,
                                              std::size_t server) const {
  const ServerPlace& place = layout_.server[server];
  Effect<Count> effect;
  effect.flipped[place.word] = (before[place.word] ^ next[place.word]) & place.mask << place.shift;
  for (std::size_t w = 0; w < Count; ++w) {
    effect.set[w] = (next[w] ^ before[w]) & ~effect.flipped[w];
  }
  return effect;
}

// Every effect is computed by the rules on a state that has the server's block and nothing else.
template <std::size_t Count>
void PackedModel<Count>::index_effects() {
  std::vector<std::vector<std::uint16_t>> messages_to(static_cast<std::size_t>(servers_) + 1);
  for (std::size_t id = 0; id < messages_.size(); ++id) {
    messages_to[messages_[id].message.to].push_back(static_cast<std::uint16_t>(id));
  }
  const auto state_with = [this](std::size_t server, std::uint64_t block) {
    State state{};
    state[layout_.server[server].word] = block << layout_.server[server].shift;
    return state;
  };
  typename EffectTable<Count>::Rules rules;
  rules.deliver = [&](std::size_t server, std::uint64_t block, std::uint16_t id,
                      std::uint64_t& after) {
    const ServerPlace& place = layout_.server[server];
    const State before = state_with(server, block);
    State next = before;
    Parent parent;
    parent.server[server] = block_of(block);
    receive(next, parent, messages_[id]);
    after = (next[place.word] >> place.shift) & place.mask;
    Effect<Count> effect = effect_of(before, next, server);
    const std::uint16_t bit = messages_[id].bit;
    if (!is_duplicating_) effect.flipped[bit / 64] |= std::uint64_t{1} << (bit % 64);
    return effect;
  };
  rules.local = [&](std::size_t server, std::uint64_t bits, const auto& found) {
    const Block block = block_of(bits);
    const auto i = static_cast<ServerId>(server);
    const State before = state_with(server, bits);
    LocalState<Count> local;
    local.is_down = ((bits >> layout_.down.shift) & layout_.down.mask()) != 0;
    if (settings().mitigations.max_removals > 0 && !local.is_down) {
      for (ServerId j = 1; j <= servers_; ++j) {
        Block removing = block;
        removing.removed |= j == i ? 0 : 1U << (j - 1);
        found(bits_of(removing, false));
      }
    }
    if (local.is_down) {
      found(bits_of(block, false));
      return local;
    }
    local.is_leader = block.role == leader;
    local.may_time_out = !local.is_leader && block.term < max_term_;
    if (local.may_time_out) {
      State next = before;
      time_out(next, Parent{}, i, block);
      local.timeout = effect_of(before, next, server);
      found((next[layout_.server[server].word] >> layout_.server[server].shift) &
            layout_.server[server].mask);
    }
    local.needs_rules = local.is_leader && block.term == 0;  // which then say that there is none
    if (local.is_leader && !local.needs_rules) {
      State next = before;
      broadcast(next, Parent{}, heartbeats_, block, i);
      local.heartbeat = effect_of(before, next, server);
    }
    if (settings().max_crashes > 0) found(bits_of(after_crash(block), true));
    if (settings().mitigations.max_repairs > 0) found(bits_of(after_stop(block), true));
    return local;
  };
  const int block_bits = static_cast<int>(std::bit_width(layout_.server[1].mask));
  effects_.build(block_bits, 0, messages_.size(), messages_to, rules);
}

template <std::size_t Count>
void PackedModel<Count>::index_links() {
  if (settings().max_cuts == 0) return;
  const auto over = [this](auto&& is_failed) {
    State mask{};
    for (const MessageEntry& entry : messages_) {
      if (!is_failed(entry.message)) continue;
      mask[entry.bit / 64] |= std::uint64_t{1} << (entry.bit % 64);
    }
    return mask;
  };
  if (settings().cut == CutKind::links) {
    links_ = all_links(servers_);
    for (const auto& link : links_) {
      messages_over_.push_back(
          over([&](const Message& m) { return m.from == link.first && m.to == link.second; }));
    }
    return;
  }
  splits_ = partition_splits(servers_);
  for (const LinkSet& from : splits_) {
    messages_over_.push_back(over([&](const Message& m) { return from.contains(m.from, m.to); }));
    for (const LinkSet& to : splits_) only_heals_.push_back(to.is_subset_of(from) ? 1 : 0);
  }
}

template <std::size_t Count>
std::vector<std::string_view> PackedModel<Count>::action_kinds() const {
  std::vector<std::string_view> names;
  for (std::size_t k = 0; k < action_kind_count; ++k) {
    names.push_back(action_kind_name(static_cast<ActionKind>(k)));
  }
  return names;
}

template <std::size_t Count>
std::string PackedModel<Count>::describe(const State& state) const {
  return raft::describe(unpack(state), settings());
}

template <std::size_t Count>
std::string PackedModel<Count>::describe(const Action& action) const {
  return raft::describe(unpack(action), settings());
}

template <std::size_t Count>
typename PackedModel<Count>::State PackedModel<Count>::pack(const raft::State& state) const {
  State words{};
  layout_.pack(state, words);
  return words;
}

template <std::size_t Count>
raft::Action PackedModel<Count>::unpack(const Action& action) const {
  raft::Action readable;
  readable.kind = static_cast<ActionKind>(action.kind);
  switch (readable.kind) {
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: readable.server = static_cast<std::uint8_t>(action.parameter); break;
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject:
      readable.message = messages_.at(action.parameter).message;
      break;
    case ActionKind::partition: readable.links = splits_.at(action.parameter); break;
    case ActionKind::cut_link:
    case ActionKind::heal_link: {
      const auto& [from, to] = links_.at(action.parameter);
      readable.links.insert(from, to);
      break;
    }
    case ActionKind::environment: break;  // see PackedMitigated
  }
  return readable;
}

template <std::size_t Count>
typename PackedModel<Count>::State PackedModel<Count>::significant_bits() const {
  State mask{};
  for (const BitLayout::Field& field : layout_.bits.fields()) {
    mask[field.place.word] |= field.place.mask() << field.place.shift;
  }
  return mask;
}

template <std::size_t Count>
typename PackedModel<Count>::State PackedModel<Count>::bits_of(
    std::span<const std::string_view> field_names) const {
  State mask{};
  for (const BitLayout::Field& field : layout_.bits.fields()) {
    for (const std::string_view name : field_names) {
      if (field.name == name) mask[field.place.word] |= field.place.mask() << field.place.shift;
    }
  }
  return mask;
}

}  // namespace scrutineer::raft
