// UTF-8, for text that came from outside and goes into formats that are strict about it.
#pragma once

#include <cstddef>
#include <string_view>

namespace scrutineer {

/// Bytes of the UTF-8 character that `text` begins with (RFC 3629), 1 to 4; 0 if it begins with
/// none. REQUIRES: `text` is not empty.
[[nodiscard]] constexpr std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(k) & 0xC0U) != 0x80U) return 0;
  }
  // Overlong forms, surrogates and what lies beyond Unicode begin with these pairs of bytes.
  const unsigned second = byte(1);
  const bool is_bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return is_bad ? 0 : length;
}

/// U+FFFE and U+FFFF, which XML 1.0 does not have (section 2.2 of the recommendation).
[[nodiscard]] constexpr bool is_noncharacter_of_xml(std::string_view character) {
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

/// U+FFFD, for what is none.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

}  // namespace scrutineer
