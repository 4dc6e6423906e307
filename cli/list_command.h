// `scrutineer list`.
#pragma once

#include <string>

namespace scrutineer::cli {

/// The text for "models", "variants", "settings", "properties", "reductions", "formats", or for
/// everything if empty.
[[nodiscard]] std::string list_text(const std::string& what);

}  // namespace scrutineer::cli
