// A story as a space-time diagram: where everything goes, before anything is drawn.
//
// Lanes stand side by side, time runs downward, each moment is a row: its number and its action on
// the left, then the lanes. What a lane holds is written into a box where it changes; between boxes
// a bar in the color of the lane's tone runs on. A message is an arrow from the row of its sending
// to the row of its delivery (Lamport, "Time, clocks, and the ordering of events", 1978).
//
// That no two texts overlap is a matter of construction, not of search. A row has floors: the
// strip that names a partition, then the boxes, then the labels of the messages that are sent.
// Each column has its box on the floor of the boxes; the floor of the labels is cut into the gaps
// between neighboring lanes, and each label has lines of its own in the gap in which its arrow
// begins. All texts are set in a fixed pitch, so that their widths are known without a font; a text
// that is too wide is broken into lines, never cut. Placing labels freely along their arrows
// (nearer to their heads, say) was rejected: it needs a search that may fail, and moves everything
// when a step is added.
//
// Lengths are in pixels at the natural size; y grows downward.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "traces/formats/format_list.h"
#include "traces/story.h"

namespace scrutineer::diagram {

struct Point {
  int x = 0;
  int y = 0;
};

struct Area {
  int x = 0;  // left edge
  int y = 0;  // upper edge
  int width = 0;
  int height = 0;

  [[nodiscard]] int right() const { return x + width; }
  [[nodiscard]] int bottom() const { return y + height; }
};

/// Whether they share more than an edge.
[[nodiscard]] bool overlap(const Area& a, const Area& b);

inline constexpr int glyph_width_tenths = 67;  // of the pitch, at 11 pixels
inline constexpr int line_height = 15;

/// Lines of text, the first at the upper edge of the area, none wider than it.
struct TextBlock {
  Area area;
  std::vector<std::string> lines;
};

struct Column {
  std::size_t lane = 0;
  int x = 0;  // of the lane's axis
  TextBlock name;
};

/// A piece of a lane between two boxes.
struct Bar {
  std::size_t column = 0;
  int top = 0;
  int bottom = 0;
  std::string tone;
  bool is_up = true;
};

/// A field of a lane's state within a box.
struct Word {
  std::string text;
  bool is_headline = false;
  bool is_changed = false;  // since the moment before
};

struct StateBox {
  std::size_t column = 0;
  std::size_t moment = 0;
  Area area;
  std::vector<std::vector<Word>> lines;
  std::string tone;
  bool is_up = true;
  bool is_actor = false;
  bool is_changed = false;
};

struct Row {
  std::size_t moment = 0;
  Area area;
  int boxes_top = 0;  // where what arrives ends
  int boxes_bottom = 0;
  int dot_y = 0;  // of an event at a lane that has no box
  TextBlock action;
  TextBlock remarks;
  bool is_needed = true;
  bool is_fault = false;
  bool is_decisive = false;  // the property is violated or witnessed here for the first time
};

/// How an arrow ends: with a head; with a head, and dashed (delivered before); with a cross; not
/// at all; at the lower edge, because the moment of its end is not shown; and a message that was
/// sent while it was in flight already.
enum class Fate { delivered, duplicate, lost, open, beyond, again };

struct Arrow {
  std::size_t transit = 0;
  Fate fate = Fate::delivered;
  Point from;
  Point to;
  std::size_t moment = 0;  // at which it ends, or begins if it has no end
  bool is_needed = true;
};

/// The text of messages that one step sends to one side and that fare alike.
struct Label {
  TextBlock text;
  bool is_left = false;  // of its sender; set flush right then
  Fate fate = Fate::delivered;
  std::size_t moment = 0;
  std::vector<std::size_t> transits;
  bool is_needed = true;
};

/// Moments with the same failed links.
struct Band {
  Area area;
  TextBlock text;
};

struct Diagram {
  int width = 0;
  int height = 0;
  int head_height = 0;  // of the row of names at the top
  int gutter_width = 0;
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::vector<Bar> bars;
  std::vector<StateBox> boxes;
  std::vector<Arrow> arrows;
  std::vector<Label> labels;
  std::vector<Band> bands;
  TextBlock note;  // what the options leave out; may be empty
};

/// Lays a story out. Of `options` it follows `lanes`, `from`, `to` and `is_full`; messages from or
/// to a lane that is not shown are left out, and the note says so. Total: any story whose indices
/// are in range, with at least one lane. Any thread.
[[nodiscard]] Diagram lay_out(const Story& story, const RenderOptions& options);

// ---- the parts of which it is made, for its sources and its tests

/// `text` in lines of at most `columns` characters, broken at spaces and before "(" where possible.
[[nodiscard]] std::vector<std::string> wrapped(const std::string& text, std::size_t columns);

/// The number of characters of a UTF-8 text.
[[nodiscard]] std::size_t character_count(const std::string& text);

/// The width of so many characters.
[[nodiscard]] int text_width(std::size_t characters);

}  // namespace scrutineer::diagram
