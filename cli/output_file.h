// Files that are there whole, or not at all.
#pragma once

#include <string>

namespace scrutineer::cli {

/// Throws ConfigurationError if `path` cannot be written: its folder is missing, is no folder or
/// not writable, or the path is a folder itself. For a check before a long search.
void require_writable(const std::string& path);

/// Throws ConfigurationError if `path` is no folder in which files can be made.
void require_writable_folder(const std::string& path);

/// Writes `text` to a temporary file beside `path` and renames it, so that nothing half-written
/// is ever seen under that name. A symbolic link is followed. A path that exists and is no regular
/// file (a device, a pipe) is written to directly. Throws OutputError.
void write_file(const std::string& path, const std::string& text);

}  // namespace scrutineer::cli
