#include "traces/suite/suite.h"

#include <algorithm>
#include <iterator>

namespace scrutineer::raft {
namespace {

// Whether all of `text` matches. The last star met is where the search goes back to: a later star
// makes every earlier one settled.
bool matches(const std::string& text, const std::string& pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string::npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

Verdict expected_verdict(const Expectation& expectation) {
  if (expectation.verdict) return *expectation.verdict;
  const auto any = [&](PropertyVerdict verdict) {
    return std::any_of(expectation.properties.begin(), expectation.properties.end(),
                       [&](const auto& one) { return one.verdict == verdict; });
  };
  if (any(PropertyVerdict::violated)) return Verdict::violated;
  if (any(PropertyVerdict::expectation_not_met)) return Verdict::expectation_not_met;
  return Verdict::holds;
}

Suite only(const Suite& suite, const std::string& pattern) {
  Suite chosen{suite.file, {}, suite.title, suite.about};
  std::copy_if(suite.runs.begin(), suite.runs.end(), std::back_inserter(chosen.runs),
               [&](const SuiteRun& run) { return matches(run.name, "*" + pattern + "*"); });
  return chosen;
}

}  // namespace scrutineer::raft
