// What a reduction may take for granted, derived from the settings in force.
//
// Each premise is a sentence about every reachable behaviour of the configuration. A guard that is
// switched off makes one of them false, and with it the rules that rest on it. No reduction looks
// at a guard itself: the derivation is here, in one place (`docs/reductions.md` has the proofs).
#pragma once

#include "model/raft/settings.h"

namespace scrutineer::raft {

struct Premises {
  explicit Premises(const Settings& settings);

  /// No server's term ever falls. Without it no rule but symmetry holds.
  bool terms_only_rise;
  /// Within one term a vote once given is neither changed nor forgotten.
  bool votes_are_firm;
  /// A heartbeat of the term that one follows already leaves one's vote alone.
  bool heartbeats_keep_votes;
  /// A reply with a higher term is heeded; if not, such replies do nothing at all.
  bool replies_tell_terms;
  /// A denial is never counted as a vote: all it can do is tell a higher term.
  bool denials_only_tell;
  /// A vote counts only for a candidate that still stands in the vote's own term.
  bool old_votes_die;
  /// A follower of a term does not become its leader.
  bool followers_of_a_term_stay;
  /// A second vote of one voter adds nothing.
  bool voters_are_a_set;
  /// Votes gathered in one term are forgotten before the next candidacy.
  bool votes_are_cleared;
  /// Of the votes for a candidate nothing but their number matters.
  bool votes_are_a_number;

  bool is_duplicating;  // a delivered message stays in flight
  bool links_may_fail;
  bool loses_across_cut;
  int max_term;
  int servers;
  int quorum;
};

inline Premises::Premises(const Settings& s)
    : terms_only_rise(s.guards.check_heartbeat_term &&
                      (s.guards.persist_term || s.max_crashes == 0)),
      votes_are_firm(s.guards.vote_once_per_term && s.guards.keep_vote_within_term &&
                     (s.guards.persist_vote || s.max_crashes == 0)),
      heartbeats_keep_votes(s.guards.keep_vote_within_term),
      replies_tell_terms(s.guards.step_down_on_higher_term),
      denials_only_tell(s.guards.count_only_grants),
      old_votes_die(s.guards.check_vote_term && s.guards.recheck_before_leading),
      followers_of_a_term_stay(s.guards.recheck_before_leading),
      voters_are_a_set(s.guards.count_voters_once),
      votes_are_cleared(s.guards.clear_votes),
      votes_are_a_number(old_votes_die && votes_are_cleared && denials_only_tell &&
                         voters_are_a_set),
      is_duplicating(s.network == Network::duplicating),
      links_may_fail(s.max_cuts > 0),
      loses_across_cut(s.cut_messages == CutMessages::lost),
      max_term(s.max_term),
      servers(s.servers),
      quorum(quorum_size(s)) {}

}  // namespace scrutineer::raft
