// `scrutineer resume`.
#pragma once

#include <memory>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_resume_command();

}  // namespace scrutineer::cli
