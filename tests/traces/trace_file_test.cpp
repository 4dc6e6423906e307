// The trace file: what is written is read back, what is not a trace is told with its place.
#include "traces/trace_file.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/configurations.h"
#include "tests/traces/recorded_trace.h"
#include "traces/raft_json.h"
#include "traces/raft_replay.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;

void expect_same(const TraceFile& a, const TraceFile& b) {
  CHECK(a.variant == b.variant);
  CHECK(a.description == b.description);
  CHECK(a.settings == b.settings);
  CHECK(a.property == b.property);
  CHECK(a.path.initial == b.path.initial);
  CHECK(a.path.steps == b.path.steps);
}

std::string reason(const std::string& text, std::string_view property = {}) {
  try {
    (void)read_trace_file(text, property);
  } catch (const NotATrace& error) {
    return error.what();
  }
  return "a trace";
}

// A short one: two timeouts, two leaders.
const std::string& split_brain() {
  static const std::string text = trace_file_text(test::trace_of_variant("split-brain"));
  return text;
}

// The text with one member, given by its pointer, changed or added.
std::string with(const std::string& pointer, const Json& value) {
  Json json = Json::parse(split_brain());
  json[Json::json_pointer(pointer)] = value;
  return json.dump();
}

ReportSubject subject_of_variant(std::string_view name) {
  const Variant* const variant = find_variant(name);
  ReportSubject subject;
  subject.variant = variant->name;
  subject.description = variant->sentence;
  subject.settings = variant->settings;
  return subject;
}

TEST_CASE("trace file: what is written is read back, for every variant and every property") {
  std::size_t count = 0;
  for (const Variant& variant : variants()) {
    CAPTURE(variant.name);
    for (const TraceFile& trace :
         test::traces_of(variant.name, variant.sentence, variant.settings)) {
      CAPTURE(trace.property);
      const std::string text = trace_file_text(trace);
      const TraceFile read = read_trace_file(text);
      expect_same(read, trace);
      CHECK(trace_file_text(read) == text);
      CHECK(digest_of(read) == digest_of(trace));
      const Replay result = replay(read_with_contradictions(text));
      CHECK_FALSE(result.fault);
      CHECK(result.steps == trace.path.steps.size());
      ++count;
    }
  }
  CHECK(count >= 2 * variants().size());
}

TEST_CASE("trace file: faults, failed links and held messages are read back") {
  for (const char* text : {"max_cuts=1 guards.wait_for_quorum=false",
                           "max_cuts=1 max_crashes=1 cut=links network=at-most-once "
                           "guards.persist_vote=false guards.vote_once_per_term=false max_term=1",
                           "servers=1 max_term=1"}) {
    const Settings settings = test::settings_of(text);
    const Rules rules(settings);
    TraceFile trace{"examples/own.toml", "", settings, "none", {initial_state(), {}}};
    for (std::size_t k = 0; k < 30; ++k) {
      const State before = k == 0 ? trace.path.initial : trace.path.steps.back().second;
      const auto steps = rules.steps(before);
      if (steps.empty()) break;
      const Step& step = steps[(k * 7919 + 5) % steps.size()];
      trace.path.steps.emplace_back(step.action, step.next);
    }
    expect_same(read_trace_file(trace_file_text(trace)), trace);
    CHECK_FALSE(replay(read_with_contradictions(trace_file_text(trace))).fault);
  }
}

// Recomputed with Python's uuid.uuid5(uuid.NAMESPACE_URL, ...) on the compact text.
TEST_CASE("trace file: the digest is a UUID of version 5 over the rest") {
  TraceFile trace{"raft", "a \"description\" of \xC3\xA4", Settings{},
                  "none", {initial_state(), {}},           "scrutineer 0.0.0"};
  CHECK(digest_of(trace) == "bde0141e-45ca-5069-8e1b-01c339207ee9");
  trace.description += ".";
  CHECK(digest_of(trace) != "bde0141e-45ca-5069-8e1b-01c339207ee9");
}

TEST_CASE("trace file: white space and the order of members play no part") {
  const nlohmann::json sorted = nlohmann::json::parse(split_brain());
  CHECK(sorted.dump() != Json::parse(split_brain()).dump());
  expect_same(read_trace_file(sorted.dump()), read_trace_file(split_brain()));
}

TEST_CASE("trace file: a name of any bytes can be written and read") {
  TraceFile trace = test::trace_of_variant("split-brain");
  trace.variant = "a\n\xff.toml";
  CHECK(read_trace_file(trace_file_text(trace)).variant == "a\n\xEF\xBF\xBD.toml");
}

struct BadMember {
  std::string pointer;
  Json value;
  std::string expected;
};

