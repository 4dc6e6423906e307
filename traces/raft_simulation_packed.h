// The definition of simulate_packed, for the files that instantiate it.
#pragma once

#include "model/raft/packed_model.h"
#include "traces/raft_check.h"
#include "traces/raft_simulation.h"

namespace scrutineer::raft {

template <std::size_t Count>
RaftSimulation simulate_packed(const Settings& settings, const PropertyChoice& properties,
                               const SimulationOptions& options) {
  const PackedModel<Count> packed(settings);
  const ReadableModel readable(settings);
  const auto unpack = [&packed](const auto& packed_thing) { return packed.unpack(packed_thing); };
  return simulate_translated(packed, bind_properties(packed, properties), readable,
                             bind_properties(readable, properties), unpack, options);
}

}  // namespace scrutineer::raft
