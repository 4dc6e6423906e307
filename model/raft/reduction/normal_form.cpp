#include "model/raft/reduction/normal_form.h"

#include <bit>

namespace scrutineer::raft {
namespace {

// Renumbers a set of servers; `place_of` is the inverse of an order.
std::uint8_t renumbered(std::uint32_t set, const ServerOrder& place_of) {
  std::uint32_t result = 0;
  for (; set != 0; set &= set - 1) {
    result |= 1U << place_of[static_cast<std::size_t>(std::countr_zero(set))];
  }
  return static_cast<std::uint8_t>(result);
}

// A counter of votes in the place of a set stands for its size. The set has the form that counting
// from `first` on gives it: that server and the least others.
std::uint8_t counter(int size, ServerId first) {
  if (size == 0) return 0;
  std::uint32_t set = 1U << first;
  for (ServerId i = 1; std::popcount(set) < size; ++i) set |= 1U << i;
  return static_cast<std::uint8_t>(set);
}

// "Least member of one's block" as a number: its digit i is below i.
std::size_t radix_index(const std::array<std::uint8_t, 8>& least, int servers) {
  std::size_t index = 0;
  for (int i = 1; i <= servers; ++i) {
    index = index * static_cast<std::size_t>(i) + least[static_cast<std::size_t>(i)] - 1;
  }
  return index;
}

}  // namespace

NormalFormWriter::NormalFormWriter(const SnapshotCodec& codec, const Premises& premises)
    : codec_(codec),
      servers_(premises.servers),
      votes_are_a_set_(premises.voters_are_a_set),
      are_cleared_(premises.votes_are_cleared) {
  const Settings& settings = codec.layout().settings;
  if (settings.max_cuts == 0) return;
  if (settings.cut == CutKind::links) {
    for (const auto& [from, to] : all_links(servers_)) cut_pairs_.push_back(pair_bit(from, to));
    return;
  }
  std::size_t combinations = 1;
  for (int i = 1; i <= servers_; ++i) combinations *= static_cast<std::size_t>(i);
  code_of_.assign(combinations, 0);
  for (const LinkSet& split : partition_splits(servers_)) {
    std::array<std::uint8_t, 8> least{};
    PairSet pairs = 0;
    for (int i = 1; i <= servers_; ++i) {
      int other = 1;
      while (other < i && split.contains(i, other)) ++other;
      least[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(other);
      for (int j = 1; j <= servers_; ++j) {
        if (i != j && split.contains(i, j)) pairs |= pair_bit(i, j);
      }
    }
    code_of_[radix_index(least, servers_)] = static_cast<std::uint16_t>(least_.size());
    least_.push_back(least);
    cut_pairs_.push_back(pairs);
  }
}

bool NormalFormWriter::is_cut(const Snapshot& snapshot, ServerId from, ServerId to) const {
  if (snapshot.cut == 0) return false;
  if (!least_.empty()) return (cut_pairs_[snapshot.cut] & pair_bit(from, to)) != 0;
  const int link = (from - 1) * (servers_ - 1) + (to < from ? to - 1 : to - 2);
  return ((snapshot.cut >> link) & 1U) != 0;
}

std::uint64_t NormalFormWriter::renumbered_cut(std::uint64_t cut, const ServerOrder& order) const {
  if (!least_.empty()) {
    const std::array<std::uint8_t, 8>& old = least_[cut];
    std::array<std::uint8_t, 8> least{};
    std::array<std::uint8_t, 8> first{};  // by old block: its least member in the new order
    for (std::size_t k = 1; k <= static_cast<std::size_t>(servers_); ++k) {
      std::uint8_t& of_block = first[old[order[k]]];
      if (of_block == 0) of_block = static_cast<std::uint8_t>(k);
      least[k] = of_block;
    }
    return code_of_[radix_index(least, servers_)];
  }
  std::uint64_t result = 0;
  int link = 0;
  for (std::size_t from = 1; from <= static_cast<std::size_t>(servers_); ++from) {
    for (std::size_t to = 1; to <= static_cast<std::size_t>(servers_); ++to) {
      if (from == to) continue;
      const int a = order[from];
      const int b = order[to];
      const int old = (a - 1) * (servers_ - 1) + (b < a ? b - 1 : b - 2);
      result |= ((cut >> old) & 1U) << link++;
    }
  }
  return result;
}

void NormalFormWriter::read_elected(StateWords words, NormalForm& form) const {
  const PackedLayout& layout = codec_.layout();
  for (std::size_t t = 1; t <= static_cast<std::size_t>(layout.settings.max_term); ++t) {
    form.elected[t] = static_cast<std::uint8_t>(layout.elected[t].read(words) << 1U);
  }
}

void NormalFormWriter::write(const NormalForm& form, const ServerOrder& order,
                             StateWords words) const {
  const PackedLayout& layout = codec_.layout();
  ServerOrder place_of{};
  for (std::size_t k = 1; k <= static_cast<std::size_t>(servers_); ++k) {
    place_of[order[k]] = static_cast<std::uint8_t>(k);
  }
  for (int e = 0; e < form.edge_count; ++e) {
    const Edge& edge = form.edges[static_cast<std::size_t>(e)];
    codec_.put(words, edge.slot, place_of[edge.from], place_of[edge.to]);
  }
  for (ServerId k = 1; k <= servers_; ++k) {
    const std::size_t old = order[static_cast<std::size_t>(k)];
    ServerPart part = form.snapshot.server[old];
    part.voted_for = place_of[part.voted_for];
    part.votes = votes_are_a_set_ ? renumbered(part.votes, place_of)
                                  : counter(std::popcount(part.votes), are_cleared_ ? k : 1);
    if (form.tally[old].is_kept) write_tally(form, order, k, part, words);
    codec_.write(words, k, part);
    const int teller = k == 1 ? 2 : 1;
    for (std::uint32_t rest = form.news[old]; rest != 0; rest &= rest - 1) {
      codec_.put(words, slot_of(MessageKind::denial, std::countr_zero(rest)), teller, k);
    }
  }
  for (std::size_t t = 1; t <= static_cast<std::size_t>(layout.settings.max_term); ++t) {
    if (form.elected[t] == 0) continue;
    layout.elected[t].write(words, renumbered(form.elected[t], place_of) >> 1U);
  }
  if (layout.settings.max_crashes > 0) layout.crashes.write(words, form.snapshot.crashes);
  if (layout.settings.max_cuts == 0) return;
  layout.cuts.write(words, form.snapshot.cuts);
  if (form.snapshot.cut == 0) return;
  layout.cut.write(words, renumbered_cut(form.snapshot.cut, order));
}

// Votes again: of the voters the first are counted, the others' votes are on the way.
void NormalFormWriter::write_tally(const NormalForm& form, const ServerOrder& order, ServerId place,
                                   ServerPart& part, StateWords words) const {
  const Tally& tally = form.tally[order[static_cast<std::size_t>(place)]];
  int anonymous = tally.anonymous;
  int counted = tally.counted;
  int on_the_way = tally.on_the_way;
  part.votes = static_cast<std::uint8_t>(1U << place);
  for (ServerId k = 1; k <= servers_; ++k) {
    if (k == place) continue;
    const std::uint32_t bit = 1U << order[static_cast<std::size_t>(k)];
    if (!tally.is_enough && (tally.known & bit) == 0) {
      if ((tally.asked & bit) != 0 || anonymous == 0) continue;
      --anonymous;
    }
    if (counted > 0) {
      --counted;
      part.votes |= static_cast<std::uint8_t>(1U << k);
    } else if (on_the_way > 0) {
      --on_the_way;
      codec_.put(words, slot_of(MessageKind::grant, part.term), k, place);
    }
  }
}

}  // namespace scrutineer::raft
