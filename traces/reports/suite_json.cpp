// The results of a suite for programs; `docs/json-schema.md` describes the members.
#include <nlohmann/json.hpp>

#include "model/version.h"
#include "traces/raft_json.h"
#include "traces/raft_report.h"
#include "traces/reports/suite_report.h"

namespace scrutineer::raft {
namespace {

using Json = nlohmann::ordered_json;

// The result of `check --json`; its costs go to the run's.
Json outcome_json(const SuiteRun& run, const RunResult& result) {
  if (!result.outcome) return {};
  ReportSubject subject{run.variant,   run.description,   run.settings,
                        result.limits, result.reductions, 0};
  Json json = Json::parse(report_json(subject, *result.outcome));
  json.erase("seconds");
  json.erase("memory_bytes");
  return json;
}

Json run_json(const SuiteReport& report, const SuiteRun& run, const RunResult& result) {
  Json json = {{"name", run.name},
               {"about", run.about},
               {"line", run.line},
               {"status", status_name(result.status)},
               {"reason", result.reason},
               {"comparisons", Json::array()},
               {"remarks", Json::array()},
               {"bugs", Json::array()}};
  for (const Comparison& one : result.comparisons) {
    json["comparisons"].push_back({{"what", one.what},
                                   {"expected", one.expected},
                                   {"found", one.found},
                                   {"status", status_name(one.status)}});
  }
  for (const Remark& remark : result.remarks) {
    json["remarks"].push_back(
        {{"subject", remark.subject}, {"text", remark.text}, {"allowed", remark.is_allowed}});
  }
  for (const Bug& bug : result.bugs) {
    json["bugs"].push_back({{"property", bug.property},
                            {"fingerprint", bug.fingerprint},
                            {"standing", standing_name(bug.standing, report.has_baseline)}});
  }
  json["result"] = outcome_json(run, result);
  json["is_cached"] = result.is_cached;
  json["seconds"] = result.outcome ? result.outcome->seconds : 0;
  json["search_bytes"] = result.outcome ? result.outcome->search_bytes : 0;
  return json;
}

}  // namespace

std::string suite_json(const SuiteReport& report) {
  Json json;
  json["schema"] = json_schema_version;
  json["program"] = "scrutineer";
  json["version"] = version;
  json["suite"] = report.suite.file;
  json["strict"] = report.is_strict;
  json["status"] = status_name(worst_status(report));
  json["counts"] = Json::object();
  for (const RunStatus status : {RunStatus::passed, RunStatus::known, RunStatus::failed,
                                 RunStatus::undecided, RunStatus::error}) {
    json["counts"][std::string(status_name(status))] = count_of(report, status);
  }
  json["runs"] = Json::array();
  for (std::size_t k = 0; k < report.results.size(); ++k) {
    json["runs"].push_back(run_json(report, report.suite.runs[k], report.results[k]));
  }
  json["fixed"] = Json::array();
  for (const BaselineEntry& entry : report.fixed) {
    json["fixed"].push_back({{"fingerprint", entry.fingerprint}, {"run", entry.run}});
  }
  json["seconds"] = report.seconds;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::raft
