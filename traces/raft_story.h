// A behaviour of the election model, told: servers as lanes, the fate of every message.
#pragma once

#include <string>
#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// What a story is about.
struct StorySubject {
  std::string variant;
  std::string description;
  Settings settings;
  std::string_view property;  // a name of the property list: the one that the trace decides
};

/// The story of `path`, a behaviour of ReadableModel(subject.settings), with `explanation` in it.
/// Every property of the list has its standing at each moment. Throws std::invalid_argument for an
/// unknown property. Any thread.
[[nodiscard]] Story tell(const StorySubject& subject, const Path<ReadableModel>& path,
                         Explanation explanation);

}  // namespace scrutineer::raft
