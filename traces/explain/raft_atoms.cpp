#include "traces/explain/raft_atoms.h"

namespace scrutineer::raft {
namespace {

using Places = std::vector<Place>;

Places places_of_leaders(const std::vector<ServerId>& leaders, std::size_t count) {
  Places places;
  for (std::size_t k = 0; k < leaders.size() && k < count; ++k) {
    places.push_back(place_of(Part::role, leaders[k]));
  }
  return places;
}

Places places_of_dispute(const Settings& settings, const State& state) {
  Places places;
  const int t = disputed_term(settings, state);
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (state.elected[static_cast<std::size_t>(t)].contains(i)) {
      places.push_back(place_of(Part::elected, t, i));
    }
  }
  return places;
}

// Fewer servers behind the leader would do as well, so those behind it decide nothing.
Places places_of_minority(const Settings& settings, const State& state) {
  const ServerId leader = leader_without_majority(settings, state);
  Places places = {place_of(Part::role, leader), place_of(Part::term, leader)};
  for (ServerId j = 1; j <= settings.servers; ++j) {
    if (stands_behind(state, j, leader)) continue;
    places.push_back(place_of(Part::term, j));
    if (state.server(j).term == state.server(leader).term) {
      places.push_back(place_of(Part::voted_for, j));
    }
  }
  return places;
}

// A leader, and the term that is too far ahead of its own.
Places places_of_jump(const Settings& settings, const State& state) {
  const auto [leader, ahead] = leader_and_server_ahead(settings, state);
  return {place_of(Part::role, leader), place_of(Part::term, leader), place_of(Part::up, ahead),
          place_of(Part::term, ahead)};
}

Places places_of_holders(const Settings& settings, const State& state) {
  Places places;
  for (const ServerId i : believers_of(settings, state)) {
    places.push_back(place_of(Part::role, i));
    places.push_back(place_of(Part::lease, i));
  }
  return places;
}

}  // namespace

std::vector<ServerId> believers_of(const Settings& settings, const State& state) {
  std::vector<ServerId> believers;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const bool leads = state.server(i).up && state.server(i).role == Role::leader;
    if (leads && state.environment.lease[static_cast<std::size_t>(i)].left > 0) {
      believers.push_back(i);
    }
  }
  return believers;
}

std::pair<ServerId, ServerId> leader_and_server_ahead(const Settings& settings,
                                                      const State& state) {
  for (const ServerId leader : leaders_of(settings, state)) {
    for (ServerId i = 1; i <= settings.servers; ++i) {
      const Server& other = state.server(i);
      if (other.up && other.term > state.server(leader).term + 1) return {leader, i};
    }
  }
  return {no_server, no_server};
}

int disputed_term(const Settings& settings, const State& state) {
  for (int t = 1; t <= settings.max_term; ++t) {
    if (state.elected[static_cast<std::size_t>(t)].size() > 1) return t;
  }
  return 0;
}

std::vector<ServerId> leaders_of(const Settings& settings, const State& state) {
  std::vector<ServerId> leaders;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (state.server(i).role == Role::leader) leaders.push_back(i);
  }
  return leaders;
}

bool stands_behind(const State& state, ServerId j, ServerId leader) {
  const Server& other = state.server(j);
  const int term = state.server(leader).term;
  return other.term > term || (other.term == term && other.voted_for == leader);
}

ServerId leader_without_majority(const Settings& settings, const State& state) {
  for (const ServerId i : leaders_of(settings, state)) {
    int count = 0;
    for (ServerId j = 1; j <= settings.servers; ++j) count += stands_behind(state, j, i) ? 1 : 0;
    if (count < settings.servers / 2 + 1) return i;
  }
  return no_server;
}

ServerId server_with_lowered_term(const Settings& settings, const State& before,
                                  const State& after) {
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (after.server(i).term < before.server(i).term) return i;
  }
  return no_server;
}

ServerId server_with_changed_vote(const Settings& settings, const State& before,
                                  const State& after) {
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const Server& b = before.server(i);
    const Server& a = after.server(i);
    if (b.voted_for != no_server && a.term == b.term && a.voted_for != b.voted_for) return i;
  }
  return no_server;
}

std::vector<Place> deciding_places(const Settings& settings, std::string_view property,
                                   const State& before, const State& after) {
  if (property == "election_safety") return places_of_dispute(settings, after);
  if (property == "single_leader") return places_of_leaders(leaders_of(settings, after), 2);
  if (property == "leader_elected") return places_of_leaders(leaders_of(settings, after), 1);
  if (property == "leader_has_quorum") return places_of_minority(settings, after);
  if (property == "term_monotonic") {
    return {place_of(Part::term, server_with_lowered_term(settings, before, after))};
  }
  if (property == "vote_once") {
    const ServerId voter = server_with_changed_vote(settings, before, after);
    return {place_of(Part::term, voter), place_of(Part::voted_for, voter)};
  }
  if (property == "alarm_catches") return places_of_dispute(settings, after);
  if (property == "no_false_alarm") return places_of_leaders(leaders_of(settings, after), 2);
  if (property == "two_leaders_at_most") return places_of_leaders(leaders_of(settings, after), 3);
  if (property == "no_false_term_alarm") return places_of_jump(settings, after);
  if (property == "lease_exclusive") return places_of_holders(settings, after);
  if (property == "no_stale_write") return {place_of(Part::stale, 0)};
  if (property == "repair_keeps_newest") return {place_of(Part::misrepaired, 0)};
  return {};
}

}  // namespace scrutineer::raft
