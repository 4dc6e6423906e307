#include "cli/command.h"

namespace scrutineer::cli {

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  return commands;
}

}  // namespace scrutineer::cli
