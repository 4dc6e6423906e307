// The outcomes of a search, as values. Never exceptions, never bare integers.
#pragma once

#include <cstdint>
#include <string_view>

namespace scrutineer {

/// Of a whole check.
///   holds                 the search completed within the bounds and every property holds
///   violated              some property is violated, whatever else happened
///   incomplete            a limit or an interruption ended the search; no violation so far
///   expectation_not_met   the search completed, no violation, but a witness was never reached
enum class Verdict : std::uint8_t { holds, violated, incomplete, expectation_not_met };

/// Of one property. `undecided`: the search ended before it could be decided.
enum class PropertyVerdict : std::uint8_t { holds, violated, undecided, expectation_not_met };

/// Why the search ended.
enum class StopReason : std::uint8_t {
  exhausted,  // every reachable state was expanded
  violation,  // a property that stops the search is violated; its level was completed
  state_limit,
  memory_limit,
  time_limit,
  interrupted,
};

[[nodiscard]] constexpr std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds: return "holds";
    case Verdict::violated: return "violated";
    case Verdict::incomplete: return "incomplete";
    case Verdict::expectation_not_met: break;
  }
  return "expectation not met";
}

[[nodiscard]] constexpr std::string_view verdict_name(PropertyVerdict verdict) {
  switch (verdict) {
    case PropertyVerdict::holds: return "holds";
    case PropertyVerdict::violated: return "violated";
    case PropertyVerdict::undecided: return "undecided";
    case PropertyVerdict::expectation_not_met: break;
  }
  return "expectation not met";
}

[[nodiscard]] constexpr std::string_view stop_reason_name(StopReason reason) {
  switch (reason) {
    case StopReason::exhausted: return "exhausted";
    case StopReason::violation: return "violation";
    case StopReason::state_limit: return "states";
    case StopReason::memory_limit: return "memory";
    case StopReason::time_limit: return "time";
    case StopReason::interrupted: break;
  }
  return "interrupted";
}

/// True where the search covered less than it was asked to.
[[nodiscard]] constexpr bool is_limit(StopReason reason) {
  return reason != StopReason::exhausted && reason != StopReason::violation;
}

}  // namespace scrutineer
