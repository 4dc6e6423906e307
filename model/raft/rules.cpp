#include "model/raft/rules.h"

namespace scrutineer::raft {
namespace {

Action action_of(ActionKind kind, ServerId server) {
  Action action;
  action.kind = kind;
  action.server = static_cast<std::uint8_t>(server);
  return action;
}

void record_leader(State& next, int term, ServerId i) {
  if (term >= 1) next.elected[static_cast<std::size_t>(term)].insert(i);
}

}  // namespace

Rules::Rules(const Settings& settings)
    : settings_(settings),
      guards_(settings.guards),
      splits_(partition_splits(settings.servers)),
      links_(all_links(settings.servers)) {}

std::vector<Step> Rules::steps(const State& state) const {
  Steps steps;
  add_timeouts(state, steps);
  add_heartbeats(state, steps);
  add_deliveries(state, steps);
  add_crashes(state, steps);
  add_restarts(state, steps);
  add_cuts(state, steps);
  return steps;
}

// A quorum of the members that this server knows. (They are all servers but where an operator
// removes peers.)
int Rules::quorum_of(const Server& server) const {
  return quorum_size(guards_.quorum, settings_.servers - server.removed.size());
}

// ---- sending ----

// With `timeouts = suspect` a follower waits while it can hear a live leader of its own or a
// later term: the timing assumption that Raft section 5.6 asks of a healthy network.
bool Rules::may_time_out(const State& s, ServerId i) const {
  const Server& me = s.server(i);
  if (!me.up || me.role == Role::leader || me.term >= settings_.max_term) return false;
  if (settings_.timeouts == Timeouts::any) return true;
  for (ServerId l = 1; l <= settings_.servers; ++l) {
    if (l == i) continue;
    const Server& leader = s.server(l);
    const bool is_heard =
        leader.up && leader.role == Role::leader && leader.term >= me.term && !s.cut.contains(l, i);
    if (is_heard) return false;
  }
  return true;
}

// Raft section 5.2, Figure 2 "Candidates": increment the term, vote for oneself, ask the others.
// A single server is its own majority and leads at once.
void Rules::add_timeouts(const State& s, Steps& steps) const {
  for (ServerId i = 1; i <= settings_.servers; ++i) {
    if (!may_time_out(s, i)) continue;
    Step step{action_of(ActionKind::timeout, i), s};
    Server& me = step.next.server(i);
    ServerSet votes;
    if (guards_.clear_votes) {
      votes.insert(i);
    } else {
      votes = count_vote(me.votes, i);
    }
    const bool wins = !guards_.wait_for_quorum || votes.size() >= quorum_of(me);
    me.term = static_cast<std::uint8_t>(me.term + 1);
    me.voted_for = static_cast<std::uint8_t>(i);
    me.role = wins ? Role::leader : Role::candidate;
    me.votes = wins && guards_.clear_votes ? ServerSet{} : votes;
    if (wins) record_leader(step.next, me.term, i);
    broadcast(step.next, MessageType::request_vote, i);
    steps.push_back(std::move(step));
  }
}

// Raft section 5.2, Figure 2 "Leaders": empty AppendEntries to each server.
void Rules::add_heartbeats(const State& s, Steps& steps) const {
  for (ServerId i = 1; i <= settings_.servers; ++i) {
    if (!s.server(i).up || s.server(i).role != Role::leader) continue;
    Step step{action_of(ActionKind::send_heartbeats, i), s};
    broadcast(step.next, MessageType::heartbeat, i);
    steps.push_back(std::move(step));
  }
}

void Rules::broadcast(State& next, MessageType type, ServerId from) const {
  const Server& me = next.server(from);
  for (ServerId to = 1; to <= settings_.servers; ++to) {
    if (to != from && !me.removed.contains(to)) send(next, type, me.term, from, to);
  }
}

// `Carry`: a message sent over a failed link is lost where failed links lose messages.
void Rules::send(State& next, MessageType type, int term, ServerId from, ServerId to,
                 bool granted) const {
  if (settings_.cut_messages == CutMessages::lost && next.cut.contains(from, to)) return;
  next.messages.insert({type, static_cast<std::uint8_t>(term), static_cast<std::uint8_t>(from),
                        static_cast<std::uint8_t>(to), granted});
}

// ---- receiving ----

void Rules::add_deliveries(const State& s, Steps& steps) const {
  for (const Message& m : s.messages) {
    if (!s.server(m.to).up || s.cut.contains(m.from, m.to)) continue;
    Step step{{}, s};
    step.action.kind = delivery_of(m.type);
    step.action.message = m;
    if (settings_.network == Network::at_most_once) step.next.messages.erase(m);
    switch (m.type) {
      case MessageType::request_vote: receive_request_vote(step.next, m); break;
      case MessageType::vote: receive_vote(step.next, m); break;
      case MessageType::heartbeat: receive_heartbeat(step.next, m); break;
      case MessageType::heartbeat_reject: receive_heartbeat_reject(step.next, m); break;
    }
    steps.push_back(std::move(step));
  }
}

// Raft section 5.1, Figure 2 "All Servers": a higher term is adopted, and with it no vote yet.
void Rules::become_follower_of(Server& server, int term) const {
  server.term = static_cast<std::uint8_t>(term);
  server.voted_for = no_server;
  server.role = Role::follower;
  forget_votes_on_new_role(server);
}

// A server that is candidate no longer forgets the votes that it gathered, unless it keeps them
// for ever or collects them in a thread that does not look at the role.
void Rules::forget_votes_on_new_role(Server& server) const {
  if (guards_.clear_votes && guards_.recheck_before_leading) server.votes.clear();
}

// Raft section 5.2, Figure 2 "RequestVote RPC", without the log comparison of section 5.4.1
// (this model has no log).
void Rules::receive_request_vote(State& next, const Message& m) const {
  Server& me = next.server(m.to);
  if (m.term > me.term) become_follower_of(me, m.term);
  const bool is_free = me.voted_for == no_server || me.voted_for == m.from;
  const bool grant = m.term == me.term && (is_free || !guards_.vote_once_per_term);
  if (grant) me.voted_for = m.from;
  send(next, MessageType::vote, me.term, m.to, m.from, grant);
}

// A vote by `voter`, counted. A counter in the place of a set adds one whoever voted: the set
// then stands for its size, by its least members.
ServerSet Rules::count_vote(ServerSet votes, ServerId voter) const {
  ServerId counted = voter;
  if (!guards_.count_voters_once && votes.size() < settings_.servers) {
    counted = 1;
    while (votes.contains(counted)) ++counted;
  }
  votes.insert(counted);
  return votes;
}

// Raft section 5.2: a candidate wins with votes of a majority for the same term.
void Rules::receive_vote(State& next, const Message& m) const {
  Server& me = next.server(m.to);
  if (m.term > me.term && guards_.step_down_on_higher_term) {
    become_follower_of(me, m.term);
    return;
  }
  const bool collects_as_follower =
      !guards_.recheck_before_leading && me.role == Role::follower && !me.votes.is_empty();
  const bool is_collecting = me.role == Role::candidate || collects_as_follower;
  const bool has_right_term = m.term == me.term || !guards_.check_vote_term ||
                              (!guards_.recheck_before_leading && m.term <= me.term);
  const bool counts = is_collecting && !me.removed.contains(m.from) && has_right_term &&
                      (m.granted || !guards_.count_only_grants);
  if (!counts) return;
  me.votes = count_vote(me.votes, m.from);
  if (me.votes.size() < quorum_of(me)) return;
  me.role = Role::leader;
  if (guards_.clear_votes) me.votes.clear();
  record_leader(next, me.term, m.to);
}

// Raft section 5.2, Figure 2 "AppendEntries RPC": an earlier term is rejected, with one's own
// term in the answer; a leader of the same or a later term is followed.
void Rules::receive_heartbeat(State& next, const Message& m) const {
  Server& me = next.server(m.to);
  if (m.term < me.term && guards_.check_heartbeat_term) {
    send(next, MessageType::heartbeat_reject, me.term, m.to, m.from);
    return;
  }
  if (m.term != me.term || !guards_.keep_vote_within_term) me.voted_for = no_server;
  me.term = m.term;
  me.role = Role::follower;
  forget_votes_on_new_role(me);
}

// Raft section 5.1: the answer's higher term makes a follower.
void Rules::receive_heartbeat_reject(State& next, const Message& m) const {
  Server& me = next.server(m.to);
  if (m.term > me.term && guards_.step_down_on_higher_term) become_follower_of(me, m.term);
}

// ---- faults ----

// Raft section 5.2, Figure 2 "Persistent state": term and vote are on stable storage, the role
// and the votes gathered are not.
void Rules::add_crashes(const State& s, Steps& steps) const {
  if (s.crashes >= settings_.max_crashes) return;
  for (ServerId i = 1; i <= settings_.servers; ++i) {
    if (!s.server(i).up) continue;
    Step step{action_of(ActionKind::crash, i), s};
    Server& me = step.next.server(i);
    me.up = false;
    me.role = Role::follower;
    me.votes.clear();
    if (!guards_.persist_vote) me.voted_for = no_server;
    if (!guards_.persist_term) me.term = 0;
    ++step.next.crashes;
    steps.push_back(std::move(step));
  }
}

void Rules::add_restarts(const State& s, Steps& steps) const {
  for (ServerId i = 1; i <= settings_.servers; ++i) {
    if (s.server(i).up) continue;
    Step step{action_of(ActionKind::restart, i), s};
    step.next.server(i).up = true;
    steps.push_back(std::move(step));
  }
}

// The failed links become exactly `cut`; only a change that fails a link counts against max_cuts.
void Rules::add_cut(const State& s, const LinkSet& cut, const Action& action, Steps& steps) const {
  if (cut == s.cut) return;
  const bool only_heals = cut.is_subset_of(s.cut);
  if (!only_heals && s.cuts >= settings_.max_cuts) return;
  Step step{action, s};
  step.next.cut = cut;
  if (!only_heals) ++step.next.cuts;
  if (settings_.cut_messages == CutMessages::lost) {
    boost::container::flat_set<Message> kept;
    for (const Message& m : s.messages) {
      if (!cut.contains(m.from, m.to)) kept.insert(kept.end(), m);
    }
    step.next.messages = std::move(kept);
  }
  steps.push_back(std::move(step));
}

void Rules::add_cuts(const State& s, Steps& steps) const {
  if (settings_.max_cuts == 0) return;
  if (settings_.cut == CutKind::groups) {
    for (const LinkSet& split : splits_) {
      Action action;
      action.kind = ActionKind::partition;
      action.links = split;
      add_cut(s, split, action, steps);
    }
    return;
  }
  for (const ActionKind kind : {ActionKind::cut_link, ActionKind::heal_link}) {
    for (const auto& [from, to] : links_) {
      Action action;
      action.kind = kind;
      action.links.insert(from, to);
      LinkSet cut = s.cut;
      if (kind == ActionKind::cut_link) {
        cut.insert(from, to);
      } else {
        cut.erase(from, to);
      }
      add_cut(s, cut, action, steps);
    }
  }
}

}  // namespace scrutineer::raft
