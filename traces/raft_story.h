// A behaviour of the election model, told: servers as lanes, the fate of every message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// What a story is about.
struct StorySubject {
  std::string variant;
  std::string description;
  Settings settings;
  /// A name of the property list: the one that the trace decides; or "none", a behaviour and no
  /// more, which is told with an eye on the first of the list.
  std::string_view property;
};

/// The lanes of every story of these settings.
[[nodiscard]] std::vector<Lane> lanes_of(const Settings& settings);

/// The story of `path`, a behaviour of ReadableModel(subject.settings), with `explanation` in it.
/// Every property of the list has its standing at each moment. Throws std::invalid_argument for an
/// unknown property. Any thread.
[[nodiscard]] Story tell(const StorySubject& subject, const Path<ReadableModel>& path,
                         Explanation explanation);

/// The same with the explanation of `path`, a counterexample or a witness, and the passing run
/// beside it; a behaviour that decides nothing ("none") has none. `shortest`: how many shortest
/// ones there are, where that is known.
[[nodiscard]] Story tell_explained(const StorySubject& subject, const Path<ReadableModel>& path,
                                   std::optional<ShortestCount> shortest = {});

}  // namespace scrutineer::raft
