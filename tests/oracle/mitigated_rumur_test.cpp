// The Murphi twin of leases and fencing (environment.m.in), checked by Rumur here and now, against
// our search: counts, and the verdicts of the two properties that it states.
//
// Without rumur the counts are still held to what it found (`docs/mitigations.md` publishes them).
#include "tests/configurations.h"
#include "tests/oracle/rumur_twin.h"
#include "traces/raft_check.h"

namespace scrutineer::test {
namespace {

struct Row {
  std::string settings;
  bool tracks_stale;
  std::uint64_t distinct;
  std::uint64_t generated;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"mitigations.leases=true", false, 2275, 18056},
      {"mitigations.leases=true mitigations.max_drift=1", false, 3171, 26308},
      {"mitigations.leases=true mitigations.lease_from=reply", false, 3171, 25284},
      {"mitigations.max_writes=2", false, 1371, 10348},
      {"mitigations.max_writes=2 mitigations.fencing=expiring", false, 12079, 111850},
      {"mitigations.max_writes=2 mitigations.fencing=monotonic", true, 1371, 10348},
      {"mitigations.leases=true mitigations.max_writes=2", true, 23515, 210848},
      {"mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=expiring", false,
       114719, 1094894},
      {"mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=monotonic", false,
       22639, 203874},
      {"mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=monotonic", true,
       22639, 203874},
      {"servers=3 max_term=1 mitigations.leases=true mitigations.max_writes=2 "
       "mitigations.fencing=monotonic",
       false, 24833, 268131},
      {"network=at-most-once max_crashes=1 mitigations.leases=true mitigations.lease_ticks=3 "
       "mitigations.max_grants=3 mitigations.max_writes=2 mitigations.fencing=monotonic",
       false, 276214, 1487876},
      {"servers=3 max_term=1 max_crashes=1 guards.persist_vote=false mitigations.leases=true "
       "mitigations.max_drift=1",
       false, 112105, 1414494},
  };
  return all;
}

raft::Settings settings_at(const std::string& text) { return settings_of("servers=2 " + text); }

TEST_CASE("oracle: leases and fencing have the counts that the Murphi twin has") {
  for (const Row& row : rows()) {
    CAPTURE(row.settings);
    const std::vector<std::string> names = {row.tracks_stale ? "no_stale_write" : "none"};
    CheckOptions options;
    options.search.continue_after_violation = true;
    const auto ours =
        raft::check(settings_at(row.settings), raft::choose_properties(names), options);
    CHECK(ours.distinct == row.distinct);
    CHECK(ours.generated == row.generated);
  }
}

TEST_CASE("oracle: the Murphi twin under Rumur has these counts of leases and fencing") {
  if (!has_rumur()) return;
  for (const Row& row : rows()) {
    CAPTURE(row.settings);
    const TwinCounts twin = run_twin(settings_at(row.settings),
                                     {.has_environment = true, .tracks_stale = row.tracks_stale});
    CHECK(twin.errors == 0);
    CHECK(twin.states == row.distinct);
    CHECK(twin.rules == row.generated);
  }
}

TEST_CASE("oracle: the Murphi twin under Rumur gives the same verdicts on leases and fencing") {
  if (!has_rumur()) return;
  for (const char* text :
       {"mitigations.leases=true", "mitigations.leases=true mitigations.max_drift=1",
        "mitigations.leases=true mitigations.lease_from=reply",
        "mitigations.leases=true mitigations.max_writes=2",
        "mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=expiring",
        "mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=monotonic",
        "mitigations.max_writes=2 mitigations.fencing=expiring",
        "mitigations.max_writes=2 mitigations.fencing=monotonic"}) {
    CAPTURE(text);
    const raft::Settings settings = settings_at(text);
    std::vector<std::string> names;
    if (settings.mitigations.leases) names.emplace_back("lease_exclusive");
    if (settings.mitigations.max_writes > 0) names.emplace_back("no_stale_write");
    const auto ours = raft::check(settings, raft::choose_properties(names), {});
    const TwinCounts twin =
        run_twin(settings, {.has_environment = true, .tracks_stale = true, .judges = true});
    CHECK((twin.errors == 0) == (ours.verdict == Verdict::holds));
  }
}

}  // namespace
}  // namespace scrutineer::test
