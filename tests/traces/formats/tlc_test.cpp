#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

using Json = nlohmann::json;

// The shape of TLC's dump: numbered states, and steps between neighbours of them.
void check_shape(const Json& dump, std::size_t moments) {
  CHECK(dump.size() == 2);
  const auto vars = dump.at("vars").get<std::vector<std::string>>();
  const Json& states = dump.at("counterexample").at("state");
  const Json& steps = dump.at("counterexample").at("action");
  REQUIRE(states.size() == moments);
  REQUIRE(steps.size() == moments - 1);
  for (std::size_t k = 0; k < states.size(); ++k) {
    REQUIRE(states[k].size() == 2);
    CHECK(states[k][0] == k + 1);
    CHECK(states[k][1].size() == vars.size());
    for (const std::string& name : vars) CHECK(states[k][1].contains(name));
  }
  for (std::size_t k = 0; k < steps.size(); ++k) {
    REQUIRE(steps[k].size() == 3);
    CHECK(steps[k][0] == states[k]);
    CHECK(steps[k][2] == states[k + 1]);
    const Json& action = steps[k][1];
    CHECK_FALSE(action.at("name").get<std::string>().empty());
    CHECK(action.at("location").size() == 5);
    for (const Json& name : action.at("parameters")) {
      CHECK(action.at("context").contains(name.get<std::string>()));
    }
    CHECK(action.at("context").size() == action.at("parameters").size());
  }
}

TEST_CASE("tlc: every variant's trace has the shape of TLC's dump") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    const Story& story = named_story(name);
    check_shape(Json::parse(render_tlc(story, {})), story.moments.size());
  }
}

TEST_CASE("tlc: values are written as TLC writes them") {
  const Json dump = Json::parse(render_tlc(variant_story("split-brain"), {}));
  const Json& last = dump["counterexample"]["state"].back()[1];
  CHECK(last["role"].size() == 3);
  CHECK(last["elected"][0] == Json::array({1, 2}));
  CHECK(last["crashes"] == 0);
  CHECK(last["up"] == Json::array({true, true, true}));
  CHECK(last["msgs"][0] ==
        Json({{"type", "RequestVote"}, {"term", 1}, {"from", 1}, {"to", 2}, {"granted", false}}));
  const Json& action = dump["counterexample"]["action"][0][1];
  CHECK(action["name"] == "Timeout");
  CHECK(action["context"]["i"] == 1);

  Story story = variant_story("split-brain");
  const auto integer = [](std::int64_t value) { return Value{value}; };
  const auto word = [](const char* value) { return Value{std::string(value)}; };
  story.moments[0].variables = {
      {"empty", {Value::Function{}}},
      {"from zero", {Value::Function{{{integer(0), integer(7)}, {integer(1), integer(8)}}}}},
      {"by name", {Value::Function{{{word("a"), {true}}}}}},
      {"links", {Value::Set{{{Value::Sequence{{integer(2), integer(1)}}}}}}}};
  const Json state = Json::parse(render_tlc(story, {}))["counterexample"]["state"][0][1];
  CHECK(state["empty"] == Json::array());
  CHECK(state["from zero"] == Json({{"0", 7}, {"1", 8}}));
  CHECK(state["by name"] == Json({{"a", true}}));
  CHECK(state["links"] == Json::array({Json::array({2, 1})}));
}

}  // namespace
}  // namespace scrutineer::test
