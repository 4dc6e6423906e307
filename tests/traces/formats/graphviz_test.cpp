// A reader of the part of Graphviz's language that is used: every node and edge on a line.
#include <map>
#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

struct Drawing {
  std::set<std::string> nodes;
  std::multiset<std::string> message_edges;  // "lane1_1 lane2_2"
  std::size_t ranks = 0;
};

Drawing read_drawing(const std::string& text) {
  static const std::string attributes = R"re(\[(?:\w+=(?:"(?:[^"\\]|\\.)*"|[\w.]+)(?:, )?)+\];)re";
  static const std::regex node("  (\\w+) " + attributes);
  static const std::regex edge("  (\\w+) -> (\\w+) (" + attributes + ")");
  static const std::regex rank(R"(  \{ rank=same; ((?:\w+; )+)\})");
  static const std::regex setting(R"re(  (?:(?:\w+=(?:"(?:[^"\\]|\\.)*"|[\w.]+); ?)+))re");
  const auto lines = text_lines(text);
  REQUIRE(lines.size() > 3);
  CHECK(lines.front() == "digraph trace {");
  CHECK(lines.back() == "}");
  Drawing drawing;
  for (std::size_t k = 1; k + 1 < lines.size(); ++k) {
    std::smatch m;
    const bool is_default = lines[k].starts_with("  node [") || lines[k].starts_with("  edge [");
    if (is_default || std::regex_match(lines[k], setting)) continue;
    if (std::regex_match(lines[k], m, node)) {
      CHECK(drawing.nodes.insert(m[1]).second);
    } else if (std::regex_match(lines[k], m, edge)) {
      CHECK_MESSAGE(drawing.nodes.contains(m[1]), lines[k]);
      CHECK_MESSAGE(drawing.nodes.contains(m[2]), lines[k]);
      const bool is_message = m[3].str().find("constraint=false") != std::string::npos;
      if (is_message) drawing.message_edges.insert(m[1].str() + " " + m[2].str());
    } else {
      CHECK_MESSAGE(std::regex_match(lines[k], m, rank), lines[k]);
      ++drawing.ranks;
    }
  }
  return drawing;
}

// An edge for every delivery, one for every loss, and one for what never arrives.
void check_drawing(const Story& story) {
  const Drawing drawing = read_drawing(render_graphviz(story, {}));
  CHECK(drawing.ranks == story.moments.size());
  std::size_t edges = 0;
  for (const Transit& transit : story.transits) {
    edges += transit.delivered.size();
    if (transit.lost || transit.delivered.empty()) ++edges;
    for (const std::size_t k : transit.delivered) {
      const std::string pair = "lane" + std::to_string(transit.from + 1) + "_" +
                               std::to_string(transit.sent) + " lane" +
                               std::to_string(transit.to + 1) + "_" + std::to_string(k);
      CHECK_MESSAGE(drawing.message_edges.contains(pair), pair);
    }
  }
  CHECK(drawing.message_edges.size() == edges);
}

TEST_CASE("graphviz: every variant's drawing can be read and has every message's fate") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    check_drawing(named_story(name));
  }
}

TEST_CASE("graphviz: random behaviours can be read and have every message's fate") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    check_drawing(random_story(seed));
  }
}

}  // namespace
}  // namespace scrutineer::test
