// Traces of checks, for tests of what is done with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "traces/raft_check.h"
#include "traces/trace_file.h"

namespace scrutineer::test {

/// Every trace that a check of these settings finds, counterexamples and witnesses.
inline std::vector<raft::TraceFile> traces_of(std::string_view name, std::string_view sentence,
                                              const raft::Settings& settings) {
  const raft::PropertyChoice choice = raft::choose_properties({});
  const auto plan = raft::plan_check(settings, choice, raft::every_reduction);
  const raft::RaftOutcome outcome = raft::check(settings, choice, {}, plan.in_force);
  std::vector<raft::TraceFile> traces;
  for (const auto& one : outcome.properties) {
    if (!one.trace) continue;
    traces.push_back({std::string(name), std::string(sentence), settings, one.name, *one.trace});
  }
  return traces;
}

/// The first trace of a variant: that of election_safety if it is violated.
inline raft::TraceFile trace_of_variant(std::string_view name) {
  const raft::Variant* const variant = raft::find_variant(name);
  REQUIRE(variant != nullptr);
  auto traces = traces_of(variant->name, variant->sentence, variant->settings);
  REQUIRE_FALSE(traces.empty());
  return traces.front();
}

}  // namespace scrutineer::test
