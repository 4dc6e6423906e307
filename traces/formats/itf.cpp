// The Informal Trace Format of Apalache (its ADR 015), which Apalache and Quint read.
//
// What their readers insist on: integers are {"#bigint": "12"}; sets, functions and tuples are
// {"#set"}, {"#map"}, {"#tup"}; records are plain objects; nothing is null; and `varTypes` has a
// type for exactly the variables of `vars`. A Value::Sequence is written as a tuple, which is what
// the models have. What a reader of states cannot know is in the objects "#meta".
#include <nlohmann/json.hpp>

#include "traces/formats/format_list.h"
#include "traces/formats/json_lines.h"
#include "traces/formats/notes.h"

namespace scrutineer {
namespace {

using Json = nlohmann::ordered_json;

Json itf(const Value& value);

Json itf(const std::vector<Value>& values) {
  Json json = Json::array();
  for (const Value& value : values) json.push_back(itf(value));
  return json;
}

struct ToItf {
  Json operator()(std::int64_t value) const { return {{"#bigint", std::to_string(value)}}; }
  Json operator()(bool value) const { return value; }
  Json operator()(const std::string& value) const { return value; }
  Json operator()(const Value::Set& set) const { return {{"#set", itf(set.elements)}}; }
  Json operator()(const Value::Sequence& tuple) const { return {{"#tup", itf(tuple.elements)}}; }
  Json operator()(const Value::Function& function) const {
    Json pairs = Json::array();
    for (const auto& [argument, value] : function.pairs) {
      pairs.push_back(Json::array({itf(argument), itf(value)}));
    }
    return {{"#map", std::move(pairs)}};
  }
  Json operator()(const Value::Record& record) const {
    Json json = Json::object();
    for (const auto& [name, value] : record.fields) json[name] = itf(value);
    return json;
  }
};

Json itf(const Value& value) { return std::visit(ToItf{}, value.form); }

Json itf(const std::vector<NamedValue>& values) {
  Json json = Json::object();
  for (const auto& [name, value] : values) json[name] = itf(value);
  return json;
}

Json texts_of(const Story& story, const std::vector<std::size_t>& transits) {
  Json json = Json::array();
  for (const std::size_t t : transits) json.push_back(story.transits[t].text);
  return json;
}

Json meta_of(const Story& story, std::size_t k) {
  const Moment& moment = story.moments[k];
  Json json = {{"index", k}, {"action", moment.action}};
  if (k > 0) json["parameters"] = itf(moment.parameters);
  if (moment.actor) json["actor"] = story.lanes[*moment.actor].name;
  if (!moment.sent.empty()) json["sent"] = texts_of(story, moment.sent);
  if (!moment.delivered.empty()) json["delivered"] = texts_of(story, moment.delivered);
  if (!moment.lost.empty()) json["lost"] = texts_of(story, moment.lost);
  if (!moment.remarks.empty()) json["remarks"] = moment.remarks;
  if (k > 0 && !story.explanation.is_needed.empty()) json["needed"] = is_needed(story, k);
  for (std::size_t p = 0; p < story.properties.size(); ++p) {
    json["properties"][story.properties[p]] = standing_name(moment.properties[p]);
  }
  return json;
}

std::string meta_of(const Story& story) {
  JsonLines lines;
  const auto text = [&](std::string_view name, const std::string& value) {
    lines.member(name, compact(Json(value)));
  };
  text("format", "ITF");
  text("format-description", "https://apalache.informal.systems/docs/adr/015adr-trace.html");
  text("program", story.program);
  text("model", story.model);
  text("variant", story.variant);
  text("description", story.description);
  text("bounds", story.bounds);
  lines.member("settings", compact(itf(story.settings)));
  text("property", story.property);
  text("says", story.sentence);
  text("verdict", std::string(standing_name(story.moments.back().properties.at(0))));
  std::vector<std::string> proof;
  for (const Sentence& sentence : story.explanation.proof) {
    proof.push_back(compact(Json(sentence.text)));
  }
  if (!proof.empty()) lines.member("proof", proof);
  Json types = Json::object();
  for (const Variable& variable : story.variables) types[variable.name] = variable.type;
  lines.member("varTypes", pretty(types));
  return lines.object();
}

}  // namespace

std::string render_itf(const Story& story, const RenderOptions& /*options*/) {
  Json names = Json::array();
  for (const Variable& variable : story.variables) names.push_back(variable.name);
  JsonLines lines;
  lines.member("#meta", meta_of(story));
  lines.member("params", "[]");
  lines.member("vars", compact(names));
  std::vector<std::string> states;
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    Json state = {{"#meta", meta_of(story, k)}};
    state.update(itf(story.moments[k].variables));
    states.push_back(compact(state));
  }
  lines.member("states", states);
  return lines.object() + "\n";
}

}  // namespace scrutineer
