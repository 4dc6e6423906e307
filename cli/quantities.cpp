#include "cli/quantities.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/errors.h"

namespace scrutineer::cli {
namespace {

__extension__ typedef unsigned __int128 Wide;

using Units = std::initializer_list<std::pair<std::string_view, std::uint64_t>>;

// numerator / denominator, in terms of the unit of factor 1. Decimal fractions are exact here,
// which they are not in binary: 2.01 * 1000 is no whole double.
struct Quantity {
  Wide numerator = 0;
  Wide denominator = 1;
  bool has_bare_unit = true;  // of factor 1

  [[nodiscard]] Wide floor() const { return numerator / denominator; }
  [[nodiscard]] bool is_whole() const { return numerator % denominator == 0; }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits with at most one point among them, then one of the units; empty if it is not that, or
// has more digits than 64 bits hold.
std::optional<Quantity> parse(std::string_view text, const Units& units) {
  constexpr int digits_max = 19;
  const auto is_number = [](char c) { return is_digit(c) || c == '.'; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_number);
  Quantity result;
  int digits = 0;
  bool has_point = false;
  for (auto c = text.begin(); c != end; ++c) {
    if (*c == '.') {
      if (std::exchange(has_point, true)) return std::nullopt;
      continue;
    }
    if (++digits > digits_max) return std::nullopt;
    result.numerator = result.numerator * 10 + static_cast<unsigned>(*c - '0');
    if (has_point) result.denominator *= 10;
  }
  if (digits == 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.begin()));
  for (const auto& [name, factor] : units) {
    if (unit != name) continue;
    result.numerator *= factor;  // 64 bits by 41: fits
    result.has_bare_unit = factor == 1;
    return result;
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const std::string& option, const std::string& text,
                         std::string_view accepted) {
  throw UsageError(fmt::format("{} is '{}'; accepted: {}", option, text, accepted));
}

// 1 to this many, of whatever: nobody means more, and it leaves room for sums.
constexpr Wide greatest = std::uint64_t{1} << 62U;

}  // namespace

std::uint64_t parse_count(const std::string& option, const std::string& text) {
  const auto count = parse(text, {{"", 1}, {"k", 1'000}, {"M", 1'000'000}, {"G", 1'000'000'000}});
  if (!count || !count->is_whole() || count->floor() < 1 || count->floor() > greatest) {
    refuse(option, text, "a whole number of at least 1, as 1000, 20k, 5M or 2G");
  }
  return static_cast<std::uint64_t>(count->floor());
}

std::uint64_t parse_size(const std::string& option, const std::string& text) {
  constexpr std::uint64_t k = 1024;
  const auto bytes = parse(text, {{"", 1},
                                  {"B", 1},
                                  {"K", k},
                                  {"KB", k},
                                  {"KiB", k},
                                  {"M", k * k},
                                  {"MB", k * k},
                                  {"MiB", k * k},
                                  {"G", k * k * k},
                                  {"GB", k * k * k},
                                  {"GiB", k * k * k},
                                  {"T", k * k * k * k},
                                  {"TB", k * k * k * k},
                                  {"TiB", k * k * k * k}});
  const bool is_size = bytes && (bytes->is_whole() || !bytes->has_bare_unit);
  if (!is_size || bytes->floor() < 1 || bytes->floor() > greatest) {
    refuse(option, text, "a size of at least one byte, as 1048576, 512M or 4G");
  }
  return static_cast<std::uint64_t>(bytes->floor());
}

std::chrono::milliseconds parse_duration(const std::string& option, const std::string& text) {
  // A hundred years: a clock counts in nanoseconds, and 64 bits hold no more than three hundred.
  constexpr Wide longest = Wide{100} * 365 * 24 * 3'600'000;
  const auto ms =
      parse(text, {{"", 1'000}, {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}});
  if (!ms || ms->floor() < 1 || ms->floor() > longest) {
    refuse(option, text, "a duration of at least 1ms, as 30s, 500ms, 10m or 1.5h");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(ms->floor()));
}

}  // namespace scrutineer::cli
