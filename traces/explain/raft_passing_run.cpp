#include "traces/explain/raft_passing_run.h"

#include "traces/explain/raft_analysis.h"

namespace scrutineer::raft {

std::optional<Settings> repaired_settings(const Settings& settings, std::string_view property,
                                          const Path<ReadableModel>& path) {
  const Analysis analysis = analyse(Trial(settings, property), path);
  if (analysis.repair.empty()) return std::nullopt;
  return repaired(settings, analysis.repair);
}

std::optional<Path<ReadableModel>> passing_run(const Settings& settings, std::string_view property,
                                               const Path<ReadableModel>& path) {
  const Trial trial(settings, property);
  const Analysis analysis = analyse(trial, path);
  if (analysis.repair.empty()) return std::nullopt;
  return repaired_run(trial, analysis).path;
}

}  // namespace scrutineer::raft
