// Settings and behaviours of the election model out of JSON; the inverse of `raft_json_parts.h`.
//
// Every member is required, of the right type and in range, and in the one form that is written:
// sets sorted and without repetition, servers and terms in their order. So two texts of one
// behaviour differ in white space and in the order of members only.
#pragma once

#include <string>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"
#include "traces/json_place.h"

namespace scrutineer::raft {

/// All of these throw NotATrace.
[[nodiscard]] Settings read_settings(const JsonPlace& place);

[[nodiscard]] State read_state(const JsonPlace& place, const Settings& settings);

/// A behaviour with what the file calls its actions, which is not compared.
struct ReadPath {
  Path<ReadableModel> path;
  std::vector<std::string> texts;  // by step
};

/// `initial` and `steps`, members of `place`, whose other members are not looked at.
[[nodiscard]] ReadPath read_path(const JsonPlace& place, const Settings& settings);

}  // namespace scrutineer::raft
