// The simulation of an election in its environment.
#include "model/raft/reduction/reduced_mitigated.h"
#include "traces/mitigated_check.h"
#include "traces/raft_simulation.h"

namespace scrutineer::raft {

// One width for all: walks keep one state each, and copying some words that stay zero costs little.
RaftSimulation simulate_mitigated(const Settings& settings, const PropertyChoice& properties,
                                  const SimulationOptions& options) {
  using Model = ReducedMitigated<mitigated_words_max>;
  const mitigations::History history = history_for(properties);
  (void)mitigated_words_used(settings);  // throws TooWide
  const Model packed(settings, bounds_for(settings, history), ReductionChoice{});
  const ReadableModel readable(settings, history);
  const auto unpack = [&packed](const auto& packed_thing) { return packed.unpack(packed_thing); };
  return simulate_translated(packed, bind_properties(packed, properties), readable,
                             bind_properties(readable, properties), unpack, options);
}

}  // namespace scrutineer::raft
