#include "traces/why_not.h"

#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/raft/setting_table.h"
#include "model/raft/surrounded_rules.h"
#include "traces/raft_json_parts.h"

namespace scrutineer::raft {
namespace {

// "  n1 is up: yes", with the setting behind it where there is one.
std::string condition_line(const Condition& condition, const Settings& settings) {
  std::string line = fmt::format("{}: {}", condition.text, condition.holds ? "yes" : "no");
  if (!condition.holds && condition.is_waived) line += ", and need not be so";
  if (!condition.setting.empty()) {
    line += fmt::format("  [{} {}]", condition.setting,
                        value_text(setting_named(condition.setting), settings));
  }
  return line + "\n";
}

std::string place_text(std::size_t step) {
  return step == 0 ? "in the initial state" : fmt::format("after step {}", step);
}

std::string next_text(const WhyNot& answer, const WhyNotPlace& place, const Settings& settings) {
  if (!place.taken) return "the trace ends here\n";
  if (*place.taken == answer.action) {
    return fmt::format("step {} of the trace is this action\n", place.step + 1);
  }
  return fmt::format("step {} of the trace is {} instead\n", place.step + 1,
                     describe(*place.taken, settings));
}

}  // namespace

WhyNot why_not(const Settings& settings, const State& state, const Action& action) {
  WhyNot answer{
      action, describe(action, settings), false, conditions_of(settings, state, action), {}};
  const bool has_environment = mitigations::is_active(settings.mitigations);
  const SurroundedRules rules(settings, {has_environment, has_environment, false});
  for (const Step& step : rules.steps(state)) {
    if (!(step.action == action)) continue;
    answer.is_enabled = true;
    answer.changes = changes_between(state, step.next, settings);
  }
  if (answer.is_enabled == answer.conditions.is_enabled()) return answer;
  throw std::logic_error(fmt::format("the rules and the conditions of {} disagree in the state: {}",
                                     answer.text, describe(state, settings)));
}

std::string why_not_text(const WhyNot& answer, const WhyNotPlace& place, const Settings& settings) {
  std::string text = fmt::format("{} is {}enabled {}", answer.text, answer.is_enabled ? "" : "not ",
                                 place_text(place.step));
  text += answer.is_enabled ? "\n" : ": " + answer.conditions.refusal() + "\n";
  for (const Condition& condition : answer.conditions.enabling) {
    text += "  " + condition_line(condition, settings);
  }
  const auto& decisions = answer.conditions.decisions;
  if (!decisions.empty()) {
    text += answer.is_enabled ? "what it does\n" : "what it would do if it were enabled\n";
  }
  for (const Decision& decision : decisions) {
    text += fmt::format("  {}: {}\n", decision.text, decision.is_taken() ? "yes" : "no");
    for (const Condition& condition : decision.conditions) {
      text += "    " + condition_line(condition, settings);
    }
  }
  if (answer.is_enabled) {
    text += answer.changes.empty() ? "it changes nothing\n" : "what it changes\n";
    for (const Change& change : answer.changes) {
      text += fmt::format("  {}: {} -> {}\n", change.what, change.before, change.after);
    }
  }
  return text + next_text(answer, place, settings);
}

std::string why_not_json(const WhyNot& answer, const WhyNotPlace& place, const Settings& settings) {
  Json json = {{"schema", "scrutineer-why-not"}, {"version", 1}};
  json["step"] = place.step;
  json["action"] = action_json(answer.action, settings);
  json["is_enabled"] = answer.is_enabled;
  json["conditions"] = conditions_json(answer.conditions.enabling);
  json["decisions"] = Json::array();
  for (const Decision& decision : answer.conditions.decisions) {
    json["decisions"].push_back({{"name", decision.name},
                                 {"text", decision.text},
                                 {"is_taken", decision.is_taken()},
                                 {"conditions", conditions_json(decision.conditions)}});
  }
  json["changes"] = changes_json(answer.changes, "before", "after");
  json["taken"] = place.taken ? action_json(*place.taken, settings) : Json();
  json["is_taken"] = place.taken == answer.action;
  return json.dump(2) + "\n";
}

}  // namespace scrutineer::raft
