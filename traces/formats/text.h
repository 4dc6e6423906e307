// The parts of the terminal view, for a report that has several traces.
#pragma once

#include <string>

#include "traces/formats/format_list.h"

namespace scrutineer {

/// The heading, the table, and why it is so; without the variant and its bounds. Ends with a
/// newline. `render_text` is this with the variant above it.
[[nodiscard]] std::string text_of_trace(const Story& story, const RenderOptions& options);

}  // namespace scrutineer
