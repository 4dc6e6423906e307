#include "explorer/state_graph.h"

#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>

namespace scrutineer {

StateGraph state_graph(const ReachedGraph& reached) {
  StateGraph graph;
  for (const ReachedState& state : reached.states) boost::add_vertex(state, graph);
  for (const ReachedTransition& one : reached.transitions) {
    boost::add_edge(one.from, one.to, one, graph);
  }
  return graph;
}

GraphAnalysis analyse(const ReachedGraph& reached) {
  GraphAnalysis analysis;
  const StateGraph graph = state_graph(reached);
  std::vector<std::size_t> component(reached.states.size());
  if (!component.empty()) {
    analysis.strong_components = boost::strong_components(
        graph, boost::make_iterator_property_map(component.begin(),
                                                 boost::get(boost::vertex_index, graph)));
  }
  std::vector<bool> leads_away(reached.states.size());
  for (const ReachedTransition& one : reached.transitions) {
    if (one.from != one.to) leads_away[one.from] = true;
  }
  analysis.terminal_states =
      static_cast<std::size_t>(std::count(leads_away.begin(), leads_away.end(), false));
  return analysis;
}

}  // namespace scrutineer
