// Runs of `scrutineer check` within this process, and their JSON results.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/run_program.h"

namespace scrutineer::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SCRUTINEER_TESTS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || \
    defined(SCRUTINEER_TESTS_SANITIZED)
/// Under a sanitizer that keeps memory of its own: limits of memory mean nothing there.
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// Far more states than any test waits for.
inline const std::string big =
    "check raft --servers 5 --max-term 3 --set network=at-most-once --no-reduction";

/// Words at single spaces.
inline std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  std::istringstream stream(line);
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// The program within this process, on words without spaces in them.
inline ProgramResult run_line(const std::string& line) { return run_inside(words_of(line)); }

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Fails the test if the text is no JSON.
inline nlohmann::json parse_json(const std::string& text) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  REQUIRE_MESSAGE(!json.is_discarded(), "no JSON: " << text.substr(0, 200));
  return json;
}

/// The JSON result of a check within this process; `line` is what follows the word check.
inline nlohmann::json check_json(const std::string& line) {
  const ProgramResult result = run_line("check " + line + " --quiet --json -");
  REQUIRE_MESSAGE(!result.out.empty(), line << ": " << result.err);
  return parse_json(result.out);
}

/// The property of this name in a JSON result.
inline nlohmann::json property_in(const nlohmann::json& result, const std::string& name) {
  for (const auto& property : result.at("properties")) {
    if (property.at("name") == name) return property;
  }
  FAIL("no property " << name);
  return {};
}

/// A JSON result as text without the two lines that may differ from run to run.
inline std::string without_costs(const std::string& json_text) {
  std::string text;
  int left_out = 0;
  for (const std::string& line : lines_of(json_text)) {
    const bool is_cost =
        line.starts_with("  \"seconds\":") || line.starts_with("  \"memory_bytes\"");
    left_out += is_cost ? 1 : 0;
    if (!is_cost) text += line + "\n";
  }
  REQUIRE(left_out == 2);
  return text;
}

}  // namespace scrutineer::test