const std::vector<BadMember> bad_members = {
    {"/steps/1/state/servers/1/term", 9,
     "/steps/1/state/servers/1/term is 9; accepted: an integer from 0 to 2"},
    {"/steps/1/state/servers/1/term", 1.0,
     "/steps/1/state/servers/1/term is 1.0; accepted: an integer from 0 to 2"},
    {"/steps/1/state/servers/1/term", "1",
     "/steps/1/state/servers/1/term is '1'; accepted: an integer from 0 to 2"},
    {"/steps/1/state/servers/1/term", 18446744073709551615U,
     "/steps/1/state/servers/1/term is 18446744073709551615; accepted: an integer from 0 to 2"},
    {"/steps/1/state/servers/1/term", -9223372036854775807,
     "/steps/1/state/servers/1/term is -9223372036854775807; accepted: an integer from 0 to 2"},
    {"/steps/0/state/servers/0/voted_for", 0,
     "/steps/0/state/servers/0/voted_for is 0; accepted: an integer from 1 to 3"},
    {"/steps/0/state/servers/0/role", "boss",
     "/steps/0/state/servers/0/role is 'boss'; accepted: one of follower, candidate, leader"},
    {"/steps/0/state/servers/0/votes",
     {2, 1},
     "/steps/0/state/servers/0/votes/1 is 1; accepted: an array of servers, sorted, each once"},
    {"/steps/0/state/servers/0/votes",
     {1, 1},
     "/steps/0/state/servers/0/votes/1 is 1; accepted: an array of servers, sorted, each once"},
    {"/steps/0/state/servers/0/up", 1, "/steps/0/state/servers/0/up is 1; accepted: true or false"},
    {"/steps/0/state/servers/0/id", 2,
     "/steps/0/state/servers/0/id is 2; accepted: an integer from 1 to 1"},
    {"/steps/0/state/cut", Json::array({{1, 1}}),
     "/steps/0/state/cut/0 is an array of 2; accepted: two different servers [from, to]"},
    {"/steps/0/state/crashes", 1, "/steps/0/state/crashes is 1; accepted: an integer from 0 to 0"},
    {"/steps/0/state/elected", Json::array(),
     "/steps/0/state/elected is an array of 0; accepted: an array of 2, one a term"},
    {"/steps/0/state/messages/0/granted", false,
     "/steps/0/state/messages/0/granted is unknown; accepted: type, term, from, to"},
    {"/steps/0/state/messages/0/to", 1,
     "/steps/0/state/messages/0/to is 1; accepted: another server than its sender, 1"},
    {"/steps/0/action/name", "Timeot",
     "/steps/0/action/name is 'Timeot'; accepted: one of Timeout, SendHeartbeats, "
     "ReceiveRequestVote, ReceiveVote, ReceiveHeartbeat, ReceiveHeartbeatReject, Crash, "
     "Restart, Partition, CutLink, HealLink, Acquire, ReceiveLease, Tick, RegisterToken, "
     "SendWrite, ReceiveWrite, RemovePeer, Repair"},
    {"/steps/0/action/sever", 1,
     "/steps/0/action/sever is unknown, did you mean 'server'?; accepted: name, text, server"},
    {"/steps/0/action/text", "Timeout(n2)",
     "/steps/0/action/text is 'Timeout(n2)'; accepted: 'Timeout(n1)', as its other members say"},
    {"/steps/0/a~0b", 1, "/steps/0/a~0b is unknown; accepted: action, state"},
    {"/schema", "scrutiny",
     "/schema is 'scrutiny'; accepted: 'scrutineer-trace', or 1 in a result of check --json"},
    {"/version", 2, "/version is 2; accepted: an integer from 1 to 1"},
    {"/program", "TLC 2", "/program is 'TLC 2'; accepted: 'scrutineer' and its version"},
    {"/model", "paxos", "/model is 'paxos'; accepted: 'raft'"},
    {"/property", "safety",
     "/property is 'safety'; accepted: one of election_safety, single_leader, "
     "leader_has_quorum, term_monotonic, vote_once, leader_elected, two_leaders_at_most, "
     "no_false_alarm, no_false_term_alarm, lease_exclusive, no_stale_write, repair_keeps_newest, "
     "alarm_catches, none"},
    {"/settings/guards/quorum", true,
     "/settings/guards/quorum is true; accepted: one of majority, peers-majority, half"},
    {"/settings/servers", 8, "/settings/servers is 8; accepted: an integer from 1 to 7"},
    {"/settings/guards", 8, "/settings/guards is 8; accepted: an object"}};

TEST_CASE("trace file: a wrong member is told with its pointer and what is accepted") {
  for (const BadMember& bad : bad_members)
    CHECK(reason(with(bad.pointer, bad.value)) == bad.expected);
  const std::vector<std::pair<std::string, std::string>> no_objects = {
      {"[]", "the document is an array of 0; accepted: an object"},
      {"null", "the document is null; accepted: an object"},
      {"{}", "/schema is missing; accepted: 'scrutineer-trace', or 1 in a result of check --json"},
      {"", "is empty; accepted: a trace"}};
  for (const auto& [text, expected] : no_objects) CHECK(reason(text) == expected);
  CHECK(reason(with("/variant", "splt-brain")).ends_with("did you mean 'split-brain'?"));
  CHECK(reason(with("/variant", "mine.toml")).starts_with("/digest is"));
  CHECK(reason(with("/digest", "0")).starts_with("/digest is '0'; accepted: '"));
  CHECK(reason(split_brain()) == "a trace");
}

