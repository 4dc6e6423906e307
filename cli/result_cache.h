// Results of earlier runs, in a folder, by what they depend on.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "traces/suite/outcome_record.h"
#include "traces/suite/suite.h"

namespace scrutineer::cli {

/// One file a result. An entry is used only if it answers the same question of the same program
/// (its version and the bytes of its executable), is not damaged, and its traces replay; otherwise
/// it is ignored, with a warning unless there is none. Nothing here ever fails a run.
class ResultCache {
 public:
  /// Empty `folder`: no cache. The folder is made when the first result is kept. Warnings go to
  /// `warnings`, which must outlive it.
  ResultCache(std::string folder, std::ostream& warnings);

  [[nodiscard]] std::optional<raft::RaftOutcome> recall(const raft::SuiteRun& run,
                                                        const raft::ReductionPlan& plan);
  void keep(const raft::SuiteRun& run, const raft::ReductionPlan& plan,
            const raft::RaftOutcome& outcome);

 private:
  [[nodiscard]] std::string file_of(const std::string& key) const;

  std::string folder_;
  std::ostream& warnings_;
  std::string program_;
  bool has_warned_of_writing_ = false;
};

/// $XDG_CACHE_HOME/scrutineer, or else ~/.cache/scrutineer; empty if neither variable is set.
[[nodiscard]] std::string default_cache_folder();

}  // namespace scrutineer::cli
