#include "traces/reports/markup.h"

#include <cstddef>

#include "traces/printable.h"

namespace scrutineer {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// Bytes of the UTF-8 character that `text` begins with; 0 if it begins with none. Overlong forms,
// surrogates and what lies beyond Unicode begin with bytes, or pairs of them, that are excluded.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    if (!is_continuation(text[k])) return 0;
  }
  const unsigned second = byte(1);
  const bool is_bad = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return is_bad ? 0 : length;
}

std::string escaped(std::string_view text, std::string_view special, auto&& escape) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      result += c;
    } else {
      result += escape(c);
    }
  }
  return result;
}

std::string percent(char c) {
  return fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

}  // namespace

std::string markup_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const char c = text[0];
    if (length == 0) {
      result += "\xEF\xBF\xBD";
    } else if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (length == 1 && c != '\n' && c != '\t') {
      result += printable(text.substr(0, 1));
    } else if (text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF")) {
      result += "\xEF\xBF\xBD";  // U+FFFE and U+FFFF are no characters of XML
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

std::string markdown_cell(std::string_view text) {
  return escaped(printable(text), "\\|<>*_`[]", [](char c) {
    if (c == '<') return std::string("&lt;");
    if (c == '>') return std::string("&gt;");
    return std::string("\\") + c;
  });
}

std::string workflow_text(std::string_view text) { return escaped(text, "%\r\n", percent); }

std::string workflow_property(std::string_view text) { return escaped(text, "%\r\n:,", percent); }

}  // namespace scrutineer
