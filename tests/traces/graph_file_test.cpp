#include "traces/graph_file.h"

#include <sstream>

#include <doctest/doctest.h>

namespace scrutineer {
namespace {

ReachedGraph small_graph() {
  ReachedGraph graph;
  graph.states = {{"n1 follower; n2 \"odd\"", 0}, {"b\\c", 1}};
  graph.transitions = {{0, 1, "Timeout(n1)"}, {1, 1, "Loop"}};
  graph.states_reached = 5;
  return graph;
}

std::string written(std::string_view file_name) {
  std::ostringstream out;
  const GraphFormat* format = graph_format_for(file_name);
  REQUIRE(format != nullptr);
  format->write(out, small_graph());
  return out.str();
}

TEST_CASE("graph file: DOT has quoted labels, one line a part, and says how much is drawn") {
  const std::string text = written("graph.dot");
  CHECK(text.find("the first 2 of 5 reached states") != std::string::npos);
  CHECK(text.find("[label=\"n1 follower\\nn2 \\\"odd\\\"\", style=bold]") != std::string::npos);
  CHECK(text.find("[label=\"b\\\\c\"]") != std::string::npos);
  CHECK(text.find("0->1 [label=\"Timeout(n1)\"]") != std::string::npos);
  CHECK(text.find("1->1 [label=\"Loop\"]") != std::string::npos);
}

TEST_CASE("graph file: GraphML has every state, transition and label") {
  const std::string text = written("graph.graphml");
  CHECK(text.find("the first 2 of 5 reached states") != std::string::npos);
  CHECK(text.find("<node id=\"n0\">") != std::string::npos);
  CHECK(text.find("n2 &quot;odd&quot;") != std::string::npos);
  CHECK(text.find("source=\"n0\" target=\"n1\"") != std::string::npos);
  CHECK(text.find(">Timeout(n1)</data>") != std::string::npos);
}

TEST_CASE("graph file: formats are known by their extension only") {
  CHECK(graph_format_for("x.png") == nullptr);
  CHECK(graph_format_for("dot") == nullptr);
  CHECK(graph_format_for("a.b/x.dot") != nullptr);
}

}  // namespace
}  // namespace scrutineer
