// The successor relation of Election.tla, rule by rule, on the readable state.
//
// This is the meaning of the model in C++: written to be compared with the specification side by
// side, not to be fast. The packed model (`packed_model.h`) is what a search runs on; tests hold
// it to these rules, and the judge replays every counterexample with them.
//
// "Raft" below is D. Ongaro and J. Ousterhout, "In Search of an Understandable Consensus
// Algorithm (Extended Version)", 2014; Figure 2 is its condensed summary.
#pragma once

#include <vector>

#include "model/raft/action.h"
#include "model/raft/links.h"
#include "model/raft/state.h"

namespace scrutineer::raft {

/// One enabled action and the state it leads to (possibly the same state).
struct Step {
  Action action;
  State next;
};

/// The rules under one configuration. Immutable; any thread.
class Rules {
 public:
  explicit Rules(const Settings& settings);

  [[nodiscard]] const Settings& settings() const { return settings_; }

  /// Every enabled action of `state` with its successor, in the order of actions.
  [[nodiscard]] std::vector<Step> steps(const State& state) const;

 private:
  using Steps = std::vector<Step>;
  void add_timeouts(const State& s, Steps& steps) const;
  void add_heartbeats(const State& s, Steps& steps) const;
  void add_deliveries(const State& s, Steps& steps) const;
  void add_crashes(const State& s, Steps& steps) const;
  void add_restarts(const State& s, Steps& steps) const;
  void add_cuts(const State& s, Steps& steps) const;
  void add_cut(const State& s, const LinkSet& cut, const Action& action, Steps& steps) const;

  void receive_request_vote(State& next, const Message& m) const;
  void receive_vote(State& next, const Message& m) const;
  void receive_heartbeat(State& next, const Message& m) const;
  void receive_heartbeat_reject(State& next, const Message& m) const;

  [[nodiscard]] bool may_time_out(const State& s, ServerId i) const;
  [[nodiscard]] int quorum_of(const Server& server) const;
  void send(State& next, MessageType type, int term, ServerId from, ServerId to,
            bool granted = false) const;
  void broadcast(State& next, MessageType type, ServerId from) const;
  void become_follower_of(Server& server, int term) const;
  void forget_votes_on_new_role(Server& server) const;
  [[nodiscard]] ServerSet count_vote(ServerSet votes, ServerId voter) const;

  Settings settings_;
  Guards guards_;
  std::vector<LinkSet> splits_;  // where a partition splits into groups
  std::vector<std::pair<ServerId, ServerId>> links_;
};

}  // namespace scrutineer::raft
