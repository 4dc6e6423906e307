// `scrutineer simulate`: random walks, where a search would be too large.
#pragma once

#include <memory>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_simulate_command();

}  // namespace scrutineer::cli
