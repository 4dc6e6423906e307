// How wide the columns of the terminal's table are, and in how many words its lanes speak.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "traces/formats/table_rows.h"

namespace scrutineer {

struct TextLayout {
  static constexpr std::size_t step_width = 6;  // "   4~ "

  bool is_brief = false;
  bool is_action_above = false;  // on a line of its own
  std::size_t action_width = 6;
  std::size_t gap = 3;              // between lanes; an arrow's head needs it
  std::vector<std::size_t> widths;  // of the lanes

  [[nodiscard]] std::size_t lane_begin(std::size_t lane) const;
  [[nodiscard]] std::size_t total() const { return lane_begin(widths.size()) - gap; }
  /// The lines of a cell in its lane.
  [[nodiscard]] std::vector<std::string> lines_of(const TableCell& cell, std::size_t lane) const;
};

/// The first of these that fits into `columns`, or else the last: words, letters, letters over
/// several lines, and the same with the action on a line of its own.
[[nodiscard]] TextLayout layout_for(const std::vector<TableRow>& rows,
                                    const std::vector<std::string>& names, std::size_t columns);

}  // namespace scrutineer
