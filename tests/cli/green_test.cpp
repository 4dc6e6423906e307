// A gate must not be green when something is wrong. One case for each way in which a checker was
// seen to be (the names of the tools are in parentheses), and what ours does there.
#include <doctest/doctest.h>

#include <chrono>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

ProgramResult suite(const std::string& text, const std::string& more = "") {
  const TemporaryFolder folder;
  return run_line("suite " + folder.write("gate.toml", text) + " --no-cache " + more);
}

}  // namespace

TEST_CASE("green: not after a violation, though the search went on (TLC -continue, FizzBee)") {
  const auto result = suite("[[run]]\nvariant = 'split-brain'\ncontinue = true\n");
  CHECK(result.exit_status == 3);
  CHECK(has(result.out, "election_safety in 2 steps"));
  CHECK(run_line("check split-brain --continue --quiet").exit_status == 1);
}

TEST_CASE("green: not when a limit ended the search (Spin's depth, Stateright's states and time)") {
  const std::string large = "[[run]]\nservers = 5\nmax_term = 3\n";
  CHECK(suite(large + "budget = { states = 1000 }\n").exit_status == 2);
  CHECK(suite(large + "budget = { memory = '1M' }\n").exit_status == 2);
  CHECK(suite(large + "budget = { time = '1ms' }\n").exit_status == 2);
  CHECK(suite(large, "--deadline 1ms").exit_status == 2);
  // A must-fail run whose violation lies beyond its budget is no success either.
  const std::string bug = "[[run]]\nvariant = 'vote-twice'\nexpect = { verdict = 'violated' }\n";
  CHECK(suite(bug).exit_status == 0);
  CHECK(suite(bug + "budget = { states = 5 }\n").exit_status == 2);
}

TEST_CASE(
    "green: a bug that lies beyond the bounds is one that the gate says it cannot see (Rumur)") {
  const std::string blind = "[[run]]\nvariant = 'keep-old-votes'\nmax_term = 2\n";
  const auto result = suite(blind);
  CHECK(result.exit_status == 0);
  CHECK(has(result.out, "max_term 2 cuts behaviour: it alone forbids a timeout"));
  CHECK(suite(blind, "--strict").exit_status == 3);
  CHECK(suite("[[run]]\nvariant = 'keep-old-votes'\n").exit_status == 3);
}

TEST_CASE("green: not when nothing can happen, so that nothing can go wrong (a TLC constraint)") {
  // One server never votes for another: vote_once has nothing to judge.
  const std::string lonely = "[[run]]\nservers = 1\nallow = ['max_term']\n";
  CHECK(has(suite(lonely).out, "vote_once was never exercised"));
  CHECK(suite(lonely, "--strict").exit_status == 3);
  CHECK(suite(lonely + "properties = ['election_safety', 'leader_elected']\n", "--strict")
            .exit_status == 0);
  CHECK(has(suite("[[run]]\nmax_term = 1\n").out, "ReceiveHeartbeatReject was never enabled"));
}

TEST_CASE("green: not when nothing was run") {
  CHECK(suite("[[run]]\n", "--only nothing").exit_status == 64);
  CHECK(suite("").exit_status == 65);
}

TEST_CASE("green: the same bug has the same length for every number of threads (Rumur, TLC)") {
  const std::string text =
      "[[run]]\nvariant = 'obey-stale-heartbeats'\n"
      "expect = { election_safety = { verdict = 'violated', length = 9 }, distinct = 7080, "
      "generated = 34818, depth = 9 }\n";
  for (const std::string jobs : {"1", "2", "4", "7"}) {
    for (int repeat = 0; repeat < 3; ++repeat)
      CHECK(suite(text, "--jobs " + jobs).exit_status == 0);
  }
}

TEST_CASE("green: many small runs start no process each (TLC's 1.5 s)") {
  const auto begin = std::chrono::steady_clock::now();
  const auto result = suite(
      "[[run]]\nservers = [2, 3]\nmax_term = [1, 2]\nmax_crashes = [0, 1]\n"
      "network = ['duplicating', 'at-most-once']\nmax_cuts = [0, 1]\n"
      "reductions = 'all'\n",
      "--quiet");
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(result.exit_status == 0);
  CHECK(has(result.out, "32 runs: 32 passed"));
  CHECK(elapsed.count() < (is_sanitized ? 300 : 30));
}

}  // namespace scrutineer::test
