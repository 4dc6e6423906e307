#include "traces/explain/raft_effects.h"

#include <algorithm>

#include "model/raft/links.h"
#include "traces/explain/environment_effects.h"

namespace scrutineer::raft {
namespace {

using Places = std::vector<Place>;

void sort_out(Places& places) {
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
}

// A message over a failed link is lost where failed links lose messages, so a sender reads them.
void add_links_to_peers(const Settings& settings, ServerId from, Places& reads) {
  if (settings.cut_messages != CutMessages::lost) return;
  for (ServerId to = 1; to <= settings.servers; ++to) {
    if (to != from) reads.push_back(place_of(Part::link, from, to));
  }
}

// Of each other server the first thing that makes it no leader to wait for.
void add_absence_of_leaders(const Settings& settings, const State& s, ServerId i, Places& reads) {
  if (settings.timeouts == Timeouts::any) return;
  for (ServerId l = 1; l <= settings.servers; ++l) {
    if (l == i) continue;
    const Server& other = s.server(l);
    if (!other.up) {
      reads.push_back(place_of(Part::up, l));
    } else if (other.role != Role::leader) {
      reads.push_back(place_of(Part::role, l));
    } else if (other.term < s.server(i).term) {
      reads.push_back(place_of(Part::term, l));
    } else {
      reads.push_back(place_of(Part::link, l, i));
    }
  }
}

void add_reads_of_vote(const Settings& settings, const State& s, const Message& m, Places& reads) {
  const Guards& guards = settings.guards;
  const Server& me = s.server(m.to);
  if (m.term > me.term && guards.step_down_on_higher_term) return;
  reads.push_back(place_of(Part::role, m.to));
  const bool may_collect_as_follower = !guards.recheck_before_leading && me.role == Role::follower;
  if (me.role == Role::candidate || may_collect_as_follower) {
    reads.push_back(place_of(Part::votes, m.to));
  }
}

void add_reads_of_delivery(const Settings& settings, const State& s, const Message& m,
                           Places& reads) {
  reads.push_back(place_of(m));
  reads.push_back(place_of(Part::up, m.to));
  reads.push_back(place_of(Part::link, m.from, m.to));
  reads.push_back(place_of(Part::term, m.to));
  const bool answers_over_links = settings.cut_messages == CutMessages::lost;
  const int term = s.server(m.to).term;
  switch (m.type) {
    case MessageType::request_vote:
      if (m.term == term && settings.guards.vote_once_per_term) {
        reads.push_back(place_of(Part::voted_for, m.to));
      }
      if (answers_over_links) reads.push_back(place_of(Part::link, m.to, m.from));
      break;
    case MessageType::vote: add_reads_of_vote(settings, s, m, reads); break;
    case MessageType::heartbeat:
      if (m.term < term && answers_over_links) {
        reads.push_back(place_of(Part::link, m.to, m.from));
      }
      break;
    case MessageType::heartbeat_reject: break;
  }
}

void add_writes_of_server(ServerId i, const Server& b, const Server& a, Places& writes) {
  if (b.role != a.role) writes.push_back(place_of(Part::role, i));
  if (b.term != a.term) writes.push_back(place_of(Part::term, i));
  if (b.voted_for != a.voted_for) writes.push_back(place_of(Part::voted_for, i));
  if (b.votes != a.votes) writes.push_back(place_of(Part::votes, i));
  if (b.up != a.up) writes.push_back(place_of(Part::up, i));
}

}  // namespace

Place place_of(Part part, int a, int b) {
  return {part, static_cast<std::uint8_t>(a), static_cast<std::uint8_t>(b), {}};
}

Place place_of(const Message& message) { return {Part::message, 0, 0, message}; }

std::vector<Place> reads_of(const Settings& settings, const State& before, const Action& action,
                            const State& after) {
  Places reads;
  const ServerId i = actor_of(action);
  switch (action.kind) {
    case ActionKind::timeout:
      for (const Part part : {Part::up, Part::role, Part::term}) {
        reads.push_back(place_of(part, i));
      }
      if (!settings.guards.clear_votes) reads.push_back(place_of(Part::votes, i));
      add_absence_of_leaders(settings, before, i, reads);
      add_links_to_peers(settings, i, reads);
      break;
    case ActionKind::send_heartbeats:
      for (const Part part : {Part::up, Part::role, Part::term}) {
        reads.push_back(place_of(part, i));
      }
      add_links_to_peers(settings, i, reads);
      break;
    case ActionKind::crash:
    case ActionKind::restart: reads.push_back(place_of(Part::up, i)); break;
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link:
      // A change has to change something: the links that it turns over.
      for (const auto& [from, to] : all_links(settings.servers)) {
        if (before.cut.contains(from, to) != after.cut.contains(from, to)) {
          reads.push_back(place_of(Part::link, from, to));
        }
      }
      break;
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject:
      add_reads_of_delivery(settings, before, action.message, reads);
      break;
    case ActionKind::environment: break;
  }
  add_environment_reads(settings, before, action, after, reads);
  sort_out(reads);
  return reads;
}

std::vector<Place> writes_of(const Settings& settings, const State& before, const State& after) {
  Places writes;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    add_writes_of_server(i, before.server(i), after.server(i), writes);
  }
  for (int t = 1; t <= settings.max_term; ++t) {
    const auto term = static_cast<std::size_t>(t);
    for (ServerId i = 1; i <= settings.servers; ++i) {
      if (before.elected[term].contains(i) != after.elected[term].contains(i)) {
        writes.push_back(place_of(Part::elected, t, i));
      }
    }
  }
  if (before.cut != after.cut) {
    for (const auto& [from, to] : all_links(settings.servers)) {
      if (before.cut.contains(from, to) != after.cut.contains(from, to)) {
        writes.push_back(place_of(Part::link, from, to));
      }
    }
  }
  for (const Message& m : before.messages) {
    if (!after.messages.contains(m)) writes.push_back(place_of(m));
  }
  for (const Message& m : after.messages) {
    if (!before.messages.contains(m)) writes.push_back(place_of(m));
  }
  add_environment_writes(settings, before, after, writes);
  sort_out(writes);
  return writes;
}

}  // namespace scrutineer::raft
