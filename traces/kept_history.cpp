#include "traces/kept_history.h"

#include "properties/raft/property_list.h"

namespace scrutineer::raft {

mitigations::History kept_history(const Path<ReadableModel>& path, std::string_view property) {
  mitigations::History history = history_for(property);
  const auto see = [&history](const State& state) {
    history.has_stale |= state.environment.stale;
    history.has_misrepaired |= state.environment.misrepaired;
    history.has_alerted |= state.environment.alerted;
  };
  see(path.initial);
  for (const auto& step : path.steps) see(step.second);
  return history;
}

}  // namespace scrutineer::raft
