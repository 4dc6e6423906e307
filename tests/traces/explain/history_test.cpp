// The followed votes agree with the states, and with the steps that they name.
#include "traces/explain/raft_history.h"

#include <doctest/doctest.h>

#include "tests/traces/explain/walks.h"

namespace scrutineer::test {
namespace {

using raft::ActionKind;

// A behaviour of `steps` random steps.
RaftPath random_walk(const raft::Settings& settings, unsigned seed, std::size_t steps) {
  std::mt19937 random(seed);
  RaftPath path{raft::initial_state(), {}};
  while (path.steps.size() < steps) {
    const auto next = successors_of(settings, raft::state_after(path, path.steps.size()));
    if (next.empty()) break;
    path.steps.push_back(next[random() % next.size()]);
  }
  return path;
}

// The ballot was cast at the step that it names: that step sent it, or is the voter's own timeout.
void check_cast(const raft::History& h, const raft::ServerId leader, const raft::Ballot& ballot) {
  const raft::Action& action = h.action(ballot.cast);
  REQUIRE(ballot.cast <= ballot.counted);
  CHECK(h.state(ballot.counted - 1).server(leader).role == ballot.counted_as);
  if (ballot.voter == leader) {
    CHECK(action.kind == ActionKind::timeout);
    CHECK(action.server == leader);
    CHECK(h.state(ballot.cast).server(leader).term == ballot.term);
    return;
  }
  CHECK(action.kind == ActionKind::receive_request_vote);
  CHECK(action.message.from == leader);
  CHECK(action.message.to == ballot.voter);
  const raft::Server& voter = h.state(ballot.cast).server(ballot.voter);
  CHECK(voter.term == ballot.term);
  CHECK(ballot.is_granted == (voter.voted_for == leader && action.message.term == ballot.term));
}

}  // namespace

TEST_CASE(
    "history: the votes followed are as many as those in the states, and of the same voters") {
  std::size_t counted = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    const RaftPath path = random_walk(settings, seed, 60);
    for (std::size_t length = 0; length <= path.steps.size(); ++length) {
      RaftPath prefix = path;
      prefix.steps.resize(
          length, path.steps.empty() ? std::pair<raft::Action, raft::State>{} : path.steps.front());
      const raft::History h(settings, prefix);
      for (raft::ServerId i = 1; i <= settings.servers; ++i) {
        const raft::Server& server = h.state(length).server(i);
        CAPTURE(seed);
        CAPTURE(length);
        REQUIRE(static_cast<int>(h.ballots(i).size()) == server.votes.size());
        for (const raft::Ballot& ballot : h.ballots(i)) {
          if (settings.guards.count_voters_once) REQUIRE(server.votes.contains(ballot.voter));
          check_cast(h, i, ballot);
          ++counted;
        }
      }
    }
  }
  CHECK(counted > 1000);
}

TEST_CASE("history: every election is one of the states, with enough ballots for its quorum") {
  std::size_t elections = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    const RaftPath path = random_walk(settings, seed, 60);
    const raft::History h(settings, path);
    std::size_t made = 0;
    for (std::size_t k = 1; k <= h.length(); ++k) {
      const raft::ServerId i = h.action(k).kind == ActionKind::receive_vote ? h.action(k).message.to
                                                                            : h.action(k).server;
      if (i == raft::no_server) continue;
      const bool becomes_leader = h.state(k).server(i).role == raft::Role::leader &&
                                  h.state(k - 1).server(i).role != raft::Role::leader;
      if (becomes_leader) ++made;
    }
    CHECK(h.elections().size() == made);
    for (const raft::Election& e : h.elections()) {
      ++elections;
      CAPTURE(seed);
      CAPTURE(e.step);
      CHECK(h.state(e.step).server(e.leader).term == e.term);
      CHECK(e.is_by_timeout == (h.action(e.step).kind == ActionKind::timeout));
      if (settings.guards.wait_for_quorum) {
        CHECK(static_cast<int>(e.ballots.size()) >= raft::quorum_size(settings));
      }
      for (const raft::Ballot& ballot : e.ballots) check_cast(h, e.leader, ballot);
    }
  }
  CHECK(elections > 200);
}

TEST_CASE("history: the message that a step is said to send is the one that it puts into flight") {
  std::size_t sent = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    const RaftPath path = random_walk(settings, seed, 60);
    for (std::size_t k = 1; k <= path.steps.size(); ++k) {
      const raft::State& before = raft::state_after(path, k - 1);
      const auto& [action, after] = path.steps[k - 1];
      for (const raft::Message& m : after.messages) {
        if (before.messages.contains(m)) continue;
        CAPTURE(seed);
        CAPTURE(k);
        const auto said = raft::message_sent(action, before, after, m.to);
        REQUIRE(said);
        CHECK(*said == m);
        ++sent;
      }
    }
  }
  CHECK(sent > 1000);
}

}  // namespace scrutineer::test
