// The stages of `lay_out`, which share a plan: what is shown and how wide it is, then the rows with
// what stands in them, then the messages between them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "traces/formats/diagram.h"

namespace scrutineer::diagram {

inline constexpr int box_padding = 7;     // left and right of its text
inline constexpr int box_spacing = 22;    // between the boxes of neighboring lanes
inline constexpr int stub_width = 24;     // of an arrow that comes to no other lane
inline constexpr int label_margin = 6;    // of the labels, below the boxes
inline constexpr int send_margin = 12;    // more room below a row that sends, for slanting arrows
inline constexpr int row_padding = 8;     // above and below what a row holds
inline constexpr int dot_height = 14;     // of an event that changes no lane
inline constexpr int gutter_margin = 44;  // of the actions, for the number

/// The label of messages that one step sends to one side, before it has a place: what they are, or
/// (with a stub) to whom those go that do not arrive.
struct LabelDraft {
  std::size_t gap = 0;  // 0 is left of the first column, k right of column k - 1
  bool is_left = false;
  bool has_stub = false;
  Fate fate = Fate::delivered;
  std::vector<std::size_t> transits;
  std::vector<std::string> lines;

  [[nodiscard]] std::size_t sender() const { return is_left ? gap : gap - 1; }
  /// The column on the other side of the gap; there may be none.
  [[nodiscard]] std::size_t opposite() const { return is_left ? gap - 1 : gap; }
};

/// What one moment shows, before it has a place.
struct RowDraft {
  std::size_t moment = 0;
  std::vector<std::string> action;
  std::vector<std::string> remarks;
  std::vector<std::vector<std::vector<Word>>> boxes;  // by column; empty for no box
  std::vector<LabelDraft> labels;
  bool begins_band = false;

  /// Whether the labels of a gap stand at the height of the boxes, because nobody on its other
  /// side has one, and not below.
  [[nodiscard]] bool has_labels_beside(std::size_t gap) const {
    return std::all_of(labels.begin(), labels.end(), [&](const LabelDraft& label) {
      return label.gap != gap || label.opposite() >= boxes.size() ||
             boxes[label.opposite()].empty();
    });
  }
};

struct Plan {
  const Story& story;
  const RenderOptions& options;
  std::vector<std::size_t> lanes;  // shown, by column
  std::size_t first = 0;           // moments shown
  std::size_t last = 0;
  std::vector<RowDraft> rows;
  int box_width = 0;
  int pitch = 0;  // from lane to lane

  [[nodiscard]] bool is_wide() const { return lanes.size() > 4; }
  [[nodiscard]] std::optional<std::size_t> column_of(std::size_t lane) const {
    const auto found = std::find(lanes.begin(), lanes.end(), lane);
    if (found == lanes.end()) return std::nullopt;
    return static_cast<std::size_t>(found - lanes.begin());
  }
  [[nodiscard]] bool is_shown(std::size_t moment) const {
    return moment >= first && moment <= last;
  }
  [[nodiscard]] bool is_needed(std::size_t moment) const {
    const auto& needed = story.explanation.is_needed;
    return moment == 0 || moment > needed.size() || needed[moment - 1];
  }
};

/// The first moment at which the property of the trace is violated or witnessed.
[[nodiscard]] std::optional<std::size_t> decisive_moment(const Story& story);

/// Lines of text with their upper left corner at (x, y).
[[nodiscard]] TextBlock block_at(int x, int y, const std::vector<std::string>& lines);

/// What the lane's state looks like at a moment, in lines.
[[nodiscard]] std::vector<std::vector<Word>> box_lines(const Plan& plan, std::size_t lane,
                                                       std::size_t moment);

/// The labels of what is sent at a moment.
[[nodiscard]] std::vector<LabelDraft> label_drafts(const Plan& plan, std::size_t moment);

/// Places rows, boxes, bars and bands. REQUIRES: columns and head are placed.
void place_rows(const Plan& plan, Diagram& diagram);

/// Places labels and arrows. REQUIRES: the rows are placed.
void place_messages(const Plan& plan, Diagram& diagram);

}  // namespace scrutineer::diagram
