// Leases, fencing, operator and alerts as a user meets them.
#include <doctest/doctest.h>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

const std::string leases = "--set mitigations.leases=true ";
const std::string writes = "--set mitigations.max_writes=2 ";

}  // namespace

TEST_CASE("cli: a lagging clock breaks the lease, and the verdict names what was assumed") {
  const ProgramResult result =
      run_line("check raft " + leases + "--set mitigations.max_drift=1 --property lease_exclusive");
  CHECK(result.exit_status == 1);
  CHECK(result.err.empty());
  CHECK(has(result.out, "lease_exclusive is violated in 12 steps"));
  CHECK(has(result.out,
            "VIOLATED: lease_exclusive in 12 steps\n  within servers 3, max_term 2, "
            "max_crashes 0, max_cuts 0; network duplicating; timeouts any; all guards "
            "on; mitigations leases, lease_ticks 2, max_drift 1, lease_from request, "
            "max_grants 2; reductions dead-parts, facts, symmetry; storage exact\n"));
  // The lock service has a lane of its own; the proof names what the clock did.
  CHECK(has(result.out, "   n3         lock\n"));
  CHECK(has(result.out, "Acquire(n1)      │                 │               │          n1 #1:2\n"));
  CHECK(has(result.out, "\n      the clock of n1 misses this tick\n"));
  CHECK(has(result.out, "The clock of n1 missed the tick at step 10."));
  CHECK(has(result.out, "With max_drift 0, the clock of n1 does not miss the tick at step 10."));
}

TEST_CASE("cli: the verdict says what it rests on where it holds") {
  const ProgramResult result = run_line("check raft --servers 2 " + leases + writes +
                                        "--set mitigations.fencing=monotonic --quiet "
                                        "--property no_stale_write --no-reduction");
  CHECK(result.exit_status == 0);
  CHECK(result.out ==
        "HOLDS: no_stale_write\n  within servers 2, max_term 2, max_crashes 0, max_cuts 0; network "
        "duplicating; timeouts any; all guards on; mitigations leases, lease_ticks 2, max_drift 0, "
        "lease_from request, max_grants 2, fencing monotonic, max_writes 2; reductions none; "
        "storage exact\n");
}

TEST_CASE("cli: a property that would hold of nothing is refused with what has to be set") {
  const ProgramResult result = run_line("check raft --property no_stale_write");
  CHECK(result.exit_status == 65);
  CHECK(result.out.empty());
  CHECK(result.err ==
        "scrutineer: property no_stale_write would hold of nothing here; set "
        "mitigations.max_writes to 2 or more\n");
  CHECK(run_line("check raft --property lease_exclusive").exit_status == 65);
  CHECK(run_line("check raft --property repair_keeps_newest").exit_status == 65);
}

TEST_CASE("cli: the alerts are checked of an election alone, with its reductions") {
  const ProgramResult alarm = run_line("check raft --property no_false_alarm");
  CHECK(alarm.exit_status == 1);
  CHECK(has(alarm.out, "VIOLATED: no_false_alarm in 6 steps\n"));
  CHECK(has(alarm.out, "reductions dead-parts, facts, symmetry"));
  CHECK_FALSE(has(alarm.out, "mitigations"));
  const ProgramResult jump = run_line("check raft --max-term 3 --property no_false_term_alarm");
  CHECK(has(jump.out, "VIOLATED: no_false_term_alarm in 5 steps\n"));
  const ProgramResult missed =
      run_line("check forget-vote --set max_crashes=2 --property alarm_catches");
  CHECK(missed.exit_status == 1);
  CHECK(has(missed.out, "VIOLATED: alarm_catches in 8 steps\n"));
}

TEST_CASE("cli: remove-peer during an outage breaks the election, without reductions") {
  const ProgramResult result = run_line("check raft --max-term 1 --set mitigations.max_removals=2");
  CHECK(result.exit_status == 1);
  CHECK(has(result.out, "VIOLATED: election_safety in 6 steps"));
  CHECK(has(result.out,
            "reductions none (dead-parts, facts, symmetry off: remove-peer makes "
            "servers' quorums differ)"));
  CHECK(has(result.out, "RemovePeer(n"));
  CHECK(has(result.out, "F t0 -n1n2"));
}

TEST_CASE("cli: the JSON result has the environment's state beside the election's") {
  const auto json = check_json("raft --servers 2 " + leases + writes + "--property no_stale_write");
  CHECK(json.at("settings").at("mitigations").at("leases") == true);
  CHECK(json.at("settings").at("mitigations").at("fencing") == "none");
  const auto& trace = json.at("properties")[0].at("trace");
  REQUIRE(trace.at("steps").size() == 13);
  CHECK(trace.at("initial").at("environment").at("lock").at("holder").is_null());
  CHECK(trace.at("initial").at("environment").at("stale") == false);
  const auto& last = trace.at("steps").back();
  CHECK(last.at("action").at("name") == "ReceiveWrite");
  CHECK(last.at("action").at("write").at("token") == 1);
  CHECK(last.at("state").at("environment").at("stale") == true);
  CHECK(last.at("state").at("environment").at("highest") == 2);
  bool has_ticked = false;
  for (const auto& step : trace.at("steps")) {
    has_ticked = has_ticked || step.at("action").contains("late");
    CHECK(json.at("actions").contains(std::string(step.at("action").at("name"))));
  }
  CHECK(has_ticked);
}

TEST_CASE("cli: settings of the environment come from a file as well") {
  const TemporaryFolder folder;
  const std::string file = folder.write(
      "lease.toml", "servers = 3\n[mitigations]\nleases = true\nlease_from = \"reply\"\n");
  const ProgramResult result = run_line("check " + file + " --property lease_exclusive --quiet");
  CHECK(result.exit_status == 1);
  CHECK(has(result.out, "lease_from reply"));
  const std::string wrong = folder.write("wrong.toml", "[mitigations]\nlease = true\n");
  const ProgramResult refused = run_line("check " + wrong);
  CHECK(refused.exit_status == 65);
  CHECK(has(refused.err,
            "wrong.toml:2: unknown key 'mitigations.lease', did you mean "
            "'mitigations.leases'?"));
}

TEST_CASE("cli: an environment that makes states too wide is refused before the search") {
  const ProgramResult result = run_line("check raft --servers 7 --max-term 2 " + leases);
  CHECK(result.exit_status == 65);
  CHECK(has(result.err, "servers 7, max_term 2 with mitigations: a state needs "));
  CHECK(has(result.err, "lower max_term or servers"));
}

TEST_CASE("cli: --graph draws an election in its environment as it is") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/graph.dot";
  const ProgramResult result =
      run_line("check raft --servers 2 --max-term 1 " + leases + "--property none --graph " + file);
  CHECK(result.exit_status == 0);
  CHECK(has(read_file(file), "Acquire"));
}

}  // namespace scrutineer::test
