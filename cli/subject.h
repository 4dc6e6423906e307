// What a command is about: the words for a variant or a file, and settings on top of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "properties/raft/property_list.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {

/// A key and its value as they were typed, in order.
using TypedSettings = std::vector<std::pair<std::string, std::string>>;

/// Whether TARGET names a file of settings, not a variant.
[[nodiscard]] bool is_file_name(const std::string& target);

/// The subject of a check of `target` (a variant's name, or a settings file *.toml) with `settings`
/// on top of it. Limits and reductions are left as they are. Throws UsageError for an unknown
/// variant, ConfigurationError for a setting or a file that cannot be taken.
[[nodiscard]] raft::ReportSubject subject_of(const std::string& target,
                                             const TypedSettings& settings);

/// `raft::choose_properties`, whose error becomes a UsageError.
[[nodiscard]] raft::PropertyChoice chosen_properties(const std::vector<std::string>& names);

}  // namespace scrutineer::cli
