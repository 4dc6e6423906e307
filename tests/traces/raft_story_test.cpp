#include "traces/raft_story.h"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "tests/configurations.h"
#include "tests/traces/random_path.h"

namespace scrutineer::raft {
namespace {

Story told(const Settings& settings, const Path<ReadableModel>& path) {
  return tell({"raft", "", settings, "election_safety"}, path, {});
}

const Transit& transit_named(const Story& story, const std::string& text) {
  const auto found = std::find_if(story.transits.begin(), story.transits.end(),
                                  [&](const Transit& transit) { return transit.text == text; });
  REQUIRE_MESSAGE(found != story.transits.end(), text);
  return *found;
}

using Moments = std::vector<std::size_t>;

const State& state_at(const Path<ReadableModel>& path, std::size_t k) {
  return k == 0 ? path.initial : path.steps[k - 1].second;
}

// What a random behaviour's story says of messages, held to its states.
void check_messages(const Story& story, const Path<ReadableModel>& path, const Settings& settings) {
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    const Moment& moment = story.moments[k];
    std::set<std::string> told_messages;
    for (const std::size_t t : moment.in_flight) {
      told_messages.insert(story.transits.at(t).text);
      CHECK(story.transits[t].sent <= k);
    }
    std::set<std::string> messages;
    for (const Message& m : state_at(path, k).messages) messages.insert(describe(m));
    CHECK(told_messages == messages);
    CHECK(moment.in_flight.size() == messages.size());
    for (const std::size_t t : moment.delivered) {
      const Transit& transit = story.transits.at(t);
      CHECK(transit.to == moment.actor);
      CHECK(transit.sent < k);
      CHECK(moment.action.find(transit.text.substr(transit.text.find(' ') + 1)) !=
            std::string::npos);
    }
    CHECK((moment.action_kind.starts_with("Receive") ? 1U : 0U) == moment.delivered.size());
    for (const std::size_t t : moment.sent) CHECK(story.transits.at(t).from == moment.actor);
    for (const std::size_t t : moment.lost) {
      const std::pair<std::size_t, std::size_t> link(story.transits.at(t).from,
                                                     story.transits.at(t).to);
      CHECK(settings.cut_messages == CutMessages::lost);
      CHECK(std::count(moment.failed_links.begin(), moment.failed_links.end(), link) == 1);
    }
  }
}

// Every transit has exactly one end, and the moments tell the same as the transits.
void check_fates(const Story& story, const Settings& settings) {
  for (std::size_t t = 0; t < story.transits.size(); ++t) {
    const Transit& transit = story.transits[t];
    const bool is_consumed =
        settings.network == Network::at_most_once && !transit.delivered.empty();
    CHECK((transit.lost ? 1 : 0) + (transit.is_in_flight_at_end ? 1 : 0) + (is_consumed ? 1 : 0) ==
          1);
    if (settings.network == Network::at_most_once) CHECK(transit.delivered.size() <= 1);
    Moments sent;
    Moments delivered;
    for (std::size_t k = 0; k < story.moments.size(); ++k) {
      const Moment& moment = story.moments[k];
      if (std::count(moment.sent.begin(), moment.sent.end(), t) != 0) sent.push_back(k);
      if (std::count(moment.delivered.begin(), moment.delivered.end(), t) != 0) {
        delivered.push_back(k);
      }
    }
    Moments expected = {transit.sent};
    expected.insert(expected.end(), transit.resent.begin(), transit.resent.end());
    CHECK(sent == expected);
    CHECK(delivered == transit.delivered);
  }
}

TEST_CASE("story: messages and their fates agree with the states of random behaviours") {
  std::size_t lost = 0;
  std::size_t resent = 0;
  std::size_t delivered = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    Settings settings = test::random_settings(seed);
    settings.max_cuts = 2;
    const ReadableModel model(settings);
    const auto path = test::random_path(model, seed, 25);
    const Story story = told(settings, path);
    REQUIRE(story.moments.size() == path.steps.size() + 1);
    check_messages(story, path, settings);
    check_fates(story, settings);
    for (const Transit& transit : story.transits) {
      lost += transit.lost ? 1U : 0U;
      resent += transit.resent.size();
      delivered += transit.delivered.size();
    }
  }
  CHECK(lost > 100);
  CHECK(resent > 100);
  CHECK(delivered > 1000);
}

TEST_CASE("story: a message is lost at sending, lost by a cut, resent, or in flight at the end") {
  const Settings settings = test::settings_of("servers=3 max_term=1 max_cuts=1");
  const ReadableModel model(settings);
  const Story story =
      told(settings, test::path_of(model, {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)",
                                           "Partition({n1 n2} {n3})", "Timeout(n3)",
                                           "ReceiveVote(t1 n2>n1 granted)", "SendHeartbeats(n1)",
                                           "SendHeartbeats(n1)", "ReceiveHeartbeat(t1 n1>n2)",
                                           "ReceiveHeartbeat(t1 n1>n2)"}));
  const Transit& to_n3 = transit_named(story, "RequestVote t1 n1>n3");
  CHECK(to_n3.sent == 1);
  CHECK(to_n3.lost == 3);
  CHECK_FALSE(to_n3.is_in_flight_at_end);
  const Transit& from_n3 = transit_named(story, "RequestVote t1 n3>n1");
  CHECK(from_n3.sent == 4);
  CHECK(from_n3.lost == 4);
  const Transit& heartbeat = transit_named(story, "Heartbeat t1 n1>n2");
  CHECK(heartbeat.sent == 6);
  CHECK(heartbeat.resent == Moments{7});
  CHECK(heartbeat.delivered == Moments{8, 9});
  CHECK(heartbeat.is_in_flight_at_end);
  CHECK(heartbeat.label == "Heartbeat t1");
  const Transit& vote = transit_named(story, "Vote t1 n2>n1 granted");
  CHECK(vote.label == "Vote t1 granted");
  CHECK(vote.from == 1);
  CHECK(vote.to == 0);
  CHECK(story.moments[3].failed_links_text == "{n1 n2} {n3}");
  CHECK(story.moments[3].is_fault);
  CHECK_FALSE(story.moments[3].actor.has_value());
  CHECK(story.moments[5].remarks == std::vector<std::string>{"elected in term 1: n1"});
}

