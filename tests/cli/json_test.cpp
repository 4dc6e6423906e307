// The JSON result: its members and types, what must agree within it, and that it is the same in
// every run.
#include <doctest/doctest.h>

#include <set>

#include "model/raft/setting_table.h"
#include "properties/raft/property_list.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using Json = nlohmann::json;

// Some 10^5 states of correct Raft with crashes and partitions.
const std::string holding =
    "raft --max-term 1 --set max_crashes=2 --set max_cuts=1 --set network=at-most-once";

bool is_natural(const Json& value) { return value.is_number_unsigned(); }
bool is_limit_value(const Json& value) { return value.is_null() || value.is_number(); }

void expect_state(const Json& state, int servers, int terms) {
  REQUIRE(state.at("servers").size() == static_cast<std::size_t>(servers));
  int id = 0;
  for (const Json& server : state.at("servers")) {
    CHECK(server.at("id") == ++id);
    const std::set<std::string> roles = {"follower", "candidate", "leader"};
    CHECK(roles.count(server.at("role")) == 1);
    CHECK(server.at("term") >= 0);
    CHECK((server.at("voted_for").is_null() || is_natural(server.at("voted_for")) ||
           server.at("voted_for").is_number_integer()));
    CHECK(server.at("votes").is_array());
    CHECK(server.at("up").is_boolean());
  }
  for (const Json& message : state.at("messages")) {
    CHECK(message.at("type").is_string());
    CHECK(message.at("term").is_number_integer());
    CHECK(message.at("from") != message.at("to"));
    CHECK(message.contains("granted") == (message.at("type") == "Vote"));
  }
  for (const Json& link : state.at("cut")) CHECK(link.size() == 2);
  CHECK(state.at("crashes").is_number_integer());
  CHECK(state.at("cuts").is_number_integer());
  CHECK(state.at("elected").size() == static_cast<std::size_t>(terms));
}

void expect_properties(const Json& result) {
  for (const Json& property : result.at("properties")) {
    const std::set<std::string> kinds = {"invariant", "step invariant", "reachable"};
    const std::set<std::string> verdicts = {"holds", "violated", "undecided",
                                            "expectation not met"};
    CHECK(property.at("name").is_string());
    CHECK(kinds.count(property.at("kind")) == 1);
    CHECK(verdicts.count(property.at("verdict")) == 1);
    const bool is_reachable = property.at("kind") == "reachable";
    const bool has_trace = property.at("verdict") == (is_reachable ? "holds" : "violated");
    CHECK(property.at("trace").is_null() == !has_trace);
    CHECK(property.at("length").is_null() == !has_trace);
    if (!has_trace) continue;
    const Json& trace = property.at("trace");
    CHECK(is_natural(property.at("length")));
    CHECK(trace.at("steps").size() == property.at("length").get<std::size_t>());
    const int servers = result.at("settings").at("servers");
    const int terms = result.at("settings").at("max_term");
    expect_state(trace.at("initial"), servers, terms);
    for (const Json& step : trace.at("steps")) {
      CHECK(result.at("actions").contains(step.at("action").at("name").get<std::string>()));
      CHECK(step.at("action").at("text").is_string());
      expect_state(step.at("state"), servers, terms);
    }
  }
}

void expect_settings(const Json& settings) {
  for (const raft::Setting& setting : raft::setting_table()) {
    const std::string key(setting.key);
    CAPTURE(key);
    const std::size_t dot = key.find('.');
    const Json& value = dot == std::string::npos
                            ? settings.at(key)
                            : settings.at(key.substr(0, dot)).at(key.substr(dot + 1));
    CHECK(value.is_number_integer() == (setting.type == raft::SettingType::integer));
    CHECK(value.is_boolean() == (setting.type == raft::SettingType::boolean));
    CHECK(value.is_string() == (setting.type == raft::SettingType::choice));
  }
}

void expect_result(const Json& result) {
  CHECK(result.at("schema") == 1);
  CHECK(result.at("program") == "scrutineer");
  for (const char* text : {"version", "model", "variant", "verdict", "stop", "storage"}) {
    CHECK(result.at(text).is_string());
  }
  for (const char* number : {"distinct", "generated", "expanded", "depth", "memory_bytes"}) {
    CHECK(is_natural(result.at(number)));
  }
  CHECK(result.at("seconds").is_number_float());
  CHECK(result.at("reductions").is_array());
  for (const Json& off : result.at("reductions_off")) {
    CHECK(off.at("name").is_string());
    CHECK(off.at("reason").is_string());
  }
  const Json& limits = result.at("limits");
  for (const char* limit : {"states_max", "memory_bytes_max", "seconds_max"}) {
    CHECK(is_limit_value(limits.at(limit)));
  }
  const std::string stop = result.at("stop");
  const bool is_limit = stop != "exhausted" && stop != "violation";
  CHECK(limits.at("reached") == (is_limit ? Json(stop) : Json()));
  std::uint64_t sum = 0;
  for (const auto& [name, count] : result.at("actions").items()) {
    const auto& name_here = name;
    CHECK_MESSAGE(is_natural(count), name_here);
    sum += count.get<std::uint64_t>();
  }
  CHECK(result.at("actions").size() == 11);
  CHECK(result.at("generated") == sum);
  CHECK(result.at("expanded") <= result.at("distinct"));
  if (stop == "exhausted") CHECK(result.at("expanded") == result.at("distinct"));
  expect_settings(result.at("settings"));
  expect_properties(result);
}

