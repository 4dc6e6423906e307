// Limits on states, memory and time: verdict incomplete, exit 2, and never a crash.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// 14,195 states.
const std::string crashes =
    "raft --max-term 1 --set max_crashes=1 --set network=at-most-once --no-reduction";

// The big check under a limit on the address space, in KiB.
ProgramResult run_in_address_space(int kib, const std::string& words, const std::string& json) {
  return run_shell("ulimit -v " + std::to_string(kib) + " && '" + SCRUTINEER_PROGRAM + "' " +
                   words + " --json '" + json + "'");
}

}  // namespace

TEST_CASE("cli: --max-states is exact") {
  for (const int limit : {1, 2, 3, 64, 1000, 9999, 14194}) {
    for (const int threads : {1, 3}) {
      CAPTURE(limit);
      CAPTURE(threads);
      const std::string line = "check " + crashes + " --quiet --json - --max-states " +
                               std::to_string(limit) + " --threads " + std::to_string(threads);
      const ProgramResult result = run_line(line);
      CHECK(result.exit_status == 2);
      CHECK(result.err.starts_with("INCOMPLETE: the limit of "));
      const auto json = parse_json(result.out);
      CHECK(json.at("verdict") == "incomplete");
      CHECK(json.at("distinct") == limit);
      CHECK(json.at("limits").at("states_max") == limit);
      CHECK(json.at("limits").at("reached") == "states");
      CHECK(property_in(json, "election_safety").at("verdict") == "undecided");
    }
  }
}

TEST_CASE("cli: --max-states of exactly the size of the space does not stop the search") {
  for (const std::string& line :
       std::vector<std::string>{crashes + " --max-states 14195", crashes + " --max-states 1M"}) {
    const auto json = check_json(line);
    CHECK(json.at("verdict") == "holds");
    CHECK(json.at("distinct") == 14195);
    CHECK(json.at("generated") == 58470);
    CHECK(json.at("limits").at("reached").is_null());
  }
  CHECK(run_line("check " + crashes + " --quiet --max-states 14195").exit_status == 0);
}

TEST_CASE("cli: a search that a limit ends says what it covered") {
  const ProgramResult result = run_line("check raft --no-reduction --max-states 1000");
  CHECK(result.exit_status == 2);
  CHECK(has(result.out, "covered     "));
  CHECK(has(result.out, " of the 1,000 states were expanded\n"));
  CHECK(
      has(result.out, "\nINCOMPLETE: the limit of 1,000 states was reached; nothing is proved\n"));
  CHECK(has(run_line("check raft --servers 4 --no-reduction --max-memory 2M --quiet").out,
            "INCOMPLETE: the memory limit of 2.0 MiB was reached; nothing is proved\n"));
  CHECK(has(run_line(big + " --time-limit 50ms --quiet").out,
            "INCOMPLETE: the time limit of 0.05 s was reached; nothing is proved\n"));
}

TEST_CASE("cli: --max-memory ends the search as incomplete, however small it is") {
  for (const std::string& size :
       std::vector<std::string>{"1", "100", "1K", "64K", "300K", "1M", "5M"}) {
    CAPTURE(size);
    const ProgramResult result = run_line(big + " --quiet --json - --max-memory " + size);
    CHECK(result.exit_status == 2);
    const auto json = parse_json(result.out);
    CHECK(json.at("verdict") == "incomplete");
    CHECK(json.at("limits").at("reached") == "memory");
  }
  // One that suffices does not end it.
  CHECK(run_line("check " + crashes + " --quiet --max-memory 100M").exit_status == 0);
}

TEST_CASE("cli: the process stays near --max-memory, and uses it") {
  if (is_sanitized) return;
  for (const std::uint64_t mib : {std::uint64_t{32}, std::uint64_t{100}}) {
    const ProgramResult result = run_scrutineer(big + " --quiet --json - --max-memory " +
                                                std::to_string(mib) + "M --threads 2");
    CHECK(result.exit_status == 2);
    const auto json = parse_json(result.out);
    const std::uint64_t used = json.at("memory_bytes");
    CAPTURE(mib);
    CHECK(used > mib * 1024 * 1024 * 3 / 4);
    CHECK(used < (mib + 24) * 1024 * 1024);
  }
}