TEST_CASE("story: lanes tell role, term, vote and votes, and what changed") {
  const Settings settings = test::settings_of("servers=3 max_term=1 max_crashes=1");
  const ReadableModel model(settings);
  const Story story = told(settings, test::path_of(model, {"Timeout(n1)", "Crash(n1)"}));
  REQUIRE(story.lanes.size() == 3);
  CHECK(story.lanes[2].name == "n3");
  CHECK(story.moments[0].lanes[0].brief == "F t0");
  CHECK(story.moments[1].lanes[0].fields == std::vector<std::string>{"candidate", "1", "n1", "n1"});
  CHECK(story.moments[1].lanes[0].brief == "C t1 >n1 {n1}");
  CHECK(story.moments[1].lanes[0].text == "candidate t1 >n1 {n1}");
  CHECK(story.moments[1].lanes[0].is_changed);
  CHECK_FALSE(story.moments[1].lanes[1].is_changed);
  CHECK(story.moments[2].lanes[0].brief == "down t1 >n1");
  CHECK(story.moments[2].lanes[0].tone == "down");
  CHECK_FALSE(story.moments[2].lanes[0].is_up);
}

TEST_CASE("story: a counter of votes is told by its size only") {
  const Settings settings =
      test::settings_of("servers=5 max_term=1 guards.count_voters_once=false");
  const ReadableModel model(settings);
  const Story story = told(settings, test::path_of(model, {"Timeout(n3)"}));
  CHECK(story.moments[1].lanes[2].brief == "C t1 >n3 {1 vote}");
  CHECK(story.moments[1].lanes[2].fields[3] == "1 vote");
}

TEST_CASE("story: every property has its standing at every moment, that of the trace first") {
  const Settings settings = find_variant("split-brain")->settings;
  const ReadableModel model(settings);
  const auto path = test::path_of(model, {"Timeout(n1)", "Timeout(n2)", "SendHeartbeats(n1)"});
  const Story story = tell({"split-brain", "", settings, "single_leader"}, path, {});
  REQUIRE(story.properties.size() == 6);
  CHECK(story.properties[0] == "single_leader");
  CHECK(story.properties[1] == "election_safety");
  CHECK(story.properties[5] == "leader_elected");
  std::vector<Standing> single;
  std::vector<Standing> witness;
  for (const Moment& moment : story.moments) {
    REQUIRE(moment.properties.size() == story.properties.size());
    single.push_back(moment.properties[0]);
    witness.push_back(moment.properties[5]);
  }
  using S = Standing;
  CHECK(single == std::vector<S>{S::holds, S::holds, S::violated, S::violated});
  CHECK(witness == std::vector<S>{S::open, S::witnessed, S::witnessed, S::witnessed});
  CHECK_THROWS_AS((void)tell({"raft", "", settings, "no_such"}, path, {}), std::invalid_argument);
}

TEST_CASE("story: variables have the names, the values and the order of Election.tla") {
  const Settings settings = test::settings_of("servers=2 max_term=1 max_cuts=1 cut=links");
  const ReadableModel model(settings);
  const Story story = told(settings, test::path_of(model, {"Timeout(n1)", "CutLink(n2>n1)"}));
  std::vector<std::string> names;
  for (const Variable& variable : story.variables) names.push_back(variable.name);
  CHECK(names == std::vector<std::string>{"role", "term", "votedFor", "votes", "up", "msgs", "cut",
                                          "crashes", "cuts", "elected", "members"});
  for (const Moment& moment : story.moments) {
    REQUIRE(moment.variables.size() == names.size());
    for (std::size_t v = 0; v < names.size(); ++v) CHECK(moment.variables[v].first == names[v]);
  }
  const auto integer = [](std::int64_t value) { return Value{value}; };
  const Moment& last = story.moments[2];
  CHECK(last.variables[0].second ==
        Value{Value::Function{
            {{integer(1), Value{std::string("C")}}, {integer(2), Value{std::string("F")}}}}});
  CHECK(last.variables[6].second ==
        Value{Value::Set{{Value{Value::Sequence{{integer(2), integer(1)}}}}}});
  CHECK(last.variables[8].second == integer(1));
  CHECK(last.parameters ==
        std::vector<NamedValue>{{"l", Value{Value::Sequence{{integer(2), integer(1)}}}}});
  CHECK(story.moments[1].parameters == std::vector<NamedValue>{{"i", integer(1)}});
}

}  // namespace
}  // namespace scrutineer::raft
