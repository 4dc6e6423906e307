#include "traces/raft_replay.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "properties/raft/property_list.h"
#include "traces/judge.h"
#include "traces/kept_history.h"
#include "traces/raft_json_parts.h"
#include "traces/raft_report.h"

namespace scrutineer::raft {
namespace {

// The first few of the differences; a whole state that is another one is not worth a page.
std::string differences_text(const std::vector<Change>& differences) {
  constexpr std::size_t shown_max = 3;
  std::vector<std::string> parts;
  for (const Change& change : differences) {
    if (parts.size() == shown_max) break;
    parts.push_back(fmt::format("{} is {} in the model, {} in the file", change.what, change.before,
                                change.after));
  }
  std::string text = fmt::format("{}", fmt::join(parts, "; "));
  if (differences.size() > shown_max) {
    text += fmt::format("; and {} more", differences.size() - shown_max);
  }
  return text;
}

std::optional<ReplayFault> fault_of_initial(const TraceFile& trace) {
  const State initial = initial_state();
  if (trace.path.initial == initial) return std::nullopt;
  ReplayFault fault{ReplayFaultKind::initial_state, 0, {}, {}, {}};
  fault.differences = changes_between(initial, trace.path.initial, trace.settings);
  fault.text = "the initial state is another one: " + differences_text(fault.differences);
  return fault;
}

// `before` is a state of the model already.
std::optional<ReplayFault> fault_of_step(const SurroundedRules& rules, const State& before,
                                         const Action& action, const State& after, std::size_t k) {
  const Settings& settings = rules.settings();
  const std::string name = describe(action, settings);
  const std::vector<Step> steps = rules.steps(before);
  const auto step = std::find_if(steps.begin(), steps.end(),
                                 [&](const Step& one) { return one.action == action; });
  if (step == steps.end()) {
    ReplayFault fault{ReplayFaultKind::not_enabled, k, {}, {}, {}};
    const ActionConditions conditions = conditions_of(settings, before, action);
    for (const Condition& condition : conditions.enabling) {
      if (!condition.is_met()) fault.unmet.push_back(condition);
    }
    fault.text = fmt::format("step {}: {} is not enabled: {}", k, name, conditions.refusal());
    return fault;
  }
  if (step->next == after) return std::nullopt;
  ReplayFault fault{ReplayFaultKind::other_state, k, {}, {}, {}};
  fault.differences = changes_between(step->next, after, settings);
  fault.text = fmt::format("step {}: {} leads to another state: {}", k, name,
                           differences_text(fault.differences));
  return fault;
}

std::optional<ReplayFault> contradiction_of(const TraceReading& reading,
                                            std::optional<std::size_t> step) {
  for (const Contradiction& one : reading.contradictions) {
    if (one.step != step) continue;
    const std::string prefix = step ? fmt::format("step {}: ", *step) : "";
    return ReplayFault{ReplayFaultKind::contradiction, step, prefix + one.text, {}, {}};
  }
  return std::nullopt;
}

std::optional<ReplayFault> fault_of_claim(const TraceFile& trace) {
  if (trace.property == no_property) return std::nullopt;
  const ReadableModel model(trace.settings);
  const auto property = bind_properties(model, choose_properties(std::array{trace.property}));
  const auto fault = scrutineer::fault_of_claim(property.at(0), trace.path);
  if (!fault) return std::nullopt;
  return ReplayFault{
      ReplayFaultKind::claim, std::nullopt, "every step is legal, but " + *fault, {}, {}};
}

std::optional<ReplayFault> first_fault(const TraceReading& reading) {
  const TraceFile& trace = reading.trace;
  if (auto fault = fault_of_initial(trace)) return fault;
  const SurroundedRules rules(trace.settings, kept_history(trace.path, trace.property));
  const State* before = &trace.path.initial;
  for (std::size_t k = 0; k < trace.path.steps.size(); ++k) {
    const auto& [action, after] = trace.path.steps[k];
    if (auto fault = fault_of_step(rules, *before, action, after, k + 1)) return fault;
    if (auto fault = contradiction_of(reading, k + 1)) return fault;
    before = &after;
  }
  if (auto fault = fault_of_claim(trace)) return fault;
  return contradiction_of(reading, std::nullopt);
}

}  // namespace

std::string_view replay_fault_kind_name(ReplayFaultKind kind) {
  switch (kind) {
    case ReplayFaultKind::initial_state: return "initial state";
    case ReplayFaultKind::not_enabled: return "not enabled";
    case ReplayFaultKind::other_state: return "other state";
    case ReplayFaultKind::claim: return "claim";
    case ReplayFaultKind::contradiction: break;
  }
  return "contradiction";
}

Replay replay(const TraceReading& reading) {
  Replay result;
  result.steps = reading.trace.path.steps.size();
  result.property = reading.trace.property;
  for (const PropertyText& text : property_texts()) {
    if (text.name == result.property) result.kind = text.kind;
  }
  result.fault = first_fault(reading);
  return result;
}

std::string replay_text(const Replay& replay) {
  if (replay.fault) return replay.fault->text;
  const std::string steps = steps_text(replay.steps);
  if (replay.property == no_property) {
    return fmt::format("replays: {}, and claims nothing of a property", steps);
  }
  const bool is_witness = replay.kind == PropertyKind::reachable;
  return fmt::format("replays: {}, {} is {} {}", steps, replay.property,
                     is_witness ? "witnessed" : "violated",
                     replay.steps == 0 ? "in the initial state" : "at the last one");
}

std::string replay_json(const std::string& name, const Replay& replay) {
  Json json = {{"schema", "scrutineer-replay"}, {"version", 1}, {"file", name}};
  json["replays"] = !replay.fault.has_value();
  json["steps"] = replay.steps;
  json["property"] = replay.property;
  json["fault"] = Json();
  if (const auto& fault = replay.fault) {
    json["fault"] = {{"kind", replay_fault_kind_name(fault->kind)},
                     {"step", fault->step ? Json(*fault->step) : Json()},
                     {"text", fault->text},
                     {"unmet", conditions_json(fault->unmet)},
                     {"differences", changes_json(fault->differences, "model", "file")}};
  }
  // A file's name may have any bytes; JSON has UTF-8 only.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::raft
