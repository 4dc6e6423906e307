// The command line as a value.
#include "cli/arguments.h"

#include <doctest/doctest.h>

#include "cli/errors.h"
#include "model/version.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using cli::CheckArguments;

cli::Arguments parse(const std::string& line) { return cli::parse_arguments(words_of(line)); }

CheckArguments parse_check(const std::string& line) {
  return std::get<CheckArguments>(parse("check " + line));
}

std::string printed(const std::string& line) {
  return std::get<cli::PrintArguments>(parse(line)).text;
}

}  // namespace

TEST_CASE("cli: check without a word more is correct Raft without limits") {
  const CheckArguments check = parse_check("");
  CHECK(check.target == "raft");
  CHECK(check.settings.empty());
  CHECK(check.properties.empty());
  CHECK_FALSE(check.continue_after_violation);
  CHECK(check.threads == 0);
  CHECK_FALSE(check.limits.states_max);
  CHECK_FALSE(check.limits.memory_bytes_max);
  CHECK_FALSE(check.limits.time_max);
  CHECK(check.json.empty());
  CHECK(check.graph.empty());
  CHECK(check.graph_states_max == 10000);
  CHECK_FALSE(check.is_quiet);
}

TEST_CASE("cli: every option of check arrives in its member") {
  const CheckArguments check = parse_check(
      "my.toml --servers 4 --max-term=3 --set network=at-most-once --set guards.quorum=half "
      "--property vote_once --property single_leader --continue --threads 8 --no-reduction "
      "--no-sleep-sets "
      "--max-states 5M --max-memory 2G --time-limit 90s --json - --graph a.dot "
      "--graph-states 1k --quiet");
  CHECK(check.target == "my.toml");
  const std::vector<std::pair<std::string, std::string>> settings = {
      {"servers", "4"}, {"max_term", "3"}, {"network", "at-most-once"}, {"guards.quorum", "half"}};
  CHECK(check.settings == settings);
  CHECK(check.properties == std::vector<std::string>{"vote_once", "single_leader"});
  CHECK(check.continue_after_violation);
  CHECK(check.is_without_reduction);
  CHECK(check.reductions.empty());
  CHECK_FALSE(check.uses_sleep_sets);
  CHECK(check.threads == 8);
  CHECK(check.limits.states_max == 5'000'000);
  CHECK(check.limits.memory_bytes_max == std::uint64_t{2} << 30U);
  CHECK(check.limits.time_max == std::chrono::seconds(90));
  CHECK(check.json == "-");
  CHECK(check.graph == "a.dot");
  CHECK(check.graph_states_max == 1000);
  CHECK(check.is_quiet);
}

TEST_CASE("cli: reductions are named in one word or in several") {
  const std::vector<std::string> both = {"facts", "symmetry"};
  CHECK(parse_check("--reduction facts,symmetry").reductions == both);
  CHECK(parse_check("--reduction facts --reduction symmetry").reductions == both);
  CHECK(parse_check("--reduction facts split-brain").target == "split-brain");
  CHECK(parse_check("--reduction none --graph a.dot").reductions ==
        std::vector<std::string>{"none"});
  for (const std::string line :
       {"--reduction facts --no-reduction", "--reduction none --no-reduction",
        "--reduction facts --graph a.dot"}) {
    CAPTURE(line);
    CHECK_THROWS_AS((void)parse_check(line), cli::UsageError);
  }
}

TEST_CASE("cli: a value of --set may contain what follows the first equals sign") {
  const auto settings = parse_check("--set a=b=c --set d=").settings;
  const std::vector<std::pair<std::string, std::string>> expected = {{"a", "b=c"}, {"d", ""}};
  CHECK(settings == expected);
}

TEST_CASE("cli: threads go from 1 to 1024") {
  CHECK(parse_check("--threads 1").threads == 1);
  CHECK(parse_check("--threads 1024").threads == 1024);
  for (const std::string count : {"0", "1025", "-1", "x", "1.5"}) {
    CHECK_THROWS_AS((void)parse_check("--threads " + count), cli::UsageError);
  }
}

TEST_CASE("cli: list takes one of five words, or none") {
  CHECK(std::get<cli::ListArguments>(parse("list")).what.empty());
  for (const std::string what : {"models", "variants", "settings", "properties", "reductions"}) {
    CHECK(std::get<cli::ListArguments>(parse("list " + what)).what == what);
  }
  CHECK_THROWS_AS((void)parse("list model"), cli::UsageError);
}

TEST_CASE("cli: version and help are texts") {
  CHECK(printed("--version") == std::string("scrutineer ") + std::string(version) + "\n");
  for (const std::string line : {"--help", "-h"}) {
    for (const char* part : {"check", "list", "--version", "Examples:", "Exit status:", "130"}) {
      CHECK_MESSAGE(has(printed(line), part), part);
    }
  }
  for (const char* option :
       {"TARGET", "--servers", "--max-term", "--set", "--property", "--continue", "--threads",
        "--reduction", "--no-reduction", "--no-sleep-sets", "--max-states", "--max-memory",
        "--time-limit", "--json", "--graph", "--graph-states", "--quiet"}) {
    CHECK_MESSAGE(has(printed("check --help"), option), option);
  }
  CHECK(has(printed("list --help"), "variants"));
  const ProgramResult result = run_line("--help");
  CHECK(result.exit_status == 0);
  CHECK(result.out == printed("--help"));
  CHECK(result.err.empty());
}

// --set and --property take one value each, not all the words up to the next option.
TEST_CASE("cli: the target may follow --set and --property") {
  for (const std::string options : {"--set servers=2", "--property vote_once"}) {
    CAPTURE(options);
    std::string target;
    CHECK_NOTHROW(target = parse_check(options + " split-brain").target);
    CHECK(target == "split-brain");
  }
}

TEST_CASE("cli: a value of --set in brackets is not taken apart") {
  const ProgramResult result = run_line("check --set [servers=2,max_term=1] --quiet");
  CHECK(result.exit_status >= 64);
  CHECK(result.out.empty());
}

}  // namespace scrutineer::test
