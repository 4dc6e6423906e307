#include "cli/program_identity.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "model/version.h"
#include "traces/suite/fingerprint.h"

namespace scrutineer::cli {

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return std::move(text).str();
}

std::string program_identity() {
  // Where it cannot be read (no /proc), the version has to do: nothing is refused for want of a
  // hash.
  static const std::string identity =
      fmt::format("scrutineer {} {:016x}", version, raft::text_hash(contents_of("/proc/self/exe")));
  return identity;
}

}  // namespace scrutineer::cli
