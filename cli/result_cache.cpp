#include "cli/result_cache.h"

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "cli/errors.h"
#include "cli/output_file.h"
#include "cli/program_identity.h"
#include "traces/printable.h"
#include "traces/suite/fingerprint.h"

namespace scrutineer::cli {
ResultCache::ResultCache(std::string folder, std::ostream& warnings)
    : folder_(std::move(folder)), warnings_(warnings) {
  if (!folder_.empty()) program_ = program_identity();
}

std::string ResultCache::file_of(const std::string& key) const {
  return fmt::format("{}/{:016x}.result", folder_, raft::text_hash(key));
}

std::optional<raft::RaftOutcome> ResultCache::recall(const raft::SuiteRun& run,
                                                     const raft::ReductionPlan& plan) {
  if (folder_.empty()) return std::nullopt;
  const std::string key = raft::record_key(program_, run, plan.in_force);
  const std::string path = file_of(key);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  try {
    return raft::read_outcome_record(contents_of(path), key, run);
  } catch (const raft::NotARecord& reason) {
    warnings_ << fmt::format("scrutineer: the cached result {} is ignored: {}\n", path,
                             printable(reason.what()));
  }
  return std::nullopt;
}

void ResultCache::keep(const raft::SuiteRun& run, const raft::ReductionPlan& plan,
                       const raft::RaftOutcome& outcome) {
  if (folder_.empty()) return;
  const std::string key = raft::record_key(program_, run, plan.in_force);
  try {
    std::error_code error;  // write_file says what is wrong
    std::filesystem::create_directories(folder_, error);
    write_file(file_of(key), raft::outcome_record(key, run, outcome));
  } catch (const OutputError& reason) {
    if (std::exchange(has_warned_of_writing_, true)) return;
    warnings_ << fmt::format("scrutineer: results are not cached: {}\n", reason.what());
  }
}

std::string default_cache_folder() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
  };
  // The XDG specification: a relative path is to be ignored.
  const std::string cache = variable("XDG_CACHE_HOME");
  if (cache.starts_with('/')) return cache + "/scrutineer";
  const std::string home = variable("HOME");
  return home.starts_with('/') ? home + "/.cache/scrutineer" : "";
}

}  // namespace scrutineer::cli
