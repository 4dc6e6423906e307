// JSON from outside, read strictly: a place in a document knows its JSON pointer (RFC 6901), and
// says what is accepted there.
//
// A file may come from anywhere, so reading is safe before it is helpful: depth, number of values
// and length of what is quoted in a message are bounded, a member given twice is an error (RFC
// 8259 leaves it open, and parsers differ), and so are bytes that are no UTF-8. Rejected: reading
// into the document and asking for what one needs, which lets a misspelled member pass unseen.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace scrutineer {

/// The document of a text. Throws NotATrace (`trace_file.h`) with line and column if it is no
/// JSON, has a member twice, or is nested or long beyond what a trace can be.
[[nodiscard]] nlohmann::json parse_strictly(std::string_view text);

/// A value in a document, or the place where a member is missing. The document must outlive it.
/// Everything that reads it throws NotATrace: "/steps/3/state/servers/1/term is 9; accepted: an
/// integer from 0 to 2".
class JsonPlace {
 public:
  explicit JsonPlace(const nlohmann::json& document) : value_(&document) {}

  /// The member of an object; missing if there is none. Throws unless this is an object.
  [[nodiscard]] JsonPlace member(std::string_view name) const;

  /// Throws unless this is an object with none but these members (they may be missing).
  void allow_members(std::span<const std::string_view> names) const;

  /// The number of elements. Throws unless this is an array.
  [[nodiscard]] std::size_t size(std::string_view accepted) const;

  /// REQUIRES: k < size().
  [[nodiscard]] JsonPlace element(std::size_t k) const;

  [[nodiscard]] bool is_missing() const { return value_ == nullptr; }
  [[nodiscard]] bool is_null() const { return value_ != nullptr && value_->is_null(); }
  [[nodiscard]] bool is_string() const { return value_ != nullptr && value_->is_string(); }

  /// An integer (no 1.0) from `min` to `max`.
  [[nodiscard]] int integer(int min, int max) const;

  [[nodiscard]] bool boolean() const;

  [[nodiscard]] std::string string(std::string_view accepted = "a string") const;

  /// The position of the string in `names`.
  [[nodiscard]] std::size_t choice(std::span<const std::string_view> names) const;

  /// Throws: this place, what is there, what is accepted.
  [[noreturn]] void reject(std::string_view accepted) const;

  /// "/steps/3/state"; "" for the document.
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

 private:
  JsonPlace(const nlohmann::json* value, std::string pointer)
      : value_(value), pointer_(std::move(pointer)) {}

  const nlohmann::json* value_;  // null: missing
  std::string pointer_;
};

/// The text in quotes, of at most some sixty bytes, cut at a character.
[[nodiscard]] std::string quoted_briefly(std::string_view text);

}  // namespace scrutineer
