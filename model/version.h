// The version of the program and of the library.
#pragma once

#include <string_view>

namespace scrutineer {

inline constexpr std::string_view version = SCRUTINEER_VERSION;

}  // namespace scrutineer
