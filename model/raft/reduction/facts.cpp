#include "model/raft/reduction/facts.h"

#include <bit>

namespace scrutineer::raft {

void Facts::gather(StateWords words, LiveParts& live, NormalForm& form) const {
  if (premises_.votes_are_a_number && form.snapshot.are_links_settled) {
    tally_votes(words, live, form);
  }
  Found found;
  for (std::size_t w = 0; w < codec_.word_count(); ++w) {
    const std::uint64_t probes = live.probes[w];
    for (std::uint64_t rest = words[w] & codec_.messages(w); rest != 0; rest &= rest - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(rest));
      take(codec_.edge_at(w * 64 + bit), ((probes >> bit) & 1U) != 0, form, found);
    }
  }
  add_probes(found, form);
  add_news(found, form);
}

void Facts::tally_votes(StateWords words, LiveParts& live, NormalForm& form) const {
  for (ServerId i = 1; i <= premises_.servers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    ServerPart& me = form.snapshot.server[at];
    if (!me.is_candidate()) continue;
    const Candidacy& candidacy = live.candidacy[at];
    const std::uint32_t counted = me.votes & ~(1U << i);
    const std::uint32_t voters = counted | candidacy.on_the_way;
    const int needed = premises_.quorum - 1 - std::popcount(counted);
    Tally& tally = form.tally[at];
    tally.is_kept = true;
    tally.counted = static_cast<std::uint8_t>(std::popcount(counted));
    tally.on_the_way = static_cast<std::uint8_t>(std::popcount(candidacy.on_the_way));
    tally.is_enough = tally.on_the_way >= needed;
    if (tally.is_enough) {
      tally.on_the_way = static_cast<std::uint8_t>(needed);
      ignore_repeated_votes(words, i, live, form);
    } else {
      tally.asked = candidacy.may_grant;
      tally.known = static_cast<std::uint8_t>(voters & candidacy.may_grant);
      tally.anonymous =
          static_cast<std::uint8_t>(std::popcount(voters & ~std::uint32_t{candidacy.may_grant}));
    }
    me.votes = 0;
  }
}

// Where a candidate's votes are enough, a request that can only repeat a vote is a probe, whether
// that vote is lost or not.
void Facts::ignore_repeated_votes(StateWords words, ServerId i, LiveParts& live,
                                  const NormalForm& form) const {
  if (!premises_.is_duplicating || !premises_.votes_are_firm) return;
  const ServerPart& me = form.snapshot.server[static_cast<std::size_t>(i)];
  const int request = slot_of(MessageKind::request, me.term);
  for (ServerId j = 1; j <= premises_.servers; ++j) {
    const ServerPart& voter = form.snapshot.server[static_cast<std::size_t>(j)];
    if (j == i || voter.voted_for != i || voter.term != me.term) continue;
    if (!codec_.is_in_flight(words, request, i, j)) continue;
    const auto bit = static_cast<std::size_t>(codec_.bit_of(request, i, j));
    const std::uint64_t one = std::uint64_t{1} << (bit % 64);
    if (me.term == premises_.max_term || !premises_.replies_tell_terms) {
      words[bit / 64] &= ~one;
    } else {
      live.probes[bit / 64] |= one;
    }
  }
}

void Facts::take(const Edge& edge, bool is_probe, NormalForm& form, Found& found) const {
  const int term = term_of_slot(edge.slot);
  const PairSet pair = pair_bit(edge.from, edge.to);
  const ServerPart& receiver = form.snapshot.server[edge.to];
  switch (kind_of_slot(edge.slot)) {
    case MessageKind::request:
    case MessageKind::heartbeat:
      if (is_probe && premises_.denials_only_tell) {
        take_probe(edge, form, found);
        return;
      }
      found.asked |= pair;
      if (kind_of_slot(edge.slot) == MessageKind::heartbeat && term > receiver.term) {
        found.heartbeats[static_cast<std::size_t>(term)] |= pair;
      }
      break;
    case MessageKind::denial:
    case MessageKind::reject:
      if (!premises_.denials_only_tell) break;
      found.news[static_cast<std::size_t>(term)] |= pair;
      return;
    case MessageKind::grant:
      if (form.tally[edge.to].is_kept && term == receiver.term) return;
      break;
  }
  form.add(edge.slot, edge.from, edge.to);
}

