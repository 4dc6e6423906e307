#include "traces/formats/story_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer {

std::string counted(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string verdict_words(const Story& story) {
  const Standing last = story.moments.back().properties.empty()
                            ? Standing::holds
                            : story.moments.back().properties[0];
  const std::string steps = counted(story.length(), "step");
  switch (last) {
    case Standing::violated: return fmt::format("{} is violated in {}", story.property, steps);
    case Standing::witnessed: return fmt::format("{} is reached in {}", story.property, steps);
    case Standing::holds: return fmt::format("{} holds throughout {}", story.property, steps);
    case Standing::open: break;
  }
  return fmt::format("{} is not reached in {}", story.property, steps);
}

std::string diagram_description(const Story& story) {
  std::vector<std::string> names;
  for (const Lane& lane : story.lanes) names.push_back(lane.name);
  std::string text =
      fmt::format("A space-time diagram of {}, time downward.", fmt::join(names, ", "));
  for (std::size_t k = 1; k < story.moments.size(); ++k) {
    text += fmt::format(" Step {}: {}", k, story.moments[k].action);
    for (const std::string& remark : story.moments[k].remarks) text += "; " + remark;
    text += ".";
  }
  return text;
}

}  // namespace scrutineer
