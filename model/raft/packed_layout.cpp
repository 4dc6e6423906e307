#include "model/raft/packed_layout.h"

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

BitLayout make_layout(const Settings& settings, const MessageUniverse& universe,
                      const CutCode& cut_code) {
  BitLayout layout;
  const State state = initial_state();
  visit_fields(state, settings, universe, cut_code, layout);
  layout.finish();
  return layout;
}

BitField relative_to(const ServerPlace& block, BitField field) {
  if (field.width != 0) field.shift = static_cast<std::uint8_t>(field.shift - block.shift);
  field.word = 0;
  return field;
}

// The greatest value of one bound with which the settings fit, the others as they are; 0 if none.
int greatest_fitting(Settings settings, int Settings::*bound, std::size_t words_max) {
  while (--(settings.*bound) >= 1) {
    if (PackedLayout(settings).bits.word_count() <= words_max) return settings.*bound;
  }
  return 0;
}

}  // namespace

PackedLayout::PackedLayout(const Settings& s)
    : settings(s), universe(s), cut_code(s), bits(make_layout(s, universe, cut_code)) {
  for (ServerId i = 1; i <= s.servers; ++i) {
    ServerPlace& block = server[static_cast<std::size_t>(i)];
    const BitField first = bits.place("role", i);
    block.word = first.word;
    block.shift = first.shift;
    for (const std::string_view name : {"role", "term", "voted_for", "votes", "down", "removed"}) {
      const BitField field = bits.place(name, i);
      if (field.width != 0) block.mask |= field.mask() << (field.shift - block.shift);
    }
  }
  role = relative_to(server[1], bits.place("role", 1));
  term = relative_to(server[1], bits.place("term", 1));
  voted_for = relative_to(server[1], bits.place("voted_for", 1));
  votes = relative_to(server[1], bits.place("votes", 1));
  down = relative_to(server[1], bits.place("down", 1));
  removed = relative_to(server[1], bits.place("removed", 1));
  for (int t = 1; t <= s.max_term; ++t) {
    elected[static_cast<std::size_t>(t)] = bits.place("elected", t);
  }
  cut = bits.place("cut", 0);
  crashes = bits.place("crashes", 0);
  cuts = bits.place("cuts", 0);
  // `place` searches; the message fields are the last of the list, in the order of their ids.
  const auto fields = bits.fields();
  const std::size_t first_message = fields.size() - static_cast<std::size_t>(universe.size());
  for (const BitLayout::Field& field : fields.subspan(first_message)) {
    message_bit.push_back(static_cast<std::uint16_t>(field.place.word * 64 + field.place.shift));
  }
}

void PackedLayout::pack(const State& state, std::span<std::uint64_t> words) const {
  if (state.environment != mitigations::Environment{}) {
    throw PackedOverflow("an election alone has no environment");
  }
  for (const Message& message : state.messages) {
    if (universe.id_of(message) < 0) {
      throw PackedOverflow("a message outside of the bounds is in flight");
    }
  }
  visit_fields(state, settings, universe, cut_code, FieldPacker(bits, words));
}

State PackedLayout::unpack(std::span<const std::uint64_t> words) const {
  State state = initial_state();
  visit_fields(state, settings, universe, cut_code, FieldUnpacker(bits, words));
  return state;
}

int packed_bits(const Settings& settings) { return PackedLayout(settings).bits.bit_count(); }

std::size_t packed_words(const Settings& settings, std::size_t words_max) {
  const PackedLayout layout(settings);
  const std::size_t words = layout.bits.word_count();
  if (words <= words_max) return words;
  std::string reason = fmt::format(
      "servers {}, max_term {}: a state needs {} bits, at most {} are supported; lower ",
      settings.servers, settings.max_term, layout.bits.bit_count(), words_max * 64);
  const int term = greatest_fitting(settings, &Settings::max_term, words_max);
  const int servers = greatest_fitting(settings, &Settings::servers, words_max);
  if (term > 0) reason += fmt::format("max_term to {}", term);
  if (term > 0 && servers > 0) reason += " or ";
  if (servers > 0) reason += fmt::format("servers to {}", servers);
  throw TooWide(reason);
}

}  // namespace scrutineer::raft
