// A check of the election model as it stands in its checkpoint: all that has to be known to go on
// with it, and to tell it from another one.
#pragma once

#include <chrono>
#include <string>

#include "properties/raft/property_list.h"
#include "traces/raft_report.h"

namespace scrutineer::raft {

struct SavedCheck {
  std::string program;    // that wrote it; another one may mean something else by the same settings
  ReportSubject subject;  // its limits are those the user gave; without the peak of memory
  PropertyChoice properties;
  bool continue_after_violation = false;
  std::chrono::milliseconds checkpoint_interval{0};
};

/// As one JSON object, for `Checkpoint::begin`.
[[nodiscard]] std::string saved_check_json(const SavedCheck& check);

/// The check of such an object. Throws std::runtime_error, "KEY ...", for one that this program
/// does not understand.
[[nodiscard]] SavedCheck saved_check_of(const std::string& json);

/// The program that has written such an object; empty if it does not say.
[[nodiscard]] std::string saved_program_of(const std::string& json);

/// What makes the two different searches, "servers is 3, not 5" for the first; empty if nothing
/// does. Names, limits and intervals do not.
[[nodiscard]] std::string difference(const SavedCheck& one, const SavedCheck& other);

}  // namespace scrutineer::raft
