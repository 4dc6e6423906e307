// TOML files as people write them: errors name the file, the line and what is accepted.
#pragma once

#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "model/raft/settings.h"

namespace scrutineer::cli {

/// The file's table. `kind` is what is accepted, "a settings file". Throws ConfigurationError for a
/// path that is no regular file, is larger than 1 MiB, cannot be read or is no TOML.
[[nodiscard]] toml::table read_toml(const std::string& path, std::string_view kind);

/// Throws ConfigurationError with file and line of `node`.
[[noreturn]] void reject_node(const std::string& path, const toml::node& node,
                              const std::string& reason);

/// "an integer", "a table", ...
[[nodiscard]] std::string_view toml_type_name(const toml::node& node);

/// Sets the setting `key`, dotted, to the value of `node`. Throws ConfigurationError.
void apply_setting(raft::Settings& settings, const std::string& path, const std::string& key,
                   const toml::node& node);

}  // namespace scrutineer::cli
