// The reached graph as Graphviz DOT or GraphML, by Boost.Graph's writers. One line in `formats`
// and one function are a new format.
#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "explorer/reached_graph.h"

namespace scrutineer {

struct GraphFormat {
  std::string_view extension;  // with its dot
  void (*write)(std::ostream&, const ReachedGraph&);
};

/// All formats. Immutable; any thread.
[[nodiscard]] const std::vector<GraphFormat>& graph_formats();

/// The format for a file name, by its extension, or null.
[[nodiscard]] const GraphFormat* graph_format_for(std::string_view file_name);

}  // namespace scrutineer
