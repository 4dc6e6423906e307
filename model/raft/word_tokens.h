// What people type, taken apart: for the words of actions, the election's and those around it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrutineer::raft {

/// In small letters.
[[nodiscard]] std::string lower(std::string_view text);

/// Words of letters and digits, in small letters, and every other character but white space and
/// commas alone; "->" is ">".
[[nodiscard]] std::vector<std::string> tokens_of(std::string_view text);

}  // namespace scrutineer::raft
