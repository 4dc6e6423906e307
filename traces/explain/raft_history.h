// Where the votes of a behaviour come from: who cast each at which step, who counted it when.
//
// The model's states say that n1 leads with a quorum; they do not say whose votes those were, nor
// of which term, since a leader may have cleared them and a counter never knew. So the behaviour
// is read once more with every counted vote followed from the step that cast it (for an answer,
// the step that sent the message; for one's own vote, the timeout) to the election it made.
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "traces/explain/raft_trial.h"
#include "traces/explain/wording.h"

namespace scrutineer::raft {

/// An answer to a request, or one's own vote, as a candidate counted it.
struct Ballot {
  ServerId voter = no_server;
  int term = 0;            // in which it was given
  bool is_granted = true;  // false: a denial, counted all the same
  std::size_t cast = 0;    // step that sent the answer, or the voter's own timeout
  std::size_t counted = 0;
  int counted_in = 0;                 // term of the candidate at that moment
  Role counted_as = Role::candidate;  // its role before the step
  auto operator<=>(const Ballot&) const = default;
};

/// A step that makes a leader.
struct Election {
  std::size_t step = 0;
  ServerId leader = no_server;
  int term = 0;
  bool is_by_timeout = false;   // else by an answer that arrived
  std::vector<Ballot> ballots;  // all that it had counted, in that order

  /// Those who granted it a vote of this very term.
  [[nodiscard]] ServerSet voters() const;
  /// The first granted ballot of this term by `voter`. REQUIRES: one of `voters()`.
  [[nodiscard]] const Ballot& ballot_of(ServerId voter) const;
};

/// REQUIRES: `path` is a behaviour under `settings`, and outlives the history.
class History {
 public:
  /// `names`: what its steps are called in texts, by step from 0 on, where the path is a part of
  /// another one; null if their numbers will do. Has to outlive the history as well.
  History(const Settings& settings, const Path<ReadableModel>& path,
          const std::vector<std::size_t>* names = nullptr);

  [[nodiscard]] Citations citations() const { return Citations(names_); }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] std::size_t length() const { return path_->steps.size(); }
  [[nodiscard]] const State& state(std::size_t k) const { return state_after(*path_, k); }
  /// The action of step `k` in 1..length().
  [[nodiscard]] const Action& action(std::size_t k) const { return path_->steps[k - 1].first; }

  [[nodiscard]] const std::vector<Election>& elections() const { return elections_; }
  /// The first election of `leader` in `term`, or null.
  [[nodiscard]] const Election* first_election(ServerId leader, int term) const;
  /// The last election of `leader`, or null.
  [[nodiscard]] const Election* last_election(ServerId leader) const;

  /// The step that put the message into flight that step `k`, a delivery, delivers.
  [[nodiscard]] std::size_t sent_at(std::size_t k) const { return sent_at_[k]; }

  /// The last step up to `k` that changed this server's term; 0 if none did.
  [[nodiscard]] std::size_t term_since(ServerId i, std::size_t k) const;
  /// The last step up to `k` that changed this server's term or vote; 0 if none did.
  [[nodiscard]] std::size_t vote_since(ServerId i, std::size_t k) const;

  /// What this server had counted after the last step; as many as its `votes`.
  [[nodiscard]] const std::vector<Ballot>& ballots(ServerId i) const {
    return ballots_[static_cast<std::size_t>(i)];
  }

 private:
  void follow(std::size_t k);
  void count(ServerId candidate, const Ballot& ballot);
  void forget_lost_votes(const State& after);

  Settings settings_;
  const Path<ReadableModel>* path_;
  const std::vector<std::size_t>* names_;
  std::vector<std::vector<Ballot>> ballots_;  // by server
  std::map<Message, std::size_t> in_flight_since_;
  std::vector<std::size_t> sent_at_;  // by step
  std::vector<Election> elections_;
};

/// The message that a step's action sends to server `to`, as it would look in `after`, whether or
/// not a failed link loses it and whether or not it was in flight before; empty if the action sends
/// none to it. REQUIRES: `after` follows from `before` by `action`.
[[nodiscard]] std::optional<Message> message_sent(const Action& action, const State& before,
                                                  const State& after, ServerId to);

}  // namespace scrutineer::raft
