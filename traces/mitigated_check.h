// The check of an election in its environment, for `check` (raft_check.h), which chooses it where
// there is one. States of an environment are wider, and an election alone must not pay for it.
#pragma once

#include <cstddef>

#include "model/mitigations/environment.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

/// The widest packed state of election and environment that is supported, in 64-bit words.
inline constexpr std::size_t mitigated_words_max = 8;

/// The environment's configuration in a check of these properties.
[[nodiscard]] mitigations::Bounds bounds_for(const Settings& settings,
                                             const mitigations::History& history);

/// Words of the packed state of the form that `check_mitigated` will use, whichever properties are
/// checked. Throws TooWide if that is more than `mitigated_words_max`.
[[nodiscard]] std::size_t mitigated_words_used(const Settings& settings);

/// Runs the check, with exactly these reductions. REQUIRES: as `check`, which has looked at
/// properties and reductions; an environment. Throws TooWide, TraceRejected and PackedOverflow as
/// `check` does.
[[nodiscard]] RaftOutcome check_mitigated(const Settings& settings,
                                          const PropertyChoice& properties,
                                          const CheckOptions& options,
                                          const ReductionChoice& reductions);

/// The check on packed states of `Count` words. REQUIRES: the settings fit. Instantiated for the
/// supported counts, in files of their own because they are slow to compile.
template <std::size_t Count>
[[nodiscard]] RaftOutcome check_mitigated_words(const Settings& settings,
                                                const PropertyChoice& properties,
                                                const CheckOptions& options,
                                                const ReductionChoice& reductions);

}  // namespace scrutineer::raft
