// The JSON result over 20 repetitions, by the real program: addresses differ from run to run
// there, so an order that hangs on them would show.
#include <doctest/doctest.h>

#include <array>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

void expect_same_in_20_runs(const std::string& line, int exit_status) {
  CAPTURE(line);
  std::string first;
  for (int repetition = 0; repetition < 20; ++repetition) {
    constexpr std::array<int, 4> threads = {1, 2, 3, 8};
    const int count = threads[static_cast<std::size_t>(repetition) % threads.size()];
    CAPTURE(count);
    const ProgramResult result =
        run_scrutineer("check " + line + " --quiet --json - --threads " + std::to_string(count));
    REQUIRE(result.exit_status == exit_status);
    const std::string text = without_costs(result.out);
    if (repetition == 0) first = text;
    REQUIRE(text == first);
  }
}

}  // namespace

TEST_CASE("cli: the JSON of a violated check is the same in 20 runs with 1, 2, 3, 8 threads") {
  expect_same_in_20_runs("write-up-fix", 1);
  expect_same_in_20_runs("write-up-fix --max-term 3 --no-reduction --continue --max-states 400k",
                         1);
  expect_same_in_20_runs("obey-stale-heartbeats", 1);
}

TEST_CASE("cli: the JSON of a check that holds is the same in 20 runs with 1, 2, 3, 8 threads") {
  expect_same_in_20_runs("raft --no-reduction", 0);
  expect_same_in_20_runs("raft --servers 4 --max-term 3", 0);
  expect_same_in_20_runs(
      "raft --max-term 1 --set max_crashes=2 --set max_cuts=2 "
      "--set cut=links --set network=at-most-once --no-reduction",
      0);
}

TEST_CASE("cli: the JSON of a check stopped by states is the same in 20 runs") {
  expect_same_in_20_runs("raft --servers 4 --no-reduction --max-states 300k", 2);
}

TEST_CASE("cli: the JSON of a check stopped by memory is the same in 20 runs") {
  expect_same_in_20_runs("raft --servers 4 --no-reduction --max-memory 12M", 2);
  expect_same_in_20_runs("raft --servers 5 --max-term 3 --no-reduction --max-memory 30M", 2);
}

}  // namespace scrutineer::test
