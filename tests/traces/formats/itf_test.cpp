// A checker of the Informal Trace Format, written from Apalache's ADR 015 and not from our writer.
#include <cctype>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

using Json = nlohmann::json;

class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void require(bool is_right, const std::string& what) {
  if (!is_right) throw Fault(what);
}

// Reads a value of the type that the text begins with, in Apalache's notation; the text is left
// behind the type.
class TypedReader {
 public:
  explicit TypedReader(std::string type) : type_(std::move(type)) {}

  Value read(const Json& json) {
    at_ = 0;
    Value value = whole(json);
    blank();
    require(at_ == type_.size(), "type " + type_);
    return value;
  }

 private:
  void blank() {
    while (at_ < type_.size() && type_[at_] == ' ') ++at_;
  }
  bool takes(const std::string& word) {
    blank();
    if (type_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }
  std::string name() {
    blank();
    const std::size_t begin = at_;
    while (at_ < type_.size() &&
           (std::isalnum(static_cast<unsigned char>(type_[at_])) != 0 || type_[at_] == '_')) {
      ++at_;
    }
    require(at_ > begin, "a name in type " + type_);
    return type_.substr(begin, at_ - begin);
  }

  static const Json& only(const Json& json, const char* key) {
    require(json.is_object() && json.size() == 1 && json.contains(key), "no " + std::string(key));
    require(json.at(key).is_array(), std::string(key) + " is no array");
    return json.at(key);
  }

  // A function type is told from another by the arrow behind its first part.
  Value whole(const Json& json) {
    const bool is_map = json.is_object() && json.contains("#map");
    if (!is_map) return part(json);
    const std::size_t begin = at_;
    Value::Function function;
    std::set<std::string> arguments;
    std::size_t end = begin;
    Json last;
    for (const Json& pair : only(json, "#map")) {
      require(pair.is_array() && pair.size() == 2, "a pair of #map");
      require(arguments.insert(pair[0].dump()).second, "#map has an argument twice");
      require(last.is_null() || is_before(last, pair[0]), "#map is not sorted");
      last = pair[0];
      at_ = begin;
      Value argument = part(pair[0]);
      require(takes("->"), "#map where the type is no function: " + type_);
      Value value = whole(pair[1]);
      end = at_;
      function.pairs.push_back({std::move(argument), std::move(value)});
    }
    require(end > begin, "an empty #map");
    at_ = end;
    return {std::move(function)};
  }

  Value part(const Json& json) {
    if (takes("Int")) {
      require(json.is_object() && json.size() == 1 && json.contains("#bigint"), "an Int");
      require(json.at("#bigint").is_string(), "#bigint is no string");
      return {static_cast<std::int64_t>(std::stoll(json.at("#bigint").get<std::string>()))};
    }
    if (takes("Bool")) {
      require(json.is_boolean(), "a Bool");
      return {json.get<bool>()};
    }
    if (takes("Str")) {
      require(json.is_string(), "a Str");
      return {json.get<std::string>()};
    }
    if (takes("Set(")) return set(json);
    if (takes("<<")) return tuple(json);
    if (takes("{")) return record(json);
    throw Fault("type " + type_.substr(at_));
  }

  Value set(const Json& json) {
    const std::size_t begin = at_;
    Value::Set set;
    Json last;
    for (const Json& element : only(json, "#set")) {
      require(last.is_null() || is_before(last, element), "#set is not sorted");
      last = element;
      at_ = begin;
      set.elements.push_back(whole(element));
    }
    if (set.elements.empty()) skip_to(')');
    require(takes(")"), ") in type " + type_);
    return {std::move(set)};
  }

  Value tuple(const Json& json) {
    Value::Sequence tuple;
    for (const Json& element : only(json, "#tup")) {
      if (!tuple.elements.empty()) require(takes(","), "a tuple that is too long");
      tuple.elements.push_back(whole(element));
    }
    require(takes(">>"), "a tuple that is too short");
    return {std::move(tuple)};
  }

  Value record(const Json& json) {
    require(json.is_object(), "a record");
    Value::Record record;
    do {
      const std::string field = name();
      require(takes(":"), ": in type " + type_);
      require(json.contains(field), "no field " + field);
      record.fields.push_back({field, whole(json.at(field))});
    } while (takes(","));
    require(takes("}"), "} in type " + type_);
    require(json.size() == record.fields.size(), "a field that the type has not");
    return {std::move(record)};
  }

  void skip_to(char closing) {
    for (int depth = 0; at_ < type_.size(); ++at_) {
      if (depth == 0 && type_[at_] == closing) return;
      if (type_[at_] == '(' || type_[at_] == '{') ++depth;
      if (type_[at_] == ')' || type_[at_] == '}') --depth;
    }
  }

  // Integers by value, tuples by their elements, records by `type`, `term`, `from`, `to`,
  // `granted`.
  static bool is_before(const Json& a, const Json& b) { return key(a) < key(b); }
  static std::vector<std::string> key(const Json& json) {
    if (json.is_object() && json.contains("#bigint")) {
      const auto digits = json.at("#bigint").get<std::string>();
      return {std::string(20 - std::min<std::size_t>(20, digits.size()), '0') + digits};
    }
    std::vector<std::string> keys;
    const auto add = [&](const Json& part) {
      for (std::string& one : key(part)) keys.push_back(std::move(one));
    };
    if (json.is_object() && json.contains("#tup")) {
      for (const Json& part : json.at("#tup")) add(part);
      return keys;
    }
    if (json.is_object() && json.contains("granted")) {
      for (const char* field : {"type", "term", "from", "to", "granted"}) add(json.at(field));
      return keys;
    }
    return {json.dump()};
  }

  std::string type_;
  std::size_t at_ = 0;
};

void require_no_null(const Json& json) {
  require(!json.is_null(), "a null");
  if (json.is_structured()) {
    for (const Json& part : json) require_no_null(part);
  }
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

// The states of a trace in the format; throws Fault where it breaks a rule.
std::vector<std::vector<NamedValue>> read_itf(const std::string& text) {
  const Json trace = Json::parse(text);
  require_no_null(trace);
  require(keys_of(trace) == std::set<std::string>{"#meta", "params", "vars", "states"}, "members");
  const auto vars = trace.at("vars").get<std::vector<std::string>>();
  const Json& types = trace.at("#meta").at("varTypes");
  require(keys_of(types) == std::set<std::string>(vars.begin(), vars.end()), "varTypes");
  require(types.size() == vars.size(), "a variable twice");
  std::vector<std::vector<NamedValue>> states;
  for (const Json& state : trace.at("states")) {
    require(state.size() == vars.size() + 1, "variables of a state");
    require(state.at("#meta").at("index") == states.size(), "index");
    states.emplace_back();
    for (const std::string& name : vars) {
      require(state.contains(name), "no " + name);
      TypedReader reader(types.at(name).get<std::string>());
      states.back().emplace_back(name, reader.read(state.at(name)));
    }
  }
  require(!states.empty(), "no state");
  return states;
}

void check_itf(const Story& story) {
  const auto states = read_itf(render_itf(story, {}));
  REQUIRE(states.size() == story.moments.size());
  for (std::size_t k = 0; k < states.size(); ++k) CHECK(states[k] == story.moments[k].variables);
}

TEST_CASE("itf: every variant's trace keeps the rules and reads back as it was") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    check_itf(named_story(name));
  }
}

