#include "traces/explain/raft_history.h"

#include <algorithm>

#include "traces/explain/raft_effects.h"

namespace scrutineer::raft {
namespace {

bool is_valid(const Ballot& ballot, int term) { return ballot.is_granted && ballot.term == term; }

// Whether an answer was counted. Where the set already had the voter nothing shows it, but a vote
// of the present term is then as good as counted, and better than an old one of the same voter.
bool is_counted(const Guards& guards, const Server& before, const Server& after, const Message& m) {
  if (before.role != Role::leader && after.role == Role::leader) return true;
  if (after.votes.size() > before.votes.size()) return true;
  const bool is_known =
      guards.count_voters_once && before.votes.contains(m.from) && !before.removed.contains(m.from);
  const bool is_collecting = before.role == Role::candidate ||
                             (before.role == Role::follower && !guards.recheck_before_leading);
  return is_known && is_collecting && m.granted && m.term == before.term;
}

}  // namespace

ServerSet Election::voters() const {
  ServerSet voters;
  for (const Ballot& ballot : ballots) {
    if (is_valid(ballot, term)) voters.insert(ballot.voter);
  }
  return voters;
}

const Ballot& Election::ballot_of(ServerId voter) const {
  return *std::find_if(ballots.begin(), ballots.end(), [&](const Ballot& ballot) {
    return ballot.voter == voter && is_valid(ballot, term);
  });
}

History::History(const Settings& settings, const Path<ReadableModel>& path,
                 const std::vector<std::size_t>* names)
    : settings_(settings), path_(&path), names_(names), ballots_(servers_max + 1), sent_at_(1, 0) {
  for (std::size_t k = 1; k <= length(); ++k) follow(k);
}

void History::follow(std::size_t k) {
  const Action& taken = action(k);
  const State& before = state(k - 1);
  const State& after = state(k);
  sent_at_.push_back(is_delivery(taken.kind) ? in_flight_since_[taken.message] : 0);
  for (const Message& m : after.messages) {
    if (!before.messages.contains(m)) in_flight_since_[m] = k;
  }
  if (taken.kind == ActionKind::environment) {
    forget_lost_votes(after);  // those of the servers that a repair stops
    return;
  }
  const ServerId i = actor_of(taken);
  if (i == no_server) return;
  const Server& b = before.server(i);
  const Server& a = after.server(i);
  const bool is_timeout = taken.kind == ActionKind::timeout;
  const bool wins = b.role != Role::leader && a.role == Role::leader;
  if (is_timeout) {
    if (settings_.guards.clear_votes) ballots_[static_cast<std::size_t>(i)].clear();
    count(i, {i, a.term, true, k, k, a.term, b.role});
  } else if (taken.kind == ActionKind::receive_vote &&
             is_counted(settings_.guards, b, a, taken.message)) {
    const Message& m = taken.message;
    count(i, {m.from, m.term, m.granted, sent_at_[k], k, a.term, b.role});
  }
  if (wins) elections_.push_back({k, i, a.term, is_timeout, ballots(i)});
  if (a.votes.is_empty()) ballots_[static_cast<std::size_t>(i)].clear();
}

void History::forget_lost_votes(const State& after) {
  for (ServerId i = 1; i <= settings_.servers; ++i) {
    if (after.server(i).votes.is_empty()) ballots_[static_cast<std::size_t>(i)].clear();
  }
}

// A set of voters holds the ballot of a voter that is worth most; a counter holds all.
void History::count(ServerId candidate, const Ballot& ballot) {
  auto& counted = ballots_[static_cast<std::size_t>(candidate)];
  if (settings_.guards.count_voters_once) {
    const auto same = std::find_if(counted.begin(), counted.end(),
                                   [&](const Ballot& b) { return b.voter == ballot.voter; });
    if (same != counted.end()) {
      if (is_valid(*same, ballot.counted_in)) return;
      counted.erase(same);
    }
  } else if (static_cast<int>(counted.size()) >= settings_.servers) {
    return;
  }
  counted.push_back(ballot);
}

const Election* History::first_election(ServerId leader, int term) const {
  const auto found = std::find_if(elections_.begin(), elections_.end(), [&](const Election& e) {
    return e.leader == leader && e.term == term;
  });
  return found == elections_.end() ? nullptr : &*found;
}

const Election* History::last_election(ServerId leader) const {
  const auto found = std::find_if(elections_.rbegin(), elections_.rend(),
                                  [&](const Election& e) { return e.leader == leader; });
  return found == elections_.rend() ? nullptr : &*found;
}

std::size_t History::term_since(ServerId i, std::size_t k) const {
  while (k > 0 && state(k - 1).server(i).term == state(k).server(i).term) --k;
  return k;
}

std::size_t History::vote_since(ServerId i, std::size_t k) const {
  const auto is_same = [&](const Server& b, const Server& a) {
    return b.term == a.term && b.voted_for == a.voted_for;
  };
  while (k > 0 && is_same(state(k - 1).server(i), state(k).server(i))) --k;
  return k;
}

std::optional<Message> message_sent(const Action& action, const State& before, const State& after,
                                    ServerId to) {
  const ServerId i = actor_of(action);
  if (i == no_server || to == i) return std::nullopt;
  const Server& me = after.server(i);
  const Message& m = action.message;
  Message sent{MessageType::vote, me.term, static_cast<std::uint8_t>(i),
               static_cast<std::uint8_t>(to), false};
  switch (action.kind) {
    case ActionKind::timeout: sent.type = MessageType::request_vote; return sent;
    case ActionKind::send_heartbeats: sent.type = MessageType::heartbeat; return sent;
    case ActionKind::receive_request_vote:
      if (to != m.from) return std::nullopt;
      sent.granted = m.term == me.term && me.voted_for == m.from;
      return sent;
    case ActionKind::receive_heartbeat:
      if (to != m.from || m.term >= before.server(i).term || me.term == m.term) {
        return std::nullopt;
      }
      sent.type = MessageType::heartbeat_reject;
      return sent;
    default: return std::nullopt;
  }
}

}  // namespace scrutineer::raft
