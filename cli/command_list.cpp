#include "cli/command.h"
#include "cli/explore_command.h"
#include "cli/replay_command.h"
#include "cli/show_command.h"
#include "cli/why_not_command.h"
#include "cli/resume_command.h"

namespace scrutineer::cli {

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_show_command());
  commands.push_back(make_replay_command());
  commands.push_back(make_why_not_command());
  commands.push_back(make_explore_command());
  commands.push_back(make_resume_command());
  return commands;
}

}  // namespace scrutineer::cli
