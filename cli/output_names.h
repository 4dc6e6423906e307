// The names of files that results go to: what is refused before a search that they are meant for.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scrutineer::cli {

/// Where a path leads, absolute and without links, whether or not it exists yet; the path itself if
/// that cannot be told.
[[nodiscard]] std::filesystem::path place_of(const std::string& path);

/// Throws UsageError for an option in the place of a file: a value that was forgotten.
void refuse_option_as_file(std::string_view option, const std::string& value);

/// Throws UsageError if two of these are one file: one that is read, or written twice, would be
/// lost. A device takes several. Each with what it is, "--json".
void require_different_files(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace scrutineer::cli
