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

/// What --servers, --max-term and --set say together; an empty word was not given. Throws
/// UsageError for a word that is no KEY=VALUE, or a key given twice.
[[nodiscard]] TypedSettings typed_settings(const std::string& servers, const std::string& max_term,
                                           const std::vector<std::string>& words);

/// Whether TARGET names a file of settings, not a variant.
[[nodiscard]] bool is_file_name(const std::string& target);

/// The subject of a check of `target` (a variant's name, or a settings file *.toml) with `settings`
/// on top of it. Limits and reductions are left as they are. Throws UsageError for an unknown
/// variant, ConfigurationError for a setting or a file that cannot be taken.
[[nodiscard]] raft::ReportSubject subject_of(const std::string& target,
                                             const TypedSettings& settings);

/// `raft::choose_properties`, whose error becomes a UsageError. Throws ConfigurationError for a
/// property that says nothing under these settings.
[[nodiscard]] raft::PropertyChoice chosen_properties(const std::vector<std::string>& names,
                                                     const raft::Settings& settings);

}  // namespace scrutineer::cli
