// A command of the program as a value. A new command is a file with one function that makes it, and
// a line in the list of `command_list.cpp`.
//
// (`check` and `list` are older than this list and have their arguments in `arguments.h`.)
#pragma once

#include <memory>
#include <vector>

#include "cli/streams.h"

namespace CLI {
class App;
}

namespace scrutineer::cli {

class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command() = default;

  /// Adds the command with its options to the program and returns it. Called once, first; the
  /// options write into this object, which outlives the parsing.
  virtual CLI::App* declare(CLI::App& program) = 0;

  /// Carries it out after parsing, and returns the exit status. Throws as `run` in `run.h` tells.
  virtual int run(const Streams& streams) = 0;
};

/// One of each, in the order of `--help`.
[[nodiscard]] std::vector<std::unique_ptr<Command>> all_commands();

}  // namespace scrutineer::cli
