#include "traces/formats/diagram_svg.h"

#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "traces/formats/markup.h"

namespace scrutineer::diagram {
namespace {

using markup::escaped;

constexpr int baseline = 11;  // below the upper edge of a line

// A tone as the name of a class: letters, digits and hyphens.
std::string tone_class(const std::string& tone) {
  std::string name;
  for (const char c : tone) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    name += is_kept ? c : '-';
  }
  return name;
}

std::string text_lines(const TextBlock& block, std::string_view classes, int x) {
  std::string result;
  int y = block.area.y + baseline;
  for (const std::string& line : block.lines) {
    result += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", classes, x, y,
                          escaped(line));
    y += line_height;
  }
  return result;
}

std::string rectangle(const Area& area, std::string_view classes, int radius = 0) {
  const std::string corner = radius == 0 ? "" : fmt::format(" rx=\"{}\"", radius);
  return fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}/>\n",
                     classes, area.x, area.y, area.width, area.height, corner);
}

std::string line(Point a, Point b, std::string_view classes) {
  return fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>\n", classes, a.x,
                     a.y, b.x, b.y);
}

std::string row_elements(const Row& row, const Story& story, bool use_links) {
  const bool is_good = story.kind == PropertyKind::reachable;
  std::string result =
      fmt::format("<g class=\"row{}{}{}{}\" data-moment=\"{}\">\n", row.is_needed ? "" : " spare",
                  row.is_fault ? " fault" : "", row.is_decisive ? " decisive" : "",
                  is_good ? " good" : "", row.moment);
  const int y = row.action.area.y + baseline;
  if (use_links) result += fmt::format("<a href=\"#step-{}\">\n", row.moment);
  result += fmt::format("<circle class=\"badge\" cx=\"24\" cy=\"{}\" r=\"11\"/>\n", y - 4);
  result += fmt::format("<text class=\"number\" x=\"24\" y=\"{}\">{}</text>\n", y, row.moment);
  result += text_lines(row.action, "action", row.action.area.x);
  if (use_links) result += "</a>\n";
  result += text_lines(row.remarks, "remark", row.remarks.area.x);
  return result + "</g>\n";
}

// What lies below everything: tints, and rules between the rows.
std::string row_ground(const Row& row, const Story& story) {
  const bool is_good = story.kind == PropertyKind::reachable;
  return fmt::format("<g class=\"ground{}{}\" data-moment=\"{}\">\n{}{}{}</g>\n",
                     row.is_decisive ? " decisive" : "", is_good ? " good" : "", row.moment,
                     rectangle(row.area, "area"),
                     rectangle({0, row.area.y, 5, row.area.height}, "edge"),
                     line({0, row.area.y}, {row.area.width, row.area.y}, "rule"));
}

std::string bar_elements(const Diagram& diagram, const Bar& bar) {
  const int x = diagram.columns[bar.column].x;
  const std::string classes = bar.is_up ? "bar " + tone_class(bar.tone) : std::string("bar down");
  return fmt::format("<g data-lane=\"{}\">{}</g>\n", diagram.columns[bar.column].lane,
                     line({x, bar.top}, {x, bar.bottom}, classes));
}

std::string word_elements(const Word& word) {
  std::string classes;
  if (word.is_headline) classes = "headline";
  if (word.is_changed) classes += classes.empty() ? "changed" : " changed";
  if (classes.empty()) return escaped(word.text);
  return fmt::format("<tspan class=\"{}\">{}</tspan>", classes, escaped(word.text));
}

std::string box_elements(const Diagram& diagram, const StateBox& box, bool is_needed) {
  std::string result =
      fmt::format("<g class=\"state {}{}{}\" data-lane=\"{}\" data-moment=\"{}\">\n",
                  box.is_up ? tone_class(box.tone) : "down", box.is_actor ? " actor" : "",
                  is_needed ? "" : " spare", diagram.columns[box.column].lane, box.moment);
  result += rectangle(box.area, "box", 4);
  int y = box.area.y + 4 + baseline;
  for (const auto& words : box.lines) {
    std::string text;
    for (const Word& word : words) {
      text += (text.empty() ? "" : " \xC2\xB7 ") + word_elements(word);
    }
    result += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", box.area.x + 7, y, text);
    y += line_height;
  }
  return result + "</g>\n";
}

// An event at a lane that has no box there.
std::string dot_elements(const Diagram& diagram, const Row& row, const Story& story) {
  const auto actor = story.moments[row.moment].actor;
  if (!actor) return "";
  for (const StateBox& box : diagram.boxes) {
    if (box.moment == row.moment && diagram.columns[box.column].lane == *actor) return "";
  }
  for (const Column& column : diagram.columns) {
    if (column.lane != *actor) continue;
    return fmt::format(
        "<g class=\"event{}\" data-lane=\"{}\"><circle class=\"dot\" cx=\"{}\" cy=\"{}\" "
        "r=\"5\"/></g>\n",
        row.is_needed ? "" : " spare", column.lane, column.x, row.dot_y);
  }
  return "";
}

std::string head_elements(const Arrow& arrow) {
  const double dx = arrow.to.x - arrow.from.x;
  const double dy = arrow.to.y - arrow.from.y;
  const double length = std::max(std::hypot(dx, dy), 1.0);
  const double ux = dx / length;
  const double uy = dy / length;
  const auto at = [&](double back, double aside) {
    return fmt::format("{:.1f} {:.1f}", arrow.to.x - back * ux - aside * uy,
                       arrow.to.y - back * uy + aside * ux);
  };
  return fmt::format("<path class=\"head\" d=\"M{} {}L{}L{}z\"/>\n", arrow.to.x, arrow.to.y,
                     at(9, 3.5), at(9, -3.5));
}

