// `check --trace` and `scrutineer replay`: what is written replays, what is changed is rejected.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "model/raft/variants.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

// The trace that `check` writes for these words.
std::string trace_of(const std::string& words) {
  const ProgramResult result = run_line("check " + words + " --trace -");
  REQUIRE_MESSAGE(result.out.starts_with("{\n  \"schema\": \"scrutineer-trace\""), result.err);
  return result.out;
}

// The text with one place changed.
std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

void expect_refused(const ProgramResult& result, int exit_status, const std::string& reason) {
  CHECK(result.exit_status == exit_status);
  CHECK(result.out.empty());
  REQUIRE_FALSE(result.err.empty());
  CHECK(lines_of(result.err)[0] == "scrutineer: " + reason);
}

}  // namespace

TEST_CASE("cli: the trace of every variant is written and replays") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/trace.json";
  for (const raft::Variant& variant : raft::variants()) {
    CAPTURE(variant.name);
    std::filesystem::remove(file);
    const ProgramResult checked =
        run_inside({"check", std::string(variant.name), "--quiet", "--trace", file});
    CHECK(std::filesystem::exists(file) == (checked.exit_status == 1));
    if (checked.exit_status == 0) {
      CHECK(checked.err == "scrutineer: " + file + " was not written: no property is violated\n");
      continue;
    }
    CHECK(checked.err.empty());
    const ProgramResult replayed = run_inside({"replay", file});
    CHECK(replayed.exit_status == 0);
    CHECK(replayed.err.empty());
    CHECK(replayed.out.starts_with(file + " replays: "));
    // Its length is the one of the verdict.
    const std::string verdict = checked.out.substr(10, checked.out.find_first_of(",\n") - 10);
    const std::size_t in = verdict.find(" in ");
    CHECK(replayed.out.find(verdict.substr(in + 4) + ", " + verdict.substr(0, in)) !=
          std::string::npos);
  }
}

TEST_CASE("cli: the trace is that of the property asked for, or the first violated one") {
  const auto replayed = [](const std::string& words) {
    return run_inside({"replay", "-"}, trace_of(words)).out;
  };
  CHECK(replayed("split-brain") ==
        "standard input replays: 2 steps, election_safety is violated at the last one\n");
  CHECK(replayed("split-brain --property leader_has_quorum") ==
        "standard input replays: 1 step, leader_has_quorum is violated at the last one\n");
  CHECK(replayed("raft --property leader_elected") ==
        "standard input replays: 3 steps, leader_elected is witnessed at the last one\n");
  CHECK(replayed("raft --property single_leader --property leader_elected --continue") ==
        "standard input replays: 6 steps, single_leader is violated at the last one\n");
  CHECK(replayed("forget-term --property term_monotonic") ==
        "standard input replays: 2 steps, term_monotonic is violated at the last one\n");
  CHECK(run_line("check raft --servers 2 --trace -").out.empty());
}

TEST_CASE("cli: with --trace - the report goes beside it") {
  const ProgramResult plain = run_line("check split-brain --quiet");
  const ProgramResult result = run_line("check split-brain --quiet --trace -");
  CHECK(result.err == plain.out);
  CHECK(result.exit_status == 1);
}

TEST_CASE("cli: --trace is refused where it cannot be written or would be lost") {
  const TemporaryFolder folder;
  const std::string file = folder.write("old.json", "old\n");
  expect_refused(run_line("check raft --trace - --json -"), 64,
                 "--json and --trace cannot both go to standard output");
  expect_refused(run_line("check raft --trace " + file + " --json " + file), 64,
                 "--json and --trace are the same file, '" + file + "'");
  expect_refused(run_line("check raft --trace --quiet"), 64,
                 "--trace is '--quiet'; accepted: a name that does not begin with --, as "
                 "./--quiet");
  expect_refused(run_line("check raft --trace /no-such-folder/t.json"), 65,
                 "/no-such-folder/t.json cannot be written: No such file or directory");
  CHECK(run_inside({"check", "raft", "--trace", ""}).exit_status == 64);
  CHECK(read_file(file) == "old\n");
  const ProgramResult full = run_line("check split-brain --quiet --trace /dev/full");
  CHECK(full.exit_status == 74);
  CHECK(full.err == "scrutineer: /dev/full was not written: No space left on device\n");
}

