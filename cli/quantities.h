// Numbers with units, as people type them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace scrutineer::cli {

/// "1000", "20k", "5M", "2G": a count of at least 1 (powers of 1000). Throws UsageError with
/// `option` in its text.
[[nodiscard]] std::uint64_t parse_count(const std::string& option, const std::string& text);

/// "1048576", "512K", "512M", "4G", "1T", also with "iB" or "B": bytes (powers of 1024), at least
/// 1. Throws UsageError.
[[nodiscard]] std::uint64_t parse_size(const std::string& option, const std::string& text);

/// "30", "30s", "500ms", "10m", "1.5h": 1 ms to 100 years, rounded down to 1 ms. Throws UsageError.
[[nodiscard]] std::chrono::milliseconds parse_duration(const std::string& option,
                                                       const std::string& text);

}  // namespace scrutineer::cli
