#include "cli/quantities.h"

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "cli/errors.h"

namespace scrutineer::cli {
namespace {

using Units = std::initializer_list<std::pair<std::string_view, double>>;

// A number followed by one of the units, in terms of the unit of factor 1; negative if it is not.
double parse(const std::string& text, const Units& units) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc{} || !std::isfinite(value) || value <= 0) return -1;
  const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  for (const auto& [name, factor] : units) {
    if (unit == name) return value * factor;
  }
  return -1;
}

std::uint64_t parse_whole(const std::string& option, const std::string& text, const Units& units,
                          std::string_view accepted) {
  const double value = parse(text, units);
  // 2^63: every smaller double converts exactly enough, and nobody means more.
  if (value < 1 || value >= 9.2e18 || value != std::floor(value)) {
    throw UsageError(fmt::format("{} is '{}'; accepted: {}", option, text, accepted));
  }
  return static_cast<std::uint64_t>(value);
}

}  // namespace

std::uint64_t parse_count(const std::string& option, const std::string& text) {
  return parse_whole(option, text, {{"", 1}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}},
                     "a whole number of at least 1, as 1000, 20k, 5M or 2G");
}

std::uint64_t parse_size(const std::string& option, const std::string& text) {
  constexpr double k = 1024;
  return parse_whole(option, text,
                     {{"", 1},
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
                      {"TiB", k * k * k * k}},
                     "a size of at least one byte, as 1048576, 512M or 4G");
}

std::chrono::milliseconds parse_duration(const std::string& option, const std::string& text) {
  const double ms = parse(text, {{"", 1e3}, {"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}});
  if (ms < 1 || ms > 1e15) {
    throw UsageError(
        fmt::format("{} is '{}'; accepted: a duration of at least 1ms, as 30s, 500ms, 10m or 1.5h",
                    option, text));
  }
  return std::chrono::milliseconds(std::llround(ms));
}

}  // namespace scrutineer::cli
