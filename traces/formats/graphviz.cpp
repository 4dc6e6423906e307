// A space-time diagram for Graphviz: a column a lane, a rank a step, an edge a message.
//
// The ranks are held together by a ladder of step numbers at the left; edges of messages bear no
// weight in the layout, or they would pull the columns apart. A lost message ends in a cross, one
// that never arrives in an open point at the last rank.
#include <map>

#include <fmt/format.h>

#include "traces/formats/format_list.h"
#include "traces/formats/notes.h"

namespace scrutineer {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

class Graph {
 public:
  explicit Graph(const Story& story) : story_(story), ranks_(story.moments.size()) {
    text_ =
        "digraph trace {\n"
        "  rankdir=TB; nodesep=0.6; ranksep=0.3;\n"
        "  node [shape=box, style=rounded, fontname=monospace, fontsize=10];\n"
        "  edge [fontname=monospace, fontsize=9];\n";
    const std::string heading = heading_of(story);
    line(fmt::format("label={}; labelloc=t;",
                     quoted(story.variant + ": " + heading.substr(0, heading.find(':')))));
    for (std::size_t k = 0; k < story.moments.size(); ++k) add_step(k);
    for (std::size_t k = 0; k < story.moments.size(); ++k) add_events(k);
    for (std::size_t t = 0; t < story.transits.size(); ++t) add_transit(t);
    for (std::size_t k = 0; k < ranks_.size(); ++k) line("{ rank=same; " + ranks_[k] + "}");
    text_ += "}\n";
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void line(const std::string& text) { text_ += "  " + text + "\n"; }
  void node(std::size_t rank, const std::string& name, const std::string& attributes) {
    line(name + " [" + attributes + "];");
    ranks_[rank] += name + "; ";
  }

  void add_step(std::size_t k) {
    node(k, fmt::format("step{}", k), fmt::format("label=\"{}\", shape=plaintext, group=steps", k));
    if (k > 0) line(fmt::format("step{} -> step{} [style=invis];", k - 1, k));
  }

  // Lanes without an actor's event keep still; a step at no lane is an event of the network.
  void add_events(std::size_t k) {
    const Moment& moment = story_.moments[k];
    const bool is_alarm = k > 0 && moment.properties.at(0) == Standing::violated &&
                          story_.moments[k - 1].properties.at(0) != Standing::violated;
    const std::string color = is_alarm               ? ", color=red, penwidth=2"
                              : is_needed(story_, k) ? ""
                                                     : ", color=gray, fontcolor=gray";
    for (std::size_t lane = 0; lane < story_.lanes.size(); ++lane) {
      if (k > 0 && moment.actor != lane && !moment.lanes[lane].is_changed) continue;
      const std::string head = k == 0 ? story_.lanes[lane].name : moment.action;
      add_event(fmt::format("lane{}", lane + 1), k, head + "\n" + moment.lanes[lane].text, color);
    }
    if (k > 0 && !moment.actor) add_event("network", k, moment.action, color);
  }

  void add_event(const std::string& column, std::size_t k, const std::string& label,
                 const std::string& more) {
    const std::string name = fmt::format("{}_{}", column, k);
    node(k, name, fmt::format("label={}, group={}{}", quoted(label), column, more));
    std::string& before = last_event_[column];
    if (!before.empty()) {
      line(fmt::format("{} -> {} [arrowhead=none, weight=100];", before, name));
    }
    before = name;
  }

  void add_transit(std::size_t t) {
    const Transit& transit = story_.transits[t];
    const std::string tail = fmt::format("lane{}_{}", transit.from + 1, transit.sent);
    const auto edge = [&](const std::string& head, std::string_view style) {
      line(fmt::format("{} -> {} [label={}, constraint=false, {}];", tail, head,
                       quoted(transit.label), style));
    };
    for (const std::size_t k : transit.delivered) {
      edge(fmt::format("lane{}_{}", transit.to + 1, k), "color=blue");
    }
    const std::string lane = fmt::format("group=lane{}, ", transit.to + 1);
    if (transit.lost) {
      const std::string name = fmt::format("lost{}", t);
      node(*transit.lost, name, lane + "label=\"x\", shape=plaintext, fontcolor=red");
      edge(name, "color=red, style=dashed");
    } else if (transit.delivered.empty()) {
      const std::string name = fmt::format("flight{}", t);
      node(ranks_.size() - 1, name, lane + "label=\"\", shape=circle, width=0.1");
      edge(name, "color=gray, style=dotted");
    }
  }

  const Story& story_;
  std::vector<std::string> ranks_;                 // the nodes of each
  std::map<std::string, std::string> last_event_;  // by column
  std::string text_;
};

}  // namespace

std::string render_graphviz(const Story& story, const RenderOptions& /*options*/) {
  return Graph(story).text();
}

}  // namespace scrutineer
