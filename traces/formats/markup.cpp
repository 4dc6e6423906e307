#include "traces/formats/markup.h"

#include <cstddef>
#include <cstdint>

namespace scrutineer::markup {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// The length in bytes of the character that `text` begins with, or 0 if that is none that XML 1.0
// allows (section 2.2 of the recommendation). Overlong forms and surrogates are not UTF-8.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    const bool is_allowed = first >= 0x20 || first == '\t' || first == '\n' || first == '\r';
    return is_allowed && first != 0x7f ? 1 : 0;
  }
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xc0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(k) & 0x3fU);
  }
  const std::uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  const bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
  const bool is_control = code < 0xa0;
  const bool is_noncharacter = code == 0xfffe || code == 0xffff;
  const bool is_allowed = code >= least && code <= 0x10ffff;
  return is_allowed && !is_surrogate && !is_control && !is_noncharacter ? length : 0;
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
      default: result += length == 0 ? replacement : text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

}  // namespace scrutineer::markup
