// A check of the election model: settings in, outcome in readable terms out.
//
// Chooses the packed form that the bounds need (see `packed_words`) and judges with the readable
// rules.
#pragma once

#include <cstddef>

#include "model/raft/readable_model.h"
#include "model/raft/settings.h"
#include "properties/raft/property_list.h"
#include "traces/check.h"

namespace scrutineer::raft {

/// The widest packed state that is supported, in 64-bit words.
inline constexpr std::size_t words_max = 16;

using RaftOutcome = Outcome<ReadableModel>;

/// Runs the check. Throws TooWide if the settings need a wider state than `words_max`, before
/// anything is searched; TraceRejected and PackedOverflow on a fault of this program.
[[nodiscard]] RaftOutcome check(const Settings& settings, const PropertyChoice& properties,
                                const CheckOptions& options);

/// Words of the packed state of the form that `check` will use. Throws TooWide.
[[nodiscard]] std::size_t words_used(const Settings& settings);

/// The check on packed states of `Count` words. REQUIRES: the settings fit. Instantiated for the
/// supported counts, in files of their own because they are slow to compile.
template <std::size_t Count>
[[nodiscard]] RaftOutcome check_packed(const Settings& settings, const PropertyChoice& properties,
                                       const CheckOptions& options);

}  // namespace scrutineer::raft
