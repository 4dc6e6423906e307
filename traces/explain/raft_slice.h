// The causal slice: the steps of a counterexample that its violation needs.
//
// Idea: dynamic slicing (B. Korel and J. Laski, "Dynamic Program Slicing", 1988) on the steps of a
// behaviour. From the variables that make the property fail backward, a step is kept if it wrote
// one that is still asked for; what it wrote is then no longer asked for, and what it read is. Two
// things are added to the textbook. First, nothing is believed: the kept steps alone are replayed,
// and have to be a counterexample themselves. Second, reading is not needing (a timeout reads the
// role, which many a dropped step may have written), so steps are then left out one by one as long
// as the rest replays (delta debugging's last stage: A. Zeller and R. Hildebrandt, "Simplifying
// and Isolating Failure-Inducing Input", 2002), and at last the smallest choice of the remaining
// steps is searched for, if they are few enough.
//
// The last step is always kept, and the proof in words has to stay word for word what it is: the
// slice is of this violation as it came about. Without that the fewest steps sometimes tell another
// story (a vote that arrived too late in this trace elects somebody in the slice), and the reader
// would find steps of the proof among those that are not needed.
#pragma once

#include <cstddef>
#include <vector>

#include "traces/explain/raft_trial.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// How sure it is that a slice is small. Each level implies those before it.
enum class SliceGrade {
  whole,     // not verified: all steps (the path itself does not replay to its claim)
  verified,  // the kept steps replay to the violation, with the same proof
  minimal,   // ... and with any single one left out they do not
  smallest,  // ... and no smaller choice among the steps that the violation depends on does
};

struct Slice {
  // By step: index 0 is step 1.
  std::vector<bool> is_needed;
  /// The steps that the property's violation depends on by reads and writes, and the cited ones,
  /// before any is left out: a superset of the needed ones.
  std::vector<bool> is_cause;
  std::vector<std::vector<std::size_t>> causes;  // see Explanation
  SliceGrade grade = SliceGrade::whole;
  /// The needed steps as a behaviour of their own (the path itself if nothing is verified), and the
  /// number that each of its steps has in the path; `numbers[0]` is 0, for the initial state.
  Path<ReadableModel> path;
  std::vector<std::size_t> numbers;
};

/// The effort: replayed steps when leaving out one by one, states when searching the smallest. Both
/// are counts, so that a slice is the same on every machine.
struct SliceEffort {
  std::size_t steps = 200'000;
  std::size_t states = 5'000;
};

/// The slice of `path`, a behaviour whose end decides the property of `trial` and nothing before.
/// `proof`: what `proof_of` says of the path; empty for a slice that need not keep any.
[[nodiscard]] Slice slice_of(const Trial& trial, const Path<ReadableModel>& path,
                             const std::vector<Sentence>& proof = {},
                             const SliceEffort& effort = {});

}  // namespace scrutineer::raft
