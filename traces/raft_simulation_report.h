// The outcome of a simulation as text for a person.
#pragma once

#include <string>
#include <vector>

#include "explorer/simulation.h"
#include "traces/raft_report.h"
#include "traces/raft_simulation.h"

namespace scrutineer::raft {

/// The whole report: counterexamples (`stories`, those of `told_counterexamples` or none), a line a
/// property with the walk that met it, what was walked, and last the verdict line. Ends with a
/// newline. `options`: of the simulation.
[[nodiscard]] std::string simulation_text(const ReportSubject& subject,
                                          const SimulationOptions& options,
                                          const RaftSimulation& outcome,
                                          const std::vector<Story>& stories,
                                          const RenderOptions& view);

/// The verdict line alone, which names the bounds, the walks and the seed, and claims neither that
/// anything holds nor that a trace is shortest. Ends with a newline.
[[nodiscard]] std::string simulation_verdict(const ReportSubject& subject,
                                             const SimulationOptions& options,
                                             const RaftSimulation& outcome);

}  // namespace scrutineer::raft
