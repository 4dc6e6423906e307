// --reduction, --no-reduction, and what the report says of reductions.
#include <doctest/doctest.h>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using Names = std::vector<std::string>;
const Names all = {"dead-parts", "facts", "symmetry"};

}  // namespace

TEST_CASE("cli: reductions are on, chosen or off, and change no verdict and no length") {
  for (const std::string variant : {"raft --max-term 1", "vote-twice", "forget-vote"}) {
    CAPTURE(variant);
    const auto without = check_json(variant + " --continue --no-reduction");
    CHECK(without.at("reductions").empty());
    CHECK(without.at("reductions_off").empty());
    for (const auto& [option, names] :
         std::vector<std::pair<std::string, Names>>{{"", all},
                                                    {" --reduction symmetry,facts", all},
                                                    {" --reduction facts", {"dead-parts", "facts"}},
                                                    {" --reduction symmetry", {"symmetry"}}}) {
      const auto& option_here = option;
      CAPTURE(option_here);
      const auto with = check_json(variant + " --continue" + option);
      CHECK(with.at("reductions") == names);
      CHECK(with.at("reductions_off").empty());
      CHECK(with.at("verdict") == without.at("verdict"));
      CHECK(with.at("distinct") < without.at("distinct"));
      for (std::size_t p = 0; p < without.at("properties").size(); ++p) {
        for (const char* member : {"name", "verdict", "length"}) {
          CHECK(with.at("properties")[p].at(member) == without.at("properties")[p].at(member));
        }
      }
    }
    const auto none = check_json(variant + " --continue --reduction none");
    CHECK(none.at("distinct") == without.at("distinct"));
  }
}

TEST_CASE("cli: sleep sets change nothing that is told") {
  for (const std::string words :
       {"raft --max-term 1 --set max_crashes=1", "write-up-fix", "vote-twice --continue"}) {
    CAPTURE(words);
    auto with = check_json(words + " --no-reduction");
    auto without = check_json(words + " --no-reduction --no-sleep-sets");
    for (auto* result : {&with, &without}) {
      for (const char* cost : {"seconds", "memory_bytes"}) {
        REQUIRE(result->contains(cost));
        result->erase(cost);
      }
    }
    CHECK(with == without);
  }
}

TEST_CASE("cli: unknown reductions are named, with what is accepted") {
  for (const auto& [names, message] : std::vector<std::pair<std::string, std::string>>{
           {"symetry", "unknown reduction 'symetry', did you mean 'symmetry'?; accepted: "},
           {"facts,,symmetry", "unknown reduction ''"},
           {"none,facts", "'none' cannot go with another reduction"}}) {
    const auto& names_here = names;
    CAPTURE(names_here);
    const ProgramResult result = run_line("check --reduction " + names);
    CHECK(result.exit_status == 64);
    CHECK(result.out.empty());
    CHECK(has(result.err, message));
  }
  CHECK(run_line("check --reduction facts --no-reduction").exit_status == 64);
  CHECK(run_inside({"check", "--reduction", ""}).exit_status == 64);
}

TEST_CASE("cli: a reduction that the guards make unsound is off, and the verdict says why") {
  const std::string reason = "terms may fall without persist_term";
  const ProgramResult result = run_line("check forget-term --quiet");
  CHECK(has(result.out, "; reductions symmetry (dead-parts, facts off: " + reason + "); storage"));
  const auto json = check_json("forget-term");
  CHECK(json.at("reductions") == Names{"symmetry"});
  REQUIRE(json.at("reductions_off").size() == 2);
  CHECK(json.at("reductions_off")[0].at("name") == "dead-parts");
  CHECK(json.at("reductions_off")[0].at("reason") == reason);
  CHECK(has(run_line("check forget-term --reduction facts --quiet").out,
            "; reductions none (dead-parts, facts off: " + reason + "); storage"));
  CHECK(has(run_line("check obey-stale-heartbeats --max-term 1 --quiet").out,
            "(dead-parts, facts off: terms may fall without check_heartbeat_term)"));
}

TEST_CASE("cli: a graph is drawn without reductions, and the verdict says so") {
  const TemporaryFolder folder;
  const std::string draw = " --property none --servers 2 --graph " + folder.path() + "/a.dot";
  const ProgramResult result = run_line("check" + draw);
  CHECK(has(result.out, "states      267 distinct, "));
  CHECK(has(result.out,
            "reductions none (dead-parts, facts, symmetry off: --graph draws the "
            "states as they are)"));
  CHECK(run_line("check --reduction symmetry" + draw).exit_status == 64);
  CHECK(has(run_line("check --no-reduction" + draw).out, "reductions none; storage"));
}

TEST_CASE("cli: the report says that states are counted up to reductions") {
  CHECK(has(run_line("check --servers 2").out, "states      20 distinct up to reductions, "));
  CHECK(has(run_line("check --servers 2 --no-reduction").out, "states      267 distinct, "));
}

}  // namespace scrutineer::test
