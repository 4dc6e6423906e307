#include "traces/raft_json.h"

#include "model/version.h"
#include "traces/raft_json_parts.h"

namespace scrutineer::raft {
namespace {

// As strings: the numbers may be larger than those of JSON's readers.
Json shortest_json(const std::optional<ShortestCount>& shortest) {
  if (!shortest) return {};
  return {{"paths", shortest->paths.str()},
          {"paths_up_to_naming", shortest->paths_up_to_naming.str()}};
}

Json properties_json(const RaftOutcome& outcome, const Settings& settings) {
  Json json = Json::array();
  for (const auto& one : outcome.properties) {
    json.push_back({{"name", one.name},
                    {"kind", property_kind_name(one.kind)},
                    {"verdict", verdict_name(one.verdict)},
                    {"length", one.trace ? Json(one.length()) : Json()},
                    {"shortest", shortest_json(one.shortest)},
                    {"trace", one.trace ? path_json(*one.trace, settings) : Json()}});
  }
  return json;
}

template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json limits_json(const Limits& limits, StopReason stop) {
  Json seconds;
  if (limits.time_max) seconds = std::chrono::duration<double>(*limits.time_max).count();
  return {{"states_max", optional_json(limits.states_max)},
          {"memory_bytes_max", optional_json(limits.memory_bytes_max)},
          {"seconds_max", seconds},
          {"reached", is_limit(stop) ? Json(stop_reason_name(stop)) : Json()}};
}

}  // namespace

std::string report_json(const ReportSubject& subject, const RaftOutcome& outcome) {
  Json json;
  json["schema"] = json_schema_version;
  json["program"] = "scrutineer";
  json["version"] = version;
  json["model"] = "raft";
  json["variant"] = subject.variant;
  json["verdict"] = verdict_name(outcome.verdict);
  json["stop"] = stop_reason_name(outcome.stop);
  json["settings"] = settings_json(subject.settings);
  json["properties"] = properties_json(outcome, subject.settings);
  json["distinct"] = outcome.distinct;
  json["generated"] = outcome.generated;
  json["expanded"] = outcome.expanded;
  json["depth"] = outcome.depth;
  json["actions"] = Json::object();
  for (const auto& [name, count] : outcome.actions) json["actions"][name] = count;
  json["limits"] = limits_json(subject.limits, outcome.stop);
  json["reductions"] = subject.reductions.names();
  json["reductions_off"] = Json::array();
  for (const SwitchedOff& off : subject.reductions.switched_off) {
    json["reductions_off"].push_back({{"name", off.name}, {"reason", off.reason}});
  }
  json["storage"] = "exact";
  json["seconds"] = outcome.seconds;
  json["memory_bytes"] = subject.peak_memory_bytes;
  // A file's name may have any bytes; JSON has UTF-8 only.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace scrutineer::raft
