// Suites from a TOML file.
//
//   [defaults]                      # for every run
//   allow = ["max_term"]
//
//   [[run]]                         # one run for each number of servers
//   variant = "vote-twice"
//   servers = [2, 3]
//   budget = { time = "10s" }
//   expect = { election_safety = { verdict = "violated", length = 6 } }
//
// `docs/ci.md` describes every key. A list in the place of a setting makes a matrix, whose cells
// are runs; `expect` may be a list too, whose elements speak of the cells that their `where` names.
#pragma once

#include <string>

#include "traces/suite/suite.h"

namespace scrutineer::cli {

/// Reads the file, and the settings files it names (from its own folder). Throws
/// ConfigurationError with file, line, key and the accepted values.
[[nodiscard]] raft::Suite read_suite_file(const std::string& path);

}  // namespace scrutineer::cli
