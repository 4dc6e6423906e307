// Text for places that give some characters a meaning.
#pragma once

#include <string>
#include <string_view>

namespace scrutineer {

/// For element content and attribute values of XML and HTML, in double quotes. Control characters
/// that XML 1.0 cannot have are escaped as `printable` does; bytes that are no UTF-8 become U+FFFD.
/// Newlines and tabs stay.
[[nodiscard]] std::string markup_text(std::string_view text);

/// For a cell of a Markdown table: one line, with | and what would begin HTML or emphasis escaped.
[[nodiscard]] std::string markdown_cell(std::string_view text);

/// For the data of a GitHub workflow command: %, CR and LF escaped.
[[nodiscard]] std::string workflow_text(std::string_view text);

/// For a property of one: `:` and `,` too.
[[nodiscard]] std::string workflow_property(std::string_view text);

}  // namespace scrutineer
