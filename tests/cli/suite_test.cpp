// `scrutineer suite`: exit statuses, what is written where, the cache, the baseline, signals.
#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

const std::string holds = "[[run]]\nallow = ['max_term']\n";
const std::string must_fail =
    "[[run]]\nvariant = 'vote-twice'\nexpect = { verdict = 'violated' }\n";
const std::string bug = "[[run]]\nvariant = 'split-brain'\n";
const std::string tight = "[[run]]\nname = 'tight'\nservers = 5\nbudget = { states = 100 }\n";
// Larger than any test waits for.
const std::string endless =
    "[[run]]\nname = 'endless'\nservers = 5\nmax_term = 3\nnetwork = 'at-most-once'\n"
    "reductions = 'none'\n";

// `scrutineer suite` on a file with this text, within this process, without a cache.
ProgramResult suite(const std::string& text, const std::string& more = "--no-cache") {
  const TemporaryFolder folder;
  return run_line("suite " + folder.write("gate.toml", text) + " " + more);
}

// The same as a process, with variables of the environment set.
ProgramResult suite_with(const std::string& variables, const std::string& file,
                         const std::string& more) {
  return run_shell(variables + " '" + SCRUTINEER_PROGRAM + "' suite '" + file + "' " + more);
}

std::size_t files_in(const std::string& folder) {
  if (!fs::exists(folder)) return 0;
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("suite: the exit status is that of the worst run") {
  CHECK(suite(holds + must_fail).exit_status == 0);
  CHECK(suite(holds + tight).exit_status == 2);
  CHECK(suite(holds + bug + tight).exit_status == 3);
  CHECK(suite("[[run]]\nvariant = 'raft'\nexpect = { verdict = 'violated' }\n").exit_status == 3);
  CHECK(suite(holds, "--no-cache --only nothing").exit_status == 64);
  CHECK(suite(holds, "--no-cache --jobs 0").exit_status == 64);
  CHECK(suite(holds, "--no-cache --deadline soon").exit_status == 64);
  CHECK(suite(holds, "--no-cache --update-baseline").exit_status == 64);
  CHECK(suite(holds, "--no-cache --cache x").exit_status == 64);
  CHECK(run_line("suite").exit_status == 64);
}

TEST_CASE("suite: 0 runs matched is a failure that names what there is") {
  const auto result = suite(holds, "--no-cache --only split");
  CHECK(result.out.empty());
  CHECK(
      result.err.starts_with("scrutineer: 0 runs matched: --only is 'split'; accepted: a part of "
                             "a name, as 'raft' (--list names them)\n"));
}

TEST_CASE("suite: --only runs the runs that match, --list names them and runs nothing") {
  const auto result = suite(holds + must_fail + bug, "--no-cache --only v*e");
  CHECK(result.exit_status == 0);
  CHECK(result.out.starts_with("passed       vote-twice "));
  CHECK(has(result.out, "\n1 run: 1 passed in "));
  CHECK(suite(holds + bug, "--list").out == "raft\nsplit-brain\n");
  CHECK(suite(holds + bug, "--list --only split").out == "split-brain\n");
}

TEST_CASE("suite: every run has its line and the last line is the verdict") {
  const auto result = suite(holds + must_fail + bug + tight);
  CHECK(result.out.starts_with("passed       raft "));
  CHECK(has(result.out, "\npassed       vote-twice "));
  CHECK(has(result.out, "\nfailed       split-brain "));
  CHECK(has(result.out, "\n   2! Timeout(n2)"));
  CHECK(has(result.out, "\nnot decided  tight "));
  CHECK(has(result.out, "\n      the budget of 100 states was used up\n"));
  CHECK(has(result.out, "\n4 runs: 2 passed, 1 failed, 1 not decided in "));
  CHECK(result.out.ends_with("\nFAILED\n"));
  CHECK(result.err.empty());
  const auto quiet = suite(holds + must_fail + bug, "--no-cache --quiet");
  CHECK(quiet.out.starts_with("failed       split-brain "));
}

TEST_CASE("suite: strictness fails what is not declared") {
  CHECK(suite("[[run]]\n").exit_status == 0);
  CHECK(has(suite("[[run]]\n").out, "max_term 2 cuts behaviour"));
  const auto strict = suite("[[run]]\n", "--no-cache --strict");
  CHECK(strict.exit_status == 3);
  CHECK(has(strict.out, "strict: max_term 2 cuts behaviour"));
  CHECK(suite(holds, "--no-cache --strict").exit_status == 0);
  CHECK(suite("[[run]]\nmax_term = 1\nallow = ['max_term']\n", "--no-cache --strict").exit_status ==
        3);
  CHECK(suite("[[run]]\nmax_term = 1\nallow = ['max_term', 'ReceiveHeartbeatReject']\n",
              "--no-cache --strict")
            .exit_status == 0);
}

TEST_CASE("suite: after the deadline every run has a verdict, and the status is 2") {
  const auto result = suite(holds + endless + endless + "network = 'duplicating'\n", "--list");
  CHECK(result.exit_status == 65);  // two of one name
  std::string second = endless;
  second.replace(second.find("endless"), 7, "another");
  const auto ended = suite(holds + endless + second, "--no-cache --deadline 1s");
  CHECK(ended.exit_status == 2);
  CHECK(has(ended.out, "passed       raft "));
  CHECK(has(ended.out, "      the deadline came before its end\n"));
  CHECK(has(ended.out, "not decided  another"));
  CHECK(has(ended.out, "the deadline came before it was begun\n"));
  CHECK(ended.out.ends_with("NOT DECIDED\n"));
}

TEST_CASE("suite: every report is written whole, or its failure is told, exit 74") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", holds + bug);
  const std::string at = folder.path() + "/";
  const auto result =
      run_line("suite " + gate + " --no-cache --junit " + at + "j.xml --sarif " + at +
               "s.json --json " + at + "r.json --markdown " + at + "m.md --html " + at +
               "pages/deep --baseline " + at + "b.txt --update-baseline");
  CHECK(result.exit_status == 3);
  CHECK(read_file(at + "j.xml").starts_with("<?xml"));
  CHECK(parse_json(read_file(at + "s.json"))["version"] == "2.1.0");
  CHECK(parse_json(read_file(at + "r.json"))["runs"].size() == 2);
  CHECK(read_file(at + "m.md").starts_with("## FAILED: "));
  CHECK(files_in(at + "pages/deep") == 5);
  CHECK(has(read_file(at + "b.txt"), "election_safety-"));
  CHECK(files_in(folder.path()) == 7);
  for (const std::string form : {"junit", "sarif", "json", "markdown"}) {
    CAPTURE(form);
    const std::string other = form == "json" ? "sarif" : "json";
    fs::remove(at + "other");
    const auto full = run_line("suite " + gate + " --no-cache --" + form + " /dev/full --" + other +
                               " " + at + "other");
    CHECK(full.exit_status == 74);
    CHECK(full.err == "scrutineer: /dev/full was not written: No space left on device\n");
    CHECK(has(full.out, "FAILED\n"));
    CHECK(parse_json(read_file(at + "other")).is_object());  // the others are written all the same
  }
  CHECK(run_scrutineer("suite '" + gate + "' --no-cache >/dev/full").exit_status == 74);
  CHECK(suite_with("GITHUB_STEP_SUMMARY=/dev/full", gate, "--no-cache --github").exit_status == 74);
}

