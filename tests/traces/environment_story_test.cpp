// What stands around the election is told in lanes, messages and remarks, in every format.
#include "traces/environment_story.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/configurations.h"
#include "traces/formats/format_list.h"
#include "traces/raft_check.h"
#include "traces/raft_report.h"
#include "traces/raft_story.h"

namespace scrutineer::test {
namespace {

Story story_around(const std::string& settings, const std::string& property) {
  const raft::Settings parsed = settings_of(settings);
  const auto properties = raft::choose_properties(std::vector<std::string>{property});
  const auto plan = raft::plan_check(parsed, properties, raft::every_reduction);
  raft::ReportSubject subject;
  subject.variant = "raft";
  subject.settings = parsed;
  auto told =
      raft::told_counterexamples(subject, raft::check(parsed, properties, {}, plan.in_force));
  REQUIRE(told.size() == 1);
  return std::move(told.front());
}

const char* const lease_and_store =
    "servers=2 mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=expiring";

std::vector<std::string> lane_names(const Story& story) {
  std::vector<std::string> names;
  for (const Lane& lane : story.lanes) names.push_back(lane.name);
  return names;
}

bool has_remark(const Story& story, const std::string& text) {
  return std::any_of(story.moments.begin(), story.moments.end(), [&](const Moment& moment) {
    return std::find(moment.remarks.begin(), moment.remarks.end(), text) != moment.remarks.end();
  });
}

}  // namespace

TEST_CASE("environment: lanes are there for what the settings give something to do") {
  using Names = std::vector<std::string>;
  const auto names = [](const std::string& settings) {
    std::vector<std::string> all;
    for (const Lane& lane : raft::lanes_of(settings_of(settings))) all.push_back(lane.name);
    return all;
  };
  CHECK(names("servers=2") == Names{"n1", "n2"});
  CHECK(names("servers=2 mitigations.leases=true") == Names{"n1", "n2", "lock"});
  CHECK(names("servers=2 mitigations.max_writes=1") == Names{"n1", "n2", "store"});
  CHECK(names("servers=1 mitigations.max_repairs=1") == Names{"n1", "operator"});
  CHECK(names(std::string(lease_and_store) + " mitigations.max_removals=1") ==
        Names{"n1", "n2", "lock", "store", "operator"});
}

TEST_CASE("environment: answers and writes are messages from and to the lanes around") {
  const Story story = story_around(lease_and_store, "no_stale_write");
  CHECK(lane_names(story) == std::vector<std::string>{"n1", "n2", "lock", "store"});
  std::size_t answers = 0;
  std::size_t writes = 0;
  for (const Transit& transit : story.transits) {
    if (transit.from == 2) ++answers;
    if (transit.to == 3) ++writes;
    if (transit.from == 2 || transit.to == 3) CHECK(transit.delivered.size() == 1);
  }
  CHECK(answers == 2);
  CHECK(writes == 2);
  for (std::size_t k = 1; k < story.moments.size(); ++k) {
    const Moment& moment = story.moments[k];
    if (moment.action_kind == "Acquire") CHECK(moment.actor == 2);
    if (moment.action_kind == "ReceiveWrite") CHECK(moment.actor == 3);
    if (moment.action_kind == "Tick") CHECK_FALSE(moment.actor.has_value());
    for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
      CHECK(moment.lanes[lane].fields.size() == story.lanes[lane].fields.size());
    }
  }
  CHECK(story.moments.back().lanes[3].text == "saw #2, stale");
}

TEST_CASE("environment: remarks say what the store, the operator and the clocks did") {
  const Story stale = story_around(lease_and_store, "no_stale_write");
  CHECK(std::any_of(stale.moments.back().remarks.begin(), stale.moments.back().remarks.end(),
                    [](const std::string& remark) {
                      return remark.starts_with(
                                 "the store takes write 0 of n1, marked #1 (its "
                                 "token has ") &&
                             remark.ends_with("after #2  <- stale");
                    }));
  const Story repair = story_around("servers=3 mitigations.max_repairs=1", "repair_keeps_newest");
  CHECK(has_remark(repair,
                   "the operator keeps n1 of term 1 and stops n2 of term 2  <- a newer leader"));
  const Story removal =
      story_around("servers=3 max_term=1 mitigations.max_removals=2", "election_safety");
  CHECK(has_remark(removal, "the operator tells n3 that n1 is gone"));
  const Story drift =
      story_around("servers=3 mitigations.leases=true mitigations.max_drift=1", "lease_exclusive");
  CHECK(has_remark(drift, "the clock of n1 misses this tick"));
  CHECK(has_remark(drift, "lease #1 of n1 ends at the lock service"));
}

TEST_CASE("environment: an answer to a leader that is none any more is lost") {
  const raft::Settings settings = settings_of("servers=2 mitigations.leases=true");
  const raft::ReadableModel model(settings);
  Path<raft::ReadableModel> path{raft::initial_state(), {}};
  for (const char* wanted :
       {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)", "ReceiveVote(t1 n2>n1 granted)",
        "Acquire(n1)", "Timeout(n2)", "ReceiveRequestVote(t2 n2>n1)"}) {
    const raft::State before = path.steps.empty() ? path.initial : path.steps.back().second;
    bool is_found = false;
    model.for_each_successor(before, [&](const raft::Action& action, const raft::State& next) {
      if (is_found || model.describe(action) != wanted) return;
      is_found = true;
      path.steps.emplace_back(action, next);
    });
    CAPTURE(wanted);
    REQUIRE(is_found);
  }
  const Story story = raft::tell({"raft", "", settings, "none"}, path, {});
  const auto answer = std::find_if(story.transits.begin(), story.transits.end(),
                                   [](const Transit& one) { return one.label == "lease #1"; });
  REQUIRE(answer != story.transits.end());
  CHECK(answer->delivered.empty());
  CHECK(answer->lost == 6);
}

TEST_CASE("environment: every format tells every lane, and ITF has the variables around") {
  const Story story = story_around(lease_and_store, "no_stale_write");
  for (const TraceFormat& format : trace_formats()) {
    CAPTURE(format.name);
    const std::string text = format.render(story, {});
    if (format.name == "itf" || format.name == "tlc" || format.name == "json") {
      CHECK(text.find("ReceiveWrite") != std::string::npos);
      CHECK(text.find(format.name == "json" ? "token" : "tokenLeft") != std::string::npos);
    } else {
      CHECK(text.find("lock") != std::string::npos);
      CHECK(text.find("store") != std::string::npos);
    }
  }
}

}  // namespace scrutineer::test
