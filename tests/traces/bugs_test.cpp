// Who a bug is (fingerprints), which bugs are known (baselines), and results that are kept.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "model/raft/setting_table.h"
#include "tests/traces/suite_results.h"
#include "traces/suite/fingerprint.h"
#include "traces/suite/outcome_record.h"

namespace scrutineer::test {
namespace {

using raft::BugStanding;
using raft::RunStatus;

Path<raft::ReadableModel> trace_of(const std::string& variant, const std::string& property) {
  const auto report = report_on({run_of(variant)});
  for (const auto& one : report.results[0].outcome->properties) {
    if (one.name == property) return *one.trace;
  }
  return {};
}

// The actions with servers renamed; states are of no interest to a slice.
Path<raft::ReadableModel> renamed(Path<raft::ReadableModel> path,
                                  const std::vector<raft::ServerId>& names) {
  const auto name = [&](std::uint8_t old) {
    return old == raft::no_server ? old : static_cast<std::uint8_t>(names.at(old - 1U));
  };
  for (auto& [action, state] : path.steps) {
    action.server = name(action.server);
    action.message.from = name(action.message.from);
    action.message.to = name(action.message.to);
  }
  return path;
}

raft::SuiteRun holding(const std::string& variant, std::string name = "") {
  return run_of(variant, std::move(name));
}

std::string baseline_text(const raft::SuiteReport& report) {
  return raft::Baseline().updated(report.suite, report.results);
}

}  // namespace

TEST_CASE("suite: a slice is the same under every renaming of the servers") {
  const raft::Settings settings;
  for (const char* variant :
       {"split-brain", "write-up-fix", "vote-twice", "obey-stale-heartbeats"}) {
    CAPTURE(variant);
    const auto path = trace_of(variant, "election_safety");
    const std::string slice = raft::canonical_slice(path, {}, settings);
    std::vector<raft::ServerId> names = {1, 2, 3};
    do {
      CHECK(raft::canonical_slice(renamed(path, names), {}, settings) == slice);
    } while (std::next_permutation(names.begin(), names.end()));
  }
}

TEST_CASE("suite: a slice leaves out what is not needed, and keeps what tells bugs apart") {
  const raft::Settings settings;
  const auto path = trace_of("split-brain", "election_safety");
  CHECK(raft::canonical_slice(path, {}, settings) == "Timeout n1\nTimeout n2\n");
  CHECK(raft::canonical_slice(path, {false, true}, settings) == "Timeout n1\n");
  CHECK(raft::canonical_slice(path, {false, false}, settings).empty());
  const auto twice = raft::canonical_slice(trace_of("vote-twice", "election_safety"), {}, settings);
  const auto denied =
      raft::canonical_slice(trace_of("count-denials", "election_safety"), {}, settings);
  CHECK(twice != denied);
  CHECK(raft::fingerprint("a", twice) != raft::fingerprint("a", denied));
  CHECK(raft::fingerprint("a", twice) != raft::fingerprint("b", twice));
}

TEST_CASE("suite: links of a partition are part of a slice, under renamings too") {
  raft::Settings settings;
  settings.max_cuts = 1;
  Path<raft::ReadableModel> path;
  raft::Action cut;
  cut.kind = raft::ActionKind::partition;
  for (const auto& [from, to] : std::vector<std::pair<int, int>>{{1, 3}, {3, 1}, {2, 3}, {3, 2}}) {
    cut.links.insert(from, to);
  }
  path.steps.emplace_back(cut, raft::State{});
  CHECK(raft::canonical_slice(path, {}, settings) == "Partition n1/n2 n1/n3 n2/n1 n3/n1\n");
}

TEST_CASE("suite: one bug is one fingerprint within all bounds that show it the same way") {
  std::set<std::string> fingerprints;
  for (const int servers : {2, 3, 4, 5}) {
    for (const int max_term : {1, 2}) {
      auto run = run_of("split-brain");
      run.settings.servers = servers;
      run.settings.max_term = max_term;
      const auto result = report_on({run}).results.at(0);
      REQUIRE(!result.bugs.empty());
      fingerprints.insert(result.bugs[0].fingerprint);
    }
  }
  CHECK(fingerprints.size() == 1);
}

TEST_CASE("suite: a bug of the baseline is known and fails nothing") {
  const auto first = report_on({holding("split-brain")});
  CHECK(first.results[0].status == RunStatus::failed);
  const raft::Baseline baseline(baseline_text(first));
  REQUIRE(baseline.entries().size() == 2);  // with the companion
  CHECK(baseline.entries()[0].slice == "Timeout n1 | Timeout n2");
  raft::SuiteOptions options;
  options.baseline = &baseline;
  const auto second = report_on({holding("split-brain"), holding("vote-twice")}, options);
  CHECK(second.results[0].status == RunStatus::known);
  CHECK(second.results[0].bugs.at(0).standing == BugStanding::known);
  CHECK(second.results[1].status == RunStatus::failed);
  CHECK(second.results[1].bugs.at(0).standing == BugStanding::fresh);
  CHECK(second.fixed.empty());
  // The same bug in another run is the same bug; a wrong count beside it is not forgiven.
  auto counted = holding("split-brain", "elsewhere");
  counted.expectation.distinct = 4;
  const auto third = report_on({holding("split-brain", "other"), counted}, options);
  CHECK(third.results[0].status == RunStatus::known);
  CHECK(third.results[1].status == RunStatus::failed);
  CHECK(third.results[1].reason == "distinct is 5, expected 4");
}

TEST_CASE("suite: a bug is fixed where its run now holds, and nowhere else") {
  const raft::Baseline baseline(baseline_text(report_on({holding("split-brain", "x")})));
  raft::SuiteOptions options;
  options.baseline = &baseline;
  CHECK(report_on({holding("raft", "x")}, options).fixed.size() == 2);
  CHECK(report_on({holding("raft", "y")}, options).fixed.empty());        // took no part
  CHECK(report_on({holding("vote-twice", "x")}, options).fixed.empty());  // may hide it
  auto cut = holding("raft", "x");
  cut.budget.states_max = 10;
  CHECK(report_on({cut}, options).fixed.empty());  // not decided

  // What is written then: found bugs in, bugs gone out, what was not asked about as it was.
  const auto written = [&](std::vector<raft::SuiteRun> runs) {
    const auto report = report_on(std::move(runs), options);
    return raft::Baseline(baseline.updated(report.suite, report.results)).entries();
  };
  CHECK(written({holding("raft", "x")}).empty());
  CHECK(written({holding("raft", "y")}) == baseline.entries());
  CHECK(written({holding("split-brain", "x")}) == baseline.entries());
  CHECK(written({cut}) == baseline.entries());
  CHECK(written({holding("split-brain", "y")}).size() == 4);
}

TEST_CASE("suite: a baseline is read as it is written, and refused with the line otherwise") {
  const raft::Baseline baseline("# a comment\n\na-1\trun\tTimeout n1\nb-2\tother\t");
  REQUIRE(baseline.entries().size() == 2);
  CHECK(baseline.entries()[0] == raft::BaselineEntry{"a-1", "run", "Timeout n1"});
  CHECK(baseline.has("b-2"));
  CHECK_FALSE(baseline.has("b"));
  CHECK_THROWS_WITH_AS(raft::Baseline("a\tb\tc\nno tabs\n"),
                       "line 2: accepted: a fingerprint, a run and its steps, separated by tabs",
                       raft::NotABaseline);
}

TEST_CASE("suite: a kept outcome is the outcome that was found") {
  for (const char* variant : {"raft", "split-brain", "forget-vote", "obey-stale-heartbeats"}) {
    CAPTURE(variant);
    const auto run = run_of(variant);
    const auto plan = raft::plan_check(run.settings, run.properties, run.reductions);
    const auto found = raft::check(run.settings, run.properties, {}, plan.in_force);
    const std::string key = raft::record_key("scrutineer 1", run, plan.in_force);
    const std::string record = raft::outcome_record(key, run, found);
    const auto kept = raft::read_outcome_record(record, key, run);
    CHECK(kept.verdict == found.verdict);
    CHECK(kept.stop == found.stop);
    CHECK(kept.distinct == found.distinct);
    CHECK(kept.generated == found.generated);
    CHECK(kept.expanded == found.expanded);
    CHECK(kept.depth == found.depth);
    CHECK(kept.actions == found.actions);
    REQUIRE(kept.properties.size() == found.properties.size());
    for (std::size_t p = 0; p < found.properties.size(); ++p) {
      const auto& one = found.properties[p];
      CHECK(kept.properties[p].name == one.name);
      CHECK(kept.properties[p].verdict == one.verdict);
      CHECK(kept.properties[p].stops_search == one.stops_search);
      REQUIRE(kept.properties[p].trace.has_value() == one.trace.has_value());
      if (one.trace) CHECK(kept.properties[p].trace->steps == one.trace->steps);
    }
    CHECK(raft::outcome_record(key, run, kept) == record);
  }
}

TEST_CASE("suite: a damaged record is refused, whichever byte is damaged") {
  const auto run = run_of("split-brain");
  const std::string key = raft::record_key("scrutineer 1", run, {});
  const std::string record =
      raft::outcome_record(key, run, raft::check(run.settings, run.properties, {}));
  CHECK_NOTHROW((void)raft::read_outcome_record(record, key, run));
  for (std::size_t k = 0; k < record.size(); ++k) {
    std::string damaged = record;
    damaged[k] = static_cast<char>(damaged[k] ^ 1);
    CHECK_THROWS_AS((void)raft::read_outcome_record(damaged, key, run), raft::NotARecord);
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{10}, record.size() - 1}) {
    CHECK_THROWS_AS((void)raft::read_outcome_record(record.substr(0, length), key, run),
                    raft::NotARecord);
  }
}