TEST_CASE("cli: a changed trace is rejected with the step and the guard that forbids it") {
  const std::string text = trace_of("write-up-fix");
  const auto replayed = [&](const std::string& from, const std::string& to) {
    const ProgramResult result = run_inside({"replay", "-"}, changed(text, from, to));
    CHECK(result.exit_status == 1);
    CHECK(result.err.empty());
    return result.out;
  };
  CHECK(replayed("\"text\": \"Timeout(n2)\",\n        \"server\": 2",
                 "\"text\": \"Timeout(n2)\",\n        \"server\": 3") ==
        "standard input: step 3: Timeout(n3) leads to another state: the role of n2 is follower in "
        "the model, candidate in the file; the term of n2 is 1 in the model, 2 in the file; the "
        "vote of n2 is n1 in the model, n2 in the file; and 9 more\n");
  CHECK(replayed("\"name\": \"Timeout\",\n        \"text\": \"Timeout(n2)\"",
                 "\"name\": \"Crash\",\n        \"text\": \"Crash(n2)\"") ==
        "standard input: step 3: Crash(n2) is not enabled: crashes so far (0) are not below "
        "max_crashes (0)\n");
  CHECK(replayed("\"property\": \"election_safety\"", "\"property\": \"vote_once\"") ==
        "standard input: every step is legal, but vote_once is not decided at the end\n");
}

TEST_CASE("cli: a file that contradicts itself is rejected after its steps, exit 65") {
  const std::string text = trace_of("split-brain");
  const auto replayed = [&](const std::string& from, const std::string& to) {
    const ProgramResult result = run_inside({"replay", "-"}, changed(text, from, to));
    CHECK(result.exit_status == 65);
    CHECK(result.out.empty());
    return result.err;
  };
  CHECK(replayed("\"text\": \"Timeout(n2)\"", "\"text\": \"Timeout(n3)\"") ==
        "scrutineer: standard input: step 2: /steps/1/action/text is 'Timeout(n3)'; accepted: "
        "'Timeout(n2)', as its other members say\n");
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"variant\": \"split-brain\"", "\"variant\": \"raft\""},
           {"\"max_crashes\": 0", "\"max_crashes\": 1"},
           {"\"description\": \"", "\"description\": \"\\n"},
           {"\"persist_vote\": true", "\"persist_vote\": false"}}) {
    const std::string said = replayed(from, to);
    CHECK(said.starts_with("scrutineer: standard input: /digest is '"));
    CHECK(said.ends_with("': the file was changed after it was written\n"));
  }
}

TEST_CASE("cli: what is no trace is told in one line, exit 65") {
  const TemporaryFolder folder;
  const std::string text = trace_of("split-brain");
  const std::string cut = folder.write("cut.json", text.substr(0, 300));
  expect_refused(run_inside({"replay", cut}), 65,
                 cut +
                     ": is no JSON: line 11, column 17: syntax error while parsing object key - "
                     "invalid string: missing closing quote");
  const std::string high = folder.write("a\nb.json", changed(text, "\"term\": 1", "\"term\": 3"));
  expect_refused(run_inside({"replay", high}), 65,
                 folder.path() +
                     "/a\\nb.json: /initial/elected/0/term is 3; accepted: an integer "
                     "from 1 to 1");
  expect_refused(run_inside({"replay", "-"}), 65, "standard input: is empty; accepted: a trace");
  expect_refused(run_inside({"replay", folder.path()}), 65,
                 folder.path() + ": is a directory; accepted: a trace file");
  expect_refused(run_inside({"replay", "/no-such-file"}), 65,
                 "/no-such-file: No such file or directory");
  expect_refused(run_inside({"replay", "/dev/zero"}), 65,
                 "/dev/zero: is larger than 64 MiB; accepted: a trace");
  expect_refused(run_inside({"replay", SCRUTINEER_PROGRAM}), 65,
                 std::string(SCRUTINEER_PROGRAM) +
                     ": is no JSON: line 1, column 1: syntax error while parsing value - invalid "
                     "literal");
  expect_refused(run_inside({"replay", cut, "--property", "vote_onc"}), 64,
                 "unknown property 'vote_onc', did you mean 'vote_once'?; accepted: "
                 "election_safety, single_leader, leader_has_quorum, term_monotonic, vote_once, "
                 "leader_elected, two_leaders_at_most, no_false_alarm, no_false_term_alarm, "
                 "lease_exclusive, no_stale_write, repair_keeps_newest, alarm_catches, none");
  CHECK(run_inside({"replay"}).exit_status == 64);
  CHECK(run_inside({"replay", cut, cut}).exit_status == 64);
}