void Facts::take_probe(const Edge& edge, NormalForm& form, Found& found) const {
  const PairSet pair = pair_bit(edge.from, edge.to);
  if (!premises_.is_duplicating && kind_of_slot(edge.slot) == MessageKind::heartbeat) {
    // A heartbeat that its sender may send again is not like one that is sent for good.
    const ServerPart& sender = form.snapshot.server[edge.from];
    const bool is_over = sender.is_follower() && premises_.followers_of_a_term_stay;
    if (term_of_slot(edge.slot) == sender.term && !is_over) {
      form.add(edge.slot, edge.from, edge.to);
      return;
    }
  }
  auto& count = found.probes[static_cast<std::size_t>(std::countr_zero(pair))];
  count = (found.probed & pair) != 0 ? static_cast<std::uint8_t>(count + 1) : std::uint8_t{1};
  found.probed |= pair;
}

// Which message stands for a probe does not matter as long as it is one in this state: of term 1
// always, unless that is the receiver's own term. There a follower ignores a heartbeat, and any
// other server refuses a request.
void Facts::add_probes(const Found& found, NormalForm& form) const {
  PairSet rest = found.probed;
  if (premises_.is_duplicating) rest &= ~found.asked;
  for (; rest != 0; rest &= rest - 1) {
    const int pair = std::countr_zero(rest);
    const int from = pair / 8;
    const int to = pair % 8;
    if (!premises_.is_duplicating) {
      add_probes_delivered_once(from, to, found.probes[static_cast<std::size_t>(pair)], form);
      continue;
    }
    const ServerPart& receiver = form.snapshot.server[static_cast<std::size_t>(to)];
    const bool follows = receiver.is_follower() && premises_.followers_of_a_term_stay &&
                         premises_.heartbeats_keep_votes;
    const bool is_heartbeat = receiver.term > 1 || follows;
    form.add(slot_of(is_heartbeat ? MessageKind::heartbeat : MessageKind::request, 1), from, to);
  }
}

// The first `count` of all messages that would be probes and cannot be sent again.
void Facts::add_probes_delivered_once(int from, int to, int count, NormalForm& form) const {
  const ServerPart& sender = form.snapshot.server[static_cast<std::size_t>(from)];
  const ServerPart& receiver = form.snapshot.server[static_cast<std::size_t>(to)];
  const bool is_refused =
      premises_.votes_are_firm && receiver.voted_for != no_server && receiver.voted_for != from;
  const bool is_ignored = premises_.heartbeats_keep_votes && receiver.is_follower() &&
                          premises_.followers_of_a_term_stay;
  const bool is_over = sender.is_follower() && premises_.followers_of_a_term_stay;
  for (int term = 1; term <= sender.term && count > 0; ++term) {
    const bool is_stale = term < receiver.term;
    const bool is_current = term == receiver.term;
    if (is_stale || (is_current && is_refused)) {
      form.add(slot_of(MessageKind::request, term), from, to);
      --count;
    }
    const bool is_sent_for_good = term < sender.term || is_over;
    if (count > 0 && is_sent_for_good && (is_stale || (is_current && is_ignored))) {
      form.add(slot_of(MessageKind::heartbeat, term), from, to);
      --count;
    }
  }
}

void Facts::add_news(const Found& found, NormalForm& form) const {
  for (std::size_t term = 1; term <= static_cast<std::size_t>(premises_.max_term); ++term) {
    PairSet rest = found.news[term];
    if (premises_.is_duplicating) rest &= ~found.heartbeats[term];
    const int slot = slot_of(MessageKind::denial, static_cast<int>(term));
    for (; rest != 0; rest &= rest - 1) {
      const int pair = std::countr_zero(rest);
      if (!form.snapshot.are_links_settled) {
        form.add(slot, pair / 8, pair % 8);
        continue;
      }
      std::uint8_t& news = form.news[static_cast<std::size_t>(pair % 8)];
      news |= static_cast<std::uint8_t>(1U << term);
    }
    if (!premises_.is_duplicating || !form.snapshot.are_links_settled) continue;
    for (PairSet said = found.heartbeats[term]; said != 0; said &= said - 1) {
      std::uint8_t& news = form.news[static_cast<std::size_t>(std::countr_zero(said) % 8)];
      news &= static_cast<std::uint8_t>(~(1U << term));
    }
  }
}

}  // namespace scrutineer::raft
