#include "traces/raft_simulation.h"

#include <stdexcept>

#include "traces/mitigated_check.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

RaftSimulation simulate(const Settings& settings, const PropertyChoice& properties,
                        const SimulationOptions& options) {
  require_available(properties, settings);
  if (needs_environment(settings, properties)) {
    return simulate_mitigated(settings, properties, options);
  }
  switch (words_used(settings)) {
    case 2: return simulate_packed<2>(settings, properties, options);
    case 4: return simulate_packed<4>(settings, properties, options);
    case 6: return simulate_packed<6>(settings, properties, options);
    case 10: return simulate_packed<10>(settings, properties, options);
    case words_max: return simulate_packed<words_max>(settings, properties, options);
    default: throw std::logic_error("no packed form is wide enough");
  }
}

}  // namespace scrutineer::raft
