// `expect` of a run in a suite's file.
#pragma once

#include <string>

#include <toml++/toml.h>

#include "cli/suite_matrix.h"
#include "traces/suite/suite.h"

namespace scrutineer::cli {

/// What `expect` (a table, or a list of tables with `where`) says of this cell; later tables win
/// over earlier ones, key by key. Throws ConfigurationError, also for a property that `run` does
/// not check.
void take_expectation(raft::SuiteRun& run, const std::string& path, const toml::node& expect,
                      const SuiteCell& cell);

/// Throws ConfigurationError for a `where` of `expect` that is true of none of the cells.
void require_wheres_met(const std::string& path, const toml::node& expect,
                        const std::vector<SuiteCell>& cells);

}  // namespace scrutineer::cli
