// The analyses of a counterexample in the order in which they rest on each other.
#pragma once

#include <vector>

#include "traces/explain/raft_rerun.h"
#include "traces/explain/raft_slice.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// The proof is of the whole path; the slice keeps it; the blame and the contrast are of the slice,
/// a counterexample of its own.
struct Analysis {
  std::vector<Sentence> proof;
  Slice slice;
  Blame blame;       // empty for a witness
  GuardRows repair;  // what the contrast puts right; empty for no contrast
};

/// REQUIRES: `path` is a behaviour whose end decides the property of `trial`.
[[nodiscard]] Analysis analyse(const Trial& trial, const Path<ReadableModel>& path);

/// The slice's schedule with `analysis.repair` put right. REQUIRES: there is a repair.
[[nodiscard]] Rerun repaired_run(const Trial& trial, const Analysis& analysis);

}  // namespace scrutineer::raft
