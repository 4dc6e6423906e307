// The options that `check` and `resume` share: how much is searched, how fast, and where the
// results go.
#pragma once

#include <string>

#include "cli/arguments.h"

namespace CLI {
class App;
}

namespace scrutineer::cli {

/// The words as they come, to be looked at after parsing.
struct SearchWords {
  std::string threads, max_states, max_memory, time_limit, graph_states, checkpoint_every, progress;
};

/// Adds the options; they write into `arguments` and `words`, which must outlive the parsing.
void declare_search_options(CLI::App& command, CheckArguments& arguments, SearchWords& words);

/// Takes over what was typed. A limit that is not given stays as it is; `may_lift_limits`: "none"
/// takes it away. Throws UsageError.
void take_search_options(CheckArguments& arguments, const SearchWords& words, bool may_lift_limits);

/// Throws UsageError for an option given an empty value, which is what an unset variable of a
/// script leaves: it must not mean the default. Options that take a list have words of their own
/// for it.
void refuse_empty_values(const CLI::App& command);

}  // namespace scrutineer::cli
