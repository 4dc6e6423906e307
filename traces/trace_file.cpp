#include "traces/trace_file.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "model/nearest_name.h"
#include "model/raft/variants.h"
#include "model/version.h"
#include "properties/raft/property_list.h"
#include "traces/raft_json_parts.h"
#include "traces/raft_json_reader.h"

namespace scrutineer::raft {
namespace {

constexpr std::string_view schema_name = "scrutineer-trace";
constexpr std::string_view model_name = "raft";

// Everything but the digest.
Json content_json(const TraceFile& trace) {
  Json json;
  json["schema"] = schema_name;
  json["version"] = trace_file_version;
  json["program"] = trace.program.empty() ? fmt::format("scrutineer {}", version) : trace.program;
  json["model"] = model_name;
  json["variant"] = trace.variant;
  json["description"] = trace.description;
  json["settings"] = settings_json(trace.settings);
  json["property"] = trace.property;
  json.update(path_json(trace.path, trace.settings));
  return json;
}

// A file's name may have any bytes; JSON has UTF-8 only.
std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string digest_of(const Json& content) {
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::url());
  return boost::uuids::to_string(generate(text_of(content, -1)));
}

// ---- reading ----

std::vector<std::string_view> property_names() {
  std::vector<std::string_view> names;
  for (const PropertyText& text : property_texts()) names.push_back(text.name);
  return names;
}

std::string read_variant(const JsonPlace& place) {
  std::string name = place.string();
  if (find_variant(name) != nullptr) return name;
  if (name.ends_with(".toml") || name.find('/') != std::string::npos) return name;
  std::vector<std::string_view> names;
  for (const Variant& variant : variants()) names.push_back(variant.name);
  place.reject(fmt::format("{}, or a settings file *.toml{}", fmt::join(names, ", "),
                           did_you_mean(name, names)));
}

void require_model(const JsonPlace& place) {
  if (place.string("'raft'") != model_name) place.reject("'raft'");
}

void add_text_contradictions(const std::vector<std::string>& texts, TraceReading& reading) {
  const auto& steps = reading.trace.path.steps;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    const std::string text = describe(steps[k].first, reading.trace.settings);
    if (texts[k] == text) continue;
    reading.contradictions.push_back(
        {k + 1, fmt::format("/steps/{}/action/text is {}; accepted: '{}', as its other members say",
                            k, quoted_briefly(texts[k]), text)});
  }
}

void add_digest_contradiction(const std::string& given, TraceReading& reading) {
  const std::string digest = digest_of(reading.trace);
  if (given == digest) return;
  reading.contradictions.push_back(
      {std::nullopt,
       fmt::format("/digest is {}; accepted: '{}': the file was changed after it was written",
                   quoted_briefly(given), digest)});
}

TraceReading reading_of_trace(const JsonPlace& top, std::string_view property) {
  static constexpr std::array<std::string_view, 11> members = {
      "schema",   "version",  "program", "model", "variant", "description",
      "settings", "property", "initial", "steps", "digest"};
  top.allow_members(members);
  (void)top.member("version").integer(1, trace_file_version);
  TraceReading reading;
  TraceFile& trace = reading.trace;
  trace.program = top.member("program").string();
  if (!trace.program.starts_with("scrutineer ")) {
    top.member("program").reject("'scrutineer' and its version");
  }
  require_model(top.member("model"));
  trace.variant = read_variant(top.member("variant"));
  trace.description = top.member("description").string();
  trace.settings = read_settings(top.member("settings"));
  auto names = property_names();
  names.push_back(no_property);
  trace.property = names.at(top.member("property").choice(names));
  if (!property.empty() && property != trace.property) {
    top.member("property").reject(fmt::format("'{}', which was asked for", property));
  }
  ReadPath read = read_path(top, trace.settings);
  trace.path = std::move(read.path);
  add_text_contradictions(read.texts, reading);
  add_digest_contradiction(top.member("digest").string("the digest, a string"), reading);
  return reading;
}

// The property of a report: by name, or the first that is violated, or the first with a trace.
std::size_t choose_property(const JsonPlace& properties, std::string_view name) {
  const std::size_t size = properties.size("an array of properties");
  std::optional<std::size_t> witness;
  std::vector<std::string> with_trace;
  for (std::size_t k = 0; k < size; ++k) {
    const JsonPlace one = properties.element(k);
    const JsonPlace trace = one.member("trace");
    if (trace.is_missing() || trace.is_null()) continue;
    with_trace.push_back(one.member("name").string());
    if (!name.empty() && with_trace.back() == name) return k;
    if (name.empty() && one.member("verdict").string() == "violated") return k;
    if (!witness) witness = k;
  }
  if (name.empty() && witness) return *witness;
  throw NotATrace(fmt::format("{} has no trace{}; accepted: {}", properties.pointer(),
                              name.empty() ? "" : fmt::format(" of '{}'", name),
                              with_trace.empty() ? "the result of a check that has found one"
                                                 : fmt::format("{}", fmt::join(with_trace, ", "))));
}

TraceReading reading_of_report(const JsonPlace& top, std::string_view property) {
  TraceReading reading;
  TraceFile& trace = reading.trace;
  trace.program = "scrutineer " + top.member("version").string();
  require_model(top.member("model"));
  trace.variant = read_variant(top.member("variant"));
  trace.settings = read_settings(top.member("settings"));
  const JsonPlace properties = top.member("properties");
  const JsonPlace one = properties.element(choose_property(properties, property));
  trace.property = property_names().at(one.member("name").choice(property_names()));
  static constexpr std::array<std::string_view, 2> members = {"initial", "steps"};
  one.member("trace").allow_members(members);
  ReadPath read = read_path(one.member("trace"), trace.settings);
  trace.path = std::move(read.path);
  add_text_contradictions(read.texts, reading);
  return reading;
}

}  // namespace

std::string trace_file_text(const TraceFile& trace) {
  Json json = content_json(trace);
  json["digest"] = digest_of(json);
  return text_of(json, 2) + "\n";
}

std::string digest_of(const TraceFile& trace) { return digest_of(content_json(trace)); }

TraceReading read_with_contradictions(std::string_view text, std::string_view property) {
  const nlohmann::json document = parse_strictly(text);
  const JsonPlace top(document);
  const JsonPlace schema = top.member("schema");
  const std::string accepted = fmt::format("'{}', or 1 in a result of check --json", schema_name);
  if (schema.is_string()) {
    if (schema.string() != schema_name) schema.reject(accepted);
    return reading_of_trace(top, property);
  }
  if (schema.is_missing() || !document["schema"].is_number_integer()) schema.reject(accepted);
  (void)schema.integer(1, 1);
  return reading_of_report(top, property);
}

TraceFile read_trace_file(std::string_view text, std::string_view property) {
  TraceReading reading = read_with_contradictions(text, property);
  if (!reading.contradictions.empty()) throw NotATrace(reading.contradictions.front().text);
  return std::move(reading.trace);
}

}  // namespace scrutineer::raft
