// What a search found, as values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "explorer/verdict.h"
#include "properties/property.h"

namespace scrutineer {

/// A state, or a step, that decides a property: the violation, or the witness. `length` is the
/// number of steps to it from an initial state, the last step included; no shorter one exists.
/// Among all of that length it is the least (in the order of states, then of actions), so that it
/// is the same in every run.
template <class Model>
struct Finding {
  typename Model::State state;  // the violating state; of a step invariant, the state before
  std::optional<std::pair<typename Model::Action, typename Model::State>> step;
  std::uint32_t length = 0;
};

template <class Model>
struct PropertyResult {
  PropertyVerdict verdict = PropertyVerdict::undecided;
  std::optional<Finding<Model>> finding;
};

template <class Model>
struct SearchResult {
  Verdict verdict = Verdict::incomplete;
  StopReason stop = StopReason::exhausted;
  std::uint64_t distinct = 0;   // states found, initial ones included
  std::uint64_t generated = 0;  // transitions out of the expanded states, self-loops included
  std::uint64_t expanded = 0;   // states whose successors were all computed
  std::uint32_t depth = 0;      // steps to the states found last
  std::vector<std::uint64_t> actions;             // of `generated`, by kind of action
  std::vector<PropertyResult<Model>> properties;  // in the order given to the search
  std::uint64_t memory_bytes = 0;  // states, index and successors in transit, at the end
  double seconds_before = 0;       // of earlier runs, where a checkpoint was taken up
  std::string level_file_failure;  // why expanded levels stayed in memory; empty: no reason
};

namespace detail {

inline PropertyVerdict property_verdict(PropertyKind kind, bool is_found, StopReason stop) {
  const bool is_reachable = kind == PropertyKind::reachable;
  if (is_found) return is_reachable ? PropertyVerdict::holds : PropertyVerdict::violated;
  if (stop != StopReason::exhausted) return PropertyVerdict::undecided;
  return is_reachable ? PropertyVerdict::expectation_not_met : PropertyVerdict::holds;
}

}  // namespace detail

/// Sets the verdicts from the findings and the reason for which the search ended.
template <class Model>
void conclude(SearchResult<Model>& result,
              const std::vector<Property<typename Model::State>>& properties) {
  for (std::size_t p = 0; p < properties.size(); ++p) {
    auto& one = result.properties[p];
    one.verdict =
        detail::property_verdict(properties[p].kind, one.finding.has_value(), result.stop);
  }
  const auto any = [&](PropertyVerdict verdict) {
    return std::any_of(result.properties.begin(), result.properties.end(),
                       [&](const auto& one) { return one.verdict == verdict; });
  };
  if (any(PropertyVerdict::violated)) {
    result.verdict = Verdict::violated;
  } else if (is_limit(result.stop)) {
    result.verdict = Verdict::incomplete;
  } else if (any(PropertyVerdict::expectation_not_met)) {
    result.verdict = Verdict::expectation_not_met;
  } else {
    result.verdict = Verdict::holds;
  }
}

}  // namespace scrutineer
