// How a trace is to be shown: the options that `check` and `show` have in common.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "traces/formats/format_list.h"
#include "traces/story.h"

namespace CLI {
class App;
}

namespace scrutineer::cli {

/// The words as they were typed; empty where an option was not given.
struct ViewOptions {
  std::string format;
  std::string output;
  std::string servers;
  std::string from;
  std::string to;
  std::string color = "auto";
  std::string columns;
  bool is_full = false;
  bool is_ascii = false;
};

/// Adds --format, --output, --full, --server, --from, --to, --color, --columns and --ascii.
void add_view_options(CLI::App& command, ViewOptions& view);

/// The format that was asked for, or `text`. Throws UsageError.
[[nodiscard]] const TraceFormat& chosen_format(const ViewOptions& view);

/// Whether a view was asked for at all.
[[nodiscard]] bool is_viewed(const ViewOptions& view);

/// Whether it goes to standard output: there it stands alone, and a report goes beside it.
[[nodiscard]] bool is_view_printed(const ViewOptions& view);

/// The options of a format for a reader at `terminal`, of a story with these lanes. Throws
/// UsageError for a word that cannot be taken.
[[nodiscard]] RenderOptions render_options(const ViewOptions& view, const Terminal& terminal,
                                           const std::vector<Lane>& lanes);

}  // namespace scrutineer::cli
