#include "traces/formats/text_layout.h"

#include <algorithm>

#include "traces/formats/text_line.h"

namespace scrutineer {
namespace {

// A text broken at spaces, but never within braces.
std::vector<std::string> pieces_of(const std::string& text, std::size_t width) {
  std::vector<std::string> words(1);
  int depth = 0;
  for (const char c : text) {
    depth += (c == '{' ? 1 : 0) - (c == '}' ? 1 : 0);
    if (c == ' ' && depth == 0) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::vector<std::string> lines;
  for (const std::string& word : words) {
    if (!lines.empty() && columns_of(lines.back()) + 1 + columns_of(word) <= width) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

// An arrow whose sender's lane has a text as well leaves from beside that text.
std::size_t gap_for(const std::vector<TableRow>& rows) {
  std::size_t gap = 3;
  for (const TableRow& row : rows) {
    if (!row.arrow || !row.cells[row.arrow->from]) continue;
    gap = std::max(gap, 4 + columns_of(row.arrow->letter));
  }
  return gap;
}

TextLayout one_line_layout(const std::vector<TableRow>& rows, const std::vector<std::string>& names,
                           bool is_brief) {
  TextLayout layout;
  layout.is_brief = is_brief;
  layout.gap = gap_for(rows);
  for (const std::string& name : names) layout.widths.push_back(columns_of(name));
  for (const TableRow& row : rows) {
    if (!row.is_wide) layout.action_width = std::max(layout.action_width, columns_of(row.action));
    for (std::size_t lane = 0; lane < names.size(); ++lane) {
      if (!row.cells[lane]) continue;
      const std::string& text = is_brief ? row.cells[lane]->brief : row.cells[lane]->text;
      layout.widths[lane] = std::max(layout.widths[lane], columns_of(text));
    }
  }
  return layout;
}

// Lanes of one width, their texts over several lines where they must be.
TextLayout stacked_layout(TextLayout layout, const std::vector<TableRow>& rows, std::size_t columns,
                          bool is_action_above) {
  layout.is_action_above = is_action_above;
  std::size_t least = 2;
  for (const TableRow& row : rows) {
    for (const auto& cell : row.cells) {
      if (!cell) continue;
      for (const std::string& piece : pieces_of(cell->brief, 0)) {
        least = std::max(least, columns_of(piece));
      }
    }
  }
  const std::size_t begin = layout.lane_begin(0);
  const std::size_t room = columns + layout.gap > begin ? columns + layout.gap - begin : 0;
  const std::size_t each = std::max(room / layout.widths.size(), least + layout.gap);
  std::fill(layout.widths.begin(), layout.widths.end(), each - layout.gap);
  return layout;
}

}  // namespace

std::size_t TextLayout::lane_begin(std::size_t lane) const {
  std::size_t column = step_width + (is_action_above ? 0 : action_width + 2);
  for (std::size_t before = 0; before < lane; ++before) column += widths[before] + gap;
  return column;
}

std::vector<std::string> TextLayout::lines_of(const TableCell& cell, std::size_t lane) const {
  if (!is_brief) return {cell.text};
  return pieces_of(cell.brief, widths[lane]);
}

TextLayout layout_for(const std::vector<TableRow>& rows, const std::vector<std::string>& names,
                      std::size_t columns) {
  for (const bool is_brief : {false, true}) {
    TextLayout layout = one_line_layout(rows, names, is_brief);
    if (layout.total() <= columns) return layout;
  }
  const TextLayout brief = one_line_layout(rows, names, true);
  TextLayout layout = stacked_layout(brief, rows, columns, false);
  return layout.total() <= columns ? layout : stacked_layout(brief, rows, columns, true);
}

}  // namespace scrutineer
