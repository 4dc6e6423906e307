#include "traces/suite/comparison.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/raft_report.h"

namespace scrutineer::raft {
namespace {

using One = PropertyOutcome<ReadableModel>;

const One* find(const RaftOutcome& outcome, const std::string& property) {
  const auto one = std::find_if(outcome.properties.begin(), outcome.properties.end(),
                                [&](const One& other) { return other.name == property; });
  return one == outcome.properties.end() ? nullptr : &*one;
}

std::string with_length(std::string_view verdict, std::uint64_t length) {
  return fmt::format("{} in {}", verdict, steps_text(static_cast<std::size_t>(length)));
}

std::string violations_text(const RaftOutcome& outcome) {
  std::vector<std::string> parts;
  for (const One& one : outcome.properties) {
    if (one.verdict != PropertyVerdict::violated) continue;
    parts.push_back(fmt::format("{} in {}", one.name, steps_text(one.length())));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

// A violation that nobody expects: the derived verdict "violated" stands for the properties that
// were named, not for any other one that ends the search.
std::vector<std::string> unexpected_violations(const Expectation& expectation,
                                               const RaftOutcome& outcome) {
  std::vector<std::string> names;
  for (const One& one : outcome.properties) {
    const bool is_violation = one.verdict == PropertyVerdict::violated && one.stops_search;
    if (is_violation && !is_expected_violation(expectation, one)) names.push_back(one.name);
  }
  return names;
}

Comparison compare_verdict(const Expectation& expectation, const RaftOutcome& outcome) {
  const Verdict expected = expected_verdict(expectation);
  Comparison result;
  result.what = "verdict";
  result.expected = verdict_name(expected);
  result.found = verdict_name(outcome.verdict);
  if (outcome.verdict == Verdict::violated) {
    result.found += fmt::format(": {}", violations_text(outcome));
  }
  if (outcome.verdict != expected) {
    const bool is_open = outcome.verdict == Verdict::incomplete;
    result.status = is_open ? RunStatus::undecided : RunStatus::failed;
    result.reason = fmt::format("the verdict is {}, expected {}", result.found, result.expected);
  } else if (expected == Verdict::violated) {
    const auto names = unexpected_violations(expectation, outcome);
    if (names.empty()) return result;
    result.status = RunStatus::failed;
    result.reason = fmt::format("{} violated too, which is not expected", fmt::join(names, ", "));
  }
  return result;
}

Comparison compare_property(const PropertyExpectation& expected, const One* one) {
  Comparison result;
  result.what = expected.property;
  result.is_property = true;
  const std::string_view verdict = verdict_name(expected.verdict);
  result.expected = expected.length ? with_length(verdict, *expected.length) : std::string(verdict);
  const PropertyVerdict found = one == nullptr ? PropertyVerdict::undecided : one->verdict;
  result.found = verdict_name(found);
  if (one != nullptr && one->trace) result.found = with_length(result.found, one->length());
  const bool is_length_met =
      !expected.length || (one != nullptr && one->trace && one->length() == *expected.length);
  if (found == expected.verdict && is_length_met) return result;
  const bool is_open = found == PropertyVerdict::undecided && found != expected.verdict;
  result.status = is_open ? RunStatus::undecided : RunStatus::failed;
  result.reason =
      fmt::format("{} is {}, expected {}", expected.property, result.found, result.expected);
  return result;
}

// Counts only grow, so too many are a refutation even of a search that is not at its end.
void compare_count(std::vector<Comparison>& comparisons, std::string what,
                   const std::optional<std::uint64_t>& expected, std::uint64_t found,
                   StopReason stop) {
  if (!expected) return;
  Comparison result;
  result.expected = count_text(*expected);
  result.found = count_text(found);
  if (found != *expected) {
    const bool is_open = is_limit(stop) && found < *expected;
    result.status = is_open ? RunStatus::undecided : RunStatus::failed;
    result.reason = fmt::format("{} is {}, expected {}", what, result.found, result.expected);
  } else if (is_limit(stop)) {
    result.status = RunStatus::undecided;
    result.reason = fmt::format("{} may still grow", what);
  }
  result.what = std::move(what);
  comparisons.push_back(std::move(result));
}

}  // namespace

bool is_expected_violation(const Expectation& expectation, const One& property) {
  for (const PropertyExpectation& one : expectation.properties) {
    if (one.property == property.name) return one.verdict == PropertyVerdict::violated;
  }
  if (expectation.verdict == Verdict::violated) return true;
  return !property.stops_search && expected_verdict(expectation) == Verdict::violated;
}

std::vector<Comparison> compare(const Expectation& expectation, const RaftOutcome& outcome) {
  std::vector<Comparison> comparisons = {compare_verdict(expectation, outcome)};
  for (const PropertyExpectation& expected : expectation.properties) {
    comparisons.push_back(compare_property(expected, find(outcome, expected.property)));
  }
  compare_count(comparisons, "distinct", expectation.distinct, outcome.distinct, outcome.stop);
  compare_count(comparisons, "generated", expectation.generated, outcome.generated, outcome.stop);
  compare_count(comparisons, "depth", expectation.depth, outcome.depth, outcome.stop);
  return comparisons;
}

}  // namespace scrutineer::raft
