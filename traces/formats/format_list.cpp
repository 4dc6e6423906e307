#include "traces/formats/format_list.h"

#include <algorithm>
#include <array>

namespace scrutineer {

std::span<const TraceFormat> trace_formats() {
  static constexpr std::array<TraceFormat, 2> formats = {{
      {"text", ".txt", "a table for the terminal, and why", render_text},
      {"json", ".json", "the trace file that replay reads back", render_json},
  }};
  return formats;
}

const TraceFormat* find_trace_format(std::string_view name) {
  const auto all = trace_formats();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const TraceFormat& format) { return format.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace scrutineer
