#include "traces/graph_file.h"

#include <ostream>
#include <string>

#include <fmt/format.h>
#include <boost/graph/graphml.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/property_maps/constant_property_map.hpp>
#include <boost/property_map/dynamic_property_map.hpp>

#include "explorer/state_graph.h"

namespace scrutineer {
namespace {

// "; " separates the parts of a readable state: one line each in a drawn box.
std::string box_label(const std::string& label) {
  std::string escaped;
  for (std::size_t k = 0; k < label.size(); ++k) {
    if (label[k] == '"' || label[k] == '\\') escaped += '\\';
    if (label[k] == ';' && k + 1 < label.size() && label[k + 1] == ' ') {
      escaped += "\\n";
      ++k;
    } else {
      escaped += label[k];
    }
  }
  return escaped;
}

std::string caption(const ReachedGraph& reached) {
  const std::size_t drawn = reached.states.size();
  if (reached.is_whole()) return fmt::format("all {} reached states", drawn);
  return fmt::format("the first {} of {} reached states", drawn, reached.states_reached);
}

void write_dot(std::ostream& out, const ReachedGraph& reached) {
  const StateGraph graph = state_graph(reached);
  const auto write_vertex = [&](std::ostream& o, StateGraph::vertex_descriptor v) {
    o << fmt::format("[label=\"{}\"{}]", box_label(graph[v].label),
                     graph[v].level == 0 ? ", style=bold" : "");
  };
  const auto write_edge = [&](std::ostream& o, const StateGraph::edge_descriptor& e) {
    o << fmt::format("[label=\"{}\"]", box_label(graph[e].label));
  };
  const auto write_graph = [&](std::ostream& o) {
    o << fmt::format("label=\"{}\";\nnode [shape=box, fontname=monospace];\n", caption(reached));
  };
  boost::write_graphviz(out, graph, write_vertex, write_edge, write_graph);
}

void write_graphml_file(std::ostream& out, const ReachedGraph& reached) {
  StateGraph graph = state_graph(reached);
  const std::string text = caption(reached);
  boost::dynamic_properties properties;
  properties.property("caption", boost::make_constant_property<StateGraph*>(text));
  properties.property("label", boost::get(&ReachedState::label, graph));
  properties.property("level", boost::get(&ReachedState::level, graph));
  properties.property("action", boost::get(&ReachedTransition::label, graph));
  boost::write_graphml(out, graph, properties, true);
}

}  // namespace

const std::vector<GraphFormat>& graph_formats() {
  static const std::vector<GraphFormat> formats = {{".dot", write_dot},
                                                   {".graphml", write_graphml_file}};
  return formats;
}

const GraphFormat* graph_format_for(std::string_view file_name) {
  for (const GraphFormat& format : graph_formats()) {
    if (file_name.ends_with(format.extension)) return &format;
  }
  return nullptr;
}

}  // namespace scrutineer
