// The JSON of TLC (`-dumpTrace json`), for tools that read its counterexamples.
//
// A counterexample is a set of numbered states and one of steps <<state, action, state>>, both
// 1-based. TLC writes sets, sequences and functions over 1..n as arrays, other functions as objects
// with their arguments as keys. An action has its place in a module there; ours has none, which is
// told as TLC tells an unknown place, by zeros.
#include <nlohmann/json.hpp>

#include "traces/formats/format_list.h"
#include "traces/formats/json_lines.h"

namespace scrutineer {
namespace {

using Json = nlohmann::ordered_json;

Json tlc(const Value& value);

Json tlc(const std::vector<Value>& values) {
  Json json = Json::array();
  for (const Value& value : values) json.push_back(tlc(value));
  return json;
}

bool is_sequence(const Value::Function& function) {
  for (std::size_t k = 0; k < function.pairs.size(); ++k) {
    const auto* argument = std::get_if<std::int64_t>(&function.pairs[k].first.form);
    if (argument == nullptr || *argument != static_cast<std::int64_t>(k + 1)) return false;
  }
  return true;
}

struct ToTlc {
  Json operator()(std::int64_t value) const { return value; }
  Json operator()(bool value) const { return value; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const Value::Set& set) const { return tlc(set.elements); }
  Json operator()(const Value::Sequence& sequence) const { return tlc(sequence.elements); }
  Json operator()(const Value::Function& function) const {
    Json json = is_sequence(function) ? Json::array() : Json::object();
    for (const auto& [argument, value] : function.pairs) {
      if (json.is_array()) {
        json.push_back(tlc(value));
      } else {
        const Json key = tlc(argument);
        json[key.is_string() ? key.get<std::string>() : compact(key)] = tlc(value);
      }
    }
    return json;
  }
  Json operator()(const Value::Record& record) const {
    Json json = Json::object();
    for (const auto& [name, value] : record.fields) json[name] = tlc(value);
    return json;
  }
};

Json tlc(const Value& value) { return std::visit(ToTlc{}, value.form); }

Json numbered_state(const Story& story, std::size_t k) {
  Json state = Json::object();
  for (const auto& [name, value] : story.moments[k].variables) state[name] = tlc(value);
  return Json::array({k + 1, std::move(state)});
}

Json action_of(const Story& story, std::size_t k) {
  const Moment& moment = story.moments[k];
  Json json = {{"name", moment.action_kind},
               {"location",
                {{"beginLine", 0},
                 {"beginColumn", 0},
                 {"endLine", 0},
                 {"endColumn", 0},
                 {"module", story.model}}},
               {"parameters", Json::array()},
               {"context", Json::object()}};
  for (const auto& [name, value] : moment.parameters) {
    json["parameters"].push_back(name);
    json["context"][name] = tlc(value);
  }
  return json;
}

}  // namespace

std::string render_tlc(const Story& story, const RenderOptions& /*options*/) {
  std::vector<std::string> steps;
  std::vector<std::string> states;
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    if (k > 0) {
      steps.push_back(compact(Json::array(
          {numbered_state(story, k - 1), action_of(story, k), numbered_state(story, k)})));
    }
    states.push_back(compact(numbered_state(story, k)));
  }
  JsonLines counterexample;
  counterexample.member("action", steps);
  counterexample.member("state", states);
  Json names = Json::array();
  for (const Variable& variable : story.variables) names.push_back(variable.name);
  JsonLines lines;
  lines.member("counterexample", counterexample.object());
  lines.member("vars", compact(names));
  return lines.object() + "\n";
}

}  // namespace scrutineer
