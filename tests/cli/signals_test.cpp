// SIGINT and SIGTERM: the report and the JSON file come first, then 130 or 143; a second signal
// ends the program at once.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <set>

#include "cli/signals.h"
#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

constexpr double patience = is_sanitized ? 120 : 20;

std::set<std::string> names_in(const TemporaryFolder& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// Whether the signal does in this process what it does by default.
bool is_default(int signal_number) {
  struct sigaction action {};
  sigaction(signal_number, nullptr, &action);
  return action.sa_handler == SIG_DFL;
}

struct Signal {
  int number;
  int exit_status;
};
constexpr Signal both_signals[] = {{SIGINT, 130}, {SIGTERM, 143}};

}  // namespace

TEST_CASE("cli: a signal ends a search with its report and its JSON written first") {
  for (const auto& [number, exit_status] : both_signals) {
    for (const int delay_ms : {0, 20, 200, 700}) {
      const auto& number_here = number;
      CAPTURE(number_here);
      CAPTURE(delay_ms);
      const TemporaryFolder folder;
      RunningProgram program(folder, big + " --json " + folder.path() + "/result.json");
      program.wait_until_caught(SIGINT);
      program.wait_until_caught(SIGTERM);
      std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
      program.send(number);
      const ProgramResult result = program.wait(patience);
      CHECK(result.exit_status == exit_status);
      CHECK(has(result.out, "states      "));
      CHECK(has(result.out, "\nINCOMPLETE: the search was interrupted; nothing is proved\n"));
      CHECK(result.err.empty());
      CHECK(names_in(folder) == std::set<std::string>{"out", "err", "result.json"});
      const auto json = parse_json(read_file(folder.path() + "/result.json"));
      CHECK(json.at("verdict") == "incomplete");
      CHECK(json.at("stop") == "interrupted");
      CHECK(json.at("limits").at("reached") == "interrupted");
      CHECK(json.at("distinct") >= 1);
      CHECK(json.at("expanded") <= json.at("distinct"));
    }
  }
}

TEST_CASE("cli: a signal ends a search whose JSON goes to standard output") {
  const TemporaryFolder folder;
  RunningProgram program(folder, big + " --quiet --json -");
  program.wait_until_caught(SIGTERM);
  program.send(SIGTERM);
  const ProgramResult result = program.wait(patience);
  CHECK(result.exit_status == 143);
  CHECK(parse_json(result.out).at("limits").at("reached") == "interrupted");
  CHECK(result.err.starts_with("INCOMPLETE: the search was interrupted"));
}

TEST_CASE("cli: a violation found before the signal is reported, with the signal's status") {
  const TemporaryFolder folder;
  RunningProgram program(folder,
                         "check split-brain --servers 5 --max-term 3 --continue --quiet --json " +
                             folder.path() + "/result.json");
  program.wait_until_caught(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(is_sanitized ? 3000 : 500));
  program.send(SIGINT);
  const ProgramResult result = program.wait(patience);
  CHECK(result.exit_status == 130);
  CHECK(result.out.starts_with("VIOLATED: election_safety in 2 steps"));
  CHECK(has(result.out, "(the search was interrupted)"));
  const auto json = parse_json(read_file(folder.path() + "/result.json"));
  CHECK(json.at("verdict") == "violated");
  CHECK(json.at("limits").at("reached") == "interrupted");
  CHECK(property_in(json, "election_safety").at("length") == 2);
}

// The program is held after its search by a pipe that nobody reads.
TEST_CASE("cli: the second signal ends the program even where its report cannot be written") {
  for (const auto& [number, exit_status] : both_signals) {
    for (const bool is_same : {true, false}) {
      const auto& number_here = number;
      CAPTURE(number_here);
      CAPTURE(is_same);
      const TemporaryFolder folder;
      const std::string pipe = folder.path() + "/pipe";
      REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
      RunningProgram program(folder, big + " --quiet --json " + pipe);
      program.wait_until_caught(SIGINT);
      program.wait_until_caught(SIGTERM);
      program.send(number);
      program.wait_until_written("INCOMPLETE: the search was interrupted", patience);
      std::this_thread::sleep_for(std::chrono::milliseconds(1100));
      REQUIRE(program.is_running());
      const int second = is_same ? number : SIGINT + SIGTERM - number;
      program.send(second);
      const ProgramResult result = program.wait(patience);
      CHECK(result.exit_status == -second);
    }
  }
}

// `timeout` signals its command and then the command's group.
TEST_CASE("cli: a request to end that arrives several times at once is one request") {
  for (int k = 0; k < 10; ++k) {
    const TemporaryFolder folder;
    RunningProgram program(folder, big + " --quiet --json " + folder.path() + "/result.json");
    program.wait_until_caught(SIGTERM);
    program.send(SIGTERM);
    program.send(SIGTERM);
    program.send(SIGINT);
    const ProgramResult result = program.wait(patience);
    CHECK((result.exit_status == 143 || result.exit_status == 130));
    CHECK(has(result.out, "INCOMPLETE: the search was interrupted; nothing is proved\n"));
    CHECK(names_in(folder) == std::set<std::string>{"out", "err", "result.json"});
  }
}

TEST_CASE("cli: a signal that comes while the graph is drawn ends the program, too") {
  const TemporaryFolder folder;
  RunningProgram program(folder, "check raft --property none --quiet --graph-states 300k --graph " +
                                     folder.path() + "/graph.dot");
  program.wait_until_caught(SIGTERM);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  program.send(SIGTERM);
  const ProgramResult result = program.wait(patience);
  CHECK(result.exit_status == 143);
  CHECK(has(result.err, "graph.dot was not written: interrupted\n"));
  CHECK(names_in(folder) == std::set<std::string>{"out", "err"});
}

TEST_CASE("cli: a signal watch sees the first signal and gives both back at its end") {
  for (const auto& [number, exit_status] : both_signals) {
    const auto& number_here = number;
    CAPTURE(number_here);
    {
      const cli::SignalWatch watch;
      CHECK_FALSE(watch.stop_requested().load());
      CHECK(watch.signal_number() == 0);
      CHECK_FALSE(is_default(SIGINT));
      CHECK_FALSE(is_default(SIGTERM));
      std::raise(number);
      CHECK(watch.stop_requested().load());
      CHECK(watch.signal_number() == number);
      std::raise(number);  // at once: the same request
      CHECK(watch.signal_number() == number);
    }
    CHECK(is_default(SIGINT));
    CHECK(is_default(SIGTERM));
  }
}

}  // namespace scrutineer::test
