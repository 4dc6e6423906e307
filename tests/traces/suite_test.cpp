// Suites in the library: what is expected against what is found, remarks, fingerprints, baseline.
#include <doctest/doctest.h>

#include <atomic>
#include <numeric>

#include "tests/traces/suite_results.h"
#include "traces/suite/comparison.h"
#include "traces/suite/fingerprint.h"

namespace scrutineer::test {
namespace {

using raft::RunStatus;

raft::RunResult result_of(const raft::SuiteRun& run, const raft::SuiteOptions& options = {}) {
  return report_on({run}, options).results.at(0);
}

raft::Expectation property(const std::string& name, PropertyVerdict verdict,
                           std::optional<std::uint64_t> length = std::nullopt) {
  raft::Expectation expectation;
  expectation.properties.push_back({name, verdict, length});
  return expectation;
}

raft::Expectation only_verdict(Verdict verdict) {
  raft::Expectation expectation;
  expectation.verdict = verdict;
  return expectation;
}

bool has_remark(const raft::RunResult& result, const std::string& subject) {
  for (const raft::Remark& remark : result.remarks) {
    if (remark.subject == subject) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("suite: a run without an expectation must hold") {
  CHECK(result_of(run_of("raft")).status == RunStatus::passed);
  const auto broken = result_of(run_of("split-brain"));
  CHECK(broken.status == RunStatus::failed);
  CHECK(broken.reason ==
        "the verdict is violated: election_safety in 2 steps, leader_has_quorum in 1 step, "
        "expected holds");
}

TEST_CASE("suite: a run that must fail passes when it fails, and fails when it holds") {
  const auto violated = only_verdict(Verdict::violated);
  CHECK(result_of(expecting(run_of("vote-twice"), violated)).status == RunStatus::passed);
  const auto held = result_of(expecting(run_of("raft"), violated));
  CHECK(held.status == RunStatus::failed);
  CHECK(held.reason == "the verdict is holds, expected violated");
}

TEST_CASE("suite: verdict and length of a property are compared") {
  const auto twice = [](const raft::Expectation& expectation) {
    return result_of(expecting(run_of("vote-twice"), expectation));
  };
  const auto violated = PropertyVerdict::violated;
  CHECK(twice(property("election_safety", violated)).status == RunStatus::passed);
  CHECK(twice(property("election_safety", violated, 6)).status == RunStatus::passed);
  CHECK(twice(property("election_safety", violated, 5)).reason ==
        "election_safety is violated in 6 steps, expected violated in 5 steps");
  CHECK(twice(property("election_safety", PropertyVerdict::holds)).status == RunStatus::failed);
  // The search ends at the violation; what it leaves open is neither right nor wrong.
  auto open = property("election_safety", violated);
  open.properties.push_back({"term_monotonic", PropertyVerdict::holds, std::nullopt});
  CHECK(twice(open).status == RunStatus::undecided);
}

TEST_CASE("suite: a violation that ends the search must be expected by its name") {
  auto run = run_of("raft");
  run.properties =
      raft::choose_properties(std::vector<std::string>{"election_safety", "single_leader"});
  run.continue_after_violation = true;
  CHECK(result_of(expecting(run, property("single_leader", PropertyVerdict::violated))).status ==
        RunStatus::passed);
  auto twice = run_of("vote-twice");
  twice.properties =
      raft::choose_properties(std::vector<std::string>{"election_safety", "vote_once"});
  twice.continue_after_violation = true;
  const auto half = result_of(expecting(twice, property("vote_once", PropertyVerdict::violated)));
  CHECK(half.status == RunStatus::failed);
  CHECK(half.reason == "election_safety violated too, which is not expected");
}

TEST_CASE("suite: counts and depth are compared exactly") {
  const auto with = [](auto member, std::uint64_t count) {
    raft::Expectation expectation;
    expectation.*member = count;
    return result_of(expecting(run_of("raft"), expectation));
  };
  CHECK(with(&raft::Expectation::distinct, 161).status == RunStatus::passed);
  CHECK(with(&raft::Expectation::generated, 862).status == RunStatus::passed);
  CHECK(with(&raft::Expectation::depth, 10).status == RunStatus::passed);
  CHECK(with(&raft::Expectation::distinct, 160).reason == "distinct is 161, expected 160");
  CHECK(with(&raft::Expectation::generated, 863).status == RunStatus::failed);
  CHECK(with(&raft::Expectation::depth, 9).status == RunStatus::failed);
}

TEST_CASE("suite: a budget that is used up never passes, unless that is what is expected") {
  auto run = run_of("raft");
  run.budget.states_max = 100;
  auto result = result_of(run);
  CHECK(result.status == RunStatus::undecided);
  CHECK(result.reason == "the budget of 100 states was used up");
  CHECK(result.outcome->distinct == 100);
  CHECK(result_of(expecting(run, only_verdict(Verdict::incomplete))).status == RunStatus::passed);
  // Too many states refute a count even so; too few say nothing, and neither do as many.
  raft::Expectation count;
  count.distinct = 99;
  CHECK(result_of(expecting(run, count)).status == RunStatus::failed);
  count.distinct = 100;
  CHECK(result_of(expecting(run, count)).status == RunStatus::undecided);
  // A violation that was found is one, and yet the run did not keep its budget.
  auto companion = expecting(run_of("forget-vote"), only_verdict(Verdict::violated));
  companion.budget.states_max = 60;
  result = result_of(companion);
  CHECK(result.outcome->verdict == Verdict::violated);
  CHECK(result.status == RunStatus::undecided);

  run = run_of("raft");
  run.settings.servers = 5;
  run.settings.max_term = 3;
  run.budget.time_max = std::chrono::milliseconds(20);
  CHECK(result_of(run).reason == "the time budget of 0.02 s was used up");
  run.budget = {};
  run.budget.memory_bytes_max = 1 << 20;
  CHECK(result_of(run).reason == "the memory budget of 1.0 MiB was used up");
}

TEST_CASE("suite: after the deadline runs are not decided, one by one") {
  raft::SuiteOptions options;
  options.deadline = std::chrono::milliseconds(0);
  for (const auto& result : report_on({run_of("raft"), run_of("vote-twice")}, options).results) {
    CHECK(result.status == RunStatus::undecided);
    CHECK(result.reason == "the deadline came before it was begun");
    CHECK_FALSE(result.outcome);
  }
  options.deadline = std::chrono::milliseconds(300);
  auto large = run_of("raft", "large");
  large.settings.servers = 7;
  large.settings.max_term = 3;
  auto expected = expecting(large, only_verdict(Verdict::incomplete));
  const auto results = report_on({run_of("raft"), large, expected}, options).results;
  CHECK(results[0].status == RunStatus::passed);
  CHECK(results[1].status == RunStatus::undecided);
  CHECK(results[1].reason == "the deadline came before its end");
  CHECK(results[2].status == RunStatus::undecided);
}

TEST_CASE("suite: an interruption leaves every run with a verdict of its own") {
  std::atomic<bool> stop{false};
  raft::SuiteOptions options;
  options.stop_requested = &stop;
  options.threads = 1;
  options.on_result = [&](const raft::SuiteRun&, const raft::RunResult&) { stop = true; };
  const auto results =
      report_on({run_of("raft"), run_of("raft", "second"), run_of("raft", "third")}, options)
          .results;
  CHECK(results[0].status == RunStatus::passed);
  CHECK(results[1].reason == "interrupted before it was begun");
  CHECK(results[2].reason == "interrupted before it was begun");
}

TEST_CASE("suite: a fault of the program is told of its run, and the others go on") {
  raft::SuiteOptions options;
  options.recall = [](const raft::SuiteRun& run, const auto&) -> std::optional<raft::RaftOutcome> {
    if (run.name == "second") throw std::logic_error("a fault");
    return std::nullopt;
  };
  const auto report =
      report_on({run_of("raft"), run_of("raft", "second"), run_of("raft", "c")}, options);
  CHECK(report.results[0].status == RunStatus::passed);
  CHECK(report.results[1].status == RunStatus::error);
  CHECK(report.results[1].reason == "a fault");
  CHECK(report.results[2].status == RunStatus::passed);
  CHECK(raft::worst_status(report) == RunStatus::error);
}

TEST_CASE("suite: large runs are searched again by all threads, with the same answer") {
  raft::SuiteOptions small;
  small.small_states = 10;
  small.threads = 2;
  std::vector<std::string> told;
  small.on_result = [&](const raft::SuiteRun& run, const auto&) { told.push_back(run.name); };
  const auto again = mixed_report(small);
  const auto once = mixed_report();
  CHECK(told == std::vector<std::string>{"raft", "must fail", "bug <&\"'>", "wrong count",
                                         "tight/servers=5"});
  for (std::size_t k = 0; k < once.results.size(); ++k) {
    CHECK(again.results[k].status == once.results[k].status);
    CHECK(again.results[k].reason == once.results[k].reason);
    CHECK(again.results[k].outcome->generated == once.results[k].outcome->generated);
  }
}

TEST_CASE("suite: --only takes a part of a name, with * and ?") {
  raft::Suite suite;
  for (const char* name : {"raft/servers=2", "raft/servers=3", "vote-twice"}) {
    suite.runs.push_back(run_of("raft", name));
  }
  const auto count = [&](const std::string& pattern) {
    return raft::only(suite, pattern).runs.size();
  };
  CHECK(count("raft") == 2);
  CHECK(count("servers=3") == 1);
  CHECK(count("r*t/s*2") == 1);
  CHECK(count("servers=?") == 2);
  CHECK(count("t") == 3);
  CHECK(count("*") == 3);
  CHECK(count("t*t") == 1);
  CHECK(count("raft?") == 2);
  CHECK(count("raft/servers=4") == 0);
  CHECK(count("vote-twice?") == 0);
}

TEST_CASE("suite: witnesses never change the verdict of the properties") {
  for (const raft::Variant& variant : raft::variants()) {
    const std::string name(variant.name);
    auto run = run_of(name);
    run.settings.max_term = std::min(run.settings.max_term, 2);
    CheckOptions options;
    auto with = raft::check(run.settings, run.properties, options);
    (void)raft::take_witnesses(with, run.properties);
    auto choice = run.properties;
    choice.witnesses.clear();
    const auto without = raft::check(run.settings, choice, options);
    CAPTURE(name);
    CHECK(with.verdict == without.verdict);
    CHECK(with.distinct == without.distinct);
    CHECK(with.generated == without.generated);
    CHECK(with.properties.size() == without.properties.size());
  }
  // A witness that is not there is none of the verdict's business; a property's own is.
  auto lonely = run_of("raft");
  lonely.settings.max_crashes = 0;
  lonely.settings.servers = 1;
  auto outcome = raft::check(lonely.settings, lonely.properties, {});
  CHECK(outcome.verdict == Verdict::expectation_not_met);
  const auto witnesses = raft::take_witnesses(outcome, lonely.properties);
  CHECK(outcome.verdict == Verdict::holds);
  CHECK(witnesses.size() == raft::witness_texts().size());
}

TEST_CASE("suite: a bound on terms that cuts behaviour is always remarked") {
  auto run = run_of("raft");
  auto result = result_of(run);
  CHECK(result.status == RunStatus::passed);
  REQUIRE(result.remarks.size() == 1);
  CHECK(result.remarks[0].text ==
        "max_term 2 cuts behaviour: it alone forbids a timeout, first after 2 steps");
  raft::SuiteOptions strict;
  strict.is_strict = true;
  result = result_of(run, strict);
  CHECK(result.status == RunStatus::failed);
  CHECK(result.reason.starts_with("strict: max_term 2 cuts"));
  run.allowed = {"max_term"};
  CHECK(result_of(run, strict).status == RunStatus::passed);
  // A single server that leads has no timeout left: nothing is cut.
  run = run_of("raft");
  run.settings.servers = 1;
  CHECK_FALSE(has_remark(result_of(run), "max_term"));
  // A trusting server waits for its leader, whatever the bound; a term later it is cut all the
  // same.
  run = run_of("split-brain");
  run.settings.max_term = 1;
  run.settings.timeouts = raft::Timeouts::suspect;
  run.continue_after_violation = true;
  CHECK(has_remark(result_of(run), "max_term") == false);
}

TEST_CASE("suite: a property that has nothing to judge is never exercised") {
  auto run = run_of("raft");
  run.settings.servers = 1;
  const auto alone = result_of(run);
  CHECK(has_remark(alone, "vote_once"));
  CHECK_FALSE(has_remark(alone, "election_safety"));
  CHECK_FALSE(has_remark(result_of(run_of("raft")), "vote_once"));
}

TEST_CASE("suite: a witness that is never reached fails, unless it is expected") {
  auto run = run_of("raft");
  run.settings.servers = 3;
  run.settings.max_term = 1;
  run.settings.guards.quorum = raft::QuorumRule::majority;
  run.settings.max_cuts = 0;
  CHECK(result_of(run).outcome->verdict == Verdict::holds);
  raft::RaftOutcome outcome = *result_of(run).outcome;
  outcome.properties.back().verdict = PropertyVerdict::expectation_not_met;
  outcome.verdict = Verdict::expectation_not_met;
  const auto remarks = raft::remarks_on(run, {}, outcome, {});
  CHECK(remarks.back().text == "leader_elected was never reached");
  CHECK_FALSE(remarks.back().is_allowed);
  CHECK(raft::compare({}, outcome).at(0).status == RunStatus::failed);
  run.expectation = property("leader_elected", PropertyVerdict::expectation_not_met);
  CHECK(raft::remarks_on(run, {}, outcome, {}).back().is_allowed);
  CHECK(raft::compare(run.expectation, outcome).at(0).status == RunStatus::passed);
}

TEST_CASE("suite: an action that reductions hide is sought without them before it is missed") {
  using raft::ActionKind;
  raft::Settings settings;
  CHECK(raft::seek_action(settings, ActionKind::receive_heartbeat_reject) == raft::Sought::found);
  settings.max_term = 1;
  CHECK(raft::seek_action(settings, ActionKind::receive_heartbeat_reject) ==
        raft::Sought::impossible);
  CHECK(raft::seek_action(settings, ActionKind::crash) == raft::Sought::impossible);
  settings.servers = 5;
  settings.max_term = 2;
  CHECK(raft::seek_action(settings, ActionKind::receive_heartbeat_reject) == raft::Sought::found);
  settings.max_term = 1;
  CHECK(raft::seek_action(settings, ActionKind::receive_heartbeat_reject) ==
        raft::Sought::not_found);

  auto run = run_of("raft");
  CHECK_FALSE(has_remark(result_of(run), "ReceiveHeartbeatReject"));
  run.settings.max_term = 1;
  CHECK(has_remark(result_of(run), "ReceiveHeartbeatReject"));
  // What the settings exclude is not missed, and neither is what an ended search did not come to.
  CHECK_FALSE(has_remark(result_of(run), "Crash"));
  CHECK_FALSE(has_remark(
      result_of(expecting(run_of("split-brain"), only_verdict(Verdict::violated))), "ReceiveVote"));
}

}  // namespace scrutineer::test
