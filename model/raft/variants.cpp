#include "model/raft/variants.h"

#include <algorithm>
#include <vector>

namespace scrutineer::raft {
namespace {

struct Bounds {
  int servers = 3;
  int max_term = 2;
  int max_crashes = 0;
};

Settings broken(bool Guards::*guard, Bounds bounds = {}) {
  Settings settings;
  settings.guards.*guard = false;
  settings.servers = bounds.servers;
  settings.max_term = bounds.max_term;
  settings.max_crashes = bounds.max_crashes;
  return settings;
}

Settings with_quorum(QuorumRule rule, int servers) {
  Settings settings;
  settings.guards.quorum = rule;
  settings.servers = servers;
  settings.max_term = 1;
  return settings;
}

Settings write_up_fix() {
  Settings settings;
  settings.guards.clear_votes = false;
  settings.guards.recheck_before_leading = false;
  settings.guards.step_down_on_higher_term = false;
  return settings;
}

std::vector<Variant> make_variants() {
  using G = Guards;
  return {
      {"raft", Settings{}, "correct Raft: every guard on", "Raft paper, section 5.2, Figure 2"},
      {"split-brain", broken(&G::wait_for_quorum),
       "leads as soon as it stands for election, without waiting for votes: the incident",
       "the incident's becomeLeader(); hashicorp/raft pull request 386 (StartAsLeader)"},
      {"write-up-fix", write_up_fix(),
       "collects votes in a map that is never cleared, and looks neither at its own term nor at "
       "the replies' before leading: the proposed fix",
       "the incident's write-up; eliben/raft pull request 27"},
      {"half-quorum", with_quorum(QuorumRule::half, 4), "half of the servers make a leader",
       "andrewjstone/rafter issue 16; btmorr/leifdb pull request 73"},
      {"forget-self", with_quorum(QuorumRule::peers_majority, 4),
       "a majority of the peers makes a leader, oneself forgotten in the division",
       "the incident's write-up; elastic/elasticsearch issue 10935"},
      {"vote-twice", broken(&G::vote_once_per_term, {.max_term = 1}),
       "forgets that it has voted in this term", "djjonno/kerala issue 18"},
      {"forget-vote", broken(&G::persist_vote, {.max_term = 1, .max_crashes = 1}),
       "forgets its vote in a crash", "tikv/tikv issue 1610; databendlabs/databend issue 1051"},
      {"forget-term", broken(&G::persist_term, {.max_term = 1, .max_crashes = 1}),
       "forgets its term in a crash", "NodeDB-Lab/nodedb issue 161"},
      {"keep-old-votes", broken(&G::clear_votes, {.max_term = 3}),
       "forgets to clear the votes of an earlier candidacy",
       "the incident's write-up; ktoso/akka-raft issue 45"},
      {"count-stale-votes", broken(&G::check_vote_term), "forgets to look at the term of a vote",
       "xnnyygn/xraft issue 33; ktoso/akka-raft issue 46"},
      {"count-denials", broken(&G::count_only_grants, {.max_term = 1}),
       "forgets that a reply may be a denial", "a common slip; Raft paper, Figure 2, voteGranted"},
      {"count-votes-twice", broken(&G::count_voters_once, {.servers = 5, .max_term = 1}),
       "forgets who voted: a counter in the place of a set of voters",
       "xnnyygn/xraft issue 27; ktoso/akka-raft issue 50"},
      {"forget-recheck", broken(&G::recheck_before_leading),
       "forgets to check role and term again when the quorum is reached",
       "eliben/raft pull request 27; goraft/raft pull request 40"},
      {"ignore-higher-term", broken(&G::step_down_on_higher_term),
       "forgets to step down when a reply has a higher term",
       "nats-io/nats-server pull request 5021; ktoso/akka-raft issue 35"},
      {"obey-stale-heartbeats", broken(&G::check_heartbeat_term),
       "forgets to reject a heartbeat of an earlier term", "Raft paper, Figure 2, AppendEntries 1"},
      {"forget-vote-on-heartbeat", broken(&G::keep_vote_within_term, {.max_term = 1}),
       "forgets its vote when it follows a leader of the same term",
       "etcd-io/etcd pull request 2461; nats-io/nats-server pull request 5314"},
  };
}

}  // namespace

std::span<const Variant> variants() {
  static const std::vector<Variant> all = make_variants();
  return all;
}

const Variant* find_variant(std::string_view name) {
  const auto all = variants();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Variant& variant) { return variant.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace scrutineer::raft
