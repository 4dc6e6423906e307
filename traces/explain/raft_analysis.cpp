#include "traces/explain/raft_analysis.h"

#include "traces/explain/raft_history.h"
#include "traces/explain/raft_proof.h"

namespace scrutineer::raft {

Analysis analyse(const Trial& trial, const Path<ReadableModel>& path) {
  Analysis analysis;
  const std::string_view property = trial.property().name;
  if (!path.steps.empty()) {
    analysis.proof = proof_of(History(trial.settings(), path), property);
  }
  analysis.slice = slice_of(trial, path, analysis.proof);
  const bool is_witness = trial.property().kind == PropertyKind::reachable;
  if (is_witness || path.steps.empty()) return analysis;
  const History needed(trial.settings(), analysis.slice.path);
  analysis.blame = blame_for(needed, property);
  analysis.repair = analysis.blame.repair();
  return analysis;
}

Rerun repaired_run(const Trial& trial, const Analysis& analysis) {
  const Trial there(repaired(trial.settings(), analysis.repair), trial.property().name);
  return rerun(there, History(trial.settings(), analysis.slice.path));
}

}  // namespace scrutineer::raft
