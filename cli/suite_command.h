// `scrutineer suite`.
#pragma once

#include <memory>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_suite_command();

}  // namespace scrutineer::cli
