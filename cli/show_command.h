// `scrutineer show`: a trace file, told in any of the formats.
#pragma once

#include <memory>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_show_command();

}  // namespace scrutineer::cli