// The text of the result without its costs, by the program in this process.
std::string stable_text(const std::string& line, int threads) {
  const ProgramResult result =
      run_line("check " + line + " --quiet --json - --threads " + std::to_string(threads));
  return without_costs(result.out);
}

}  // namespace

TEST_CASE("cli: the JSON result has every member, of its type, for every kind of outcome") {
  for (const std::string& line : std::vector<std::string>{
           "split-brain", "write-up-fix", "raft --servers 2", "vote-twice --continue",
           "raft --property single_leader", "raft --servers 2 --property none",
           "raft --max-states 100", "raft --max-memory 1", "raft --no-reduction --max-memory 2M",
           "forget-vote --no-reduction --continue --max-states 3000",
           "split-brain --time-limit 1ms --continue",
           "forget-vote --set network=at-most-once --set max_cuts=1 --set cut=links --continue"}) {
    CAPTURE(line);
    expect_result(check_json(line));
  }
}

TEST_CASE("cli: the JSON result tells what was asked") {
  const Json json = check_json(
      "write-up-fix --servers 2 --max-term 3 --set network=at-most-once --set "
      "guards.quorum=half --set guards.clear_votes=true --max-states 50 --max-memory 1G "
      "--time-limit 1.5h --property vote_once --property election_safety");
  CHECK(json.at("model") == "raft");
  CHECK(json.at("variant") == "write-up-fix");
  const Json& settings = json.at("settings");
  CHECK(settings.at("servers") == 2);
  CHECK(settings.at("max_term") == 3);
  CHECK(settings.at("network") == "at-most-once");
  CHECK(settings.at("guards").at("quorum") == "half");
  CHECK(settings.at("guards").at("clear_votes") == true);
  CHECK(settings.at("guards").at("recheck_before_leading") == false);
  CHECK(json.at("limits").at("states_max") == 50);
  CHECK(json.at("limits").at("memory_bytes_max") == std::uint64_t{1} << 30U);
  CHECK(json.at("limits").at("seconds_max") == 5400.0);
  std::vector<std::string> names;
  for (const Json& property : json.at("properties")) names.push_back(property.at("name"));
  CHECK(names == std::vector<std::string>{"election_safety", "vote_once"});
}

TEST_CASE("cli: without --property the JSON result has the default properties in their order") {
  std::vector<std::string> names;
  const Json json = check_json("raft --servers 2");
  for (const auto& property : json.at("properties")) {
    names.push_back(property.at("name"));
  }
  CHECK(names == std::vector<std::string>{"election_safety", "leader_has_quorum", "term_monotonic",
                                          "vote_once", "leader_elected"});
}

TEST_CASE("cli: the trace in the JSON result ends where a second leader of a term is elected") {
  const Json json = check_json("write-up-fix");
  CHECK(json.at("verdict") == "violated");
  const Json property = property_in(json, "election_safety");
  const Json& steps = property.at("trace").at("steps");
  REQUIRE(steps.size() == 6);
  const auto most_elected = [](const Json& state) {
    std::size_t most = 0;
    for (const Json& term : state.at("elected")) most = std::max(most, term.at("servers").size());
    return most;
  };
  CHECK(most_elected(steps[4].at("state")) == 1);
  CHECK(most_elected(steps[5].at("state")) == 2);
}

TEST_CASE("cli: the JSON result is the same for every number of threads and in every run") {
  for (const std::string& line : std::vector<std::string>{
           std::string("write-up-fix"), std::string("vote-twice --continue"), holding,
           holding + " --no-reduction --max-states 20000",
           std::string("write-up-fix --no-reduction --continue --max-states 9999"),
           std::string("raft --no-reduction --max-memory 4M")}) {
    CAPTURE(line);
    const std::string first = stable_text(line, 1);
    for (const int threads : {2, 3, 8, 2}) {
      CAPTURE(threads);
      CHECK(stable_text(line, threads) == first);
    }
  }
  // The comparison sees a difference where there is one.
  CHECK(stable_text("raft --max-states 20", 1) != stable_text("raft --max-states 21", 1));
}

TEST_CASE("cli: a JSON file and standard output get the same text") {
  const TemporaryFolder folder;
  const ProgramResult to_file =
      run_line("check write-up-fix --quiet --json " + folder.path() + "/result.json");
  CHECK(to_file.exit_status == 1);
  const ProgramResult to_output = run_scrutineer("check write-up-fix --quiet --json -");
  CHECK(without_costs(read_file(folder.path() + "/result.json")) == without_costs(to_output.out));
}

}  // namespace scrutineer::test
