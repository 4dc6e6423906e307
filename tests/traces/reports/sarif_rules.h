// The rules of SARIF 2.1.0 that concern what we write, as a checker of its own.
//
// Sections of the OASIS standard: 3.13 sarifLog, 3.14 run, 3.19 toolComponent, 3.27 result, 3.36
// codeFlow, 3.37 threadFlow, 3.38 threadFlowLocation, 3.28 location, 3.29 physicalLocation, 3.30
// region, 3.20 invocation, 3.58 notification, 3.49 reportingDescriptor. The schema forbids members
// that it does not know, so each object has the list of those allowed.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace scrutineer::test {

class SarifRules {
 public:
  /// The faults of a log, each with its place; empty for none.
  static std::vector<std::string> faults_of(const nlohmann::json& log) {
    SarifRules rules;
    rules.check_log(log);
    return rules.faults_;
  }

 private:
  using Json = nlohmann::json;

  void require(bool condition, const std::string& place, const std::string& rule) {
    if (!condition) faults_.push_back(place + ": " + rule);
  }

  bool check_object(const Json& json, const std::string& place,
                    std::initializer_list<const char*> required,
                    std::initializer_list<const char*> optional = {}) {
    require(json.is_object(), place, "is no object");
    if (!json.is_object()) return false;
    std::set<std::string> known(required.begin(), required.end());
    known.insert(optional.begin(), optional.end());
    for (const char* name : required)
      require(json.contains(name), place, "has no " + std::string(name));
    for (const auto& [name, value] : json.items()) {
      require(known.count(name) == 1, place, "has an unknown member " + name);
    }
    for (const char* name : required) {
      if (!json.contains(name)) return false;
    }
    return true;
  }

  template <class Check>
  void check_array(const Json& json, const std::string& place, std::size_t size_min,
                   const Check& check) {
    require(json.is_array() && json.size() >= size_min, place, "is no array or too short");
    if (!json.is_array()) return;
    for (std::size_t k = 0; k < json.size(); ++k) check(json[k], fmt::format("{}[{}]", place, k));
  }

  void check_text(const Json& json, const std::string& place) {
    if (!check_object(json, place, {"text"})) return;
    require(json["text"].is_string() && !json["text"].empty(), place, "text is no text");
  }

  void check_log(const Json& log) {
    if (!check_object(log, "log", {"version", "runs"}, {"$schema"})) return;
    require(log["version"] == "2.1.0", "log", "version is not 2.1.0");
    check_array(log["runs"], "runs", 0,
                [&](const Json& run, const auto& at) { check_run(run, at); });
  }

  void check_run(const Json& run, const std::string& place) {
    if (!check_object(run, place, {"tool"}, {"invocations", "results", "columnKind"})) return;
    const std::set<Json> column_kinds = {"utf16CodeUnits", "unicodeCodePoints"};
    require(!run.contains("columnKind") || column_kinds.count(run["columnKind"]) == 1, place,
            "columnKind");
    if (check_object(run["tool"], place + ".tool", {"driver"})) {
      check_driver(run["tool"]["driver"], place + ".driver");
    }
    check_array(run.value("results", Json::array()), place + ".results", 0,
                [&](const Json& result, const auto& at) { check_result(result, at); });
    check_array(
        run.value("invocations", Json::array()), place + ".invocations", 0,
        [&](const Json& one, const auto& at) {
          if (!check_object(one, at, {"executionSuccessful"}, {"toolExecutionNotifications"})) {
            return;
          }
          require(one["executionSuccessful"].is_boolean(), at, "executionSuccessful");
          check_array(one.value("toolExecutionNotifications", Json::array()), at, 0,
                      [&](const Json& n, const auto& where) {
                        if (!check_object(n, where, {"message"}, {"level", "locations"})) return;
                        check_level(n, where);
                        check_text(n["message"], where);
                        check_locations(n, where);
                      });
        });
  }

  void check_driver(const Json& driver, const std::string& place) {
    if (!check_object(driver, place, {"name"}, {"version", "rules"})) return;
    check_array(driver.value("rules", Json::array()), place + ".rules", 0,
                [&](const Json& rule, const auto& at) {
                  if (!check_object(rule, at, {"id"},
                                    {"shortDescription", "help", "defaultConfiguration"})) {
                    return;
                  }
                  rules_.push_back(rule["id"]);
                  check_text(rule.at("shortDescription"), at);
                  check_text(rule.at("help"), at);
                  check_level(rule.at("defaultConfiguration"), at);
                });
    require(std::set<std::string>(rules_.begin(), rules_.end()).size() == rules_.size(), place,
            "two rules have one id");
  }

  void check_level(const Json& json, const std::string& place) {
    const std::set<std::string> levels = {"none", "note", "warning", "error"};
    require(levels.count(json.value("level", "warning")) == 1, place, "level");
  }

  void check_result(const Json& result, const std::string& place) {
    if (!check_object(result, place, {"message"},
                      {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints",
                       "baselineState", "codeFlows"})) {
      return;
    }
    check_text(result["message"], place);
    check_level(result, place);
    check_locations(result, place);
    const auto index = result.value("ruleIndex", std::size_t{0});
    require(index < rules_.size() && rules_[index] == result.value("ruleId", ""), place,
            "ruleIndex is not that of ruleId");
    const Json fingerprints = result.value("partialFingerprints", Json::object());
    for (const auto& [name, value] : fingerprints.items()) {
      require(value.is_string(), place, "fingerprint " + name + " is no text");
    }
    const std::set<std::string> states = {"new", "unchanged", "updated", "absent"};
    require(states.count(result.value("baselineState", "new")) == 1, place, "baselineState");
    check_array(result.value("codeFlows", Json::array()), place + ".codeFlows", 0,
                [&](const Json& flow, const auto& at) {
                  if (!check_object(flow, at, {"threadFlows"})) return;
                  check_array(
                      flow["threadFlows"], at, 1,
                      [&](const Json& thread, const auto& where) { check_thread(thread, where); });
                });
  }

  void check_thread(const Json& thread, const std::string& place) {
    if (!check_object(thread, place, {"locations"}, {"id"})) return;
    std::size_t last = 0;
    check_array(thread["locations"], place, 1, [&](const Json& step, const auto& at) {
      if (!check_object(step, at, {"location", "executionOrder"})) return;
      const auto order = step["executionOrder"].template get<std::size_t>();
      require(order > last, at, "executionOrder does not rise");
      last = order;
      check_location(step["location"], at);
    });
  }

  void check_locations(const Json& json, const std::string& place) {
    check_array(json.value("locations", Json::array()), place + ".locations", 0,
                [&](const Json& location, const auto& at) { check_location(location, at); });
  }

  void check_location(const Json& location, const std::string& place) {
    if (!check_object(location, place, {"physicalLocation"}, {"logicalLocations", "message"})) {
      return;
    }
    const Json& physical = location["physicalLocation"];
    if (!check_object(physical, place, {"artifactLocation", "region"})) return;
    require(physical["region"].value("startLine", 0) >= 1, place, "startLine below 1");
    const std::string uri = physical["artifactLocation"].value("uri", "");
    require(!uri.empty() && uri.find_first_of(" <>\"\\^`{|}") == std::string::npos, place,
            "uri is no URI reference");
    if (location.contains("message")) check_text(location["message"], place);
  }

  std::vector<std::string> rules_;
  std::vector<std::string> faults_;
};

}  // namespace scrutineer::test
