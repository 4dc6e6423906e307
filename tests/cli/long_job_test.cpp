// Checkpoints as a user meets them: check --checkpoint, resume, and what they refuse.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "cli/checkpoint_folder.h"
#include "cli/program_identity.h"
#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

// The JSON result of a line, without its costs.
std::string result_of(const std::string& line) {
  const ProgramResult result = run_line(line + " --quiet --json -");
  REQUIRE_MESSAGE(!result.out.empty(), line << ": " << result.err);
  return without_costs(result.out);
}

}  // namespace

TEST_CASE("cli: a check that a limit ended is resumed to the result of one that was not") {
  for (const std::string check : {
           "check raft --max-term 1 --set max_crashes=1 --set network=at-most-once --no-reduction",
           "check raft --servers 4",
           "check write-up-fix --continue",
           "check split-brain --servers 4 --property single_leader --property leader_elected "
           "--no-reduction",
           "check forget-vote --servers 4 --reduction symmetry",
           "check raft --servers 4 --property none",
           "check raft --servers 2 --property no_stale_write --set mitigations.leases=true --set "
           "mitigations.max_writes=2 --set mitigations.fencing=monotonic",
           "check raft --property lease_exclusive --set mitigations.leases=true --set "
           "mitigations.max_drift=1 --no-reduction",
       }) {
    CAPTURE(check);
    const TemporaryFolder folder;
    const std::string job = folder.path() + "/job";
    const ProgramResult limited =
        run_line(check + " --max-states 10 --threads 2 --checkpoint " + job);
    CHECK((limited.exit_status == 2 || limited.exit_status == 1));
    CHECK(has(limited.out, "\ncheckpoint  " + job + " has "));
    CHECK(has(limited.out, "; to go on: scrutineer resume " + job + "\n"));
    const std::string whole = result_of(check);
    CHECK(result_of("resume " + job + " --max-states none --threads 3") == whole);
    CHECK(names_in(job) == std::set<std::string>{"checkpoint.json", "lock", "states"});
    // Complete: the same again.
    CHECK(result_of("resume " + job + " --max-states none") == whole);
  }
}

// Twenty moments of each signal are in kill_slow_test.cpp.
TEST_CASE("cli: a check that was killed is resumed to the result of one that was not") {
  const std::string words =
      "raft --servers 4 --max-term 1 --set network=at-most-once --no-reduction";
  const ProgramResult whole = run_scrutineer("check " + words + " --quiet --json -");
  REQUIRE(whole.exit_status == 0);
  for (const int milliseconds : {5, 60, 200}) {
    CAPTURE(milliseconds);
    const TemporaryFolder folder;
    const std::string job = folder.path() + "/job";
    RunningProgram program(folder, "check " + words +
                                       " --quiet --checkpoint-every 20ms "
                                       "--checkpoint " +
                                       job);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    program.send(SIGKILL);
    (void)program.wait(60);
    const bool is_begun = fs::exists(job + "/checkpoint.json");
    const ProgramResult resumed =
        run_scrutineer((is_begun ? "resume " + job : "check " + words) + " --quiet --json -");
    CHECK(resumed.exit_status == 0);
    CHECK(without_costs(resumed.out) == without_costs(whole.out));
  }
}

TEST_CASE("cli: results may not go into the folder of the checkpoint") {
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  REQUIRE(run_line("check raft --quiet --max-states 50 --checkpoint " + job).exit_status == 2);
  const std::string before = read_file(job + "/checkpoint.json");
  for (const char* option : {"--json", "--trace", "--output"}) {
    const ProgramResult refused =
        run_line("resume " + job + " " + option + " " + job + "/checkpoint.json");
    CHECK(refused.exit_status == 64);
    CHECK(has(refused.err, "in the folder of the checkpoint; accepted: a file elsewhere"));
  }
  CHECK(run_line("check raft --checkpoint " + job + "2 --json " + job + "2/states").exit_status ==
        64);
  CHECK(read_file(job + "/checkpoint.json") == before);
}

TEST_CASE("cli: a checkpoint of another build is refused") {
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  // The tests' own executable writes it, the program reads it: two builds of one version.
  REQUIRE(run_inside({"check", "raft", "--quiet", "--max-states", "50", "--checkpoint", job})
              .exit_status == 2);
  const ProgramResult refused = run_scrutineer("resume " + job);
  CHECK(refused.exit_status == 65);
  CHECK(has(refused.err, "was written by scrutineer "));
  CHECK(has(refused.err, "resume it with that program, or start again with another folder"));
  CHECK(run_inside({"resume", job, "--quiet", "--max-states", "none"}).exit_status == 0);
}