std::string cross_elements(Point p) {
  return line({p.x - 4, p.y - 4}, {p.x + 4, p.y + 4}, "cross") +
         line({p.x - 4, p.y + 4}, {p.x + 4, p.y - 4}, "cross");
}

// In three pieces, each fainter than the one before.
std::string fading_elements(const Arrow& arrow) {
  const auto at = [&](int third) {
    return Point{arrow.from.x + (arrow.to.x - arrow.from.x) * third / 3,
                 arrow.from.y + (arrow.to.y - arrow.from.y) * third / 3};
  };
  return line(arrow.from, at(1), "first") + line(at(1), at(2), "half") +
         line(at(2), arrow.to, "last");
}

std::string_view fate_name(Fate fate) {
  switch (fate) {
    case Fate::delivered: return "delivered";
    case Fate::duplicate: return "duplicate";
    case Fate::lost: return "lost";
    case Fate::open: return "open";
    case Fate::beyond: return "beyond";
    case Fate::again: break;
  }
  return "again";
}

std::string arrow_elements(const Arrow& arrow, const Story& story) {
  const Transit& transit = story.transits[arrow.transit];
  std::string result = fmt::format(
      "<g class=\"arrow {}{}\" data-lane=\"{} {}\" data-sent=\"{}\" data-moment=\"{}\">\n"
      "<title>{}</title>\n",
      fate_name(arrow.fate), arrow.is_needed ? "" : " spare", transit.from, transit.to,
      transit.sent, arrow.moment, escaped(transit.text));
  result += arrow.fate == Fate::open ? fading_elements(arrow) : line(arrow.from, arrow.to, "shaft");
  switch (arrow.fate) {
    case Fate::delivered:
    case Fate::duplicate: result += head_elements(arrow); break;
    case Fate::lost: result += cross_elements(arrow.to); break;
    case Fate::open:
    case Fate::beyond:
    case Fate::again: break;
  }
  return result + "</g>\n";
}

// Whether the straight line from a to b enters the area (Liang and Barsky, 1984).
bool crosses(Point a, Point b, const Area& area) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  double first = 0;
  double last = 1;
  const auto clip = [&](double step, double room) {
    if (step == 0) return room > 0;
    (step < 0 ? first : last) =
        step < 0 ? std::max(first, room / step) : std::min(last, room / step);
    return first < last;
  };
  return clip(-dx, a.x - area.x) && clip(dx, area.right() - a.x) && clip(-dy, a.y - area.y) &&
         clip(dy, area.bottom() - a.y);
}

// An arrow that runs behind a box is seen through it: otherwise it would seem to come from there.
std::string shadow_elements(const Diagram& diagram, const Arrow& arrow, const Story& story) {
  const bool is_hidden = std::any_of(diagram.boxes.begin(), diagram.boxes.end(), [&](auto& box) {
    return crosses(arrow.from, arrow.to, box.area);
  });
  if (!is_hidden) return "";
  const Transit& transit = story.transits[arrow.transit];
  return fmt::format("<g class=\"arrow shadow\" data-lane=\"{} {}\">\n{}</g>\n", transit.from,
                     transit.to, line(arrow.from, arrow.to, "shaft"));
}

std::string label_elements(const Label& label, const Story& story) {
  const Transit& transit = story.transits[label.transits[0]];
  // A label for several receivers stays while its sender does.
  const std::string receiver =
      label.transits.size() == 1 ? fmt::format(" {}", transit.to) : std::string();
  const std::string classes =
      fmt::format("label {}{}", fate_name(label.fate), label.is_left ? " left" : "");
  const int x = label.is_left ? label.text.area.right() : label.text.area.x;
  return fmt::format("<g{} data-lane=\"{}{}\" data-moment=\"{}\">\n{}</g>\n",
                     label.is_needed ? "" : " class=\"spare\"", transit.from, receiver,
                     label.moment, text_lines(label.text, classes, x));
}

}  // namespace

std::string draw_head(const Diagram& diagram) {
  std::string result;
  for (const Column& column : diagram.columns) {
    result += fmt::format("<g data-lane=\"{}\">\n{}</g>\n", column.lane,
                          text_lines(column.name, "name", column.x));
  }
  return result;
}

std::string draw_body(const Diagram& diagram, const Story& story, bool use_links) {
  std::string result;
  for (const Row& row : diagram.rows) result += row_ground(row, story);
  for (const Band& band : diagram.bands) {
    result += rectangle(band.area, "band");
    result += text_lines(band.text, "band-text", band.text.area.x);
  }
  for (const Bar& bar : diagram.bars) result += bar_elements(diagram, bar);
  for (const Arrow& arrow : diagram.arrows) result += arrow_elements(arrow, story);
  for (const Row& row : diagram.rows) result += dot_elements(diagram, row, story);
  for (const StateBox& box : diagram.boxes) {
    const Row& row = diagram.rows[box.moment - diagram.rows.front().moment];
    result += box_elements(diagram, box, row.is_needed);
  }
  for (const Arrow& arrow : diagram.arrows) result += shadow_elements(diagram, arrow, story);
  for (const Label& label : diagram.labels) result += label_elements(label, story);
  for (const Row& row : diagram.rows) result += row_elements(row, story, use_links);
  return result + text_lines(diagram.note, "note", diagram.note.area.x);
}

}  // namespace scrutineer::diagram
