// Searches with checkpoints, ended from outside at random moments: SIGINT and SIGTERM leave a
// report and a checkpoint, SIGKILL a checkpoint, none of them anything half-written; and what is
// resumed ends as what was never ended. Checkpoints come every 30 ms.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr double patience = is_sanitized ? 600 : 60;
constexpr int moments = 20;

struct Job {
  std::string words;
  std::uint64_t distinct;
};
// The witness is met on the way. The first takes under a second with its checkpoints, the other one
// several seconds.
const Job short_job = {
    "raft --servers 4 --max-term 1 --set network=at-most-once --no-reduction "
    "--property election_safety --property leader_elected",
    712'976};
const Job long_job = {
    "raft --set network=at-most-once --no-reduction --property election_safety "
    "--property leader_elected",
    7'547'303};
const Job* job_now = &short_job;

std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// The result of the whole search, and the seconds that it takes with checkpoints.
struct Whole {
  std::string result;
  double seconds = 0;
};

const Whole& whole() {
  static std::map<const Job*, Whole> known;
  if (const auto found = known.find(job_now); found != known.end()) return found->second;
  known[job_now] = [] {
    const TemporaryFolder folder;
    const std::string json = folder.path() + "/result.json";
    const auto begin = Clock::now();
    const ProgramResult result = run_scrutineer("check " + job_now->words +
                                                " --quiet --checkpoint-every 30ms --checkpoint " +
                                                folder.path() + "/job --json " + json);
    REQUIRE(result.exit_status == 0);
    REQUIRE(parse_json(read_file(json)).at("distinct") == job_now->distinct);
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    return Whole{without_costs(read_file(json)), elapsed.count()};
  }();
  return known[job_now];
}

// Goes on with what is in the folder, or begins if there is nothing yet, and compares.
void require_resumable(const TemporaryFolder& folder) {
  const std::string job = folder.path() + "/job";
  const std::string json = folder.path() + "/result.json";
  const bool is_begun = fs::exists(job + "/checkpoint.json");
  const std::string line =
      is_begun ? "resume " + job : "check " + job_now->words + " --checkpoint " + job;
  const ProgramResult result = run_scrutineer(line + " --quiet --json " + json);
  CHECK_MESSAGE(result.exit_status == 0, result.err);
  CHECK(without_costs(read_file(json)) == whole().result);
  CHECK_FALSE(fs::exists(job + "/checkpoint.json.tmp"));
}

struct Ended {
  ProgramResult result;
  bool was_running = false;
};

Ended end_at(const TemporaryFolder& folder, double seconds, int signal_number) {
  RunningProgram program(folder, "check " + job_now->words +
                                     " --checkpoint-every 30ms --checkpoint " + folder.path() +
                                     "/job --json " + folder.path() + "/result.json");
  if (signal_number != SIGKILL) program.wait_until_caught(signal_number);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  Ended ended;
  ended.was_running = program.is_running();
  program.send(signal_number);
  ended.result = program.wait(patience);
  return ended;
}

void require_report_and_checkpoint() {
  std::mt19937 random(1);
  int interrupted = 0;
  for (const auto& [signal_number, exit_status] :
       {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    for (int k = 0; k < moments; ++k) {
      const double seconds = whole().seconds * static_cast<double>(random() % 1000) / 1000;
      CAPTURE(seconds);
      const TemporaryFolder folder;
      const std::string job = folder.path() + "/job";
      const Ended ended = end_at(folder, seconds, signal_number);
      if (!ended.was_running) continue;
      // It may have been about to end; if not, it says how to go on.
      const bool is_told = has(ended.result.out, "; to go on: scrutineer resume " + job + "\n");
      const bool is_complete = has(ended.result.out, "is of a search that is complete");
      CHECK(is_told != is_complete);
      CHECK((ended.result.exit_status == exit_status || is_complete));
      const auto json = parse_json(read_file(folder.path() + "/result.json"));
      CHECK(json.at("stop") == (is_told ? "interrupted" : "exhausted"));
      CHECK(names_in(folder.path()) == std::set<std::string>{"out", "err", "job", "result.json"});
      auto names = names_in(job);
      names.erase("states");  // not there before the first round
      CHECK(names == std::set<std::string>{"checkpoint.json", "lock"});
      interrupted += is_told ? 1 : 0;
      if (k % 4 == 0) require_resumable(folder);
    }
  }
  CHECK(interrupted > 0);  // most of them, where the machine is not busy with something else
}

void require_resumed_after_kill() {
  std::mt19937 random(2);
  int killed = 0;
  for (int k = 0; k < moments; ++k) {
    const double seconds = whole().seconds * static_cast<double>(random() % 1000) / 1000;
    CAPTURE(seconds);
    const TemporaryFolder folder;
    const Ended ended = end_at(folder, seconds, SIGKILL);
    killed += ended.result.exit_status == -SIGKILL ? 1 : 0;
    require_resumable(folder);
  }
  CHECK(killed > 0);
}

}  // namespace

TEST_CASE("kill: SIGINT and SIGTERM at any moment leave a report and a checkpoint") {
  job_now = &short_job;
  require_report_and_checkpoint();
}

TEST_CASE("kill: after SIGKILL at any moment the search is resumed to the same result") {
  job_now = &short_job;
  require_resumed_after_kill();
}

TEST_CASE("kill (long): the same with a search of several seconds" * doctest::skip()) {
  job_now = &long_job;
  require_report_and_checkpoint();
  require_resumed_after_kill();
}

TEST_CASE("kill: a search that is killed again and again comes to its end") {
  job_now = &short_job;
  std::mt19937 random(3);
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  {
    RunningProgram program(
        folder, "check " + job_now->words + " --quiet --checkpoint-every 30ms --checkpoint " + job);
    const auto end = Clock::now() + std::chrono::duration<double>(patience);
    while (!fs::exists(job + "/checkpoint.json") && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    program.send(SIGKILL);
    (void)program.wait(patience);
  }
  REQUIRE(fs::exists(job + "/checkpoint.json"));
  for (int k = 0; k < moments / 2; ++k) {
    RunningProgram program(folder, "resume " + job + " --quiet");
    std::this_thread::sleep_for(std::chrono::duration<double>(
        whole().seconds * static_cast<double>(random() % 1000) / 2000));
    program.send(SIGKILL);
    (void)program.wait(patience);
  }
  require_resumable(folder);
}

}  // namespace scrutineer::test
