#include "traces/raft_checkpoint.h"

#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/raft/setting_table.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;

// Every setting as text, in the form that --set takes.
Json settings_json(const Settings& settings) {
  Json json = Json::object();
  for (const Setting& setting : setting_table()) {
    json[std::string(setting.key)] = value_text(setting, settings);
  }
  return json;
}

Settings settings_of(const Json& json) {
  Settings settings;
  for (const auto& [key, value] : json.items()) {
    try {
      assign_text(settings, key, value.get<std::string>());
    } catch (const SettingError& error) {
      throw std::runtime_error(error.what());
    }
  }
  for (const Setting& setting : setting_table()) {
    if (!json.contains(setting.key)) {
      throw std::runtime_error(fmt::format("{} is missing", setting.key));
    }
  }
  return settings;
}

Json limits_json(const Limits& limits) {
  Json json = Json::object();
  if (limits.states_max) json["states_max"] = *limits.states_max;
  if (limits.memory_bytes_max) json["memory_bytes_max"] = *limits.memory_bytes_max;
  if (limits.time_max) json["milliseconds_max"] = limits.time_max->count();
  return json;
}

Limits limits_of(const Json& json) {
  Limits limits;
  if (json.contains("states_max")) limits.states_max = json["states_max"].get<std::uint64_t>();
  if (json.contains("memory_bytes_max")) {
    limits.memory_bytes_max = json["memory_bytes_max"].get<std::uint64_t>();
  }
  if (json.contains("milliseconds_max")) {
    limits.time_max = std::chrono::milliseconds(json["milliseconds_max"].get<std::int64_t>());
  }
  return limits;
}

ReductionPlan plan_of(const Json& json) {
  ReductionPlan plan;
  const auto names = json.at("reductions").get<std::vector<std::string>>();
  if (!names.empty()) plan.in_force = choose_reductions(names);
  for (const Json& off : json.at("reductions_off")) {
    plan.switched_off.push_back({off.at("name"), off.at("reason")});
  }
  return plan;
}

PropertyChoice properties_of(const Json& json) {
  auto names = json.at("properties").get<std::vector<std::string>>();
  if (names.empty()) names.emplace_back("none");
  PropertyChoice choice = choose_properties(names);
  json.at("companions_stop").get_to(choice.companions_stop);
  return choice;
}

std::string text_of(const std::vector<std::string>& names) {
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

std::string text_of(const PropertyChoice& choice) {
  std::string text = text_of({choice.names.begin(), choice.names.end()});
  // The same names, asked for or not: then a violation of any of them ends the search, or not.
  return choice.companions_stop ? text : text + " (by default)";
}

}  // namespace

std::string saved_check_json(const SavedCheck& check) {
  const ReportSubject& subject = check.subject;
  Json json;
  json["model"] = "raft";
  json["program"] = check.program;
  json["variant"] = subject.variant;
  json["description"] = subject.description;
  json["settings"] = settings_json(subject.settings);
  json["properties"] = check.properties.names;
  json["companions_stop"] = check.properties.companions_stop;
  json["continue"] = check.continue_after_violation;
  json["reductions"] = subject.reductions.names();
  json["reductions_off"] = Json::array();
  for (const SwitchedOff& off : subject.reductions.switched_off) {
    json["reductions_off"].push_back({{"name", off.name}, {"reason", off.reason}});
  }
  json["limits"] = limits_json(subject.limits);
  json["checkpoint_milliseconds"] = check.checkpoint_interval.count();
  // A file's name may have any bytes; JSON has UTF-8 only.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

SavedCheck saved_check_of(const std::string& text) {
  const Json json = Json::parse(text);
  if (json.at("model") != "raft") {
    throw std::runtime_error(fmt::format("model is {}; accepted: raft", json.at("model").dump()));
  }
  SavedCheck check;
  json.at("program").get_to(check.program);
  json.at("variant").get_to(check.subject.variant);
  json.at("description").get_to(check.subject.description);
  check.subject.settings = settings_of(json.at("settings"));
  check.subject.reductions = plan_of(json);
  check.subject.limits = limits_of(json.at("limits"));
  check.properties = properties_of(json);
  json.at("continue").get_to(check.continue_after_violation);
  check.checkpoint_interval =
      std::chrono::milliseconds(json.at("checkpoint_milliseconds").get<std::int64_t>());
  return check;
}

std::string saved_program_of(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("program") || !json["program"].is_string()) return "";
  return json["program"];
}

std::string difference(const SavedCheck& one, const SavedCheck& other) {
  const auto differ = [](std::string_view what, const std::string& a, const std::string& b) {
    return a == b ? std::string() : fmt::format("{} is {}, not {}", what, a, b);
  };
  for (const Setting& setting : setting_table()) {
    std::string text = differ(setting.key, value_text(setting, one.subject.settings),
                              value_text(setting, other.subject.settings));
    if (!text.empty()) return text;
  }
  std::string text =
      differ("the choice of properties", text_of(one.properties), text_of(other.properties));
  if (text.empty()) {
    text = differ("the choice of reductions", text_of(one.subject.reductions.names()),
                  text_of(other.subject.reductions.names()));
  }
  if (text.empty()) {
    text = differ("--continue", one.continue_after_violation ? "given" : "left out",
                  other.continue_after_violation ? "given" : "left out");
  }
  if (text.empty()) text = differ("the program", one.program, other.program);
  return text;
}

}  // namespace scrutineer::raft