// With the right checksum: a record must not be believed what it cannot show.
TEST_CASE("suite: a record that lies about a violation is refused by the judge") {
  const auto run = run_of("split-brain");
  const std::string key = raft::record_key("scrutineer 1", run, {});
  const std::string record =
      raft::outcome_record(key, run, raft::check(run.settings, run.properties, {}));
  const std::string body = record.substr(record.find('\n') + 1);
  const auto forged = [&](const std::string& from, const std::string& to) {
    std::string text = body;
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
    return fmt::format("scrutineer-result 1 {:016x}\n{}", raft::text_hash(text), text);
  };
  CHECK_NOTHROW((void)raft::read_outcome_record(forged("Timeout(n1)", "Timeout(n1)"), key, run));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"Timeout(n1)\",\"Timeout(n2)\"", "\"Timeout(n1)\""},
           {"Timeout(n2)", "Timeout(n9)"},
           {"\"name\":\"election_safety\"", "\"name\":\"single_leader\""},
           {"\"stop\":1", "\"stop\":4"},
           {"\"verdict\":1", "\"verdict\":7"},
           {"scrutineer 1", "scrutineer 2"},
           {"\"depth\":2", "\"depth\":\"2\""}}) {
    CAPTURE(to);
    CHECK_THROWS_AS((void)raft::read_outcome_record(forged(from, to), key, run), raft::NotARecord);
  }
}