TEST_CASE("suite: its reports are byte for byte the same for every number of threads") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", holds + bug);
  const std::regex time(" time=\"[0-9.]*\"");
  std::set<std::string> sarif;
  std::set<std::string> junit;
  for (const std::string jobs : {"1", "2", "4", "2", "1"}) {
    const std::string at = folder.path() + "/";
    const auto result = run_line("suite " + gate + " --no-cache --quiet --jobs " + jobs +
                                 " --sarif " + at + "s.json --junit " + at + "j.xml");
    CHECK(result.exit_status == 3);
    sarif.insert(read_file(at + "s.json"));
    const std::string text = read_file(at + "j.xml");
    CHECK(std::regex_search(text, time));
    junit.insert(std::regex_replace(text, time, ""));  // times have a field of their own
  }
  CHECK(sarif.size() == 1);
  CHECK(junit.size() == 1);
}

TEST_CASE("suite: pages that find no room leave nothing half-written") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", holds);
  const auto result =
      run_shell("trap '' XFSZ; ulimit -f 1; '" + std::string(SCRUTINEER_PROGRAM) + "' suite '" +
                gate + "' --no-cache --quiet --html '" + folder.path() + "/pages'");
  CHECK(result.exit_status == 74);
  CHECK(has(result.err, "was not written: File too large"));
  CHECK(files_in(folder.path() + "/pages") == 0);
}

