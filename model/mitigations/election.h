// What an environment may see of an election, and what it may change: the whole of the border
// between the two. A protocol that offers this gets leases, fencing, operator and alerts.
//
// It sees who is up, who leads, in which term, who was elected, which peers a server has removed.
// It changes two things: a server is stopped (as by a crash that keeps what is on stable storage),
// and a server hears that a peer is no member any more.
#pragma once

#include <array>

#include "model/mitigations/action.h"
#include "model/mitigations/environment.h"
#include "model/transition_system.h"

namespace scrutineer::mitigations {

/// A packed election. `view(election, state)`, found by argument-dependent lookup, answers the
/// questions. Its readable states have a member `environment`, and `of_environment` makes one of
/// its readable actions of one of the environment. (For readable states the border is the
/// protocol's own: `model/raft/surrounded_rules.h`.)
template <class Election>
concept HostsEnvironment = TransitionSystem<Election> &&
    requires(const Election& election, typename Election::State& state, ServerId i) {
  { view(election, state).servers() } -> std::same_as<int>;
  { view(election, state).max_term() } -> std::same_as<int>;
  { view(election, state).is_up(i) } -> std::same_as<bool>;
  { view(election, state).leads(i) } -> std::same_as<bool>;  // up, and leader
  { view(election, state).term(i) } -> std::same_as<int>;
  { view(election, state).removed(i) } -> std::same_as<ServerSet>;
  { view(election, state).elected_count(1) } -> std::same_as<int>;  // leaders of a term, ever
  election.stop(state, i);
  election.remove_peer(state, i, i);
  { election.unpack(state).environment } -> std::convertible_to<Environment>;
  {Election::of_environment(Action{})};
};

/// What the rules of the environment see of one state of an election.
struct Electorate {
  struct Member {
    bool is_up = true;
    bool leads = false;
    int term = 0;
    ServerSet removed;
  };
  int servers = 0;
  std::array<Member, servers_max + 1> member;  // by server
  int last_led_term = 0;                       // the last term that ever had a leader; 0 for none

  [[nodiscard]] const Member& of(ServerId i) const { return member[static_cast<std::size_t>(i)]; }

  [[nodiscard]] int leader_count() const {
    int count = 0;
    for (ServerId i = 1; i <= servers; ++i) count += of(i).leads ? 1 : 0;
    return count;
  }
};

}  // namespace scrutineer::mitigations
