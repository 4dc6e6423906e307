#include "model/raft/reduction/dead_parts.h"

#include <algorithm>
#include <bit>

namespace scrutineer::raft {
namespace {

constexpr std::size_t parts_a_server = std::size_t{4} * 8 * 8;  // roles, terms, votes

std::size_t index_of(const ServerPart& part) {
  return (part.role * std::size_t{8} + part.term) * 8 + part.voted_for;
}

}  // namespace

DeadParts::DeadParts(const SnapshotCodec& codec, const Premises& premises)
    : codec_(codec), premises_(premises), stride_(std::bit_ceil(codec.word_count())) {
  build_masks();
}

void DeadParts::build_masks() {
  masks_.assign((servers_max + 1) * parts_a_server * 3 * stride_, 0);
  for (std::size_t k = 0; k < parts_a_server; ++k) {
    ServerPart part;
    part.role = static_cast<std::uint8_t>(k / 64);
    part.term = static_cast<std::uint8_t>(k / 8 % 8);
    part.voted_for = static_cast<std::uint8_t>(k % 8);
    if (part.term > premises_.max_term || part.voted_for > premises_.servers) continue;
    const auto of = [&](int server) {
      return &masks_[(static_cast<std::size_t>(server) * parts_a_server + k) * 3 * stride_];
    };
    for (int i = 1; i <= premises_.servers; ++i) std::fill_n(of(i), stride_, ~std::uint64_t{0});
    for (std::size_t bit = 0; bit < codec_.word_count() * 64; ++bit) {
      const Edge& edge = codec_.edge_at(bit);
      if (edge.to == no_server) continue;  // no message has this bit
      const std::uint64_t one = std::uint64_t{1} << (bit % 64);
      if (!is_alive(edge, part)) of(edge.to)[bit / 64] &= ~one;
      if (is_probe(edge, part)) of(edge.to)[stride_ + bit / 64] |= one;
      if (is_closed(edge, part)) of(edge.from)[2 * stride_ + bit / 64] |= one;
    }
  }
}

template <std::size_t Stride>
void DeadParts::add_masks(const Snapshot& snapshot, Told& told) const {
  // In local variables, which stay in registers.
  std::array<std::uint64_t, Stride> alive;
  std::array<std::uint64_t, Stride> probes{};
  std::array<std::uint64_t, Stride> closed{};
  alive.fill(~std::uint64_t{0});
  for (std::size_t i = 1; i <= static_cast<std::size_t>(premises_.servers); ++i) {
    const std::size_t k = i * parts_a_server + index_of(snapshot.server[i]);
    const std::uint64_t* const masks = &masks_[k * 3 * Stride];
    for (std::size_t w = 0; w < Stride; ++w) {
      alive[w] &= masks[w];
      probes[w] |= masks[Stride + w];
      closed[w] |= masks[2 * Stride + w];
    }
  }
  std::copy(alive.begin(), alive.end(), told.alive.begin());
  std::copy(probes.begin(), probes.end(), told.probes.begin());
  std::copy(closed.begin(), closed.end(), told.closed.begin());
}

DeadParts::Told DeadParts::told_by_servers(const Snapshot& snapshot) const {
  Told told;
  switch (stride_) {
    case 1: add_masks<1>(snapshot, told); break;
    case 2: add_masks<2>(snapshot, told); break;
    case 4: add_masks<4>(snapshot, told); break;
    case 8: add_masks<8>(snapshot, told); break;
    default: add_masks<16>(snapshot, told); break;
  }
  return told;
}

// Replies, as far as their receiver's role and term tell.
bool DeadParts::is_alive(const Edge& edge, const ServerPart& receiver) const {
  const int term = term_of_slot(edge.slot);
  const bool may_count = !premises_.old_votes_die || term > receiver.term ||
                         (term == receiver.term && receiver.is_candidate());
  const bool is_news = term > receiver.term && premises_.replies_tell_terms;
  switch (kind_of_slot(edge.slot)) {
    case MessageKind::grant: return may_count || is_news;
    case MessageKind::denial: return (may_count && !premises_.denials_only_tell) || is_news;
    case MessageKind::reject: return is_news;
    case MessageKind::request:
    case MessageKind::heartbeat: break;
  }
  return true;
}

// A request or heartbeat that changes nothing at its receiver from now on: of an earlier term; of
// the same term, where the vote is another's for good, or the role a follower's for good.
// (A request of the same term that may repeat a vote: see find_idle_requests.)
bool DeadParts::is_probe(const Edge& edge, const ServerPart& receiver) const {
  const int term = term_of_slot(edge.slot);
  switch (kind_of_slot(edge.slot)) {
    case MessageKind::request: {
      const bool is_refused = receiver.voted_for != no_server && receiver.voted_for != edge.from;
      return term < receiver.term ||
             (term == receiver.term && premises_.votes_are_firm && is_refused);
    }
    case MessageKind::heartbeat: {
      const bool follows = receiver.is_follower() && premises_.followers_of_a_term_stay;
      return term < receiver.term ||
             (term == receiver.term && premises_.heartbeats_keep_votes && follows);
    }
    case MessageKind::grant:
    case MessageKind::denial:
    case MessageKind::reject: break;
  }
  return false;
}

// Whether the answer to a probe can never do anything to the asker.
bool DeadParts::is_closed(const Edge& edge, const ServerPart& sender) const {
  const MessageKind kind = kind_of_slot(edge.slot);
  if (kind != MessageKind::request && kind != MessageKind::heartbeat) return false;
  const bool is_in_last_term = sender.term == premises_.max_term;
  const bool is_deaf = !premises_.replies_tell_terms || is_in_last_term;
  if (kind == MessageKind::heartbeat || premises_.denials_only_tell) return is_deaf;
  // A denial may count as a vote: dead only for a server that will not be a candidate again.
  return is_in_last_term && !sender.is_candidate() && premises_.old_votes_die;
}

LiveParts DeadParts::remove(StateWords words, Snapshot& snapshot) const {
  const std::size_t count = codec_.word_count();
  const Told told = told_by_servers(snapshot);
  LiveParts live;
  for (std::size_t w = 0; w < count; ++w) {
    words[w] &= told.alive[w];
    live.probes[w] = told.probes[w];
  }
  for (ServerId i = 1; i <= premises_.servers; ++i) {
    if (snapshot.server[static_cast<std::size_t>(i)].is_candidate()) {
      weigh_candidacy(words, snapshot, i, live);
    } else if (!premises_.votes_are_cleared) {
      drop_dead_votes_gathered(words, snapshot, i);
    }
  }
  if (premises_.is_duplicating && premises_.votes_are_firm && premises_.old_votes_die) {
    find_idle_requests(words, snapshot, live);
  }
  for (std::size_t w = 0; w < count; ++w) {
    live.probes[w] &= words[w];
    words[w] &= ~(live.probes[w] & told.closed[w]);
    live.probes[w] &= ~told.closed[w];
  }
  return live;
}

void DeadParts::drop_votes(StateWords words, ServerId to, int term, std::uint32_t voters) const {
  for (std::uint32_t rest = voters; rest != 0; rest &= rest - 1) {
    const int bit = codec_.bit_of(slot_of(MessageKind::grant, term), std::countr_zero(rest), to);
    words[static_cast<std::size_t>(bit) / 64] &= ~(std::uint64_t{1} << (bit % 64));
  }
}

// The votes for candidate i: those counted are dead in flight; all of them are dead if they can no
// longer make a quorum together with every vote that a request in flight may still obtain.
void DeadParts::weigh_candidacy(StateWords words, Snapshot& snapshot, ServerId i,
                                LiveParts& live) const {
  if (!premises_.old_votes_die || !premises_.voters_are_a_set) return;
  ServerPart& me = snapshot.server[static_cast<std::size_t>(i)];
  std::uint32_t in_flight = codec_.senders(words, slot_of(MessageKind::grant, me.term), i);
  std::uint32_t may_grant = 0;
  std::uint32_t asked = codec_.receivers(words, slot_of(MessageKind::request, me.term), i);
  for (; asked != 0; asked &= asked - 1) {
    const auto j = static_cast<std::size_t>(std::countr_zero(asked));
    const ServerPart& voter = snapshot.server[j];
    const bool has_voted = voter.voted_for != no_server && voter.voted_for != i;
    const bool is_free = !has_voted || !premises_.votes_are_firm;
    if (voter.term < me.term || (voter.term == me.term && is_free)) may_grant |= 1U << j;
  }
  drop_votes(words, i, me.term, in_flight & me.votes);
  in_flight &= ~std::uint32_t{me.votes};
  if (!premises_.votes_are_a_number) return;
  if (std::popcount(me.votes | in_flight | may_grant) < premises_.quorum) {
    drop_votes(words, i, me.term, in_flight);
    me.votes = static_cast<std::uint8_t>(1U << i);
    codec_.write(words, i, me);
    return;
  }
  live.candidacy[static_cast<std::size_t>(i)] = {static_cast<std::uint8_t>(in_flight),
                                                 static_cast<std::uint8_t>(may_grant)};
}

// A request of the term in which its receiver voted for its sender repeats that vote. It is a
// probe if the vote is dead, or is in flight already and will stay so.
void DeadParts::find_idle_requests(StateWords words, const Snapshot& snapshot,
                                   LiveParts& live) const {
  const bool votes_stay = !premises_.loses_across_cut || snapshot.are_links_settled;
  for (ServerId j = 1; j <= premises_.servers; ++j) {
    const ServerPart& voter = snapshot.server[static_cast<std::size_t>(j)];
    const int i = voter.voted_for;
    if (i == no_server || i == j) continue;
    const int bit = codec_.bit_of(slot_of(MessageKind::request, voter.term), i, j);
    if (bit < 0) continue;
    const ServerPart& candidate = snapshot.server[static_cast<std::size_t>(i)];
    if (candidate.is_candidate() && candidate.term == voter.term) {
      Candidacy& candidacy = live.candidacy[static_cast<std::size_t>(i)];
      const bool is_counted = premises_.voters_are_a_set && ((candidate.votes >> j) & 1U) != 0;
      const bool stays =
          votes_stay && codec_.is_in_flight(words, slot_of(MessageKind::grant, voter.term), j, i);
      // (The entry of a hopeless candidacy is empty.)
      const bool is_hopeless =
          premises_.votes_are_a_number && (candidacy.on_the_way | candidacy.may_grant) == 0;
      if (!is_counted && !stays && !is_hopeless) continue;
      candidacy.may_grant &= static_cast<std::uint8_t>(~(1U << j));
    }
    live.probes[static_cast<std::size_t>(bit) / 64] |= std::uint64_t{1} << (bit % 64);
  }
}

// Without clear_votes, votes gathered wait for the next candidacy, which the last term has not.
void DeadParts::drop_dead_votes_gathered(StateWords words, Snapshot& snapshot, ServerId i) const {
  ServerPart& me = snapshot.server[static_cast<std::size_t>(i)];
  const bool is_over = me.term == premises_.max_term && premises_.followers_of_a_term_stay;
  if (!is_over || me.votes == 0) return;
  me.votes = 0;
  codec_.write(words, i, me);
}

}  // namespace scrutineer::raft
