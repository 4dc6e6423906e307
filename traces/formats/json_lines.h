// A JSON object as text with one line for each of its long elements: small enough to read, and a
// difference between two traces is a difference between lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

class JsonLines {
 public:
  /// A member whose value is JSON text, of one line or more.
  void member(std::string_view name, std::string_view json) {
    begin(name);
    for (const char c : json) {
      text_ += c;
      if (c == '\n') text_ += "  ";
    }
  }
  /// A member whose value is an array, with a line for each element.
  void member(std::string_view name, const std::vector<std::string>& elements) {
    begin(name);
    text_ += "[";
    for (std::size_t k = 0; k < elements.size(); ++k) {
      text_ += (k == 0 ? "\n    " : ",\n    ") + elements[k];
    }
    text_ += "\n  ]";
  }
  /// The whole object, without a newline behind it.
  [[nodiscard]] std::string object() const { return "{\n" + text_ + "\n}"; }

 private:
  void begin(std::string_view name) {
    if (!text_.empty()) text_ += ",\n";
    text_ += "  \"" + std::string(name) + "\": ";
  }
  std::string text_;
};

/// Bytes that are no UTF-8, as a file's name may have, are replaced.
template <class Json>
[[nodiscard]] std::string pretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}
template <class Json>
[[nodiscard]] std::string compact(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace scrutineer
