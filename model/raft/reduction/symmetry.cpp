#include "model/raft/reduction/symmetry.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

namespace scrutineer::raft {
namespace {

constexpr std::uint64_t mixed(std::uint64_t x) {
  x *= 0x9e3779b97f4a7c15U;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  return x ^ (x >> 29U);
}

// Weights of relations other than messages; those of messages begin at 1. What one server is to
// another is weighed as such; what it is to all others together, by its end of the relation.
constexpr std::uint64_t receiver_factor = mixed(1000) | 1U;
constexpr std::uint64_t vote_weight = mixed(1001);
constexpr std::uint64_t gathered_weight = mixed(1002);
constexpr std::uint64_t known_weight = mixed(1003);
constexpr std::uint64_t cut_weight = mixed(1004);

}  // namespace

Symmetry::Symmetry(const NormalFormWriter& writer, const Premises& premises)
    : writer_(writer),
      servers_(static_cast<std::size_t>(premises.servers)),
      max_term_(static_cast<std::size_t>(premises.max_term)),
      votes_are_a_set_(premises.voters_are_a_set) {
  for (std::size_t slot = 0; slot < slot_weight_.size(); ++slot) {
    slot_weight_[slot] = mixed(slot + 1);
  }
}

// A server by itself: its variables, and how much it has to do with others.
Symmetry::Colours Symmetry::own_colours(const NormalForm& form) const {
  Colours colour;
  for (std::size_t a = 1; a <= servers_; ++a) colour[a] = 0;
  const auto relate = [&](std::size_t a, std::size_t b, std::uint64_t weight) {
    colour[a] += weight;
    colour[b] += weight * receiver_factor;
  };
  for_each_relation(form, relate);
  for (std::size_t a = 1; a <= servers_; ++a) {
    const ServerPart& part = form.snapshot.server[a];
    const Tally& tally = form.tally[a];
    std::uint64_t own =
        part.role | std::uint64_t{part.term} << 2U | std::uint64_t{part.down} << 5U |
        std::uint64_t{form.news[a]} << 8U | std::uint64_t{tally.counted} << 16U |
        std::uint64_t{tally.on_the_way} << 20U | std::uint64_t{tally.anonymous} << 24U |
        std::uint64_t{tally.is_enough} << 28U;
    if (!votes_are_a_set_) own |= static_cast<std::uint64_t>(std::popcount(part.votes)) << 40U;
    for (std::size_t t = 1; t <= max_term_; ++t) {
      const auto was_elected = static_cast<std::uint64_t>((form.elected[t] >> a) & 1);
      own |= was_elected << (32 + t);
    }
    colour[a] = mixed(colour[a] + mixed(own) + form.belongings[a]);
  }
  return colour;
}

// relate(a, b, weight) for all that server a has to do with server b.
template <class Relate>
void Symmetry::for_each_relation(const NormalForm& form, Relate&& relate) const {
  for (int e = 0; e < form.edge_count; ++e) {
    const Edge& edge = form.edges[static_cast<std::size_t>(e)];
    relate(edge.from, edge.to, slot_weight_[edge.slot]);
  }
  const auto relate_all = [&](std::size_t a, std::uint32_t set, std::uint64_t weight) {
    for (; set != 0; set &= set - 1) {
      relate(a, static_cast<std::size_t>(std::countr_zero(set)), weight);
    }
  };
  for (std::size_t a = 1; a <= servers_; ++a) {
    const ServerPart& part = form.snapshot.server[a];
    if (part.voted_for != no_server) relate(a, part.voted_for, vote_weight);
    if (votes_are_a_set_) relate_all(a, part.votes, gathered_weight);
    relate_all(a, form.tally[a].known, known_weight);
  }
  if (form.snapshot.cut == 0) return;
  for (std::size_t a = 1; a <= servers_; ++a) {
    for (std::size_t b = 1; b <= servers_; ++b) {
      if (a == b) continue;
      if (!writer_.is_cut(form.snapshot, static_cast<int>(a), static_cast<int>(b))) continue;
      relate(a, b, cut_weight);
    }
  }
}

Symmetry::Matrix Symmetry::relations(const NormalForm& form) const {
  Matrix matrix;
  for (std::size_t a = 1; a <= servers_; ++a) matrix[a].fill(0);
  for_each_relation(
      form, [&](std::size_t a, std::size_t b, std::uint64_t weight) { matrix[a][b] += weight; });
  return matrix;
}

// A server's colour by the colours of those it has to do with.
std::uint64_t Symmetry::refined(const Colours& colour, const Matrix& matrix, std::size_t a) const {
  std::uint64_t sum = 0;
  for (std::size_t b = 1; b <= servers_; ++b) {
    if (b != a) sum += mixed(matrix[a][b] + 3 * matrix[b][a] + colour[b]);
  }
  return sum;
}

bool Symmetry::are_twins(const Matrix& matrix, std::size_t a, std::size_t b) const {
  if (matrix[a][b] != matrix[b][a]) return false;
  for (std::size_t c = 1; c <= servers_; ++c) {
    if (c == a || c == b) continue;
    if (matrix[a][c] != matrix[b][c] || matrix[c][a] != matrix[c][b]) return false;
  }
  return true;
}

ServerOrder Symmetry::write_least(const NormalForm& form, StateWords words) const {
  const Colours colour = own_colours(form);
  ServerOrder order{};
  for (std::size_t k = 1; k <= servers_; ++k) order[k] = static_cast<std::uint8_t>(k);
  sort(order, colour, 1, servers_ + 1);
  Ties ties;
  std::size_t tie_count = 0;
  std::optional<Matrix> matrix;
  for (std::size_t begin = 1; begin <= servers_;) {
    std::size_t end = begin + 1;
    while (end <= servers_ && colour[order[end]] == colour[order[begin]]) ++end;
    if (end - begin > 1) {
      if (!matrix) matrix = relations(form);
      tie_count += find_ties(order, colour, *matrix, {begin, end}, &ties[tie_count]);
    }
    begin = end;
  }
  writer_.write(form, order, words);
  ServerOrder least_order = order;
  if (tie_count > 0) {
    try_orders(form, order, {ties.data(), tie_count}, ties[0].begin, words, least_order);
  }
  return least_order;
}

// Sorts a part of an order by colour; equal ones stay as they are.
void Symmetry::sort(ServerOrder& order, const Colours& colour, std::size_t begin, std::size_t end) {
  for (std::size_t k = begin + 1; k < end; ++k) {
    const std::uint8_t server = order[k];
    std::size_t at = k;
    for (; at > begin && colour[order[at - 1]] > colour[server]; --at) order[at] = order[at - 1];
    order[at] = server;
  }
}

// Refines a run of servers of one colour, and finds what remains of it. Returns how many ties.
std::size_t Symmetry::find_ties(ServerOrder& order, const Colours& colour, const Matrix& matrix,
                                Tie run, Tie* ties) const {
  Colours finer{};
  for (std::size_t k = run.begin; k < run.end; ++k) {
    finer[order[k]] = refined(colour, matrix, order[k]);
  }
  sort(order, finer, run.begin, run.end);
  std::size_t count = 0;
  for (std::size_t begin = run.begin; begin < run.end;) {
    std::size_t end = begin + 1;
    bool has_strangers = false;
    for (; end < run.end && finer[order[end]] == finer[order[begin]]; ++end) {
      has_strangers = has_strangers || !are_twins(matrix, order[end - 1], order[end]);
    }
    if (has_strangers) ties[count++] = {begin, end};
    begin = end;
  }
  return count;
}

// Every order of the servers from `place` on within the first tie, and of those within the others.
void Symmetry::try_orders(const NormalForm& form, ServerOrder& order, std::span<const Tie> ties,
                          std::size_t place, StateWords least, ServerOrder& least_order) const {
  if (ties.empty()) {
    std::array<std::uint64_t, 16> buffer;
    const StateWords words(buffer.data(), least.size());
    std::fill(words.begin(), words.end(), 0);
    writer_.write(form, order, words);
    if (std::lexicographical_compare(words.begin(), words.end(), least.begin(), least.end())) {
      std::copy(words.begin(), words.end(), least.begin());
      least_order = order;
    }
    return;
  }
  if (place + 1 == ties[0].end) {
    const std::span<const Tie> rest = ties.subspan(1);
    try_orders(form, order, rest, rest.empty() ? 0 : rest[0].begin, least, least_order);
    return;
  }
  for (std::size_t k = place; k < ties[0].end; ++k) {
    std::swap(order[place], order[k]);
    try_orders(form, order, ties, place + 1, least, least_order);
    std::swap(order[place], order[k]);
  }
}

}  // namespace scrutineer::raft
