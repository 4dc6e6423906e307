// Settings from a TOML file: the keys of `list settings`, and `variant`, on top of which they are
// applied.
//
//   variant = "write-up-fix"
//   servers = 3
//   [guards]
//   clear_votes = true
#pragma once

#include <string>

#include "model/raft/settings.h"

namespace scrutineer::cli {

struct FileSettings {
  std::string variant = "raft";
  raft::Settings settings;
};

/// Reads the file. Throws ConfigurationError with file, line, key and the accepted values.
[[nodiscard]] FileSettings read_settings_file(const std::string& path);

}  // namespace scrutineer::cli
