// What the program says and how it ends, on the three checks that everybody runs first and on the
// options that change what is said.
#include <doctest/doctest.h>

#include "cli/exit_status.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

// The numbers of the rows of the trace tables in a report, in order.
std::vector<int> rows_of(const std::string& report) {
  std::vector<int> rows;
  for (const std::string& line : lines_of(report)) {
    std::string number = line.substr(0, line.find(' ', line.find_first_not_of(' ')));
    const std::size_t mark = number.find_first_not_of(" 0123456789");
    if (mark == 4) number.resize(4);  // of the row that decides
    const bool is_row =
        number.size() == 4 && number.find_first_not_of(" 0123456789") == number.npos;
    if (is_row) rows.push_back(std::stoi(number));
  }
  return rows;
}

std::vector<int> rows_up_to(int last) {
  std::vector<int> rows;
  for (int row = 0; row <= last; ++row) rows.push_back(row);
  return rows;
}

// The first line of the verdict and the line of its bounds, the last two of a report.
std::string verdict_of(const std::string& report) {
  const auto lines = lines_of(report);
  REQUIRE(lines.size() >= 2);
  return lines[lines.size() - 2] + "\n" + lines.back() + "\n";
}

}  // namespace

TEST_CASE("cli: split-brain is convicted in two steps") {
  const ProgramResult result = run_line("check split-brain");
  CHECK(result.exit_status == 1);
  CHECK(result.err.empty());
  CHECK(has(result.out, "election_safety is violated in 2 steps"));
  CHECK(has(result.out, "   1  Timeout(n1)"));
  CHECK(has(result.out, " Timeout(n2)"));
  CHECK(has(result.out, "elected in term 1: n1 n2  <- more than one"));
  CHECK(rows_of(result.out) == rows_up_to(2));
  const std::string verdict = verdict_of(result.out);
  CHECK(verdict.starts_with("VIOLATED: election_safety in 2 steps"));
  CHECK(has(verdict, "guards off: wait_for_quorum;"));
}

TEST_CASE("cli: the write-up's fix is convicted in six steps") {
  const ProgramResult result = run_line("check write-up-fix");
  CHECK(result.exit_status == 1);
  CHECK(has(result.out, "election_safety is violated in 6 steps"));
  CHECK(rows_of(result.out) == rows_up_to(6));
  const std::string verdict = verdict_of(result.out);
  CHECK(verdict.starts_with("VIOLATED: election_safety in 6 steps"));
  CHECK(has(verdict, "guards off: clear_votes, recheck_before_leading, step_down_on_higher_term;"));
}

TEST_CASE("cli: the verdict names every bound within which it holds") {
  const ProgramResult result = run_line("check raft --servers 2 --max-term 1");
  CHECK(result.exit_status == 0);
  CHECK(verdict_of(result.out) ==
        "HOLDS: election_safety, leader_has_quorum, term_monotonic, vote_once, leader_elected\n"
        "  within servers 2, max_term 1, max_crashes 0, max_cuts 0; network duplicating; "
        "timeouts any; all guards on; reductions dead-parts, facts, symmetry; storage exact\n");
  const ProgramResult other = run_line(
      "check --servers 2 --max-term 1 --set max_crashes=2 --set max_cuts=1 --set cut=links "
      "--set cut_messages=held --set network=at-most-once --set timeouts=suspect "
      "--set guards.quorum=half --set guards.persist_vote=false --property none --no-reduction "
      "--quiet");
  CHECK(other.exit_status == 0);
  CHECK(other.out ==
        "HOLDS, vacuously: no property was checked, every state was visited\n"
        "  within servers 2, max_term 1, max_crashes 2, max_cuts 1; network at-most-once, "
        "cut links, cut_messages held; timeouts suspect; guards off: quorum half, persist_vote; "
        "reductions none; storage exact\n");
}

TEST_CASE("cli: correct Raft may have two leaders at once, in different terms") {
  const ProgramResult result = run_line("check raft --property single_leader");
  CHECK(result.exit_status == 1);
  CHECK(rows_of(result.out) == rows_up_to(6));
  CHECK(verdict_of(result.out).starts_with("VIOLATED: single_leader in 6 steps\n"));

  const auto json = check_json("raft --property single_leader");
  REQUIRE(json.at("properties").size() == 1);
  const auto& steps = json.at("properties")[0].at("trace").at("steps");
  REQUIRE(steps.size() == 6);
  std::vector<int> terms;
  for (const auto& server : steps.back().at("state").at("servers")) {
    if (server.at("role") == "leader" && server.at("up") == true) terms.push_back(server["term"]);
  }
  REQUIRE(terms.size() == 2);
  CHECK(terms[0] != terms[1]);
}

