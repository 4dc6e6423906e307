// Text as XML text, for the formats that are markup (SVG, HTML).
#pragma once

#include <string>
#include <string_view>

namespace scrutineer::markup {

/// `text` fit for the content of an element and for an attribute in double or single quotes, in XML
/// 1.0 as well as in HTML. What neither may contain (control characters, bytes that are no UTF-8,
/// the two noncharacters of the basic plane) becomes U+FFFD, one for each byte of it. Any thread.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace scrutineer::markup