TEST_CASE("suite: outputs that cannot be are refused before anything is searched") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", endless);
  const auto refused = [&](const std::string& words, int status) {
    const auto result = run_line("suite " + gate + " --no-cache " + words);
    CHECK(result.exit_status == status);
    CHECK(result.out.empty());
  };
  refused("--junit " + folder.path() + "/no/such", 65);
  refused("--html " + gate, 65);
  refused("--junit " + gate, 64);
  refused("--junit x --sarif ./x", 64);
  refused("--json -", 64);
  refused("--baseline --strict", 64);
  refused("--baseline " + gate + " --update-baseline", 64);
  refused("--baseline " + folder.write("b.txt", "no baseline\n"), 65);
}

TEST_CASE("suite: results are kept by what they depend on, and a cached one says so") {
  const TemporaryFolder folder;
  const std::string cache = folder.path() + "/cache/deep";
  const auto run = [&](const std::string& text, const std::string& more = "") {
    return suite(text, "--cache " + cache + more);
  };
  CHECK_FALSE(has(run(holds + bug + tight).out, "cache"));
  CHECK(files_in(cache) == 2);  // what met a limit is not kept
  const auto again = run(holds + bug + tight);
  CHECK(again.exit_status == 3);
  CHECK(has(again.out, "from the cache, once "));
  CHECK(has(again.out, ", 2 from the cache\n"));
  CHECK(has(again.out, "\n   2! Timeout(n2)"));
  CHECK(again.err.empty());
  // Another name or expectation is the same question, another setting is another one.
  CHECK(has(run("[[run]]\nname = 'x'\nexpect = { distinct = 161 }\n").out, "1 from the cache"));
  CHECK_FALSE(has(run("[[run]]\nservers = 2\n").out, "from the cache"));
  CHECK(files_in(cache) == 3);
  CHECK_FALSE(has(suite(holds).out, "from the cache"));
  // The same report but for what says that it is cached.
  const TemporaryFolder reports;
  const auto sarif = [&](const std::string& words) {
    (void)suite(bug, words + " --sarif " + reports.path() + "/s.json");
    std::string text = read_file(reports.path() + "/s.json");
    while (text.find("scrutineer-test-") != std::string::npos) {
      text.erase(text.find("scrutineer-test-"), 22);
    }
    return text;
  };
  CHECK(sarif("--cache " + cache) == sarif("--no-cache"));
}

TEST_CASE("suite: a damaged entry of the cache is ignored with a warning, and replaced") {
  const TemporaryFolder folder;
  const std::string cache = folder.path() + "/cache";
  (void)suite(holds, "--cache " + cache);
  REQUIRE(files_in(cache) == 1);
  const std::string entry = fs::directory_iterator(cache)->path().string();
  const std::string good = read_file(entry);
  for (const std::string& bad : {std::string(), good.substr(0, good.size() / 2),
                                 std::string(good).replace(good.size() / 2, 1, "#")}) {
    std::ofstream(entry, std::ios::binary) << bad;
    const auto result = suite(holds, "--cache " + cache);
    CHECK(result.exit_status == 0);
    CHECK(result.err.starts_with("scrutineer: the cached result " + entry + " is ignored: "));
    CHECK_FALSE(has(result.out, "from the cache"));
    CHECK(has(suite(holds, "--cache " + cache).out, "1 from the cache"));
  }
}

TEST_CASE("suite: a cache that cannot be written costs a warning, nothing else") {
  const TemporaryFolder folder;
  const std::string file = folder.write("no-folder", "");
  const auto result = suite(holds + must_fail, "--cache " + file);
  CHECK(result.exit_status == 0);
  CHECK(lines_of(result.err).size() == 1);
  CHECK(result.err.starts_with("scrutineer: results are not cached: "));
}

TEST_CASE("suite: the cache is where the XDG specification wants it") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", holds);
  const std::string at = folder.path();
  CHECK(suite_with("XDG_CACHE_HOME='" + at + "/xdg'", gate, "").exit_status == 0);
  CHECK(files_in(at + "/xdg/scrutineer") == 1);
  CHECK(suite_with("XDG_CACHE_HOME=relative HOME='" + at + "/user'", gate, "").exit_status == 0);
  CHECK(files_in(at + "/user/.cache/scrutineer") == 1);
  CHECK(suite_with("env -u XDG_CACHE_HOME -u HOME", gate, "").exit_status == 0);
}

