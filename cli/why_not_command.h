// `scrutineer why-not`.
#pragma once

#include <memory>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_why_not_command();

}  // namespace scrutineer::cli
