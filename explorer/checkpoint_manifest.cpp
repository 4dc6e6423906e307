#include "explorer/checkpoint_manifest.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "explorer/file_checksum.h"

namespace scrutineer {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format = 1;
constexpr const char* what_it_is = "a search between two rounds";
constexpr const char* byte_order = std::endian::native == std::endian::little ? "little" : "big";

std::string checksum_text(std::uint64_t value) { return fmt::format("{:016x}", value); }

std::uint64_t checksum_of(const std::string& bytes) {
  FileChecksum sum;
  sum.add(bytes);
  return sum.value();
}

// The last line, for the text before it.
std::string seal_of(const std::string& body) {
  return fmt::format(",\n  \"checksum\": \"{}\"\n}}\n", checksum_text(checksum_of(body)));
}

Json finding_json(const SavedFinding& finding) {
  Json json = {
      {"property", finding.property}, {"length", finding.length}, {"state", finding.state}};
  if (finding.action) {
    json["action"] = *finding.action;
    json["next"] = finding.next;
  }
  return json;
}

SavedFinding finding_of(const Json& json) {
  SavedFinding finding;
  json.at("property").get_to(finding.property);
  json.at("length").get_to(finding.length);
  json.at("state").get_to(finding.state);
  if (json.contains("action")) {
    finding.action = json.at("action").get<std::uint64_t>();
    json.at("next").get_to(finding.next);
  }
  return finding;
}

Json findings_json(const std::vector<SavedFinding>& findings) {
  Json json = Json::array();
  for (const SavedFinding& one : findings) json.push_back(finding_json(one));
  return json;
}

std::vector<SavedFinding> findings_of(const Json& json) {
  std::vector<SavedFinding> findings;
  for (const Json& one : json) findings.push_back(finding_of(one));
  return findings;
}

Json position_json(const SearchPosition& position) {
  return {{"action_kinds", position.action_kinds},
          {"properties", position.properties},
          {"significant", position.significant},
          {"record_bytes", position.record_bytes},
          {"level_sizes", position.level_sizes},
          {"level_expanded", position.level_expanded},
          {"expanded", position.expanded},
          {"actions", position.actions},
          {"findings", findings_json(position.findings)},
          {"pending", findings_json(position.pending)},
          {"seconds", position.seconds}};
}

SearchPosition position_of(const Json& json) {
  SearchPosition position;
  json.at("action_kinds").get_to(position.action_kinds);
  json.at("properties").get_to(position.properties);
  json.at("significant").get_to(position.significant);
  json.at("record_bytes").get_to(position.record_bytes);
  json.at("level_sizes").get_to(position.level_sizes);
  json.at("level_expanded").get_to(position.level_expanded);
  json.at("expanded").get_to(position.expanded);
  json.at("actions").get_to(position.actions);
  position.findings = findings_of(json.at("findings"));
  position.pending = findings_of(json.at("pending"));
  json.at("seconds").get_to(position.seconds);
  return position;
}

// What the numbers say of each other. The checksum keeps accidents out; this keeps a mistake of
// the program that wrote them from becoming a wrong verdict.
bool is_consistent(const CheckpointManifest& manifest) {
  if (!manifest.position) return manifest.states_bytes == 0;
  const SearchPosition& position = *manifest.position;
  const std::size_t levels = position.level_sizes.size();
  const auto is_of_a_property = [&](const SavedFinding& one) {
    return one.property < position.properties.size() &&
           one.state.size() == position.significant.size() &&
           one.next.size() == (one.action ? one.state.size() : 0);
  };
  if (levels < 2 || std::find(position.level_sizes.begin(), position.level_sizes.end() - 1, 0U) !=
                        position.level_sizes.end() - 1) {
    return false;  // it is between rounds of a level that has states
  }
  return position.level_expanded <= position.level_sizes[levels - 2] &&
         position.expanded <= position.states() &&
         position.states() * position.record_bytes == manifest.states_bytes &&
         position.actions.size() == position.action_kinds.size() &&
         std::all_of(position.findings.begin(), position.findings.end(), is_of_a_property) &&
         std::all_of(position.pending.begin(), position.pending.end(), is_of_a_property);
}

CheckpointManifest manifest_from(const Json& json) {
  if (json.at("checkpoint") != what_it_is) throw ManifestError("is no checkpoint");
  if (json.at("format") != format) {
    throw ManifestError(
        fmt::format("has format {}; accepted: {}", json.at("format").dump(), format));
  }
  if (json.at("byte_order") != byte_order) {
    throw ManifestError(fmt::format("is of a machine with {} byte order; accepted: {}",
                                    json.at("byte_order").dump(), byte_order));
  }
  CheckpointManifest manifest;
  json.at("version").get_to(manifest.version);
  manifest.subject = json.at("subject").dump();
  json.at("is_complete").get_to(manifest.is_complete);
  json.at("states_bytes").get_to(manifest.states_bytes);
  const std::string checksum = json.at("states_checksum");
  manifest.states_checksum = std::stoull(checksum, nullptr, 16);
  if (!json.at("position").is_null()) manifest.position = position_of(json.at("position"));
  if (!is_consistent(manifest)) throw ManifestError("is damaged: its numbers do not fit together");
  return manifest;
}

}  // namespace

std::string manifest_text(const CheckpointManifest& manifest) {
  Json json;
  json["checkpoint"] = what_it_is;
  json["format"] = format;
  json["version"] = manifest.version;
  json["byte_order"] = byte_order;
  json["subject"] = Json::parse(manifest.subject, nullptr, false);
  if (json["subject"].is_discarded()) throw std::invalid_argument("the subject is no JSON");
  json["is_complete"] = manifest.is_complete;
  json["states_bytes"] = manifest.states_bytes;
  json["states_checksum"] = checksum_text(manifest.states_checksum);
  json["position"] = manifest.position ? position_json(*manifest.position) : Json();
  // A file's name may have any bytes; JSON has UTF-8 only.
  std::string body = json.dump(2, ' ', false, Json::error_handler_t::replace);
  body.resize(body.size() - 2);  // without the last "\n}"
  return body + seal_of(body);
}

CheckpointManifest manifest_of(const std::string& text) {
  const std::size_t seal_size = seal_of("").size();
  const std::string body = text.substr(0, text.size() - std::min(text.size(), seal_size));
  if (body + seal_of(body) != text) {
    throw ManifestError("is damaged: its checksum does not fit");
  }
  try {
    return manifest_from(Json::parse(text));
  } catch (const ManifestError&) {
    throw;
  } catch (const std::exception& error) {  // JSON's, or those of a number that is none
    throw ManifestError(fmt::format("is damaged: {}", error.what()));
  }
}

}  // namespace scrutineer