TEST_CASE("cli: without a property the whole space is explored and counted") {
  const ProgramResult result = run_line("check --servers 2 --property none --no-reduction");
  CHECK(result.exit_status == 0);
  CHECK(has(result.out, "states      267 distinct, 1,604 generated, depth 10\n"));
  CHECK(verdict_of(result.out).starts_with("HOLDS, vacuously: no property was checked"));
  CHECK(rows_of(result.out).empty());
  // A broken variant is not stopped either.
  const auto json = check_json("vote-twice --property none");
  CHECK(json.at("verdict") == "holds");
  CHECK(json.at("stop") == "exhausted");
  CHECK(json.at("properties").empty());
}

TEST_CASE("cli: --continue finds the shortest violation of each property and explores all") {
  for (const std::string variant : {"vote-twice", "forget-vote", "count-denials"}) {
    CAPTURE(variant);
    const auto all = check_json(variant + " --continue");
    CHECK(run_line("check " + variant + " --continue").exit_status == 1);
    CHECK(all.at("verdict") == "violated");
    CHECK(all.at("stop") == "exhausted");
    const auto counted = check_json(variant + " --property none");
    CHECK(all.at("distinct") == counted.at("distinct"));
    CHECK(all.at("generated") == counted.at("generated"));
    CHECK(all.at("depth") == counted.at("depth"));
    int violated = 0;
    for (const auto& property : all.at("properties")) {
      const auto alone = check_json(variant + " --property " + std::string(property.at("name")));
      CHECK(property.at("verdict") == alone.at("properties")[0].at("verdict"));
      CHECK(property.at("length") == alone.at("properties")[0].at("length"));
      violated += property.at("verdict") == "violated" ? 1 : 0;
    }
    CHECK(violated >= 2);
    // Without it, the search ends with the level of the first violation.
    const auto stopped = check_json(variant);
    CHECK(stopped.at("stop") == "violation");
    CHECK(stopped.at("distinct") < counted.at("distinct"));
    CHECK(property_in(stopped, "election_safety").at("length") ==
          property_in(all, "election_safety").at("length"));
  }
}

TEST_CASE("cli: --quiet leaves nothing but the verdict") {
  for (const std::string& line :
       std::vector<std::string>{"check split-brain", "check raft --servers 2"}) {
    CAPTURE(line);
    const ProgramResult loud = run_line(line);
    const ProgramResult quiet = run_line(line + " --quiet");
    CHECK(quiet.err.empty());
    CHECK(lines_of(quiet.out).size() == 2);
    CHECK(quiet.out == verdict_of(loud.out));
    CHECK(quiet.exit_status == loud.exit_status);
  }
}

TEST_CASE("cli: with --json - standard output is JSON and the report goes beside it") {
  for (const std::string& line :
       std::vector<std::string>{"check split-brain", "check raft --servers 2"}) {
    CAPTURE(line);
    const ProgramResult plain = run_line(line);
    const ProgramResult result = run_line(line + " --json -");
    CHECK(parse_json(result.out).is_object());
    CHECK(result.out.starts_with("{"));
    CHECK(result.out.ends_with("}\n"));
    CHECK(verdict_of(result.err) == verdict_of(plain.out));
    CHECK(has(result.err, "properties\n"));
    CHECK(result.exit_status == plain.exit_status);
  }
}

TEST_CASE("cli: the real program says and returns the same as the one in this process") {
  for (const std::string& line :
       std::vector<std::string>{"check split-brain --quiet", "list", "check --servers 2 --quiet"}) {
    CAPTURE(line);
    const ProgramResult inside = run_line(line);
    const ProgramResult real = run_scrutineer(line);
    CHECK(real.out == inside.out);
    CHECK(real.err == inside.err);
    CHECK(real.exit_status == inside.exit_status);
  }
}

TEST_CASE("cli: every verdict has its own exit status") {
  CHECK(cli::exit_status_of(Verdict::holds) == 0);
  CHECK(cli::exit_status_of(Verdict::violated) == 1);
  CHECK(cli::exit_status_of(Verdict::incomplete) == 2);
  CHECK(cli::exit_status_of(Verdict::expectation_not_met) == 3);
}

TEST_CASE("cli: the target may stand before or after the options") {
  const ProgramResult first = run_line("check split-brain --servers 2 --quiet");
  CHECK(first.exit_status == 1);
  CHECK(run_line("check --servers 2 --quiet split-brain").out == first.out);
  CHECK(run_line("check --quiet --servers=2 split-brain").out == first.out);
  CHECK(run_line("check --quiet --set servers=2 split-brain").out == first.out);
}

}  // namespace scrutineer::test
