#include "traces/formats/text_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "traces/formats/table_rows.h"
#include "traces/formats/text_layout.h"
#include "traces/formats/text_line.h"

namespace scrutineer {
namespace {

Ink ink_of(std::string_view tone) {
  if (tone == "candidate") return Ink::candidate;
  if (tone == "leader") return Ink::leader;
  if (tone == "down") return Ink::down;
  return tone == "same" ? Ink::faint : Ink::plain;
}

Ink ink_of(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::message: return Ink::message;
    case Note::Kind::link: return Ink::down;
    case Note::Kind::property: return Ink::faint;
    case Note::Kind::alarm: return Ink::alarm;
    case Note::Kind::remark: break;
  }
  return Ink::plain;
}

// A step that the proof does not need is faint as a whole.
Ink ink_in(const TableRow& row, Ink usual) { return row.is_needed ? usual : Ink::faint; }

class Drawing {
 public:
  Drawing(TextLayout layout, const RenderOptions& options)
      : layout_(std::move(layout)), options_(options), glyphs_(glyphs(options.use_unicode)) {}

  void draw_head(const std::vector<std::string>& names) {
    TextLine line;
    line.put(0, "step", Ink::strong);
    line.put(TextLayout::step_width, "action", Ink::strong);
    if (layout_.is_action_above) finish(line);
    for (std::size_t lane = 0; lane < names.size(); ++lane) {
      line.put(layout_.lane_begin(lane), names[lane], Ink::strong);
    }
    finish(line);
  }

  void draw(const TableRow& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (std::size_t lane = 0; lane < row.cells.size(); ++lane) {
      cells.emplace_back();
      if (row.cells[lane]) cells[lane] = layout_.lines_of(*row.cells[lane], lane);
      height = std::max(height, cells[lane].size());
    }
    TextLine line;
    draw_step(line, row);
    if (layout_.is_action_above) finish(line);
    for (std::size_t y = 0; y < height; ++y) {
      for (std::size_t lane = 0; lane < cells.size(); ++lane) {
        if (y >= cells[lane].size()) continue;
        line.put(layout_.lane_begin(lane), cells[lane][y],
                 ink_in(row, ink_of(row.cells[lane]->tone)));
      }
      if (y == 0 && row.arrow) draw_arrow(line, row, cells);
      draw_lanes(line, row);
      finish(line);
    }
    draw_notes(row);
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void finish(TextLine& line) {
    text_ += line.rendered(options_.use_color);
    line = {};
  }

  void draw_step(TextLine& line, const TableRow& row) const {
    line.put(0, fmt::format("{:>4}", row.moment),
             ink_in(row, row.is_alarm ? Ink::alarm : Ink::strong));
    if (row.is_alarm) {
      line.append(glyphs_.alarm, Ink::alarm);
    } else if (!row.is_needed) {
      line.append(glyphs_.unneeded, Ink::faint);
    }
    line.put(TextLayout::step_width, row.action,
             ink_in(row, row.is_alarm ? Ink::alarm : Ink::plain));
    if (row.is_wide) line.append("  ");
  }

  // The letter stands in the sender's lane, or beside its text if the row has one.
  void draw_arrow(TextLine& line, const TableRow& row,
                  const std::vector<std::vector<std::string>>& cells) const {
    const auto [from, to, letter] = *row.arrow;
    const std::size_t size = columns_of(letter);
    const std::size_t tail = layout_.lane_begin(from);
    const std::size_t head = layout_.lane_begin(to);
    const bool is_right = from < to;
    std::size_t at = tail;
    if (!cells[from].empty()) {
      at = is_right ? tail + columns_of(cells[from][0]) + 1 : tail - size - 1;
    }
    const std::size_t begin =
        is_right ? at + size + 1 : head + (cells[to].empty() ? 1 : columns_of(cells[to][0])) + 1;
    const std::size_t end = is_right ? head - 2 : at - 2;
    const Ink ink = ink_in(row, Ink::message);
    for (std::size_t column = begin; column <= end; ++column) {
      if (!is_text(row, cells, column)) line.put(column, glyphs_.line, ink);
    }
    for (std::size_t lane = std::min(from, to) + 1; lane < std::max(from, to); ++lane) {
      if (cells[lane].empty()) line.put(layout_.lane_begin(lane), glyphs_.crossing, ink);
    }
    line.put(at, letter, ink);
    line.put(is_right ? end : begin, is_right ? glyphs_.right : glyphs_.left, ink);
  }

  // Whether a lane that the arrow crosses has its text there, or a space beside it.
  [[nodiscard]] bool is_text(const TableRow& row,
                             const std::vector<std::vector<std::string>>& cells,
                             std::size_t column) const {
    for (std::size_t lane = 0; lane < cells.size(); ++lane) {
      if (cells[lane].empty() || lane == row.arrow->from || lane == row.arrow->to) continue;
      const std::size_t begin = layout_.lane_begin(lane);
      if (column + 1 >= begin && column <= begin + columns_of(cells[lane][0])) return true;
    }
    return false;
  }

  void draw_lanes(TextLine& line, const TableRow& row) const {
    for (std::size_t lane = 0; lane < row.cells.size(); ++lane) {
      const bool is_up = row.is_up[lane];
      line.underlay(layout_.lane_begin(lane), is_up ? glyphs_.lane : glyphs_.down_lane,
                    is_up ? Ink::faint : Ink::down);
    }
  }

  void draw_notes(const TableRow& row) {
    constexpr std::size_t indent = TextLayout::step_width;
    for (const Note& note : row.notes) {
      for (TextLine& line : wrapped(note.text, indent, indent + 2, options_.columns,
                                    ink_in(row, ink_of(note.kind)))) {
        finish(line);
      }
    }
  }

  TextLayout layout_;
  const RenderOptions& options_;
  const Glyphs& glyphs_;
  std::string text_;
};

}  // namespace

TextTable text_table(const Story& story, const RenderOptions& options) {
  const auto rows = table_rows(story, options, glyphs(options.use_unicode).arrow);
  std::vector<std::string> names;
  for (const std::size_t lane : shown_lanes(story, options)) {
    names.push_back(story.lanes[lane].name);
  }
  const TextLayout layout = layout_for(rows, names, options.columns);
  Drawing drawing(layout, options);
  drawing.draw_head(names);
  for (const TableRow& row : rows) drawing.draw(row);
  return {drawing.text(), layout.is_brief};
}

}  // namespace scrutineer
