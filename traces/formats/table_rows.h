// The rows of a table of a trace, before anything is drawn: for the terminal and for Markdown.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "traces/formats/format_list.h"
#include "traces/formats/notes.h"

namespace scrutineer {

/// A lane as a row shows it: two texts, of which a format takes the one it has room for.
struct TableCell {
  std::string text;
  std::string brief;
  std::string tone;  // as in LaneState; "same" where nothing changed
};

/// A delivery between two lanes that are shown.
struct TableArrow {
  std::size_t from = 0;  // positions among the lanes shown
  std::size_t to = 0;
  std::string letter;
};

struct TableRow {
  std::size_t moment = 0;
  std::string action;    // of a delivery with an arrow only the message: "RequestVote t1"
  bool is_wide = false;  // an action at no lane that is shown
  std::vector<std::optional<TableCell>> cells;  // empty where nothing is to be said
  std::vector<bool> is_up;                      // by lane shown
  std::optional<TableArrow> arrow;
  std::vector<Note> notes;
  bool is_needed = true;  // by the proof
  bool is_alarm = false;  // decides the property
};

/// The rows that `options` ask for, of the lanes that they ask for.
[[nodiscard]] std::vector<TableRow> table_rows(const Story& story, const RenderOptions& options,
                                               std::string_view message_arrow);

/// The lanes that `options` ask for, ascending.
[[nodiscard]] std::vector<std::size_t> shown_lanes(const Story& story,
                                                   const RenderOptions& options);

/// "(steps 2 to 5 of 9, and of the lanes n1, n2)" where `options` leave something out, else empty.
[[nodiscard]] std::string left_out_text(const Story& story, const RenderOptions& options);

}  // namespace scrutineer
