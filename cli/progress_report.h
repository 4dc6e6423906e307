// How a check shows that it lives: as a line for people, or as JSON lines for programs.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "cli/forecast.h"
#include "cli/progress_line.h"
#include "cli/streams.h"
#include "explorer/options.h"

namespace scrutineer::cli {

enum class ProgressForm { none, text, json };

/// One JSON object on one line, without a newline; `docs/long-jobs.md` describes it.
[[nodiscard]] std::string progress_json(const Progress& progress, const Outlook& outlook);
[[nodiscard]] std::string checkpoint_json(const CheckpointNote& note);

/// Of one search. What it prints goes to the streams' standard error.
class ProgressReport {
 public:
  /// `memory_bytes_max`: the limit in force.
  ProgressReport(const Streams& streams, ProgressForm form,
                 std::optional<std::uint64_t> memory_bytes_max)
      : streams_(streams),
        form_(form),
        forecast_(memory_bytes_max),
        line_(streams.err, streams.is_err_terminal) {}

  /// About once a second; shows it as often as the form has it, and at once if it was requested,
  /// even if nothing else is to be shown.
  void show(const Progress& progress);

  /// A checkpoint that was written is shown in JSON only; one that could not be written always, as
  /// a warning too.
  void show(const CheckpointNote& note, const std::string& folder);

 private:
  const Streams& streams_;
  ProgressForm form_;
  Forecast forecast_;
  ProgressLine line_;
  std::optional<std::chrono::duration<double>> last_shown_;
};

}  // namespace scrutineer::cli
