// `scrutineer manual`.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"

namespace scrutineer::cli {

[[nodiscard]] std::unique_ptr<Command> make_manual_command();

/// The manual page scrutineer(1), in the language of man(7).
[[nodiscard]] std::string manual_page();

}  // namespace scrutineer::cli
