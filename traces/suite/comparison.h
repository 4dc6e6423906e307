// An outcome held against what was expected of it.
#pragma once

#include <vector>

#include "traces/raft_check.h"
#include "traces/suite/run_result.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

/// One comparison for the verdict and for each other thing that is expected. Whatever a search that
/// met a limit can no longer decide is undecided; what it refutes all the same has failed.
[[nodiscard]] std::vector<Comparison> compare(const Expectation& expectation,
                                              const RaftOutcome& outcome);

/// Whether this property, found violated, is what the suite expects: by its name, or because the
/// verdict "violated" is expected by itself; and what only goes along with an expected violation (a
/// companion, see Property) needs no name.
[[nodiscard]] bool is_expected_violation(const Expectation& expectation,
                                         const PropertyOutcome<ReadableModel>& property);

}  // namespace scrutineer::raft
