#include "traces/reports/markup.h"

#include <cstddef>

#include "traces/printable.h"
#include "traces/utf8.h"

namespace scrutineer {
namespace {

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
    const std::size_t length = utf8_length(text);
    const char c = text[0];
    if (length == 0) {
      result += replacement_character;
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
    } else if (is_noncharacter_of_xml(text.substr(0, length))) {
      result += replacement_character;
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
