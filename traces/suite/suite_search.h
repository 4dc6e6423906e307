// Runs a suite: every run gets a verdict of its own, even when time runs out.
//
// Most runs of a gate are small, and starting threads for each would cost more than it brings. So
// each run is first tried by one thread with a limit of states, side by side with others; those
// that turn out to be larger are then run again, one at a time, by all threads. The second attempt
// repeats at most a twentieth of a second. (An estimate from the bounds was rejected: one guard
// makes a factor of a million.) Results do not depend on it: a search gives the same answer for
// every number of threads.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "traces/raft_check.h"
#include "traces/suite/baseline.h"
#include "traces/suite/run_result.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

struct SuiteOptions {
  unsigned threads = 0;  // 0: one for each processor
  /// For all runs together. Those not ended by then are not decided.
  std::optional<std::chrono::milliseconds> deadline;
  const std::atomic<bool>* stop_requested = nullptr;
  std::optional<std::uint64_t> memory_bytes_max;  // of each search, where its budget has none
  std::string level_folder = "/tmp";
  bool is_strict = false;              // remarks that are not allowed fail their run
  const Baseline* baseline = nullptr;  // the bugs that are known
  std::uint64_t small_states = 50'000;

  // Called one at a time, from any thread.
  /// An outcome that is known already, witnesses included.
  std::function<std::optional<RaftOutcome>(const SuiteRun&, const ReductionPlan&)> recall;
  /// An outcome worth keeping: its search ended by itself.
  std::function<void(const SuiteRun&, const ReductionPlan&, const RaftOutcome&)> keep;
  /// A result, in the order of the suite, as soon as all before it are known.
  std::function<void(const SuiteRun&, const RunResult&)> on_result;
  /// Progress of a large run.
  std::function<void(const SuiteRun&, const Progress&)> on_progress;
  std::chrono::milliseconds progress_interval{1000};
};

/// One result a run, in their order. An exception of a run becomes its error. Nothing but the
/// members that tell times, memory or the cache differs between numbers of threads.
[[nodiscard]] std::vector<RunResult> run_suite(const Suite& suite, const SuiteOptions& options);

/// The result of a run whose search had this outcome, witnesses included: compared, with remarks
/// and bugs. `limits` were in force; `is_deadline` says that their time was the suite's.
[[nodiscard]] RunResult judged_result(const SuiteRun& run, RaftOutcome outcome,
                                      const ReductionPlan& reductions, const Limits& limits,
                                      bool is_deadline, const SuiteOptions& options);

}  // namespace scrutineer::raft
