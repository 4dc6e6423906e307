// The simulation on packed states of 10 and 16 words.
#include "traces/raft_simulation_packed.h"

namespace scrutineer::raft {

template RaftSimulation simulate_packed<10>(const Settings&, const PropertyChoice&,
                                            const SimulationOptions&);
template RaftSimulation simulate_packed<words_max>(const Settings&, const PropertyChoice&,
                                                   const SimulationOptions&);

}  // namespace scrutineer::raft
