// Why a trace is as it is: what the analyses of a counterexample found, in no protocol's terms.
//
// Moments are numbered as in a story: 0 is the initial state, k the state after step k.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explorer/path_count.h"

namespace scrutineer {

/// How many shortest counterexamples of the property there are (or shortest ways to a witness),
/// over all violating states of the length. Counted without reductions.
struct ShortestCount {
  PathCount paths;  // behaviours, told apart by their actions
  /// Those that no renaming of the servers turns into each other; equal to `paths` in a model that
  /// has no interchangeable parts.
  PathCount paths_up_to_naming;
};

/// One sentence of the proof and the steps that it cites (1-based, ascending).
struct Sentence {
  std::string text;
  std::vector<std::size_t> steps;
  bool operator==(const Sentence&) const = default;
};

/// The same schedule under other rules (those that the broken guard leaves out): that of the needed
/// steps, with their numbers in the trace.
struct Contrast {
  std::string guard;                 // "wait_for_quorum": what is put right for the comparison
  std::size_t step = 0;              // the first step at which the two differ
  std::string difference;            // a sentence: what happens there instead
  std::string consequence;           // a sentence: how the schedule goes on, or why it cannot
  std::vector<std::string> actions;  // the passing run, from the initial state; one text a step
};

/// How near the violation was at one moment.
struct Outlook {
  std::uint32_t distance = 0;    // steps to the nearest violation
  std::uint64_t successors = 0;  // different states one step on, other than this one
  std::uint64_t doomed = 0;      // those of them from which a violation can be reached
  bool is_exact = true;  // false: a search met its limit; at most `distance`, at least `doomed`
};

struct Explanation {
  std::vector<Sentence> proof;          // why the property fails, cited
  std::optional<Sentence> broken_rule;  // the guard that is off, and what it would have forbidden
  /// By step (index 0 is step 1): whether the proof needs it. Empty if no slice was made.
  std::vector<bool> is_needed;
  /// By step: the earlier steps whose effects it reads, ascending (of a needed step: needed steps
  /// only); 0 alone where it reads the initial state only.
  std::vector<std::vector<std::size_t>> causes;
  bool is_slice_verified = false;  // the needed steps alone replay to a violation
  std::optional<Contrast> contrast;
  std::optional<ShortestCount> shortest;
  std::vector<Outlook> outlook;  // by moment; empty if it was not asked for
};

}  // namespace scrutineer
