// The whole program but for main(): words in, text out, exit status back.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.h"

namespace scrutineer::cli {

/// Runs the program on its words (without its own name). Never throws: what goes wrong becomes
/// one line on `streams.err` and its exit status.
[[nodiscard]] int run(const std::vector<std::string>& words, const Streams& streams);

}  // namespace scrutineer::cli
