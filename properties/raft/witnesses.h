// Witnesses for a gate: that a property had something to say, and whether a bound cut behaviour.
//
// "Holds" is worth little where the property never applied: vote_once where nobody votes, or a
// bound so small that the interesting timeouts are all forbidden by it. So a suite asks, beside its
// properties, for states that show the contrary. They are reachable properties like any other and
// cost a search nothing once they are found; a check that does not ask for them does not have them.
// They are no part of the verdict, and `list properties` does not show them.
#pragma once

#include <array>
#include <string_view>

#include "model/raft/state.h"
#include "properties/property.h"

namespace scrutineer::raft {

namespace detail {

struct WitnessBasics {
  static constexpr PropertyKind kind = PropertyKind::reachable;
  static constexpr bool is_companion = false;
  static constexpr std::string_view source = "guards a \"holds\" against vacuity";
  static constexpr bool is_symmetric = true;
};

template <class View, class Predicate>
bool any_server(const View& state, const Predicate& predicate) {
  for (ServerId i = 1; i <= state.servers(); ++i) {
    if (predicate(i)) return true;
  }
  return false;
}

}  // namespace detail

struct SomeoneElected : detail::WitnessBasics {
  static constexpr std::string_view name = "someone_elected";
  static constexpr std::string_view sentence = "some server was elected";
  static constexpr std::array<std::string_view, 1> reads = {"elected"};
  static constexpr std::array<std::string_view, 1> exercises = {"election_safety"};

  template <class View>
  static bool holds(const View& state) {
    for (int t = 1; t <= state.max_term(); ++t) {
      if (state.elected_count(t) > 0) return true;
    }
    return false;
  }
};

struct SomeLeader : detail::WitnessBasics {
  static constexpr std::string_view name = "some_leader";
  static constexpr std::string_view sentence = "some server is leader";
  static constexpr std::array<std::string_view, 1> reads = {"role"};
  static constexpr std::array<std::string_view, 2> exercises = {"single_leader",
                                                                "leader_has_quorum"};

  template <class View>
  static bool holds(const View& state) {
    return detail::any_server(state, [&](ServerId i) { return state.role(i) == Role::leader; });
  }
};

struct SomeTerm : detail::WitnessBasics {
  static constexpr std::string_view name = "some_term";
  static constexpr std::string_view sentence = "some server has left term 0";
  static constexpr std::array<std::string_view, 1> reads = {"term"};
  static constexpr std::array<std::string_view, 1> exercises = {"term_monotonic"};

  template <class View>
  static bool holds(const View& state) {
    return detail::any_server(state, [&](ServerId i) { return state.term(i) > 0; });
  }
};

struct SomeVote : detail::WitnessBasics {
  static constexpr std::string_view name = "some_vote";
  static constexpr std::string_view sentence = "some server has voted for another";
  static constexpr std::array<std::string_view, 1> reads = {"voted_for"};
  static constexpr std::array<std::string_view, 1> exercises = {"vote_once"};

  template <class View>
  static bool holds(const View& state) {
    return detail::any_server(state, [&](ServerId i) {
      return state.voted_for(i) != no_server && state.voted_for(i) != i;
    });
  }
};

/// A timeout that nothing but max_term forbids.
struct TimeoutCut : detail::WitnessBasics {
  static constexpr std::string_view name = "timeout_cut_by_max_term";
  static constexpr std::string_view sentence = "a timeout is forbidden by max_term alone";
  static constexpr std::array<std::string_view, 4> reads = {"role", "term", "down", "cut"};
  static constexpr std::array<std::string_view, 0> exercises = {};

  template <class View>
  static bool holds(const View& state) {
    return detail::any_server(state, [&](ServerId i) {
      return state.is_up(i) && state.role(i) != Role::leader && state.term(i) == state.max_term() &&
             !(state.is_suspect_only() && trusts(state, i));
    });
  }

 private:
  // Whether i is connected to a live leader of its own term or a later one.
  template <class View>
  static bool trusts(const View& state, ServerId i) {
    return detail::any_server(state, [&](ServerId leader) {
      return leader != i && state.is_up(leader) && state.role(leader) == Role::leader &&
             state.term(leader) >= state.term(i) && !state.is_cut(leader, i);
    });
  }
};

}  // namespace scrutineer::raft
