#include "traces/formats/markup.h"

#include <cstddef>

#include "traces/utf8.h"

namespace scrutineer::markup {
namespace {

// The length in bytes of the character that `text` begins with, or 0 if that is none for XML 1.0
// and HTML alike: no UTF-8, a control character, or a noncharacter.
std::size_t character_length(std::string_view text) {
  const std::size_t length = utf8_length(text);
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  if (length == 1) {
    const bool is_space = text[0] == '\t' || text[0] == '\n' || text[0] == '\r';
    return is_space || (byte(0) >= 0x20 && byte(0) != 0x7F) ? 1 : 0;
  }
  if (length == 2 && byte(0) == 0xC2 && byte(1) < 0xA0) return 0;  // U+0080 to U+009F
  return is_noncharacter_of_xml(text.substr(0, length)) ? 0 : length;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    switch (length == 1 ? text[0] : '\0') {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      // A parser turns a carriage return into a newline, unless it is written so.
      case '\r': result += "&#13;"; break;
      default: result += length == 0 ? replacement_character : text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace scrutineer::markup