TEST_CASE("suite: the baseline says NEW, KNOWN and FIXED") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", bug);
  const std::string words = "suite " + gate + " --no-cache --baseline " + folder.path() + "/b.txt";
  const auto fresh = run_line(words);
  CHECK(fresh.exit_status == 3);
  CHECK(has(fresh.out, "NEW election_safety-"));
  CHECK_FALSE(fs::exists(folder.path() + "/b.txt"));
  CHECK(run_line(words + " --update-baseline").exit_status == 3);
  const auto known = run_line(words);
  CHECK(known.exit_status == 0);
  CHECK(known.out.starts_with("known        split-brain "));
  CHECK(has(known.out, "KNOWN election_safety-"));
  CHECK(known.out.ends_with("KNOWN BUGS ONLY\n"));
  folder.write("gate.toml", "[[run]]\nname = 'split-brain'\n");
  CHECK(has(run_line(words).out, "FIXED election_safety-"));
  CHECK(run_line(words + " --update-baseline").exit_status == 0);
  CHECK_FALSE(has(run_line(words).out, "FIXED"));
}

TEST_CASE("suite: on GitHub there are annotations and the job's summary") {
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", bug);
  const std::string summary = folder.write("summary.md", "before\n");
  const auto result =
      suite_with("GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY='" + summary + "'", gate, "--no-cache");
  CHECK(result.exit_status == 3);
  CHECK(
      has(result.out, "\n::error file=" + gate + ",line=1,title=split-brain%3A election_safety::"));
  CHECK(read_file(summary).starts_with("before\n## FAILED: "));
  CHECK_FALSE(has(suite_with("GITHUB_ACTIONS=false", gate, "--no-cache").out, "::error"));
  CHECK(has(suite_with("GITHUB_ACTIONS=", gate, "--no-cache --github").out, "::error"));
  // The limit is that of the whole file.
  std::ofstream(summary, std::ios::binary) << std::string((1 << 20) - 1500, 'x');
  (void)suite_with("GITHUB_STEP_SUMMARY='" + summary + "'", gate, "--no-cache --github");
  CHECK(fs::file_size(summary) <= (1 << 20));
  CHECK(has(read_file(summary), "## FAILED"));
}

TEST_CASE("suite: a signal ends it with every run's verdict and every report") {
  for (const auto& [number, status] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    const TemporaryFolder folder;
    std::string second = endless;
    second.replace(second.find("endless"), 7, "another");
    const std::string gate = folder.write("gate.toml", holds + endless + second);
    RunningProgram program(folder, "suite " + gate + " --no-cache --quiet --jobs 1 --json " +
                                       folder.path() + "/r.json --junit " + folder.path() +
                                       "/j.xml");
    program.wait_until_caught(SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(is_sanitized ? 5000 : 600));
    program.send(number);
    const auto result = program.wait(is_sanitized ? 120 : 20);
    CHECK(result.exit_status == status);
    CHECK(result.out.ends_with("NOT DECIDED\n"));
    const auto json = parse_json(read_file(folder.path() + "/r.json"));
    CHECK(json["runs"][0]["status"] == "passed");
    CHECK(json["runs"][1]["reason"] == "interrupted before its end");
    CHECK(json["runs"][2]["reason"] == "interrupted before it was begun");
    CHECK(read_file(folder.path() + "/j.xml").ends_with("</testsuites>\n"));
    CHECK(files_in(folder.path()) == 5);
  }
}

TEST_CASE("suite: sixty small runs take well under a second") {
  std::string text =
      "[[run]]\nname = 'a'\nservers = [2, 3]\nmax_term = [1, 2]\n"
      "network = ['duplicating', 'at-most-once']\nguards = 'each'\n"
      "expect = { verdict = 'violated' }\n";
  const auto list = suite(text, "--list");
  CHECK(lines_of(list.out).size() == 112);
  const auto begin = std::chrono::steady_clock::now();
  (void)suite(
      "[[run]]\nvariant = 'each'\nservers = [2, 3]\nmax_crashes = [0, 1]\n"
      "expect = { verdict = 'violated' }\n",
      "--no-cache --quiet");
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(elapsed.count() < (is_sanitized ? 120 : 10));  // generous: machines of CI are busy
}

}  // namespace scrutineer::test
