// The same schedule under other guards, step by step as far as it goes.
//
// A step that is not possible any more is left out. A delivery whose message does not exist there
// takes the message that the same step of the schedule sent there in its place: where a vote is
// denied that was granted, the denial is delivered. Where a store does not ask for tokens, steps
// that are about tokens only fall away, which is no difference. (Rejected: to stop at the first
// difference,
// which shows that the traces differ but not that the violation is gone; and to search for the
// nearest passing run, which need not have anything to do with the schedule.)
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/raft/setting_table.h"
#include "traces/explain/raft_history.h"

namespace scrutineer::raft {

struct Rerun {
  Path<ReadableModel> path;
  /// By step of the schedule (index 0 is step 1): its step in `path`, from 1; 0 if it was left out.
  std::vector<std::size_t> step_of;
  std::size_t differs_at = 0;  // the first step of the schedule that goes otherwise; 0 if none
  bool decides = false;        // whether some step decides the property
};

/// The behaviour of `history` under the settings of `trial`, which differ in guards only.
[[nodiscard]] Rerun rerun(const Trial& trial, const History& history);

/// Guards, and rules around the election, as rows of the table of settings.
using GuardRows = std::vector<const Setting*>;

/// The settings with every guard as in correct Raft, and with what stands around the election as it
/// should be: clocks that do not lag, leases counted from the request, tokens that only grow,
/// nobody removed, the newest leader kept.
[[nodiscard]] Settings right_settings(const Settings& settings);

/// Those that are not as `right_settings` has them, in the order of the table.
[[nodiscard]] GuardRows broken_guards(const Settings& settings);

/// The settings with these guards put right.
[[nodiscard]] Settings repaired(Settings settings, const GuardRows& guards);

/// Which of the guards that are off a violation is due to, each tried by rerun.
struct Blame {
  GuardRows decisive;  // any one of them, put right, prevents it; latest first difference first
  GuardRows together;  // if there is none of those: these do together
  GuardRows innocent;  // with any one of these alone put right the property still fails
  /// With every guard put right the property fails all the same: nothing is to blame.
  bool is_allowed_by_raft = false;

  /// What the contrast puts right; empty if nothing helps.
  [[nodiscard]] GuardRows repair() const;
};

/// REQUIRES: the end of `history` violates `property`.
[[nodiscard]] Blame blame_for(const History& history, std::string_view property);

}  // namespace scrutineer::raft
