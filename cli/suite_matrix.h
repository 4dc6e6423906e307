// What a run of a suite's file stands for: the cells of its matrix.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "model/raft/settings.h"

namespace scrutineer::cli {

/// One cell: the values of the lists that it was chosen from, and the settings it amounts to.
struct SuiteCell {
  std::vector<std::pair<std::string, std::string>> coordinates;  // key, value as text; in order
  std::string variant;      // or the settings file, as it was named
  std::string description;  // of the variant
  raft::Settings settings;
};

/// The cells of `run`, whose settings come on top of those in `defaults`. Order: that of the keys
/// (variant, then settings, then guards), the last one fastest. Throws ConfigurationError.
[[nodiscard]] std::vector<SuiteCell> cells_of(const std::string& path, const toml::table& run,
                                              const toml::table& defaults);

/// "raft", or "raft/servers=3/network=duplicating". `name` is what the file calls the run; empty:
/// the variant's name, which then is no coordinate of its own.
[[nodiscard]] std::string cell_name(const std::string& name, const SuiteCell& cell);

/// A scalar as text: "3", "true", "at-most-once". Throws ConfigurationError for another node.
[[nodiscard]] std::string scalar_text(const std::string& path, const std::string& key,
                                      const toml::node& node);

}  // namespace scrutineer::cli
