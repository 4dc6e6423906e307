// Text that came from outside, fit for a line of a report.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace scrutineer {

/// `text` with its control characters escaped: a file's name, or what was typed, must neither break
/// a line nor reach the terminal. Bytes above 0x7f stay as they are.
[[nodiscard]] inline std::string printable(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace scrutineer
