// The specification's table of mitigations, row by row: verdict and shortest length, without
// reductions and with all that are in force, with 1, 2 and 8 threads. All 90 searches take a
// second.
#include <optional>

#include <doctest/doctest.h>

#include "tests/configurations.h"
#include "traces/raft_check.h"

namespace scrutineer::test {
namespace {

struct Row {
  std::string settings;
  std::string property;
  int length;  // -1: holds
};

const std::vector<Row>& specified() {
  static const std::string stores = "servers=2 max_term=2 mitigations.max_writes=2 ";
  static const std::string leases = "mitigations.leases=true ";
  static const std::string expiring = "mitigations.fencing=expiring ";
  static const std::string monotonic = "mitigations.fencing=monotonic ";
  static const std::vector<Row> all = {
      {stores, "no_stale_write", 10},
      {stores + leases, "no_stale_write", 13},
      {stores + leases + expiring, "no_stale_write", 14},
      {stores + expiring, "no_stale_write", 12},
      {stores + leases + monotonic, "no_stale_write", -1},
      {stores + monotonic, "no_stale_write", -1},
      {"servers=3 max_term=2 mitigations.max_drift=1 " + leases, "lease_exclusive", 12},
      {"servers=3 max_term=2 mitigations.lease_from=reply " + leases, "lease_exclusive", 12},
      {"servers=2 max_term=2 " + leases, "lease_exclusive", -1},
      {"servers=3 max_term=1 mitigations.max_removals=2", "election_safety", 6},
      {"servers=3 max_term=1 mitigations.max_removals=1", "election_safety", -1},
      {"servers=3 max_term=2", "no_false_alarm", 6},
      {"servers=3 max_term=3", "no_false_term_alarm", 5},
      {"servers=3 max_term=2 mitigations.max_repairs=1", "repair_keeps_newest", 7},
      {"servers=3 max_term=1 max_crashes=2 guards.persist_vote=false", "alarm_catches", 8},
  };
  return all;
}

void require_as_specified(const Row& row, const raft::RaftOutcome& outcome) {
  const auto& one = outcome.properties.at(0);
  CHECK(one.name == row.property);
  CHECK(outcome.verdict == (row.length < 0 ? Verdict::holds : Verdict::violated));
  REQUIRE(one.trace.has_value() == (row.length >= 0));
  if (one.trace) CHECK(static_cast<int>(one.length()) == row.length);
}

TEST_CASE("specification: every row of the table of mitigations") {
  for (const Row& row : specified()) {
    CAPTURE(row.settings);
    CAPTURE(row.property);
    const raft::Settings settings = settings_of(row.settings);
    const auto properties = raft::choose_properties(std::vector<std::string>{row.property});
    const auto plan = raft::plan_check(settings, properties, raft::every_reduction);
    for (const raft::ReductionChoice& reductions : {raft::ReductionChoice{}, plan.in_force}) {
      for (const unsigned threads : {1U, 2U, 8U}) {
        CheckOptions options;
        options.search.threads = threads;
        require_as_specified(row, raft::check(settings, properties, options, reductions));
      }
    }
  }
}

TEST_CASE("mitigations: a trace is the same for every number of threads") {
  const raft::Settings settings =
      settings_of("servers=3 mitigations.leases=true mitigations.max_drift=1");
  const auto properties = raft::choose_properties(std::vector<std::string>{"lease_exclusive"});
  std::optional<Path<raft::ReadableModel>> first;
  for (const unsigned threads : {1U, 2U, 8U}) {
    CheckOptions options;
    options.search.threads = threads;
    const auto outcome = raft::check(settings, properties, options);
    const auto& trace = outcome.properties.at(0).trace;
    REQUIRE(trace);
    if (!first) first = trace;
    CHECK(first->initial == trace->initial);
    CHECK(first->steps == trace->steps);
  }
}

// Rows that the specification does not have: what stands at the end, and repairs by the newest.
TEST_CASE("mitigations: what holds with every fault switched on, reductions in force") {
  const std::string all =
      "servers=3 max_term=2 mitigations.leases=true mitigations.max_writes=2 "
      "mitigations.fencing=monotonic ";
  const std::string newest =
      "mitigations.max_repairs=1 mitigations.repair_rule=highest-term servers=3 ";
  for (const Row& row :
       std::vector<Row>{{"servers=3 max_term=2 mitigations.leases=true", "lease_exclusive", -1},
                        {all + "mitigations.max_drift=1", "no_stale_write", -1},
                        {all + "max_crashes=1", "no_stale_write", -1},
                        {all + "max_cuts=1", "lease_exclusive", -1},
                        {newest + "max_term=2", "repair_keeps_newest", -1},
                        {newest + "max_term=3 max_crashes=1", "repair_keeps_newest", -1}}) {
    CAPTURE(row.settings);
    const raft::Settings settings = settings_of(row.settings);
    const auto properties = raft::choose_properties(std::vector<std::string>{row.property});
    const auto plan = raft::plan_check(settings, properties, raft::every_reduction);
    CHECK(plan.switched_off.empty());
    require_as_specified(row, raft::check(settings, properties, {}, plan.in_force));
  }
}

// With 2 servers there never are two leaders: whoever votes for the second has heard of its term.
TEST_CASE("mitigations: two servers acquit a lease that three convict") {
  const auto properties = raft::choose_properties(std::vector<std::string>{"lease_exclusive"});
  for (const char* fault : {"mitigations.max_drift=1", "mitigations.lease_from=reply"}) {
    for (const bool is_large : {false, true}) {
      const auto outcome =
          raft::check(settings_of(std::string("max_term=2 mitigations.leases=true ") + fault +
                                  (is_large ? " servers=3" : " servers=2")),
                      properties, {});
      CHECK((outcome.verdict == Verdict::violated) == is_large);
    }
  }
}

}  // namespace
}  // namespace scrutineer::test
