// The counterexamples (and witnesses) that the tests of explanations are about.
#pragma once

#include <string>
#include <vector>

#include "traces/raft_check.h"

namespace scrutineer::test {

struct Counterexample {
  std::string property;
  PropertyKind kind = PropertyKind::invariant;
  Path<raft::ReadableModel> path;
};

/// What a check of these properties finds, each by a shortest trace; no names for the defaults.
inline std::vector<Counterexample> counterexamples(const raft::Settings& settings,
                                                   const std::vector<std::string>& names = {},
                                                   bool goes_on = false) {
  CheckOptions options;
  options.search.continue_after_violation = goes_on;
  std::vector<Counterexample> found;
  const auto outcome = raft::check(settings, raft::choose_properties(names), options);
  for (const auto& one : outcome.properties) {
    if (one.trace) found.push_back({one.name, one.kind, *one.trace});
  }
  return found;
}

}  // namespace scrutineer::test