TEST_CASE("trace file: every member is required") {
  Json json = Json::parse(split_brain());
  std::size_t count = 0;
  const auto without = [&](const Json::json_pointer& object) {
    std::vector<std::string> names;
    for (const auto& member : json[object].items()) names.push_back(member.key());
    for (const std::string& name : names) {
      Json shorter = json;
      shorter[object].erase(name);
      const std::string pointer = object.to_string() + "/" + name;
      CHECK(reason(shorter.dump()).starts_with(pointer + " is missing; accepted: "));
      ++count;
    }
  };
  for (const char* object : {"", "/settings", "/settings/guards", "/initial", "/initial/servers/2",
                             "/steps/0", "/steps/0/action", "/steps/1/state",
                             "/steps/1/state/messages/0", "/steps/1/state/elected/1"}) {
    without(Json::json_pointer(object));
  }
  CHECK(count > 60);
}

TEST_CASE("trace file: hostile texts are refused at once, in one short line") {
  const std::string& text = split_brain();
  std::vector<std::string> hostile = {
      std::string(2'000'000, '['),
      [] {
        std::string nested;
        for (int k = 0; k < 300'000; ++k) nested += "{\"a\":";
        return nested;
      }(),
      "[" + std::string(9'000'000, '1') + "]",
      "{\"schema\":1e999999}",
      "{\"schema\":-" + std::string(100'000, '9') + "}",
      "{\"schema\":\"" + std::string(5'000'000, 'x') + "\"}",
      "{\"schema\":\"\xff\xfe\"}",
      "{\"schema\":\"\\ud800\"}",
      "{\"schema\":1,\"schema\":1}",
      "{\"schema\":\"scrutineer-trace\",\"a\":{\"b\":1,\"c\":2,\"b\":3}}",
      text + text,
      text + ",",
      "\xEF\xBB\xBF",
      std::string("\0\0\0", 3),
      std::string(100'000, '\0'),
      "{\"" + std::string(100'000, '~') + "\":1}"};
  std::string many = "{\"schema\":[";
  for (int k = 0; k < 4'300'000; ++k) many += "1,";
  hostile.push_back(many + "1]}");
  for (std::size_t k = 1; k < text.size(); k += 97) hostile.push_back(text.substr(0, k));
  unsigned seed = 1;
  std::string garbage;
  for (int k = 0; k < 100'000; ++k)
    garbage += static_cast<char>((seed = seed * 1103515245U + 12345U) >> 16U);
  hostile.push_back(garbage);
  for (const std::string& one : hostile) {
    CAPTURE(one.substr(0, 40));
    const std::string said = reason(one);
    CHECK(said != "a trace");
    CHECK(said.size() < 400);
  }
}

TEST_CASE("trace file: no change of a single byte crashes the reader or goes unseen") {
  const std::string& text = split_brain();
  std::size_t unseen = 0;
  std::size_t count = 0;
  unsigned seed = 7;
  for (std::size_t k = 0; k < text.size(); k += 3) {
    std::string changed = text;
    seed = seed * 1103515245U + 12345U;
    changed[k] =
        static_cast<char>(static_cast<unsigned char>(changed[k]) ^ ((seed >> 16U) % 255 + 1));
    ++count;
    const bool is_blank = text[k] == ' ' || text[k] == '\n';
    if (reason(changed) == "a trace" && !is_blank) ++unseen;
  }
  CHECK(count > 1000);
  CHECK(unseen == 0);
}

TEST_CASE("trace file: the result of a check is read, by property") {
  ReportSubject subject = subject_of_variant("split-brain");
  const PropertyChoice choice = choose_properties({});
  const RaftOutcome outcome = check(subject.settings, choice, {});
  const std::string text = report_json(subject, outcome);
  std::size_t count = 0;
  for (const auto& one : outcome.properties) {
    if (!one.trace) {
      CHECK(reason(text, one.name) ==
            "/properties has no trace of '" + one.name +
                "'; accepted: election_safety, leader_has_quorum, leader_elected");
      continue;
    }
    const TraceFile trace = read_trace_file(text, one.name);
    expect_same(trace, {subject.variant, "", subject.settings, one.name, *one.trace});
    CHECK_FALSE(replay(read_with_contradictions(text, one.name)).fault);
    ++count;
  }
  CHECK(count == 3);
  CHECK(read_trace_file(text).property == "election_safety");
  // Without a violation it is the witness; without any trace there is nothing to read.
  subject = subject_of_variant("raft");
  subject.settings.max_term = 1;
  CHECK(read_trace_file(report_json(subject, check(subject.settings, choice, {}))).property ==
        "leader_elected");
  CHECK(reason(report_json(subject, check(subject.settings, PropertyChoice{}, {}))) ==
        "/properties has no trace; accepted: the result of a check that has found one");
}

TEST_CASE("trace file: of a trace file only its own property can be asked for") {
  CHECK(reason(split_brain(), "election_safety") == "a trace");
  CHECK(reason(split_brain(), "vote_once") ==
        "/property is 'election_safety'; accepted: 'vote_once', which was asked for");
}

}  // namespace
}  // namespace scrutineer::raft