TEST_CASE("itf: random behaviours keep the rules and read back as they were") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    check_itf(random_story(seed));
  }
}

TEST_CASE("itf: actions, parameters, messages and the verdict are in #meta") {
  const Json trace = Json::parse(render_itf(variant_story("forget-vote"), {}));
  CHECK(trace["#meta"]["format"] == "ITF");
  CHECK(trace["#meta"]["property"] == "election_safety");
  CHECK(trace["#meta"]["verdict"] == "violated");
  CHECK(trace["#meta"]["settings"]["guards.persist_vote"] == false);
  bool has_delivery = false;
  for (const Json& state : trace["states"]) {
    const Json& meta = state["#meta"];
    if (!meta.contains("delivered")) continue;
    has_delivery = true;
    CHECK(meta["parameters"]["m"]["term"] == Json{{"#bigint", "1"}});
    CHECK(meta["action"].get<std::string>().starts_with("Receive"));
  }
  CHECK(has_delivery);
}

TEST_CASE("itf: the checker sees each rule broken") {
  const std::string right = render_itf(variant_story("split-brain"), {});
  REQUIRE_NOTHROW((void)read_itf(right));
  const std::vector<std::pair<std::string, std::string>> breaks = {
      {R"("crashes":{"#bigint":"0"})", R"("crashes":0)"},
      {R"("crashes":{"#bigint":"0"})", R"("crashes":null)"},
      {R"("crashes":{"#bigint":"0"},)", ""},
      {R"("crashes": "Int",)", ""},
      {R"("crashes": "Int")", R"("crashes": "Bool")"},
      {R"("crashes": "Int")", R"("crashes": "Int", "more": "Int")"},
      {R"([[{"#bigint":"1"},"F"],[{"#bigint":"2"},"F"])",
       R"([[{"#bigint":"2"},"F"],[{"#bigint":"1"},"F"])"},
      {R"({"#set":[{"#bigint":"1"},{"#bigint":"2"})",
       R"({"#set":[{"#bigint":"2"},{"#bigint":"1"})"},
      {R"({"#set":[{"#bigint":"1"},{"#bigint":"2"})",
       R"({"#set":[{"#bigint":"1"},{"#bigint":"1"})"},
      {R"("granted":false)", R"("granted":"no")"},
      {R"("index":1)", R"("index":2)"},
  };
  for (const auto& [from, to] : breaks) {
    CAPTURE(from);
    CAPTURE(to);
    std::string wrong = right;
    const std::size_t at = wrong.rfind(from);
    REQUIRE(at != std::string::npos);
    wrong.replace(at, from.size(), to);
    CHECK_THROWS((void)read_itf(wrong));
  }
}

}  // namespace
}  // namespace scrutineer::test
