#include "traces/formats/format_list.h"

#include <algorithm>
#include <array>

namespace scrutineer {

std::span<const TraceFormat> trace_formats() {
  static constexpr std::array<TraceFormat, 10> formats = {{
      {"text", ".txt", "a table for the terminal, and why", render_text},
      {"markdown", ".md", "table, proof and diagram for a comment on GitHub", render_markdown},
      {"json", ".json", "the trace file that replay reads back", render_json},
      {"itf", ".itf.json", "Informal Trace Format of Apalache and Quint", render_itf},
      {"shiviz", ".log", "space-time diagram in ShiViz, beside a passing run", render_shiviz},
      {"mermaid", ".mmd", "sequence diagram in Mermaid", render_mermaid},
      {"graphviz", ".dot", "space-time diagram in Graphviz", render_graphviz},
      {"svg", ".svg", "space-time diagram as a picture", render_svg},
      {"html", ".html", "one page with everything, to step through", render_html},
      {"tlc", ".json", "counterexample as TLC dumps it in JSON", render_tlc},
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
