// The reached graph as a Boost.Graph, and its analysis.
#pragma once

#include <cstddef>

#include <boost/graph/adjacency_list.hpp>

#include "explorer/reached_graph.h"

namespace scrutineer {

/// Vertices are positions in `ReachedGraph::states`; both kinds of label are bundled properties.
using StateGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, ReachedState,
                                         ReachedTransition>;

[[nodiscard]] StateGraph state_graph(const ReachedGraph& reached);

struct GraphAnalysis {
  std::size_t strong_components = 0;
  std::size_t terminal_states = 0;  // no transition to another state
};

/// Strong components by Boost.Graph (Tarjan 1972). Any thread.
[[nodiscard]] GraphAnalysis analyse(const ReachedGraph& reached);

}  // namespace scrutineer
