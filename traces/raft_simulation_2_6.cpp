// The simulation on packed states of 2, 4 and 6 words.
#include "traces/raft_simulation_packed.h"

namespace scrutineer::raft {

template RaftSimulation simulate_packed<2>(const Settings&, const PropertyChoice&,
                                           const SimulationOptions&);
template RaftSimulation simulate_packed<4>(const Settings&, const PropertyChoice&,
                                           const SimulationOptions&);
template RaftSimulation simulate_packed<6>(const Settings&, const PropertyChoice&,
                                           const SimulationOptions&);

}  // namespace scrutineer::raft
