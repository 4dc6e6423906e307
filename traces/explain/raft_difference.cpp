#include "traces/explain/raft_difference.h"

#include <vector>

#include <fmt/format.h>

#include "traces/explain/environment_proof.h"
#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_election_text.h"

namespace scrutineer::raft {
namespace {

// The server that acts: before, and after under each of the rules.
struct Actor {
  ServerId id;
  std::string name;
  const Server& before;
  const Server& original;
  const Server& repaired;
};

bool is_leader_only_in_original(const Actor& i) {
  return i.original.role == Role::leader && i.repaired.role != Role::leader;
}

std::string missing_votes_text(const Fork& fork, const Actor& i) {
  return fmt::format("with {} of the {} that it needs", counted(i.repaired.votes.size(), "vote"),
                     fork.quorum);
}

std::string vote_text(const Fork& fork, const Actor& i, const std::string& at) {
  const Message& m = fork.action.message;
  if (i.repaired.term > i.before.term && i.original.term == i.before.term) {
    return fmt::format("{} becomes follower of term {} at {}", i.name, i.repaired.term, at);
  }
  if (is_leader_only_in_original(i) && i.repaired.votes.size() > i.before.votes.size()) {
    return fmt::format("{} stays {} at {}, {}", i.name, role_name(i.repaired.role), at,
                       missing_votes_text(fork, i));
  }
  if (i.repaired.role != i.original.role || i.repaired.votes == i.before.votes) {
    return fmt::format("{}, {} of term {}, does not count the {} of {} in term {}{} at {}", i.name,
                       role_name(i.before.role), i.before.term, m.granted ? "vote" : "denial",
                       name_of(m.from), m.term, i.before.votes.contains(m.from) ? " again" : "",
                       at);
  }
  if (i.repaired.votes.is_empty()) {
    const std::string when = i.repaired.role == Role::leader
                                 ? std::string("becomes leader")
                                 : fmt::format("goes over to term {}", i.repaired.term);
    return fmt::format("{} forgets the votes that it has gathered when it {} at {}", i.name, when,
                       at);
  }
  return fmt::format("{} has {} after {}", i.name, counted(i.repaired.votes.size(), "vote"), at);
}

std::string timeout_text(const Fork& fork, const Actor& i, const std::string& at) {
  if (is_leader_only_in_original(i)) {
    return fmt::format("{} becomes candidate and not leader at {}, {}", i.name, at,
                       missing_votes_text(fork, i));
  }
  return fmt::format("{} has {} when it stands for election at {}", i.name,
                     counted(i.repaired.votes.size(), "vote"), at);
}

std::string request_text(const Fork& fork, const Actor& i, const std::string& at) {
  const Message& m = fork.action.message;
  const auto there = message_sent(fork.action, fork.before, fork.repaired, m.from);
  const auto here = message_sent(fork.action, fork.before, fork.original, m.from);
  if (there && here && there->granted != here->granted) {
    return fmt::format("{} {} {} its vote at {}", i.name, there->granted ? "grants" : "denies",
                       name_of(m.from), at);
  }
  if (i.repaired.votes.is_empty() && !i.original.votes.is_empty()) {
    return fmt::format(
        "{} forgets the votes that it has gathered when it goes over to term {} at {}", i.name,
        i.repaired.term, at);
  }
  return "";
}

std::string heartbeat_text(const Fork& fork, const Actor& i, const std::string& at) {
  const Message& m = fork.action.message;
  if (i.repaired.term > i.original.term) {
    return fmt::format("{} rejects the heartbeat of term {} at {} and stays in term {}", i.name,
                       m.term, at, i.repaired.term);
  }
  if (i.repaired.voted_for != i.original.voted_for) {
    return fmt::format("{} keeps its vote for {} at {}", i.name,
                       name_of(i.repaired.voted_for, i.id), at);
  }
  if (i.repaired.votes.is_empty() && !i.original.votes.is_empty()) {
    return fmt::format("{} forgets the votes that it has gathered when it follows {} at {}", i.name,
                       name_of(m.from), at);
  }
  return "";
}

std::string crash_text(const Actor& i, const std::string& at) {
  std::vector<std::string> kept;
  if (i.repaired.term != i.original.term) kept.push_back(fmt::format("term {}", i.repaired.term));
  if (i.repaired.voted_for != i.original.voted_for) {
    kept.push_back("vote for " + name_of(i.repaired.voted_for, i.id));
  }
  if (kept.empty()) return "";
  return fmt::format("{} keeps its {} through its crash at {}", i.name, listed(kept), at);
}

}  // namespace

std::string difference_text(const Fork& fork, Citations& cite) {
  if (fork.action.kind == ActionKind::environment) return environment_difference(fork, cite);
  if (!fork.is_possible) return cite.step(fork.step) + " is not possible";
  const std::string at = cite.step(fork.step);
  const ServerId id = actor_of(fork.action);
  std::string text;
  if (id != no_server) {
    const Actor i{id, name_of(id), fork.before.server(id), fork.original.server(id),
                  fork.repaired.server(id)};
    switch (fork.action.kind) {
      case ActionKind::timeout: text = timeout_text(fork, i, at); break;
      case ActionKind::receive_vote: text = vote_text(fork, i, at); break;
      case ActionKind::receive_request_vote: text = request_text(fork, i, at); break;
      case ActionKind::receive_heartbeat: text = heartbeat_text(fork, i, at); break;
      case ActionKind::receive_heartbeat_reject: text = vote_text(fork, i, at); break;
      case ActionKind::crash: text = crash_text(i, at); break;
      default: break;
    }
  }
  if (!text.empty()) return text;
  return fmt::format("{} leads to another state", at);
}

}  // namespace scrutineer::raft