TEST_CASE("suite: the key of a record changes with everything that the outcome depends on") {
  const auto run = run_of("raft");
  std::set<std::string> keys = {raft::record_key("a", run, {}), raft::record_key("b", run, {}),
                                raft::record_key("a", run, raft::every_reduction)};
  CHECK(keys.size() == 3);
  for (const raft::Setting& setting : raft::setting_table()) {
    auto other = run;
    const int value = setting.get(run.settings);
    setting.set(other.settings, value == setting.max ? setting.min : value + 1);
    CHECK(keys.insert(raft::record_key("a", other, {})).second);
  }
  auto other = run;
  other.properties = raft::choose_properties(std::vector<std::string>{"election_safety"});
  CHECK(keys.insert(raft::record_key("a", other, {})).second);
  other.continue_after_violation = true;
  CHECK(keys.insert(raft::record_key("a", other, {})).second);
  other.properties.companions_stop = false;
  CHECK(keys.insert(raft::record_key("a", other, {})).second);
  // Limits, names and expectations are no part of it.
  other = run;
  other.name = "another";
  other.budget.states_max = 5;
  other.expectation.distinct = 5;
  CHECK_FALSE(keys.insert(raft::record_key("a", other, {})).second);
}

TEST_CASE("suite: only what ended by itself is kept, and what is kept is not searched") {
  std::vector<std::string> kept;
  raft::SuiteOptions options;
  options.keep = [&](const raft::SuiteRun& run, const auto&, const auto&) {
    kept.push_back(run.name);
  };
  options.threads = 1;
  const auto report = mixed_report(options);
  CHECK(kept == std::vector<std::string>{"raft", "must fail", "bug <&\"'>", "wrong count"});
  kept.clear();
  options.recall = [&](const raft::SuiteRun& run, const raft::ReductionPlan& plan) {
    return std::optional(raft::check(run.settings, run.properties, {}, plan.in_force));
  };
  const auto again = report_on({run_of("raft")}, options);
  CHECK(kept.empty());
  CHECK(again.results[0].is_cached);
  CHECK(again.results[0].status == RunStatus::passed);
  CHECK_FALSE(report.results[0].is_cached);
}

}  // namespace scrutineer::test
