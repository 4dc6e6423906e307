// `scrutineer simulate`: never green, repeatable by its seed, its traces for everybody to replay.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>

#include "tests/cli/running_program.h"

namespace scrutineer::test {
namespace {

// The report without its line of costs.
std::string report_of(const ProgramResult& result) {
  std::string text;
  for (const std::string& line : lines_of(result.out)) {
    if (!line.starts_with("cost ")) text += line + "\n";
  }
  return text;
}

const std::string broken = "simulate write-up-fix --servers 5 --max-term 4";

}  // namespace

TEST_CASE("simulate: what it does not find is incomplete, whatever it walked, and never holds") {
  for (const std::string words : {"", "--walks 1", "--walks 5000 --depth 1", "--property vote_once",
                                  "--property none", "--property leader_elected"}) {
    CAPTURE(words);
    const auto result = run_line("simulate raft --seed 1 --quiet " + words);
    CHECK(result.exit_status == 2);
    CHECK(result.out.starts_with("INCOMPLETE: "));
  }
  // The whole of a small model is walked many times over, and nothing is proved all the same.
  const auto result = run_line("simulate raft --servers 2 --max-term 1 --walks 3000 --seed 1");
  CHECK(result.exit_status == 2);
  CHECK(has(result.out, "\nINCOMPLETE: 3,000 random walks met no violation; nothing is proved\n"));
  CHECK(has(result.out, "  within servers 2, max_term 1,"));
  CHECK(!has(result.out, "HOLDS"));
  CHECK(has(result.out, "  election_safety    undecided: no walk met a violation\n"));
  CHECK(has(result.out, "  leader_elected     holds: witness after 3 steps; met by walk "));
}

TEST_CASE("simulate: nothing to look for, or only witnesses, is incomplete too") {
  const auto none = run_line("simulate raft --property none --walks 20 --seed 1");
  CHECK(none.exit_status == 2);
  CHECK(has(none.out, "INCOMPLETE: 20 random walks; no property was checked\n"));
  const auto witness = run_line("simulate raft --property leader_elected --walks 20 --seed 1");
  CHECK(witness.exit_status == 2);
  CHECK(has(witness.out, "met no violation; nothing is proved"));
  const auto shallow =
      run_line("simulate raft --property leader_elected --walks 20 --depth 1 --seed 1");
  CHECK(shallow.exit_status == 2);
  CHECK(has(shallow.out, "undecided: no walk met a witness"));
}

TEST_CASE("simulate: a violation is told with its trace, and nobody calls it shortest") {
  const auto result = run_line(broken + " --seed 7");
  CHECK(result.exit_status == 1);
  CHECK(has(result.out, "election_safety is violated in "));
  CHECK(has(result.out, "\nVIOLATED: election_safety in "));
  CHECK(has(result.out,
            "; found at random, neither a step nor two can be left out; not known to "
            "be the shortest\n"));
  CHECK(has(result.out, "; walks of at most 1000 steps; --seed 7\n"));
  CHECK(!has(result.out, "shortest counterexample"));
  CHECK(has(result.out, "\nnever taken ReceiveHeartbeatReject"));
  CHECK(has(result.out, "distinct, an estimate (standard error 1.6 %)"));
}

TEST_CASE("simulate: the same seed gives the same report, for every number of threads") {
  for (const std::string words :
       {"", "--continue --walks 300", "--property term_monotonic --walks 300", "--depth 7"}) {
    CAPTURE(words);
    const std::string line = broken + " --seed 11 " + words;
    const auto expected = run_line(line + " --threads 1");
    for (const char* threads : {"1", "2", "4"}) {
      const auto result = run_line(line + " --threads " + threads);
      CHECK(report_of(result) == report_of(expected));
      CHECK(result.exit_status == expected.exit_status);
    }
    CHECK(report_of(run_line(broken + " --seed 12 " + words)) != report_of(expected));
  }
}

TEST_CASE("simulate: a seed that the program chose is named, and repeats the walks") {
  const auto first = run_line(broken + " --walks 100");
  const auto second = run_line(broken + " --walks 100");
  const std::size_t place = first.out.rfind("--seed ");
  REQUIRE(place != std::string::npos);
  const std::string seed = first.out.substr(place + 7, first.out.size() - place - 8);
  CAPTURE(seed);
  CHECK(report_of(run_line(broken + " --walks 100 --seed " + seed)) == report_of(first));
  CHECK(report_of(second) != report_of(first));  // fails once in four billion
  CHECK(run_line(broken + " --walks 10 --seed 18446744073709551615").exit_status != 64);
}

TEST_CASE("simulate: its trace file replays and can be shown, of any property") {
  const TemporaryFolder folder;
  const std::string trace = folder.path() + "/found.json";
  const auto result = run_line(broken + " --seed 7 --quiet --trace " + trace);
  CHECK(result.exit_status == 1);
  CHECK(lines_of(result.out).size() == 2);
  const auto replayed = run_line("replay " + trace);
  CHECK(replayed.exit_status == 0);
  CHECK(has(replayed.out, "election_safety is violated at the last one"));
  CHECK(run_line("show " + trace + " --format shiviz").exit_status == 0);
  // To standard output, with the report beside it; and in a format, as `check` has it.
  const auto printed = run_line(broken + " --seed 7 --trace -");
  CHECK(printed.out == read_file(trace));
  CHECK(has(printed.err, "VIOLATED: election_safety"));
  const auto markdown = run_line(broken + " --seed 7 --format markdown");
  CHECK(markdown.out.starts_with("#"));
  CHECK(has(markdown.err, "VIOLATED: election_safety"));
  const std::string page = folder.path() + "/found.html";
  CHECK(run_line(broken + " --seed 7 --format html --output " + page).exit_status == 1);
  CHECK(read_file(page).starts_with("<!"));
  // A witness that was asked for by name has a trace too.
  const std::string witness = folder.path() + "/witness.json";
  CHECK(run_line("simulate --property leader_elected --seed 1 --trace " + witness).exit_status ==
        2);
  CHECK(run_line("replay " + witness).exit_status == 0);
}

TEST_CASE("simulate: without a violation no trace is written, and that is said") {
  const TemporaryFolder folder;
  const std::string trace = folder.path() + "/none.json";
  const auto result = run_line("simulate raft --walks 10 --seed 1 --quiet --trace " + trace);
  CHECK(result.exit_status == 2);
  CHECK(result.err == "scrutineer: " + trace + " was not written: no property is violated\n");
  CHECK(!std::filesystem::exists(trace));
}

TEST_CASE("simulate: a time limit ends the walks, and the verdict names it") {
  const auto result = run_line("simulate raft --walks 1G --seed 1 --time-limit 50ms");
  CHECK(result.exit_status == 2);
  CHECK(has(result.out,
            "met no violation, then the time limit of 0.05 s was reached; nothing is "
            "proved\n"));
  const auto all = run_line("simulate raft --walks 20 --seed 1 --time-limit 1h");
  CHECK(has(all.out, "INCOMPLETE: 20 random walks met no violation; nothing is proved\n"));
}

TEST_CASE("simulate: a signal ends the walks with the report written first") {
  for (const auto& [number, exit_status] : {std::pair(SIGINT, 130), {SIGTERM, 143}}) {
    const TemporaryFolder folder;
    RunningProgram program(folder, "simulate raft --walks 1000G --seed 1");
    program.wait_until_caught(number);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    program.send(number);
    const ProgramResult result = program.wait(is_sanitized ? 120 : 20);
    CHECK(result.exit_status == exit_status);
    CHECK(has(result.out, "\nwalks       "));
    CHECK(has(result.out, " met no violation, then it was interrupted; nothing is proved\n"));
    CHECK(has(result.out, "--seed 1\n"));
    CHECK(result.err.empty());
  }
}

TEST_CASE("simulate: a companion's violation found before the signal is reported") {
  const TemporaryFolder folder;
  RunningProgram program(folder,
                         "simulate ignore-higher-term --property single_leader --property "
                         "term_monotonic --continue --walks 1000G --seed 1 --quiet");
  program.wait_until_caught(SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  program.send(SIGINT);
  const ProgramResult result = program.wait(is_sanitized ? 120 : 20);
  CHECK(result.exit_status == 130);
  CHECK(result.out.starts_with("VIOLATED: single_leader in "));
}

TEST_CASE("simulate: what cannot be taken is refused in one line") {
  struct Row {
    std::string words;
    int exit_status;
    std::string text;
  };
  const std::vector<Row> rows = {
      {"--seed x", 64, "--seed is 'x'; accepted: an integer from 0 to 18446744073709551615"},
      {"--seed -1", 64, "--seed"},
      {"--seed 18446744073709551616", 64, "--seed is '18446744073709551616'"},
      {"--walks 0", 64, "--walks is '0'"},
      {"--walks many", 64, "--walks is 'many'"},
      {"--depth 0", 64, "--depth is '0'"},
      {"--depth 2M", 64, "--depth is '2M'; accepted: an integer from 1 to 1000000"},
      {"--threads 0", 64, "--threads is '0'"},
      {"--threads 2000", 64, "--threads is '2000'; accepted: an integer from 1 to 1024"},
      {"--time-limit soon", 64, "--time-limit is 'soon'"},
      {"--property election", 64, "election_safety"},
      {"--format movie", 64, "--format is 'movie'"},
      {"--trace - --format json", 64, "cannot both go to standard output"},
      {"--trace --quiet", 64, "--trace"},
      {"--trace same --output ./same", 64, "--trace and --output are the same file"},
      {"--trace /nowhere/at/all", 65, "/nowhere/at/all"},
      {"--set servers=99", 65, "servers is 99"},
      {"--set servers", 64, "--set is 'servers'; accepted: KEY=VALUE"},
      {"--servers 3 --set servers=4", 64, "servers is given twice"},
      {"--max-states 5", 64, "--max-states"},
      {"elsewhere", 64, "unknown variant 'elsewhere'"},
      {"nowhere.toml", 65, "nowhere.toml"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    const auto result = run_line("simulate " + row.words);
    CHECK(result.exit_status == row.exit_status);
    CHECK_MESSAGE(has(result.err, row.text), result.err);
    CHECK(result.out.empty());
    CHECK(lines_of(result.err).size() == (row.exit_status == 64 ? 2 : 1));
  }
}

TEST_CASE("simulate: a settings file is walked, and not written over") {
  const TemporaryFolder folder;
  const std::string file = folder.write("own.toml", "variant = \"split-brain\"\nservers = 7\n");
  CHECK(run_line("simulate " + file + " --seed 1 --quiet").exit_status == 1);
  const auto result = run_line("simulate " + file + " --seed 1 --trace " + file);
  CHECK(result.exit_status == 64);
  CHECK(has(result.err, "the settings file and --trace are the same file"));
}

}  // namespace scrutineer::test
