// The command line as a value.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/command.h"
#include "cli/progress_report.h"
#include "cli/view_options.h"
#include "explorer/options.h"

namespace scrutineer::cli {

struct CheckArguments {
  std::string target = "raft";  // the name of a variant, or a settings file
  std::vector<std::pair<std::string, std::string>> settings;  // key, value; in order
  std::vector<std::string> properties;
  bool continue_after_violation = false;
  bool is_without_reduction = false;
  std::vector<std::string> reductions;  // names; empty for all, unless the member above is set
  unsigned threads = 0;                 // 0: all processors
  Limits limits;
  std::string json;   // a file, "-" for standard output, empty for none
  std::string trace;  // a file, "-" for standard output, empty for none
  std::string graph;  // a file, empty for none
  std::uint64_t graph_states_max = 10000;
  bool uses_sleep_sets = true;
  std::string level_folder;  // empty: $TMPDIR, or else /tmp
  std::string checkpoint;    // a folder, empty for none
  std::chrono::milliseconds checkpoint_interval = std::chrono::minutes(10);
  std::optional<ProgressForm> progress;  // default: text, or none if quiet
  bool is_quiet = false;
  ViewOptions view;
};

struct ListArguments {
  std::string what;  // empty: everything
};

/// Text to be printed as it is: --help, --version.
struct PrintArguments {
  std::string text;
};

/// Any other command, its options taken.
struct CommandCall {
  std::shared_ptr<Command> command;
};

using Arguments = std::variant<CheckArguments, ListArguments, PrintArguments, CommandCall>;

/// Parses the command line, without the program's name. Throws UsageError.
[[nodiscard]] Arguments parse_arguments(const std::vector<std::string>& words);

/// Calls `look` with the program as it parses: all commands and options declared.
void describe_program(const std::function<void(const CLI::App&)>& look);

}  // namespace scrutineer::cli
