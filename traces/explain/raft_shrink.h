// Fewer steps of a counterexample that still are one: three ways, all by replay alone.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "traces/explain/raft_trial.h"

namespace scrutineer::raft {

/// Some steps of a path (indices from 0, ascending), which alone replay to its violation, and the
/// states that they lead to.
struct KeptSteps {
  std::vector<std::size_t> indices;
  std::vector<State> states;
};

/// The steps of `path` with these indices, if they alone decide the property of `trial` with their
/// last step and not before.
[[nodiscard]] std::optional<KeptSteps> kept_steps(const Trial& trial,
                                                  const Path<ReadableModel>& path,
                                                  std::vector<std::size_t> indices);

/// Leaves steps out of `kept`, first in blocks, then one by one, as long as they alone decide the
/// property and `is_good`, until none but the fixed ones can be left out any more. Returns whether
/// it came that far before it had replayed `steps_max` steps. REQUIRES: the last step of the path
/// is fixed.
bool shrink(const Trial& trial, const Path<ReadableModel>& path, const std::vector<bool>& is_fixed,
            const std::function<bool(const KeptSteps&)>& is_good, std::size_t steps_max,
            KeptSteps& kept);

struct FewestSteps {
  bool is_complete = false;          // false: the search gave up
  std::optional<KeptSteps> smaller;  // none: there is nothing smaller than what was known
};

/// Searches all choices among the steps `from` that have the fixed ones and decide the property,
/// for the first of the smallest with less than `size_known` steps. Choices that lead to the same
/// state are one. Gives up beyond `states_max` states. REQUIRES: the last step of the path is fixed
/// and in `from`.
[[nodiscard]] FewestSteps fewest_steps(const Trial& trial, const Path<ReadableModel>& path,
                                       const std::vector<bool>& is_fixed,
                                       const std::vector<std::size_t>& from, std::size_t size_known,
                                       std::size_t states_max);

/// The same among the choices that are `is_good`, a predicate that may look at the whole behaviour:
/// so choices that lead to the same state stay apart, and their number doubles with every step that
/// is not fixed. Sizes are tried upward from `size_least`, below which there is nothing; gives up
/// beyond `steps_max` replayed steps. REQUIRES as above.
[[nodiscard]] FewestSteps fewest_good_steps(const Trial& trial, const Path<ReadableModel>& path,
                                            const std::vector<bool>& is_fixed,
                                            const std::vector<std::size_t>& from,
                                            const std::function<bool(const KeptSteps&)>& is_good,
                                            std::size_t size_least, std::size_t size_known,
                                            std::size_t steps_max);

}  // namespace scrutineer::raft
