#include "traces/suite/outcome_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/raft/setting_table.h"
#include "traces/judge.h"
#include "traces/suite/fingerprint.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;
using One = PropertyOutcome<ReadableModel>;

constexpr std::string_view head = "scrutineer-result 1 ";

Json trace_json(const Path<ReadableModel>& path, const ReadableModel& model) {
  Json json = Json::array();
  for (const auto& step : path.steps) json.push_back(model.describe(step.first));
  return json;
}

// The behaviour with these actions from the initial state.
Path<ReadableModel> replayed(const Json& actions, const ReadableModel& model) {
  Path<ReadableModel> path{model.initial_states().front(), {}};
  for (const Json& action : actions) {
    const std::string& text = action.get_ref<const std::string&>();
    const State& before = path.steps.empty() ? path.initial : path.steps.back().second;
    std::optional<std::pair<Action, State>> step;
    model.for_each_successor(before, [&](const Action& enabled, const State& next) {
      if (!step && model.describe(enabled) == text) step.emplace(enabled, next);
    });
    if (!step) throw NotARecord(fmt::format("no action {} at step {}", text, path.steps.size()));
    path.steps.push_back(*std::move(step));
  }
  return path;
}

// The verdicts have a form that the outcome's own enumerations give back; by their numbers.
template <class Enum>
Enum enum_of(const Json& json, Enum last) {
  const auto number = json.get<unsigned>();
  if (number > static_cast<unsigned>(last)) throw NotARecord("a number is out of range");
  return static_cast<Enum>(number);
}

template <class Enum>
Json number_of(Enum value) {
  return static_cast<unsigned>(value);
}

One property_of(const Json& json, const Property<State>& property, const ReadableModel& model) {
  One one;
  one.name = property.name;
  one.kind = property.kind;
  one.sentence = property.sentence;
  one.stops_search = property.stops_search;
  if (json.at("name") != one.name) throw NotARecord("the properties are others");
  one.verdict = enum_of(json.at("verdict"), PropertyVerdict::expectation_not_met);
  const bool is_reachable = one.kind == PropertyKind::reachable;
  const bool has_trace =
      one.verdict == (is_reachable ? PropertyVerdict::holds : PropertyVerdict::violated);
  if (has_trace != !json.at("trace").is_null()) throw NotARecord("a trace and no claim");
  if (!has_trace) return one;
  one.trace = replayed(json.at("trace"), model);
  judge(model, property, *one.trace);
  return one;
}

RaftOutcome outcome_of(const Json& json, const SuiteRun& run) {
  RaftOutcome outcome;
  outcome.verdict = enum_of(json.at("verdict"), Verdict::expectation_not_met);
  outcome.stop = enum_of(json.at("stop"), StopReason::interrupted);
  json.at("distinct").get_to(outcome.distinct);
  json.at("generated").get_to(outcome.generated);
  json.at("expanded").get_to(outcome.expanded);
  json.at("depth").get_to(outcome.depth);
  json.at("search_bytes").get_to(outcome.search_bytes);
  json.at("seconds").get_to(outcome.seconds);
  for (const auto& [name, count] : json.at("actions").items()) {
    outcome.actions.emplace_back(name, count.get<std::uint64_t>());
  }
  const ReadableModel model(run.settings, history_for(run.properties));
  const auto properties = bind_properties(model, run.properties);
  const Json& kept = json.at("properties");
  if (kept.size() != properties.size()) throw NotARecord("the properties are others");
  for (std::size_t p = 0; p < properties.size(); ++p) {
    outcome.properties.push_back(property_of(kept[p], properties[p], model));
  }
  if (!is_lasting(outcome)) throw NotARecord("the search met a limit");
  return outcome;
}

}  // namespace

bool is_lasting(const RaftOutcome& outcome) { return !is_limit(outcome.stop); }

std::string record_key(std::string_view program, const SuiteRun& run,
                       const ReductionChoice& in_force) {
  std::string key = fmt::format("{}\n", program);
  for (const Setting& setting : setting_table()) {
    key += fmt::format("{} = {}\n", setting.key, value_text(setting, run.settings));
  }
  key += fmt::format("properties {}\nwitnesses {}\n", fmt::join(run.properties.names, " "),
                     fmt::join(run.properties.witnesses, " "));
  key += fmt::format("companions stop {}, go on {}\nreductions", run.properties.companions_stop,
                     run.continue_after_violation);
  for (const ReductionText& text : reduction_texts()) {
    if (in_force.has(text.reduction)) key += fmt::format(" {}", text.name);
  }
  return key + "\n";
}

std::string outcome_record(const std::string& key, const SuiteRun& run,
                           const RaftOutcome& outcome) {
  const ReadableModel model(run.settings, history_for(run.properties));
  Json json = {{"key", key},
               {"verdict", number_of(outcome.verdict)},
               {"stop", number_of(outcome.stop)},
               {"distinct", outcome.distinct},
               {"generated", outcome.generated},
               {"expanded", outcome.expanded},
               {"depth", outcome.depth},
               {"search_bytes", outcome.search_bytes},
               {"seconds", outcome.seconds},
               {"actions", Json::object()},
               {"properties", Json::array()}};
  for (const auto& [name, count] : outcome.actions) json["actions"][name] = count;
  for (const One& one : outcome.properties) {
    json["properties"].push_back({{"name", one.name},
                                  {"verdict", number_of(one.verdict)},
                                  {"trace", one.trace ? trace_json(*one.trace, model) : Json()}});
  }
  const std::string body = json.dump() + "\n";
  return fmt::format("{}{:016x}\n{}", head, text_hash(body), body);
}

RaftOutcome read_outcome_record(std::string_view text, const std::string& key,
                                const SuiteRun& run) {
  const std::size_t end = text.find('\n');
  if (!text.starts_with(head) || end == std::string_view::npos) throw NotARecord("no result");
  const std::string_view body = text.substr(end + 1);
  if (text.substr(head.size(), end - head.size()) != fmt::format("{:016x}", text_hash(body))) {
    throw NotARecord("its checksum is another");
  }
  try {
    const Json json = Json::parse(body);
    if (json.at("key") != key) throw NotARecord("it answers another question");
    return outcome_of(json, run);
  } catch (const Json::exception& error) {
    throw NotARecord(error.what());
  } catch (const TraceRejected& error) {
    throw NotARecord(error.what());
  }
}

}  // namespace scrutineer::raft
