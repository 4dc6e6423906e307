// A simulation of the election model: settings in, outcome in readable terms out.
//
// Walks on packed states, without reductions: a walk stores nothing that they would make smaller.
#pragma once

#include <cstddef>

#include "model/raft/readable_model.h"
#include "model/raft/settings.h"
#include "properties/raft/property_list.h"
#include "traces/simulate.h"

namespace scrutineer::raft {

using RaftSimulation = SimulationOutcome<ReadableModel>;

/// Runs the simulation. Throws UnavailableProperty; TooWide as `check` in `raft_check.h` does;
/// TraceRejected and PackedOverflow on a fault of this program.
[[nodiscard]] RaftSimulation simulate(const Settings& settings, const PropertyChoice& properties,
                                      const SimulationOptions& options);

/// The simulation of an election in its environment, on the widest packed states. In a file of its
/// own because it is slow to compile.
[[nodiscard]] RaftSimulation simulate_mitigated(const Settings& settings,
                                                const PropertyChoice& properties,
                                                const SimulationOptions& options);

/// The simulation on packed states of `Count` words. REQUIRES: the settings fit. Instantiated for
/// the widths of a check, in files of their own because they are slow to compile.
template <std::size_t Count>
[[nodiscard]] RaftSimulation simulate_packed(const Settings& settings,
                                             const PropertyChoice& properties,
                                             const SimulationOptions& options);

}  // namespace scrutineer::raft
