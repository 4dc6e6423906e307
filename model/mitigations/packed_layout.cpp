#include "model/mitigations/packed_layout.h"

#include <initializer_list>

#include "model/mitigations/field_list.h"

namespace scrutineer::mitigations {
namespace {

BitLayout make_layout(const Bounds& bounds, const BitLayout& election) {
  BitLayout layout = election.beside();
  const Environment environment;
  visit_fields(environment, bounds, layout);
  layout.finish();
  return layout;
}

// The fields of one group that follow each other, as one.
BitField joined(std::initializer_list<BitField> fields) {
  BitField all;
  for (const BitField& field : fields) {
    if (field.width == 0) continue;
    if (all.width == 0) {
      all = field;
    } else {
      all.width = static_cast<std::uint8_t>(all.width + field.width);
    }
  }
  return all;
}

void copy(const BitField& field, std::span<const std::uint64_t> from, std::span<std::uint64_t> to) {
  field.write(to, field.read(from));
}

}  // namespace

PackedLayout::PackedLayout(const Bounds& b, const BitLayout& election)
    : bounds(b), bits(make_layout(b, election)) {
  for (int i = 1; i <= b.servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    reply_epoch[at] = bits.place("reply_epoch", i);
    reply_left[at] = bits.place("reply_left", i);
    lease_epoch[at] = bits.place("lease_epoch", i);
    lease_left[at] = bits.place("lease_left", i);
    lease_lag[at] = bits.place("lease_lag", i);
    token_left[at] = bits.place("token_left", i);
    leadership[at] =
        joined({reply_epoch[at], reply_left[at], lease_epoch[at], lease_left[at], lease_lag[at]});
    belongings[at] = joined({leadership[at], token_left[at]});
  }
  lock_holder = bits.place("lock_holder", 0);
  lock_left = bits.place("lock_left", 0);
  lock_epoch = bits.place("lock_epoch", 0);
  for (int k = 0; k < writes_max; ++k) {
    write_from[static_cast<std::size_t>(k)] = bits.place("write_from", k);
    write_token[static_cast<std::size_t>(k)] = bits.place("write_token", k);
  }
  sent = bits.place("sent", 0);
  highest = bits.place("highest", 0);
  stale = bits.place("stale", 0);
  removals = bits.place("removals", 0);
  repairs = bits.place("repairs", 0);
  misrepaired = bits.place("misrepaired", 0);
  alerted = bits.place("alerted", 0);
}

void PackedLayout::pack(const Environment& environment, std::span<std::uint64_t> words) const {
  visit_fields(environment, bounds, FieldPacker(bits, words));
  if (unpack(words) != environment) {
    throw PackedOverflow("a variable that is switched off has a value");
  }
}

Environment PackedLayout::unpack(std::span<const std::uint64_t> words) const {
  Environment environment;
  visit_fields(environment, bounds, FieldUnpacker(bits, words));
  return environment;
}

std::array<std::uint64_t, servers_max + 1> PackedLayout::belongings_of(
    std::span<const std::uint64_t> words) const {
  constexpr std::uint64_t holder_weight = 0x9e3779b97f4a7c15U;
  constexpr std::uint64_t write_weight = 0xd6e8feb86659fd93U;
  std::array<std::uint64_t, servers_max + 1> all{};
  for (std::size_t i = 1; i <= static_cast<std::size_t>(bounds.servers); ++i) {
    all[i] = belongings[i].read(words) * write_weight;
  }
  if (const std::uint64_t holder = lock_holder.read(words); holder != 0) {
    all[holder] += holder_weight;
  }
  for (std::size_t k = 0; k < static_cast<std::size_t>(bounds.settings.max_writes); ++k) {
    const std::uint64_t from = write_from[k].read(words);
    if (from != 0) all[from] = (all[from] + k + 1) * holder_weight + write_token[k].read(words);
  }
  return all;
}

void PackedLayout::renumber(std::span<const std::uint64_t> from,
                            const std::array<std::uint8_t, servers_max + 1>& order,
                            std::span<std::uint64_t> to) const {
  std::array<std::uint8_t, servers_max + 1> place_of{};
  for (std::size_t k = 1; k <= static_cast<std::size_t>(bounds.servers); ++k) {
    place_of[order[k]] = static_cast<std::uint8_t>(k);
    belongings[k].write(to, belongings[order[k]].read(from));
  }
  lock_holder.write(to, place_of[lock_holder.read(from)]);
  for (std::size_t k = 0; k < static_cast<std::size_t>(bounds.settings.max_writes); ++k) {
    write_from[k].write(to, place_of[write_from[k].read(from)]);
    copy(write_token[k], from, to);
  }
  for (const BitField& field :
       {lock_left, lock_epoch, sent, highest, stale, removals, repairs, misrepaired, alerted}) {
    copy(field, from, to);
  }
}

}  // namespace scrutineer::mitigations
