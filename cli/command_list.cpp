#include "cli/command.h"
#include "cli/completion_command.h"
#include "cli/explore_command.h"
#include "cli/manual_command.h"
#include "cli/replay_command.h"
#include "cli/resume_command.h"
#include "cli/show_command.h"
#include "cli/simulate_command.h"
#include "cli/suite_command.h"
#include "cli/why_not_command.h"

namespace scrutineer::cli {

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_show_command());
  commands.push_back(make_replay_command());
  commands.push_back(make_why_not_command());
  commands.push_back(make_explore_command());
  commands.push_back(make_resume_command());
  commands.push_back(make_simulate_command());
  commands.push_back(make_suite_command());
  commands.push_back(make_completion_command());
  commands.push_back(make_manual_command());
  return commands;
}

}  // namespace scrutineer::cli
