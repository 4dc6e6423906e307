#include "model/raft/reduction/symmetry.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace scrutineer::raft {
namespace {

constexpr std::uint64_t mixed(std::uint64_t x) {
  x *= 0x9e3779b97f4a7c15U;
  x ^= x >> 32U;
  x *= 0xd6e8feb86659fd93U;
  return x ^ (x >> 29U);
}

// Weights of relations other than messages; those of messages begin at 1.
constexpr std::uint64_t vote_weight = mixed(1001);
constexpr std::uint64_t gathered_weight = mixed(1002);
constexpr std::uint64_t known_weight = mixed(1003);
constexpr std::uint64_t cut_weight = mixed(1004);

}  // namespace

Symmetry::Symmetry(const NormalFormWriter& writer, const Premises& premises)
    : writer_(writer),
      servers_(static_cast<std::size_t>(premises.servers)),
      votes_are_a_set_(premises.voters_are_a_set) {
  for (std::size_t slot = 0; slot < slot_weight_.size(); ++slot) {
    slot_weight_[slot] = mixed(slot + 1);
  }
}

// What server a has to do with server b, as a sum of weights.
Symmetry::Matrix Symmetry::relations(const NormalForm& form) const {
  Matrix matrix;
  for (std::size_t a = 1; a <= servers_; ++a) matrix[a].fill(0);
  for (int e = 0; e < form.edge_count; ++e) {
    const Edge& edge = form.edges[static_cast<std::size_t>(e)];
    matrix[edge.from][edge.to] += slot_weight_[edge.slot];
  }
  for (std::size_t a = 1; a <= servers_; ++a) {
    const ServerPart& part = form.snapshot.server[a];
    if (part.voted_for != no_server) matrix[a][part.voted_for] += vote_weight;
    const std::uint32_t gathered = votes_are_a_set_ ? part.votes : 0U;
    for (std::uint32_t rest = gathered; rest != 0; rest &= rest - 1) {
      matrix[a][static_cast<std::size_t>(std::countr_zero(rest))] += gathered_weight;
    }
    for (std::uint32_t rest = form.tally[a].known; rest != 0; rest &= rest - 1) {
      matrix[a][static_cast<std::size_t>(std::countr_zero(rest))] += known_weight;
    }
  }
  if (form.snapshot.cut == 0) return matrix;
  for (std::size_t a = 1; a <= servers_; ++a) {
    for (std::size_t b = 1; b <= servers_; ++b) {
      if (a == b) continue;
      if (writer_.is_cut(form.snapshot, static_cast<int>(a), static_cast<int>(b))) {
        matrix[a][b] += cut_weight;
      }
    }
  }
  return matrix;
}

Symmetry::Colours Symmetry::colours(const NormalForm& form, const Matrix& matrix) const {
  Colours own;
  for (std::size_t a = 1; a <= servers_; ++a) {
    const ServerPart& part = form.snapshot.server[a];
    const Tally& tally = form.tally[a];
    std::uint64_t colour = part.role | std::uint64_t{part.term} << 2U | part.down << 5U;
    colour |= std::uint64_t{form.news[a]} << 8U | std::uint64_t{tally.counted} << 16U |
              std::uint64_t{tally.on_the_way} << 20U | std::uint64_t{tally.anonymous} << 24U |
              std::uint64_t{tally.is_enough} << 28U;
    if (!votes_are_a_set_) colour |= static_cast<std::uint64_t>(std::popcount(part.votes)) << 40U;
    for (std::size_t t = 1; t <= terms_max; ++t) {
      colour |= std::uint64_t{(form.elected[t] >> a) & 1U} << (32 + t);
    }
    own[a] = mixed(colour + mixed(matrix[a][a]));
  }
  Colours refined;
  for (std::size_t a = 1; a <= servers_; ++a) {
    std::uint64_t sum = own[a];
    for (std::size_t b = 1; b <= servers_; ++b) {
      if (b == a) continue;
      sum += mixed(matrix[a][b] + 3 * matrix[b][a] + own[b]);
    }
    refined[a] = sum;
  }
  return refined;
}

bool Symmetry::are_twins(const Matrix& matrix, std::size_t a, std::size_t b) const {
  if (matrix[a][b] != matrix[b][a]) return false;
  for (std::size_t c = 1; c <= servers_; ++c) {
    if (c == a || c == b) continue;
    if (matrix[a][c] != matrix[b][c] || matrix[c][a] != matrix[c][b]) return false;
  }
  return true;
}

void Symmetry::write_least(const NormalForm& form, StateWords words) const {
  const Matrix matrix = relations(form);
  const Colours colour = colours(form, matrix);
  ServerOrder order{};
  for (std::size_t k = 1; k <= servers_; ++k) {
    std::size_t at = k;
    for (; at > 1 && colour[order[at - 1]] > colour[k]; --at) order[at] = order[at - 1];
    order[at] = static_cast<std::uint8_t>(k);
  }
  Ties ties;
  std::size_t tie_count = 0;
  for (std::size_t begin = 1; begin <= servers_;) {
    std::size_t end = begin + 1;
    bool has_strangers = false;
    for (; end <= servers_ && colour[order[end]] == colour[order[begin]]; ++end) {
      has_strangers = has_strangers || !are_twins(matrix, order[end - 1], order[end]);
    }
    if (has_strangers) ties[tie_count++] = {begin, end};
    begin = end;
  }
  writer_.write(form, order, words);
  if (tie_count > 0) try_orders(form, order, {ties.data(), tie_count}, ties[0].begin, words);
}

// Every order of the servers from `place` on within the first tie, and of those within the others.
void Symmetry::try_orders(const NormalForm& form, ServerOrder& order, std::span<const Tie> ties,
                          std::size_t place, StateWords least) const {
  if (ties.empty()) {
    std::array<std::uint64_t, 16> buffer;
    const StateWords words(buffer.data(), least.size());
    std::fill(words.begin(), words.end(), 0);
    writer_.write(form, order, words);
    if (std::lexicographical_compare(words.begin(), words.end(), least.begin(), least.end())) {
      std::copy(words.begin(), words.end(), least.begin());
    }
    return;
  }
  if (place + 1 == ties[0].end) {
    const std::span<const Tie> rest = ties.subspan(1);
    try_orders(form, order, rest, rest.empty() ? 0 : rest[0].begin, least);
    return;
  }
  for (std::size_t k = place; k < ties[0].end; ++k) {
    std::swap(order[place], order[k]);
    try_orders(form, order, ties, place + 1, least);
    std::swap(order[place], order[k]);
  }
}

}  // namespace scrutineer::raft
