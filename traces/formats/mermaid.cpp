// A Mermaid sequence diagram, which GitHub draws in Markdown.
//
// Mermaid knows no time between sending and delivery: an arrow stands where the message arrives (or
// is lost, with a cross), and says when it was sent; what never arrives is drawn last, dotted. The
// characters that end a statement there, `;` and `#`, are written as its entity codes.
#include <cctype>

#include <fmt/format.h>

#include "traces/formats/format_list.h"
#include "traces/formats/notes.h"

namespace scrutineer {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == ';' || c == '#' || c == '<') {
      result += fmt::format("#{};", static_cast<int>(c));
    } else {
      result += c;
    }
  }
  return result;
}

class Diagram {
 public:
  explicit Diagram(const Story& story) : story_(story) {
    for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
      const std::string& name = story.lanes[lane].name;
      line("participant " + id(lane) + (id(lane) == name ? "" : " as " + escaped(name)));
    }
    for (std::size_t k = 1; k < story.moments.size(); ++k) add_moment(k);
    for (const Transit& transit : story.transits) {
      if (!transit.delivered.empty() || transit.lost) continue;
      arrow(transit, "--)",
            fmt::format("{} (sent at {}, still in flight)", transit.label, transit.sent));
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void line(const std::string& text) { text_ += "  " + text + "\n"; }

  // A name that no keyword of Mermaid can be taken for.
  [[nodiscard]] std::string id(std::size_t lane) const {
    const std::string& name = story_.lanes[lane].name;
    bool is_plain = !name.empty() && std::isdigit(static_cast<unsigned char>(name.back())) != 0;
    for (const char c : name) is_plain &= std::isalnum(static_cast<unsigned char>(c)) != 0;
    return is_plain ? name : fmt::format("lane{}", lane + 1);
  }

  void arrow(const Transit& transit, std::string_view form, const std::string& label) {
    line(fmt::format("{}{}{}: {}", id(transit.from), form, id(transit.to), escaped(label)));
  }

  // One below the other.
  void note(std::optional<std::size_t> lane, const std::vector<std::string>& texts) {
    std::string over = id(lane.value_or(0));
    if (!lane && story_.lanes.size() > 1) over += "," + id(story_.lanes.size() - 1);
    std::string text;
    for (const std::string& one : texts) text += (text.empty() ? "" : "<br/>") + escaped(one);
    if (!text.empty()) line(fmt::format("Note over {}: {}", over, text));
  }

  void add_moment(std::size_t k) {
    const Moment& moment = story_.moments[k];
    for (const std::size_t t : moment.delivered) {
      const Transit& transit = story_.transits[t];
      arrow(transit, "-)",
            fmt::format("{}. {} (sent at {}){}", k, transit.label, transit.sent,
                        transit.delivered.front() == k ? "" : " again"));
    }
    note_lanes(moment, fmt::format("{}. {}", k, moment.action));
    for (const std::size_t t : moment.sent) {
      const Transit& transit = story_.transits[t];
      if (transit.sent == k) continue;
      note(transit.from,
           {fmt::format("sends {} to {} again", transit.label, story_.lanes[transit.to].name)});
    }
    for (const std::size_t t : moment.lost) {
      const Transit& transit = story_.transits[t];
      arrow(transit, "-x",
            fmt::format("{} (sent at {}, lost at {})", transit.label, transit.sent, k));
    }
    std::vector<std::string> remarks;
    for (const Note& one : notes_on(story_, k, {})) {
      const bool is_told = one.kind == Note::Kind::remark || one.kind == Note::Kind::alarm;
      if (is_told) remarks.push_back(one.text);
    }
    note(std::nullopt, remarks);
  }

  // The action stands above its lane's new state, or for itself; a delivery's arrow has told it.
  void note_lanes(const Moment& moment, const std::string& action) {
    const bool is_told = !moment.delivered.empty();
    const bool is_in_lane = moment.actor && moment.lanes[*moment.actor].is_changed;
    if (!is_told && !is_in_lane) note(moment.actor, {action});
    for (std::size_t lane = 0; lane < moment.lanes.size(); ++lane) {
      if (!moment.lanes[lane].is_changed) continue;
      if (!is_told && moment.actor == lane) {
        note(lane, {action, moment.lanes[lane].text});
      } else {
        note(lane, {moment.lanes[lane].text});
      }
    }
  }

  const Story& story_;
  std::string text_ = "sequenceDiagram\n";
};

}  // namespace

std::string render_mermaid(const Story& story, const RenderOptions& /*options*/) {
  return Diagram(story).text();
}

}  // namespace scrutineer
