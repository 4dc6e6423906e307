// `scrutineer completion SHELL`.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_completion_command();

/// The script that teaches a shell (bash, zsh or fish) the commands and options.
[[nodiscard]] std::string completion_script(const std::string& shell);

}  // namespace scrutineer::cli
