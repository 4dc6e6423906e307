#include "model/raft/reduction/snapshot.h"

namespace scrutineer::raft {
namespace {

MessageKind kind_of(const Message& m) {
  switch (m.type) {
    case MessageType::request_vote: return MessageKind::request;
    case MessageType::vote: return m.granted ? MessageKind::grant : MessageKind::denial;
    case MessageType::heartbeat: return MessageKind::heartbeat;
    case MessageType::heartbeat_reject: break;
  }
  return MessageKind::reject;
}

}  // namespace

SnapshotCodec::SnapshotCodec(const PackedLayout& layout)
    : layout_(layout),
      word_count_(layout.bits.word_count()),
      messages_(word_count_, 0),
      edges_(word_count_ * 64, Edge{}),
      bits_(std::size_t{slot_count} * 64, -1),
      to_(std::size_t{slot_count} * 8),
      from_(std::size_t{slot_count} * 8) {
  for (int id = 0; id < layout.universe.size(); ++id) {
    const Message& m = layout.universe.message(id);
    const std::uint16_t bit = layout.message_bit[static_cast<std::size_t>(id)];
    const int slot = slot_of(kind_of(m), m.term);
    messages_[bit / 64] |= std::uint64_t{1} << (bit % 64);
    edges_[bit] = {static_cast<std::uint8_t>(slot), m.from, m.to};
    bits_[row(slot, m.from) * 8 + m.to] = static_cast<std::int16_t>(bit);
    add_to(to_[row(slot, m.to)], bit);
    add_to(from_[row(slot, m.from)], bit);
  }
}

void SnapshotCodec::add_to(Row& row, std::size_t bit) {
  if (row.empty() || row.back().word != bit / 64) row.push_back({bit / 64, 0});
  row.back().mask |= std::uint64_t{1} << (bit % 64);
}

Snapshot SnapshotCodec::read(StateWords words) const {
  Snapshot snapshot;
  const auto part = [](std::uint64_t block, const BitField& field) {
    return static_cast<std::uint8_t>((block >> field.shift) & field.mask());
  };
  const Settings& settings = layout_.settings;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
    const std::uint64_t block = words[place.word] >> place.shift;
    snapshot.server[static_cast<std::size_t>(i)] = {
        part(block, layout_.role), part(block, layout_.term), part(block, layout_.voted_for),
        static_cast<std::uint8_t>(part(block, layout_.votes) << 1U), part(block, layout_.down)};
  }
  if (settings.max_crashes > 0) snapshot.crashes = layout_.crashes.read(words);
  if (settings.max_cuts > 0) {
    snapshot.cut = layout_.cut.read(words);
    snapshot.cuts = layout_.cuts.read(words);
    snapshot.are_links_settled =
        snapshot.cut == 0 && snapshot.cuts == static_cast<std::uint64_t>(settings.max_cuts);
  }
  return snapshot;
}

void SnapshotCodec::write(StateWords words, ServerId i, const ServerPart& part) const {
  const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
  const auto shifted = [](std::uint64_t value, const BitField& f) { return value << f.shift; };
  const std::uint64_t bits = shifted(part.role, layout_.role) | shifted(part.term, layout_.term) |
                             shifted(part.voted_for, layout_.voted_for) |
                             shifted(part.votes >> 1U, layout_.votes) |
                             (layout_.down.width != 0 ? shifted(part.down, layout_.down) : 0);
  words[place.word] = (words[place.word] & ~(place.mask << place.shift)) | (bits << place.shift);
}

}  // namespace scrutineer::raft
