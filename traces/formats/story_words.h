// What a report says of a story in prose: the same sentences in every format that has some.
#pragma once

#include <string>

#include "traces/story.h"

namespace scrutineer {

/// "election_safety is violated in 6 steps", "leader_elected is reached in 3 steps".
[[nodiscard]] std::string verdict_words(const Story& story);

/// What a diagram shows, for those who do not see it: the lanes, and every step with its remarks.
[[nodiscard]] std::string diagram_description(const Story& story);

/// "1 step", "2 steps".
[[nodiscard]] std::string counted(std::size_t count, const std::string& noun);

}  // namespace scrutineer
