#include "cli/checkpoint_folder.h"

#include <string_view>

#include <fmt/format.h>

#include "cli/errors.h"
#include "traces/printable.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {
namespace {

// A word as a shell takes it.
std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-+=:,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return printable(word + "'");
}

std::string states_text(const Checkpoint& checkpoint) {
  if (!checkpoint.position()) return "no states yet";
  const std::uint64_t states = checkpoint.position()->states();
  return fmt::format("{} {} ({})", raft::count_text(states), states == 1 ? "state" : "states",
                     raft::size_text(checkpoint.states_bytes()));
}

std::string resume_text(const std::string& folder) {
  return fmt::format("scrutineer resume {}", shell_word(folder));
}

[[noreturn]] void refuse(const std::string& folder, const raft::SavedCheck& check) {
  const Checkpoint there = Checkpoint::open(folder);
  std::string difference;
  try {
    difference = raft::difference(raft::saved_check_of(there.subject()), check);
  } catch (const std::exception& error) {
    difference = fmt::format("this program understands nothing: {}", error.what());
  }
  if (difference.empty()) {
    throw ConfigurationError(
        fmt::format("{} holds this check already, with {}; '{}' goes on with it; to begin anew, "
                    "choose another folder",
                    folder, states_text(there), resume_text(folder)));
  }
  throw ConfigurationError(fmt::format("{} holds another check, of which {}; choose another folder",
                                       folder, difference));
}

}  // namespace

Checkpoint begin_checkpoint(const std::string& folder, const raft::SavedCheck& check) {
  if (is_checkpoint(folder)) refuse(folder, check);
  return Checkpoint::begin(folder, raft::saved_check_json(check));
}

void CheckpointFolder::note(const CheckpointNote& note) {
  if (note.failure.empty()) return;
  ++failures_;
  last_failure_ = note.failure;
}

std::string CheckpointFolder::report(bool is_quiet) const {
  const std::string& folder = checkpoint_.folder();
  std::string text;
  if (!checkpoint_.is_complete()) {
    text = fmt::format("checkpoint  {} has {}; to go on: {}\n", printable(folder),
                       states_text(checkpoint_), resume_text(folder));
  } else if (!is_quiet) {
    text = fmt::format("checkpoint  {} is of a search that is complete; it may be removed\n",
                       printable(folder));
  }
  if (failures_ > 0) {
    text += fmt::format("            {} could not be written{}: {}\n",
                        failures_ == 1 ? "one" : fmt::format("{} of them", failures_),
                        checkpoint_.failure().empty() ? "" : ", the last one among them",
                        last_failure_);
  }
  return text;
}

}  // namespace scrutineer::cli