TEST_CASE("cli: the result of a check is replayed by property") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  CHECK(run_inside({"check", "split-brain", "--quiet", "--json", file}).exit_status == 1);
  CHECK(run_inside({"replay", file}).out ==
        file + " replays: 2 steps, election_safety is violated at the last one\n");
  CHECK(run_inside({"replay", file, "--property", "leader_elected"}).out ==
        file + " replays: 1 step, leader_elected is witnessed at the last one\n");
  expect_refused(run_inside({"replay", file, "--property", "vote_once"}), 65,
                 file +
                     ": /properties has no trace of 'vote_once'; accepted: election_safety, "
                     "leader_has_quorum, leader_elected");
}

TEST_CASE("cli: replay answers in JSON, too") {
  const std::string text = trace_of("write-up-fix");
  const ProgramResult good = run_inside({"replay", "-", "--json"}, text);
  CHECK(good.exit_status == 0);
  CHECK(good.out ==
        "{\n  \"schema\": \"scrutineer-replay\",\n  \"version\": 1,\n"
        "  \"file\": \"standard input\",\n  \"replays\": true,\n  \"steps\": 6,\n"
        "  \"property\": \"election_safety\",\n  \"fault\": null\n}\n");
  const ProgramResult bad =
      run_inside({"replay", "-", "--json"},
                 changed(text, "\"name\": \"Timeout\",\n        \"text\": \"Timeout(n2)\"",
                         "\"name\": \"Restart\",\n        \"text\": \"Restart(n2)\""));
  CHECK(bad.exit_status == 1);
  const auto fault = parse_json(bad.out).at("fault");
  CHECK(fault.at("kind") == "not enabled");
  CHECK(fault.at("step") == 3);
  CHECK(fault.at("text") == "step 3: Restart(n2) is not enabled: n2 is up");
  REQUIRE(fault.at("unmet").size() == 1);
  CHECK(fault.at("unmet")[0].at("text") == "n2 is down");
  CHECK(fault.at("unmet")[0].at("holds") == false);
  const ProgramResult elsewhere =
      run_inside({"replay", "-", "--json"}, changed(text, "\"term\": 0", "\"term\": 1"));
  CHECK(elsewhere.exit_status == 1);
  CHECK(parse_json(elsewhere.out).at("fault").at("differences") ==
        nlohmann::json::parse(R"([{"what": "the term of n1", "model": "0", "file": "1"}])"));
  const ProgramResult digest =
      run_inside({"replay", "-", "--json"}, changed(text, "\"max_cuts\": 0", "\"max_cuts\": 1"));
  CHECK(digest.exit_status == 65);
  CHECK(parse_json(digest.out).at("fault").at("kind") == "contradiction");
}

TEST_CASE("cli: a trace goes through a pipe from check to replay") {
  const std::string program = std::string("'") + SCRUTINEER_PROGRAM + "'";
  const ProgramResult result =
      run_shell(program + " check split-brain --trace - 2>/dev/null | " + program + " replay -");
  CHECK(result.exit_status == 0);
  CHECK(result.out ==
        "standard input replays: 2 steps, election_safety is violated at the last one\n");
  CHECK(run_shell(program + " replay - </dev/null").exit_status == 65);
}

}  // namespace scrutineer::test
