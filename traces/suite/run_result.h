// What became of one run of a suite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/raft/reduction/reduction_list.h"
#include "traces/raft_check.h"
#include "traces/story.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

/// Of a run, or of one thing that was expected of it. The worst of its parts is that of a run.
///   passed      as expected
///   known       not as expected, for bugs that the baseline knows, and nothing else
///   undecided   a limit, the deadline or an interruption came first; not begun
///   failed      not as expected
///   error       a fault of the program
enum class RunStatus : std::uint8_t { passed, known, undecided, failed, error };

/// "passed", "known", "not decided", "failed", "error".
[[nodiscard]] std::string_view status_name(RunStatus status);

/// One thing that was expected: "verdict", "election_safety", "distinct", ...
struct Comparison {
  std::string what;
  std::string expected;
  std::string found;
  RunStatus status = RunStatus::passed;
  std::string reason;  // a sentence where the status is not `passed`
  bool is_property = false;
};

/// What makes a result worth less than it seems.
struct Remark {
  std::string subject;  // an action, a property, or "max_term": what a suite's `allow` names
  std::string text;     // a sentence without a full stop
  bool is_allowed = false;
};

/// A bug's standing with the baseline.
enum class BugStanding : std::uint8_t { expected, fresh, known };

/// A violated property and who it is. The fingerprint is the same wherever the same bug is found:
/// see `fingerprint.h`.
struct Bug {
  std::string property;
  std::size_t outcome = 0;  // index of it in the outcome's properties
  std::string fingerprint;
  std::string slice;  // the canonical steps that the fingerprint is made from
  Story story;        // the counterexample, told and explained
  BugStanding standing = BugStanding::fresh;
};

struct RunResult {
  RunStatus status = RunStatus::undecided;
  std::string reason;  // in one sentence, why the status is not `passed`
  ReductionPlan reductions;
  Limits limits;                       // in force: the budget, or what was left to the deadline
  std::optional<RaftOutcome> outcome;  // of the properties; none if the run was not begun
  std::vector<Comparison> comparisons;
  std::vector<Remark> remarks;
  std::vector<Bug> bugs;
  bool is_cached = false;
  std::string error;  // what a fault of the program threw
};

}  // namespace scrutineer::raft
