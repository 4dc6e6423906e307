// SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), as code scanning reads it: a
// rule is a property, a result a counterexample that nobody expected, with one thread flow for each
// server. Its fingerprint makes one bug one alert, whatever commit or bound finds it.
//
// What a must-fail run was to find is no result; what was not decided, and faults of the program,
// are notifications of the tool.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/version.h"
#include "traces/raft_report.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view expectation_rule = "expectation";
constexpr std::string_view remark_rule = "remark";

Json text_json(const std::string& text) { return {{"text", text}}; }

Json rules_json() {
  Json rules = Json::array();
  const auto add = [&](std::string_view id, const std::string& sentence,
                       const std::string& source) {
    rules.push_back({{"id", id},
                     {"shortDescription", text_json(sentence)},
                     {"help", text_json(source)},
                     {"defaultConfiguration", {{"level", "error"}}}});
  };
  for (const PropertyText& text : property_texts()) {
    add(text.name, std::string(text.sentence), std::string(text.source));
  }
  add(expectation_rule, "what a suite expects of a run",
      "A count, a length or a verdict is not what the suite's file says.");
  add(remark_rule, "what makes a result worth less than it seems",
      "Reported by --strict; a suite's allow declares what is known.");
  return rules;
}

std::size_t rule_index(std::string_view rule) {
  std::size_t index = 0;
  for (const PropertyText& text : property_texts()) {
    if (text.name == rule) return index;
    ++index;
  }
  return rule == expectation_rule ? index : index + 1;
}

// A path as a URI reference: what no URI may have is escaped, and so is %.
std::string uri_of(const std::string& path) {
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= 'a' && byte <= 'z') ||
                          std::string_view("/._-~").find(c) != std::string_view::npos;
    uri += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(byte));
  }
  return uri;
}

Json location_json(const SuiteReport& report, const SuiteRun& run) {
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri_of(report.suite.file)}}},
            {"region", {{"startLine", std::max<std::size_t>(run.line, 1)}}}}},
          {"logicalLocations", Json::array({{{"fullyQualifiedName", run.name}}})}};
}

// Whom a step happens at: a server's name, or the network.
std::string actor_name(const Action& action) {
  const ServerId actor = actor_of(action);
  return actor == no_server ? "network" : fmt::format("n{}", actor);
}

Json code_flow_json(const SuiteReport& report, const SuiteRun& run,
                    const Path<ReadableModel>& path) {
  std::map<std::string, Json> flows;  // by actor; n1 ... n7 sort as they should
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const Action& action = path.steps[k].first;
    Json location = location_json(report, run);
    location["message"] = text_json(fmt::format("{}. {}", k + 1, describe(action, run.settings)));
    const std::string actor = actor_name(action);
    Json& flow = flows[actor];
    flow["id"] = actor;
    flow["locations"].push_back({{"location", std::move(location)}, {"executionOrder", k + 1}});
  }
  Json thread_flows = Json::array();
  for (auto& [actor, flow] : flows) thread_flows.push_back(std::move(flow));
  return {{"threadFlows", std::move(thread_flows)}};
}

Json result_json(const SuiteReport& report, const SuiteRun& run, std::string_view rule,
                 const std::string& text, const std::string& fingerprint) {
  return {{"ruleId", rule},
          {"ruleIndex", rule_index(rule)},
          {"level", "error"},
          {"message", text_json(text)},
          {"locations", Json::array({location_json(report, run)})},
          {"partialFingerprints", {{"scrutineer/v1", fingerprint}}}};
}

Json bug_json(const SuiteReport& report, const SuiteRun& run, const RunResult& result,
              const Bug& bug) {
  const auto& property = result.outcome->properties.at(bug.outcome);
  Json json = result_json(
      report, run, bug.property,
      fmt::format("{}: {} is violated in {}: it says that {}. Within {}.", run.name, bug.property,
                  steps_text(property.length()), property.sentence, bounds_line(run, result)),
      bug.fingerprint);
  if (report.has_baseline) {
    json["baselineState"] = bug.standing == BugStanding::known ? "unchanged" : "new";
  }
  if (!property.trace->steps.empty()) {
    json["codeFlows"] = Json::array({code_flow_json(report, run, *property.trace)});
  }
  return json;
}

// What is not as expected and no bug: a must-fail run that holds, a count, a length, a remark.
void add_other_results(Json& results, const SuiteReport& report, const SuiteRun& run,
                       const RunResult& result) {
  const bool has_bugs = std::any_of(result.bugs.begin(), result.bugs.end(), [](const Bug& bug) {
    return bug.standing != BugStanding::expected;
  });
  for (const Comparison& one : result.comparisons) {
    const bool is_told = has_bugs && (one.what == "verdict" || one.is_property);
    if (one.status != RunStatus::failed || is_told) continue;
    results.push_back(result_json(report, run, expectation_rule,
                                  fmt::format("{}: {}.", run.name, one.reason),
                                  fmt::format("{}:{}", run.name, one.what)));
  }
  for (const Remark& remark : result.remarks) {
    if (!report.is_strict || remark.is_allowed) continue;
    results.push_back(result_json(report, run, remark_rule,
                                  fmt::format("{}: {}.", run.name, remark.text),
                                  fmt::format("{}:{}", run.name, remark.subject)));
  }
}

Json notifications_json(const SuiteReport& report) {
  Json notifications = Json::array();
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    const RunResult& result = report.results[k];
    const SuiteRun& run = report.suite.runs[k];
    if (result.status != RunStatus::undecided && result.status != RunStatus::error) continue;
    notifications.push_back(
        {{"level", result.status == RunStatus::error ? "error" : "warning"},
         {"message", text_json(fmt::format("{} was not decided: {}.", run.name, result.reason))},
         {"locations", Json::array({location_json(report, run)})}});
  }
  return notifications;
}

}  // namespace

std::string suite_sarif(const SuiteReport& report) {
  Json results = Json::array();
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    const RunResult& result = report.results[k];
    const SuiteRun& run = report.suite.runs[k];
    for (const Bug& bug : result.bugs) {
      if (bug.standing != BugStanding::expected) {
        results.push_back(bug_json(report, run, result, bug));
      }
    }
    add_other_results(results, report, run, result);
  }
  Json driver = {{"name", "scrutineer"}, {"version", version}, {"rules", rules_json()}};
  Json invocation = {{"executionSuccessful", count_of(report, RunStatus::error) == 0},
                     {"toolExecutionNotifications", notifications_json(report)}};
  Json run = {{"tool", {{"driver", std::move(driver)}}},
              {"invocations", Json::array({std::move(invocation)})},
              {"results", std::move(results)},
              {"columnKind", "unicodeCodePoints"}};
  const Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                     {"version", "2.1.0"},
                     {"runs", Json::array({std::move(run)})}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::raft
