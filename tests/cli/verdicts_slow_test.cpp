// The checks of the quick file on correct Raft within its default bounds: half a million states,
// and the write-up's fix explored to its end.
#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {

TEST_CASE("cli: correct Raft holds within its default bounds, which are named") {
  const ProgramResult result = run_line("check raft --no-reduction");
  CHECK(result.exit_status == 0);
  CHECK(has(result.out, "states      524,589 distinct, 8,819,775 generated, depth 22\n"));
  CHECK(result.out.ends_with(
      "HOLDS: election_safety, leader_has_quorum, term_monotonic, vote_once, leader_elected\n"
      "  within servers 3, max_term 2, max_crashes 0, max_cuts 0; network duplicating; timeouts "
      "any; all guards on; reductions none; storage exact\n"));
  CHECK(
      run_line("check --no-reduction").out.ends_with(result.out.substr(result.out.find("HOLDS"))));
}

TEST_CASE("cli: correct Raft explored without a property has its 524,589 states") {
  const ProgramResult result =
      run_line("check raft --no-reduction --property none --json - --quiet");
  CHECK(result.exit_status == 0);
  const auto json = parse_json(result.out);
  CHECK(json.at("distinct") == 524589);
  CHECK(json.at("generated") == 8819775);
  CHECK(json.at("depth") == 22);
}

TEST_CASE("cli: --continue goes to the end of single_leader's and the fix's state spaces") {
  const auto raft = check_json("raft --no-reduction --continue --property single_leader");
  CHECK(raft.at("verdict") == "violated");
  CHECK(raft.at("distinct") == 524589);
  CHECK(property_in(raft, "single_leader").at("length") == 6);

  const auto fix = check_json("write-up-fix --no-reduction --continue");
  CHECK(fix.at("verdict") == "violated");
  CHECK(fix.at("stop") == "exhausted");
  CHECK(fix.at("distinct") ==
        check_json("write-up-fix --no-reduction --property none").at("distinct"));
  CHECK(property_in(fix, "election_safety").at("length") == 6);
  CHECK(property_in(fix, "leader_has_quorum").at("length") == 4);
  CHECK(property_in(fix, "term_monotonic").at("verdict") == "holds");
}

// As a user sees it: traces included, which the judge has replayed with the rules.
TEST_CASE("cli: every variant has the same verdicts and lengths with reductions and without") {
  for (const raft::Variant& variant : raft::variants()) {
    const std::string name(variant.name);
    // Their unreduced spaces are too large to go to the end of; up to the first violation they
    // are small.
    const std::string line = name == "raft" ? name + " --property single_leader" : name;
    CAPTURE(line);
    const auto with = check_json(line);
    const auto without = check_json(line + " --no-reduction");
    CHECK(with.at("verdict") == without.at("verdict"));
    CHECK(with.at("distinct") <= without.at("distinct"));
    REQUIRE(with.at("properties").size() == without.at("properties").size());
    for (std::size_t p = 0; p < with.at("properties").size(); ++p) {
      for (const char* member : {"name", "verdict", "length"}) {
        CHECK(with.at("properties")[p].at(member) == without.at("properties")[p].at(member));
      }
    }
  }
}

}  // namespace scrutineer::test
