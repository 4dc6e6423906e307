// The constants of Election.tla, each under the name of its setting, and those of the environment.
//
// The meaning of every constant is in the specification's table; `setting_table.h` lists them
// once more as data (key, accepted values, default), and a test holds the two together.
#pragma once

#include <cstdint>

#include "model/mitigations/settings.h"
#include "model/servers.h"

namespace scrutineer::raft {

using scrutineer::servers_max;
inline constexpr int terms_max = 7;

/// Whether a delivered message stays in flight (lossy, duplicating, reordering network) or is
/// consumed by its delivery (lossy, reordering).
enum class Network : std::uint8_t { duplicating, at_most_once };

/// A partition splits the servers into groups, or one direction of one link fails at a time.
enum class CutKind : std::uint8_t { groups, links };

/// What a failed link does to the messages it carries.
enum class CutMessages : std::uint8_t { lost, held };

/// `any`: an election timeout may come at any moment (no timing assumption, Raft section 5.2).
/// `suspect`: only where no live leader of one's own or a later term is connected.
enum class Timeouts : std::uint8_t { any, suspect };

/// How many votes make a leader, of n servers: n/2+1; (n-1)/2+1 (a majority of the peers, oneself
/// forgotten in the division); (n+1)/2 (half).
enum class QuorumRule : std::uint8_t { majority, peers_majority, half };

/// The breakable rules of the protocol; the defaults are correct Raft.
struct Guards {
  bool wait_for_quorum = true;
  QuorumRule quorum = QuorumRule::majority;
  bool vote_once_per_term = true;
  bool persist_vote = true;
  bool persist_term = true;
  bool clear_votes = true;
  bool check_vote_term = true;
  bool count_only_grants = true;
  bool count_voters_once = true;
  bool recheck_before_leading = true;
  bool step_down_on_higher_term = true;
  bool check_heartbeat_term = true;
  bool keep_vote_within_term = true;

  bool operator==(const Guards&) const = default;
};

/// One configuration of the model. Ranges: see `setting_table()`, which every way into the
/// program checks.
struct Settings {
  int servers = 3;
  int max_term = 2;
  int max_crashes = 0;
  int max_cuts = 0;
  Network network = Network::duplicating;
  CutKind cut = CutKind::groups;
  CutMessages cut_messages = CutMessages::lost;
  Timeouts timeouts = Timeouts::any;
  Guards guards;
  mitigations::Settings mitigations;  // the environment around the election

  bool operator==(const Settings&) const = default;
};

/// Votes needed to lead among `members` servers (at least 1, oneself included), by a rule; at
/// least 1.
[[nodiscard]] constexpr int quorum_size(QuorumRule rule, int members) {
  switch (rule) {
    case QuorumRule::peers_majority: return (members - 1) / 2 + 1;
    case QuorumRule::half: return (members + 1) / 2;
    case QuorumRule::majority: break;
  }
  return members / 2 + 1;
}

/// The same where all servers are members.
[[nodiscard]] constexpr int quorum_size(const Settings& settings) {
  return quorum_size(settings.guards.quorum, settings.servers);
}

/// Whether a server can ever be down: crashed, or stopped by the operator.
[[nodiscard]] constexpr bool may_be_down(const Settings& settings) {
  return settings.max_crashes > 0 || settings.mitigations.max_repairs > 0;
}

}  // namespace scrutineer::raft
