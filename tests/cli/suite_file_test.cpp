// Files of suites: what they stand for, and what is said of wrong ones.
#include <doctest/doctest.h>

#include <set>

#include "cli/errors.h"
#include "cli/suite_file.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

raft::Suite suite_of(const std::string& text) {
  const TemporaryFolder folder;
  return cli::read_suite_file(folder.write("gate.toml", text));
}

std::vector<std::string> names_of(const raft::Suite& suite) {
  std::vector<std::string> names;
  for (const raft::SuiteRun& run : suite.runs) names.push_back(run.name);
  return names;
}

// What is wrong with the file, from its line on.
std::string fault_of(const std::string& text) {
  const TemporaryFolder folder;
  const std::string file = folder.write("gate.toml", text);
  try {
    (void)cli::read_suite_file(file);
  } catch (const cli::ConfigurationError& error) {
    const std::string what = error.what();
    REQUIRE(what.starts_with(file + ":"));
    return what.substr(file.size() + 1);
  }
  return "";
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("suite file: a run has its variant's settings, and its own on top") {
  const auto suite = suite_of(
      "[[run]]\nvariant = 'forget-vote'\nservers = 5\nnetwork = 'at-most-once'\n"
      "guards.persist_term = false\n\n[[run]]\n");
  REQUIRE(names_of(suite) == Names{"forget-vote", "raft"});
  const raft::SuiteRun& run = suite.runs[0];
  CHECK(run.line == 1);
  CHECK(suite.runs[1].line == 7);
  CHECK(run.settings.servers == 5);
  CHECK(run.settings.max_crashes == 1);
  CHECK(run.settings.network == raft::Network::at_most_once);
  CHECK_FALSE(run.settings.guards.persist_vote);
  CHECK_FALSE(run.settings.guards.persist_term);
  CHECK(run.settings.guards.clear_votes);
  CHECK(suite.runs[1].settings == raft::Settings{});
  CHECK(run.properties.witnesses.size() == raft::witness_texts().size());
}

TEST_CASE("suite file: lists make matrices, the last key fastest") {
  CHECK(names_of(suite_of("[[run]]\nservers = [2, 3]\nmax_term = 1\n"
                          "network = ['duplicating', 'at-most-once']\n")) ==
        Names{"raft/servers=2/network=duplicating", "raft/servers=2/network=at-most-once",
              "raft/servers=3/network=duplicating", "raft/servers=3/network=at-most-once"});
  CHECK(names_of(suite_of("[[run]]\nvariant = ['raft', 'vote-twice']\nservers = [4]\n")) ==
        Names{"raft/servers=4", "vote-twice/servers=4"});
  CHECK(names_of(suite_of("[[run]]\nname = 'all'\nvariant = ['raft', 'vote-twice']\n")) ==
        Names{"all/variant=raft", "all/variant=vote-twice"});
  CHECK(names_of(suite_of("[[run]]\n[run.guards]\nclear_votes = [true, false]\n")) ==
        Names{"raft/guards.clear_votes=true", "raft/guards.clear_votes=false"});
  CHECK(suite_of("[[run]]\nvariant = 'each'\n").runs.size() == raft::variants().size());
}

TEST_CASE("suite file: guards = each switches off one guard after the other") {
  const auto suite = suite_of("[[run]]\nguards = 'each'\nexpect = { verdict = 'violated' }\n");
  CHECK(suite.runs.size() == 14);  // twelve that are on or off, two other rules for the quorum
  std::set<std::string> distinct;
  for (const raft::SuiteRun& run : suite.runs) {
    CHECK_FALSE(run.settings.guards == raft::Guards{});
    CHECK(run.expectation.verdict == Verdict::violated);
    distinct.insert(raft::differences_from_default(run.settings));
  }
  CHECK(distinct.size() == 14);
  CHECK(suite.runs[0].name == "raft/guards=wait_for_quorum");
  CHECK(suite.runs[2].name == "raft/guards=quorum-half");
}

TEST_CASE("suite file: where says which cells an expectation is meant for; later ones win") {
  const auto suite = suite_of(
      "[[run]]\nservers = [2, 3, 4]\nexpect = [\n"
      "  { verdict = 'violated', distinct = 7 },\n"
      "  { where = { servers = [3, 4] }, election_safety = 'violated' },\n"
      "  { where = { servers = 4 }, election_safety = { verdict = 'holds' }, depth = 9 },\n]\n");
  REQUIRE(suite.runs.size() == 3);
  CHECK(suite.runs[0].expectation.properties.empty());
  CHECK(suite.runs[1].expectation.properties.at(0).verdict == PropertyVerdict::violated);
  CHECK(suite.runs[2].expectation.properties.at(0).verdict == PropertyVerdict::holds);
  CHECK(suite.runs[2].expectation.depth == 9);
  for (const auto& run : suite.runs) CHECK(run.expectation.distinct == 7);
}

TEST_CASE("suite file: defaults are for every run that has no value of its own") {
  const auto suite = suite_of(
      "[defaults]\nservers = [2, 3]\nmax_term = 1\nallow = ['max_term']\n"
      "properties = ['election_safety']\nbudget = { states = '5k' }\n"
      "[[run]]\n[[run]]\nname = 'own'\nservers = 5\nallow = 'Crash'\n"
      "properties = ['vote_once', 'leader_elected']\nbudget = { time = '2s', memory = '1G' }\n"
      "reductions = ['symmetry']\ncontinue = true\n");
  REQUIRE(names_of(suite) == Names{"raft/servers=2", "raft/servers=3", "own"});
  CHECK(suite.runs[0].budget.states_max == 5000);
  CHECK(suite.runs[0].properties.names.size() == 1);
  CHECK(suite.runs[0].reductions == raft::every_reduction);
  const raft::SuiteRun& own = suite.runs[2];
  CHECK(own.settings.max_term == 1);
  CHECK(own.allowed == std::set<std::string>{"Crash", "max_term"});
  CHECK(own.properties.names.size() == 2);
  CHECK_FALSE(own.budget.states_max);
  CHECK(own.budget.time_max == std::chrono::seconds(2));
  CHECK(own.budget.memory_bytes_max == std::uint64_t{1} << 30U);
  CHECK(own.reductions == raft::ReductionChoice{false, false, true});
  CHECK(own.continue_after_violation);
}

TEST_CASE("suite file: a settings file is found from the suite's own folder") {
  const TemporaryFolder folder;
  folder.write("mine.toml", "variant = 'forget-vote'\nservers = 4\n");
  const auto suite = cli::read_suite_file(
      folder.write("gate.toml", "[[run]]\nfile = 'mine.toml'\nmax_term = 2\n"));
  CHECK(suite.runs.at(0).name == "mine.toml");
  CHECK(suite.runs[0].settings.servers == 4);
  CHECK(suite.runs[0].settings.max_term == 2);
  CHECK_FALSE(suite.runs[0].settings.guards.persist_vote);
}

TEST_CASE("suite file: what is wrong is told with line, key and accepted values") {
  const auto starts = [](const std::string& text, const std::string& what) {
    const std::string fault = fault_of(text);
    CHECK_MESSAGE(fault.starts_with(what), text << "\n-> " << fault);
    CHECK_MESSAGE((has(fault, "accepted: ") || has(fault, "can never be") || has(fault, "lower ")),
                  fault);
  };
  const std::string run = "[[run]]\n";
  starts("", " no run; accepted: at least one [[run]]");
  starts("run = 5", " no run");
  starts("[[runs]]", "1: unknown key 'runs' in a suite, did you mean 'run'?");
  starts("run = [5]", "1: run is an integer; accepted: a table");
  starts(run + "varient = 'raft'", "2: unknown key 'varient' in a run, did you mean 'variant'?");
  starts(run + "variant = 'rafd'", "2: variant is 'rafd', did you mean 'raft'?; accepted: raft, ");
  starts(run + "variant = 3", "2: variant is '3'");
  starts(run + "servers = 9", "2: servers is 9; accepted: an integer from 1 to 7");
  starts(run + "servers = [2, '3']", "2: servers is a string; accepted: an integer");
  starts(run + "servers = []", "2: servers is an empty list");
  starts(run + "\nservers = 7\nmax_term = 7", "1: ");
  starts(run + "guards = 'all'", "2: guards is a string; accepted: a table of guards, or \"each\"");
  starts(run + "guards.persist = true", "2: unknown key 'guards.persist'");
  starts(run + "properties = ['safety']", "2: unknown property 'safety'");
  starts(run + "reductions = 'most'", "2: unknown reduction 'most'");
  starts(run + "continue = 1", "2: continue is an integer; accepted: true or false");
  starts(run + "budget = '1s'", "2: budget is a string; accepted: a table");
  starts(run + "budget = { seconds = 1 }", "2: unknown key 'seconds' in budget");
  starts(run + "budget = { time = 'soon' }", "2: time is 'soon'; accepted: a duration");
  starts(run + "allow = ['max_terms']", "2: allow has 'max_terms', did you mean 'max_term'?");
  starts(run + "name = ''", "2: name is a string; accepted: a text that is not empty");
  starts(run + run, "2: two runs are called 'raft'; accepted: another name");
  starts(run + "expect = 'holds'", "2: expect is a string; accepted: a table or a list of tables");
  starts(run + "expect = { verdict = 'fails' }", "2: verdict is 'fails'; accepted: one of holds, ");
  starts(run + "expect = { verdict = true }", "2: verdict is a boolean");
  starts(run + "expect = { distinct = -1 }", "2: distinct is -1; accepted: an integer of at least");
  starts(run + "expect = { single_leader = 'holds' }", "2: unknown key 'single_leader' in expect");
  starts(run + "expect = { election_safety = { length = 5 } }",
         "2: election_safety has no verdict");
  starts(run + "expect = { election_safety = { verdict = 'holds', long = 5 } }",
         "2: unknown key 'long' in election_safety");
  starts(run + "expect = { leader_elected = 'violated' }", "2: leader_elected is reachable, which");
  starts(run + "expect = { vote_once = 'expectation not met' }", "2: vote_once is step invariant");
  starts(run + "expect = { where = { servers = 3 }, depth = 1 }",
         "2: 'servers' is no list of this run");
  starts(run + "servers = [2, 3]\nexpect = { where = { servers = 4 }, depth = 1 }",
         "3: where is true of no run");
  starts(run + "servers = [2]\nexpect = { where = 2 }",
         "3: where is an integer; accepted: a table");
  starts("[defaults]\nvariant = 'raft'\n" + run, "2: unknown key 'variant' in defaults");
  starts("defaults = 1\n" + run, "1: defaults is an integer; accepted: a table");
  CHECK(
      has(fault_of(run + "variant = 'raft'\nfile = 'x.toml'"), "3: a run has a variant or a file"));
  CHECK(has(fault_of("[[run]\n"), "1: "));
}

TEST_CASE("suite file: a missing file, or one that is named in it, is told by its name") {
  CHECK(run_line("suite no/such.toml").exit_status == 65);
  CHECK(run_line("suite no/such.toml").err ==
        "scrutineer: no/such.toml: No such file or directory\n");
  CHECK(run_line("suite /").exit_status == 65);
  const TemporaryFolder folder;
  const std::string gate = folder.write("gate.toml", "[[run]]\nfile = 'missing.toml'\n");
  const auto result = run_line("suite " + gate);
  CHECK(result.exit_status == 65);
  CHECK(has(result.err, folder.path() + "/missing.toml: No such file"));
}

TEST_CASE("suite file: too many cells are refused") {
  std::string all = "[1, 2, 3, 4, 5, 6, 7]";
  CHECK(has(fault_of("[[run]]\nservers = " + all + "\nmax_term = " + all +
                     "\nmax_crashes = " + all + "\nmax_cuts = " + all +
                     "\nnetwork = ['duplicating', 'at-most-once']\n"
                     "cut = ['groups', 'links']\ncut_messages = ['lost', 'held']\n"),
            "more than 10000 runs; accepted: fewer"));
}

}  // namespace scrutineer::test
