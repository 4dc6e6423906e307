// A trace from outside against the model: is it a behaviour, and does its end decide what the file
// claims? Unlike the judge (`judge.h`), which rejects traces of this program as a fault of it, this
// explains: which step, which guard forbids it, which variables the model has otherwise.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/raft/changes.h"
#include "model/raft/conditions.h"
#include "properties/property.h"
#include "traces/trace_file.h"

namespace scrutineer::raft {

enum class ReplayFaultKind {
  initial_state,  // it is not the model's
  not_enabled,    // the step's action is not enabled
  other_state,    // the action leads to another state
  claim,          // the end does not decide the property, or something before it does
  contradiction,  // legal, but the file does not agree with itself
};

/// "initial state", "not enabled", "other state", "claim", "contradiction".
[[nodiscard]] std::string_view replay_fault_kind_name(ReplayFaultKind kind);

/// The first thing that is wrong.
struct ReplayFault {
  ReplayFaultKind kind = ReplayFaultKind::claim;
  std::optional<std::size_t> step;  // 1-based; none where it is about no single step
  std::string text;                 // one line: "step 4: ... is not enabled: ..."
  std::vector<Condition> unmet;     // of an action that is not enabled
  std::vector<Change> differences;  // before: in the model, after: in the file
};

struct Replay {
  std::size_t steps = 0;
  std::string property;  // or "none"
  PropertyKind kind = PropertyKind::invariant;
  std::optional<ReplayFault> fault;  // none: it replays
};

/// Looks at the initial state, then at each step (the model first, then what the file says of it),
/// then at the claim, then at the digest. Any thread.
[[nodiscard]] Replay replay(const TraceReading& reading);

/// "replays: 6 steps, election_safety is violated at the last one", or the fault's text.
[[nodiscard]] std::string replay_text(const Replay& replay);

/// One JSON object, indented, ending with a newline. `name`: of the file.
[[nodiscard]] std::string replay_json(const std::string& name, const Replay& replay);

}  // namespace scrutineer::raft
