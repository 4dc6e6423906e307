// Which program this is: what it has written, only the same one may take up.
#pragma once

#include <string>

namespace scrutineer::cli {

/// "scrutineer 0.1.0 4a8d1f...": the version, and a hash of the executable's bytes, since the
/// version alone is the same for every build of a day's work. Read once. Any thread.
[[nodiscard]] std::string program_identity();

/// The bytes of a file that this program has written, or is; empty if it cannot be read.
[[nodiscard]] std::string contents_of(const std::string& path);

}  // namespace scrutineer::cli