TEST_CASE("cli: a complete check says so, and can be had again in another form") {
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/a job's";
  const std::string json = folder.path() + "/result.json";
  const ProgramResult first = run_inside({"check", "split-brain", "--checkpoint", job});
  CHECK(first.exit_status == 1);
  CHECK(has(first.out, "\ncheckpoint  " + job + " is of a search that is complete; it may be "));
  const ProgramResult again = run_inside({"resume", job, "--json", json, "--quiet"});
  CHECK(again.exit_status == 1);
  CHECK(again.out.starts_with("VIOLATED: election_safety in 2 steps"));
  CHECK_FALSE(has(again.out, "checkpoint"));
  CHECK(without_costs(read_file(json)) == result_of("check split-brain"));
  const ProgramResult stopped =
      run_inside({"check", "raft", "--checkpoint", job + "2", "--max-states", "1", "--quiet"});
  CHECK(has(stopped.out, "; to go on: scrutineer resume '" + folder.path() + "/a job'\\''s2'\n"));
}

TEST_CASE("cli: a settings file is not needed again, and reasons stay in the report") {
  const TemporaryFolder folder;
  const std::string file = folder.write("my.toml", "variant = \"write-up-fix\"\nservers = 3\n");
  const std::string job = folder.path() + "/job";
  const std::string check = "check " + file + " --property vote_once";
  const std::string whole = result_of(check);
  CHECK(run_line(check + " --max-states 20 --quiet --checkpoint " + job).exit_status == 2);
  fs::remove(file);
  CHECK(result_of("resume " + job + " --max-states none") == whole);

  const std::string drawn = folder.path() + "/drawn";
  const std::string dot = folder.path() + "/graph.dot";
  const std::string small = "check split-brain --servers 2 --max-term 1 --graph " + dot;
  CHECK(run_line(small + " --quiet --max-states 5 --checkpoint " + drawn).exit_status != 64);
  const std::string resumed = "resume " + drawn + " --max-states none --graph " + dot;
  const std::string result = result_of(resumed);
  const std::string graph = read_file(dot);
  CHECK(result == result_of(small));
  CHECK(graph == read_file(dot));
  // The other job is up to reductions.
  const ProgramResult refused = run_line("resume " + job + " --graph " + dot);
  CHECK(refused.exit_status == 64);
  CHECK(has(refused.err, "--graph draws the states as they are"));
}

TEST_CASE("cli: a folder that is not new is refused, with what to do") {
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  const std::string check = "check raft --quiet --max-states 100 --checkpoint " + job;
  REQUIRE(run_line(check).exit_status == 2);
  const auto refusal = [](const std::string& line) {
    const ProgramResult result = run_line(line);
    CHECK(result.exit_status == 65);
    CHECK(result.out.empty());
    CHECK(lines_of(result.err).size() == 1);
    return result.err;
  };
  CHECK(has(refusal(check), job + " holds this check already, with "));
  CHECK(
      has(refusal(check + " --threads 2"), "; 'scrutineer resume " + job + "' goes on with it; "));
  CHECK(has(refusal(check + " --servers 4"),
            job + " holds another check, of which servers is 3, not 4; choose another folder"));
  CHECK(has(refusal(check + " --property vote_once"), "of which the choice of properties is "));
  CHECK(has(refusal(check + " --no-reduction"), "of which the choice of reductions is "));
  CHECK(has(refusal(check + " --continue"), "of which --continue is left out, not given; "));
  CHECK(has(refusal("check raft --checkpoint " + folder.path()),
            " is no checkpoint and not empty, it has job; accepted: a new or empty folder"));
  CHECK(has(refusal("check raft --checkpoint " + job + "/states"), "/states is no folder; "));
  CHECK(has(refusal("check raft --checkpoint " + folder.path() + "/a/b"), " cannot be made: "));
  CHECK(has(refusal("resume " + folder.path()), folder.path() + " holds no checkpoint; "));
  CHECK(has(refusal("resume " + folder.path() + "/none"), "/none holds no checkpoint; "));
  CHECK(has(refusal("resume " + job + " --max-memory 1"), " has no room for; it is as it was"));
  CHECK(has(refusal("resume " + job + " --max-states 2"), "more than the limit of 2"));

  std::string text = read_file(job + "/checkpoint.json");
  text[text.find("\"servers\": \"3\"") + 12] = '4';
  std::ofstream(job + "/checkpoint.json", std::ios::binary) << text;
  CHECK(has(refusal("resume " + job), "/checkpoint.json is damaged: its checksum does not fit; "));
  CHECK(has(refusal(check), "/checkpoint.json is damaged"));
}

