// Construction and conversions of PackedMitigated. Included by packed_mitigated.h only.
#pragma once

namespace scrutineer::mitigations {

template <class Election>
PackedMitigated<Election>::PackedMitigated(Election election, const Bounds& bounds)
    : election_(std::move(election)),
      layout_(bounds, election_.layout().bits),
      settings_(bounds.settings),
      servers_(static_cast<std::size_t>(bounds.servers)),
      first_kind_(election_.action_kinds().size()) {
  static_assert(HostsEnvironment<Election>);
  if (layout_.bits.word_count() > State{}.size()) {
    throw std::logic_error("PackedMitigated: too few words");
  }
}

template <class Election>
std::vector<typename PackedMitigated<Election>::State> PackedMitigated<Election>::initial_states()
    const {
  return election_.initial_states();  // an environment begins with zeros
}

template <class Election>
std::vector<std::string_view> PackedMitigated<Election>::action_kinds() const {
  std::vector<std::string_view> names = election_.action_kinds();
  for (std::size_t k = 0; k < action_kind_count; ++k) {
    names.push_back(action_kind_name(static_cast<ActionKind>(k)));
  }
  return names;
}

template <class Election>
std::string PackedMitigated<Election>::describe(const State& state) const {
  const std::string text = election_.describe(state);
  const std::string around = mitigations::describe(layout_.unpack(state), bounds().servers);
  return around.empty() ? text : fmt::format("{}; {}", text, around);
}

template <class Election>
std::string PackedMitigated<Election>::describe(const Action& action) const {
  return action.kind < first_kind_ ? election_.describe(action)
                                   : mitigations::describe(environment_action(action));
}

template <class Election>
typename PackedMitigated<Election>::State PackedMitigated<Election>::pack(
    const ReadableState& state) const {
  ReadableState election = state;
  election.environment = {};
  State words = election_.pack(election);
  layout_.pack(state.environment, words);
  return words;
}

template <class Election>
typename PackedMitigated<Election>::ReadableState PackedMitigated<Election>::unpack(
    const State& state) const {
  ReadableState readable = election_.unpack(state);
  readable.environment = layout_.unpack(state);
  return readable;
}

template <class Election>
typename PackedMitigated<Election>::ReadableAction PackedMitigated<Election>::unpack(
    const Action& action) const {
  return action.kind < first_kind_ ? election_.unpack(action)
                                   : Election::of_environment(environment_action(action));
}

template <class Election>
mitigations::Action PackedMitigated<Election>::environment_action(const Action& action) const {
  mitigations::Action of;
  of.kind = static_cast<ActionKind>(action.kind - first_kind_);
  const auto part = [&](int k) {
    return static_cast<std::uint8_t>((action.parameter >> (3 * k)) & 7U);
  };
  switch (of.kind) {
    case ActionKind::tick: of.late = ServerSet::from_mask(action.parameter); break;
    case ActionKind::receive_write: of.write = {part(2), part(1), part(0)}; break;
    case ActionKind::remove_peer:
      of.server = part(1);
      of.peer = part(0);
      break;
    case ActionKind::acquire:
    case ActionKind::receive_lease:
    case ActionKind::register_token:
    case ActionKind::send_write:
    case ActionKind::repair: of.server = part(0); break;
  }
  return of;
}

template <class Election>
typename PackedMitigated<Election>::State PackedMitigated<Election>::environment_bits() const {
  State mask{};
  for (const BitLayout::Field& field : layout_.bits.fields()) {
    mask[field.place.word] |= field.place.mask() << field.place.shift;
  }
  return mask;
}

template <class Election>
typename PackedMitigated<Election>::State PackedMitigated<Election>::significant_bits() const {
  State mask = election_.significant_bits();
  const State environment = environment_bits();
  for (std::size_t w = 0; w < mask.size(); ++w) mask[w] |= environment[w];
  return mask;
}

template <class Election>
typename PackedMitigated<Election>::State PackedMitigated<Election>::bits_of(
    std::span<const std::string_view> field_names) const {
  State mask = election_.bits_of(field_names);
  for (const BitLayout::Field& field : layout_.bits.fields()) {
    for (const std::string_view name : field_names) {
      if (field.name == name) mask[field.place.word] |= field.place.mask() << field.place.shift;
    }
  }
  return mask;
}

}  // namespace scrutineer::mitigations
