#include "cli/progress_report.h"

#include <unistd.h>

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/terminal.h"
#include "traces/printable.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json optional_json(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

std::string progress_json(const Progress& progress, const Outlook& outlook) {
  Json json = {{"event", "progress"},
               {"phase", progress.is_restoring ? "restore" : "search"},
               {"seconds", progress.elapsed.count()},
               {"restored", progress.restored},
               {"distinct", progress.distinct}};
  if (progress.is_restoring) return json.dump();
  const std::size_t next = std::size_t{progress.level} + 1;
  json["generated"] = progress.generated;
  json["expanded"] = progress.expanded;
  json["states_per_second"] = outlook.states_per_second;
  json["trend"] = optional_json(outlook.trend);
  json["level"] = progress.level;
  json["frontier"] = progress.frontier;
  json["frontier_left"] = progress.frontier_left;
  json["frontier_growth"] = optional_json(outlook.growth);
  json["next_level"] = next < progress.level_sizes.size() ? progress.level_sizes[next] : 0;
  json["memory_bytes"] = progress.memory_bytes;
  json["memory_bytes_max"] = optional_json(outlook.memory_bytes_max);
  json["bytes_per_state"] = optional_json(outlook.bytes_per_state);
  json["seconds_to_memory_limit"] = optional_json(outlook.seconds_to_memory_limit);
  json["seconds_left"] = optional_json(outlook.seconds_left);
  return json.dump();
}

std::string checkpoint_json(const CheckpointNote& note) {
  return Json({{"event", "checkpoint"},
               {"states", note.states},
               {"bytes", note.bytes},
               {"seconds", note.seconds.count()},
               {"failure", note.failure.empty() ? Json() : Json(note.failure)}})
      .dump();
}

void ProgressReport::show(const Progress& progress) {
  const Outlook outlook = forecast_.look(progress);
  // JSON lines come every second; the clock of the search is a little late at times.
  const auto interval =
      form_ == ProgressForm::json ? std::chrono::milliseconds(0) : line_.interval() * 19 / 20;
  const auto last = last_shown_.value_or(std::chrono::duration<double>(0));
  const bool is_due = form_ != ProgressForm::none && progress.elapsed - last >= interval;
  if (!is_due && !progress.is_requested) return;
  last_shown_ = progress.elapsed;
  if (form_ == ProgressForm::json) {
    streams_.err << progress_json(progress, outlook) << std::endl;
  } else if (progress.is_requested) {
    line_.clear();
    streams_.err << progress_text(progress, outlook) << std::endl;
  } else {
    // One column less, so that the cursor stays on the line.
    const std::size_t columns =
        streams_.is_err_terminal ? describe_terminal(STDERR_FILENO).columns - 1 : 0;
    line_.show_text(progress_text(progress, outlook, columns));
  }
}

void ProgressReport::show(const CheckpointNote& note, const std::string& folder) {
  if (form_ == ProgressForm::json) streams_.err << checkpoint_json(note) << std::endl;
  if (note.failure.empty() || form_ == ProgressForm::json) return;
  line_.clear();
  streams_.err << fmt::format(
                      "scrutineer: warning: no checkpoint was written to {}: {}; the one before, "
                      "with {} states, is intact, and the search goes on",
                      printable(folder), note.failure, raft::count_text(note.states))
               << std::endl;
}

}  // namespace scrutineer::cli
