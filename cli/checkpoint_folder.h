// The folder of a check's checkpoints, as its user is told of it.
#pragma once

#include <cstdint>
#include <string>

#include "explorer/checkpoint.h"
#include "explorer/options.h"
#include "traces/raft_checkpoint.h"

namespace scrutineer::cli {

/// Begins a checkpoint for the check. Throws ConfigurationError if the folder holds one already,
/// saying of what, and CheckpointError for any other folder that is neither new nor empty.
[[nodiscard]] Checkpoint begin_checkpoint(const std::string& folder, const raft::SavedCheck& check);

/// What became of a check's checkpoints.
class CheckpointFolder {
 public:
  /// `checkpoint` must outlive it.
  explicit CheckpointFolder(Checkpoint& checkpoint) : checkpoint_(checkpoint) {}

  [[nodiscard]] Checkpoint& checkpoint() const { return checkpoint_; }
  void note(const CheckpointNote& note);

  /// After the search: a line that tells what the folder has and how to go on from it, and one for
  /// checkpoints that could not be written. `is_quiet`: only what one has to know.
  [[nodiscard]] std::string report(bool is_quiet) const;

 private:
  Checkpoint& checkpoint_;
  std::uint64_t failures_ = 0;
  std::string last_failure_;
};

}  // namespace scrutineer::cli
