// A check of the election model: settings in, outcome in readable terms out.
//
// Chooses the packed form that the bounds need (see `packed_words`), with an environment where
// settings or properties need one (`mitigated_check.h`), and judges with the readable rules.
#pragma once

#include <cstddef>

#include "model/raft/readable_model.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/settings.h"
#include "properties/raft/property_list.h"
#include "traces/check.h"

namespace scrutineer::raft {

/// The widest packed state that is supported, in 64-bit words.
inline constexpr std::size_t words_max = 16;

using RaftOutcome = Outcome<ReadableModel>;

/// The reductions among those chosen that a check of these properties can have.
[[nodiscard]] ReductionPlan plan_check(const Settings& settings, const PropertyChoice& properties,
                                       const ReductionChoice& choice);

/// Runs the check, with exactly these reductions. Throws TooWide if the settings need a wider state
/// than `words_max`, and std::invalid_argument for reductions that `plan_check` does not allow,
/// and UnavailableProperty for a property that says nothing here, before anything is searched;
/// TraceRejected and PackedOverflow on a fault of this program.
[[nodiscard]] RaftOutcome check(const Settings& settings, const PropertyChoice& properties,
                                const CheckOptions& options,
                                const ReductionChoice& reductions = {});

/// Words of the packed state of the form that `check` will use. Throws TooWide.
[[nodiscard]] std::size_t words_used(const Settings& settings);

/// The check on packed states of `Count` words. REQUIRES: the settings fit. Instantiated for the
/// supported counts, in files of their own because they are slow to compile.
template <std::size_t Count>
[[nodiscard]] RaftOutcome check_packed(const Settings& settings, const PropertyChoice& properties,
                                       const CheckOptions& options);

/// The same up to reductions. A search without any does not pay for them: hence two functions.
template <std::size_t Count>
[[nodiscard]] RaftOutcome check_reduced(const Settings& settings, const PropertyChoice& properties,
                                        const CheckOptions& options,
                                        const ReductionChoice& reductions);

}  // namespace scrutineer::raft