TEST_CASE("cli: --time-limit ends the search as incomplete in about that time") {
  for (const double limit : {0.001, 0.3, 1.0}) {
    CAPTURE(limit);
    const auto begin = Clock::now();
    const ProgramResult result = run_line(big + " --quiet --json - --time-limit " +
                                          std::to_string(static_cast<int>(limit * 1000)) + "ms");
    const double elapsed = seconds_since(begin);
    CHECK(result.exit_status == 2);
    const auto json = parse_json(result.out);
    CHECK(json.at("verdict") == "incomplete");
    CHECK(json.at("limits").at("reached") == "time");
    CHECK(json.at("seconds") >= limit);
    CHECK(elapsed < limit + (is_sanitized ? 10 : 2));
  }
  CHECK(run_line("check " + crashes + " --quiet --time-limit 1h").exit_status == 0);
}

TEST_CASE("cli: an address space that is used up ends the search as incomplete") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  for (const int kib : {60000, 200000, 500000}) {
    for (const std::string threads : {"1", "2"}) {
      CAPTURE(kib);
      CAPTURE(threads);
      const ProgramResult result =
          run_in_address_space(kib, big + " --quiet --threads " + threads, file);
      CHECK(result.exit_status == 2);
      CHECK(result.err.empty());
      CHECK(has(result.out, "INCOMPLETE: memory ran out; nothing is proved"));
      const auto json = parse_json(read_file(file));
      CHECK(json.at("limits").at("reached") == "memory");
      CHECK(json.at("distinct") > 1000);
      std::filesystem::remove(file);
    }
  }
}

TEST_CASE("cli: threads that cannot be started for want of memory do not crash the program") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  for (const std::string threads : {"2", "16", "64"}) {
    for (const int kib : {20000, 200000}) {
      CAPTURE(kib);
      CAPTURE(threads);
      const ProgramResult result =
          run_in_address_space(kib, big + " --quiet --threads " + threads, file);
      CHECK(result.exit_status == 2);
      CHECK(has(result.out, "INCOMPLETE: memory ran out; nothing is proved"));
      CHECK(std::filesystem::exists(file));
      std::filesystem::remove(file);
    }
  }
}

TEST_CASE("cli: memory that runs out while the graph is drawn does not cost the report") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  const ProgramResult result = run_in_address_space(
      100000,
      big + " --quiet --threads 1 --graph-states 1M --graph " + folder.path() + "/states.dot",
      file);
  // 74 where the drawing found no room: it was asked for and is not there.
  const bool is_told = result.exit_status == 2 || result.exit_status == 74;
  CHECK(is_told);
  CHECK(has(result.out, "INCOMPLETE: memory ran out; nothing is proved"));
  REQUIRE(std::filesystem::exists(file));
  CHECK(parse_json(read_file(file)).at("verdict") == "incomplete");
}

TEST_CASE("cli: a violation wins over every limit") {
  const std::string endless = "split-brain --servers 5 --max-term 3 --continue ";
  for (const auto& [limit, reached] :
       std::vector<std::pair<std::string, std::string>>{{"--max-states 5000", "states"},
                                                        {"--max-memory 3M", "memory"},
                                                        {"--time-limit 200ms", "time"}}) {
    const auto& limit_here = limit;
    CAPTURE(limit_here);
    const ProgramResult result = run_line("check " + endless + limit + " --quiet --json -");
    CHECK(result.exit_status == 1);
    CHECK(result.err.starts_with("VIOLATED: election_safety in 2 steps"));
    const auto json = parse_json(result.out);
    CHECK(json.at("verdict") == "violated");
    CHECK(json.at("limits").at("reached") == reached);
    CHECK(property_in(json, "election_safety").at("length") == 2);
    CHECK(property_in(json, "vote_once").at("verdict") == "undecided");
  }
  // The limit reached within the very level of the violation.
  const auto json = check_json("write-up-fix --no-reduction --max-states 2000");
  CHECK(json.at("distinct") == 2000);
  CHECK(json.at("verdict") == "violated");
  CHECK(json.at("limits").at("reached") == "states");
  CHECK(property_in(json, "election_safety").at("length") == 6);
  // The limit reached before: nothing was found, nothing is claimed.
  CHECK(check_json("write-up-fix --no-reduction --max-states 50").at("verdict") == "incomplete");
}

TEST_CASE("cli: a violation wins over an address space that is used up") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  const ProgramResult result = run_in_address_space(
      150000,
      "check split-brain --servers 5 --max-term 3 --set network=at-most-once --continue --quiet "
      "--threads 2",
      file);
  CHECK(result.exit_status == 1);
  CHECK(has(result.out, "VIOLATED: election_safety in 2 steps"));
  CHECK(has(result.out, "(memory ran out)"));
  CHECK(parse_json(read_file(file)).at("limits").at("reached") == "memory");
}

}  // namespace scrutineer::test