TEST_CASE("cli: a checkpoint of a check that this program does not know is refused") {
  const TemporaryFolder folder;
  const std::string own = R"({"program":")" + cli::program_identity() + R"(","model":)";
  for (const auto& [subject, reason] : std::vector<std::pair<std::string, std::string>>{
           {"{}", "/checkpoint.json was written by another program, this is scrutineer "},
           {own + "1}", "/checkpoint.json is of no check that can be resumed: model is 1;"},
           {own + R"("paxos"})", "model is \"paxos\"; accepted: raft"}}) {
    const std::string job = folder.path() + "/" + std::to_string(subject.size());
    { (void)Checkpoint::begin(job, subject); }
    const ProgramResult result = run_line("resume " + job);
    CHECK(result.exit_status == 65);
    CHECK_MESSAGE(has(result.err, reason), result.err);
    // Whoever begins there is told that it is taken.
    CHECK(run_line("check raft --checkpoint " + job).exit_status == 65);
  }
}

TEST_CASE("cli: two programs do not work in one folder") {
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  RunningProgram program(folder, big + " --quiet --checkpoint " + job);
  program.wait_until_caught(SIGTERM);
  while (!fs::exists(job + "/checkpoint.json")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  for (const std::string& line : {"resume " + job, big + " --checkpoint " + job}) {
    const ProgramResult result = run_line(line);
    CHECK(result.exit_status == 65);
    CHECK(has(result.err, job + " is in use by another process; "));
  }
  program.send(SIGTERM);
  CHECK(program.wait(is_sanitized ? 120 : 20).exit_status == 143);
  // The same program, for these tests are another one.
  CHECK(run_scrutineer("resume " + job + " --quiet --time-limit 100ms").exit_status == 2);
}

TEST_CASE("cli: options for long jobs are taken by their form") {
  const auto refusal = [](const std::string& line) {
    const ProgramResult result = run_line(line);
    CHECK(result.exit_status == 64);
    return result.err;
  };
  CHECK(has(refusal("check raft --checkpoint-every 1m"), "--checkpoint-every goes with "));
  CHECK(has(refusal("check raft --checkpoint x --checkpoint-every soon"), "--checkpoint-every"));
  CHECK(has(refusal("check raft --progress loud"),
            "--progress is 'loud'; accepted: none, text, json"));
  CHECK(has(refusal("check raft --checkpoint --json"), "--checkpoint"));
  CHECK(has(refusal("check raft --max-states none"), "--max-states"));
  CHECK(has(run_inside({"check", "raft", "--checkpoint", ""}).err, "--checkpoint is ''"));
  CHECK(has(run_inside({"resume", ""}).err, "the name of the folder is empty"));
  CHECK(run_line("resume").exit_status == 64);
  CHECK_FALSE(fs::exists("x"));
}

TEST_CASE("cli: a full disk does not end a search, and the report tells of it") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  const std::string check =
      "check raft --set network=at-most-once --no-reduction --max-states 200k";
  // Files may grow to 400 KiB (units of 512 bytes in this shell's ulimit).
  const ProgramResult full = run_shell(std::string("ulimit -f 800; '") + SCRUTINEER_PROGRAM + "' " +
                                       check + " --checkpoint-every 1ms --checkpoint " + job);
  CHECK(full.exit_status == 2);
  CHECK(has(full.err, "scrutineer: warning: no checkpoint was written to " + job +
                          ": File too large; the one before, with "));
  CHECK(has(full.out, " could not be written, the last one among them: File too large\n"));
  CHECK(has(full.out, "INCOMPLETE: the limit of 200,000 states was reached"));
  CHECK(fs::file_size(job + "/states") <= 800 * 1024);
  CHECK(names_in(job) == std::set<std::string>{"checkpoint.json", "lock", "states"});
  const ProgramResult resumed = run_scrutineer("resume " + job + " --quiet --json -");
  CHECK(without_costs(resumed.out) == result_of(check));
}

TEST_CASE("cli: a result that finds the disk full is had from the checkpoint") {
  if (is_sanitized) return;
  const TemporaryFolder folder;
  const std::string job = folder.path() + "/job";
  const std::string json = folder.path() + "/result.json";
  const ProgramResult full =
      run_shell(std::string("ulimit -f 10; '") + SCRUTINEER_PROGRAM +
                "' check write-up-fix --quiet --checkpoint " + job + " --json " + json);
  CHECK(full.exit_status == 74);
  CHECK(has(full.err, json + " was not written: File too large\n"));
  CHECK(names_in(folder.path()) == std::set<std::string>{"job"});
  CHECK(run_scrutineer("resume " + job + " --quiet --json " + json).exit_status == 1);
  CHECK(without_costs(read_file(json)) == result_of("check write-up-fix"));
}

}  // namespace scrutineer::test
