#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/diagram_plan.h"

namespace scrutineer::diagram {
namespace {

// How the message that `moment` sends fares, as far as its label tells. What is lost later, or
// delivered after the last moment shown, has an arrow to somewhere, and the label of any other.
Fate label_fate(const Transit& transit, std::size_t moment) {
  if (moment != transit.sent) return Fate::again;
  if (!transit.delivered.empty()) return Fate::delivered;
  if (transit.lost) return *transit.lost == moment ? Fate::lost : Fate::delivered;
  return Fate::open;
}

// To the left only if the receiver is there; a message to oneself goes right where there is room.
bool goes_left(std::size_t from, std::size_t to, std::size_t columns) {
  return to == from ? from + 1 == columns && from > 0 : to < from;
}

std::size_t label_columns(const Plan& plan) { return plan.is_wide() ? 11 : 18; }

std::size_t longest_word(const std::string& text) {
  std::size_t longest = 0;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    longest = std::max(longest, character_count(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return longest;
}

// What stands behind a stub.
std::string receivers(const Story& story, const std::vector<std::size_t>& transits, Fate fate) {
  std::vector<std::string> names;
  for (const std::size_t t : transits) names.push_back(story.lanes[story.transits[t].to].name);
  return fmt::format("{}{}", fmt::join(names, ", "), fate == Fate::again ? " again" : "");
}

const Row* row_of(const Diagram& diagram, const Plan& plan, std::size_t moment) {
  return plan.is_shown(moment) ? &diagram.rows[moment - plan.first] : nullptr;
}

const StateBox* box_of(const Diagram& diagram, std::size_t column, std::size_t moment) {
  for (const StateBox& box : diagram.boxes) {
    if (box.column == column && box.moment == moment) return &box;
  }
  return nullptr;
}

// Where an arrow leaves a lane at a moment.
Point departure(const Diagram& diagram, const Row& row, std::size_t column) {
  const StateBox* box = box_of(diagram, column, row.moment);
  const int y = box != nullptr ? box->area.bottom() : row.dot_y;
  return {diagram.columns[column].x, y};
}

// Where an arrow that comes from the left (or right) meets a lane at a moment.
Point arrival(const Diagram& diagram, const Row& row, std::size_t column, bool is_from_left) {
  const StateBox* box = box_of(diagram, column, row.moment);
  const int side = is_from_left ? -1 : 1;
  const int x = diagram.columns[column].x;
  if (box != nullptr) return {x + side * 10, box->area.y};
  return {x + side * 6, row.dot_y};
}

class Messages {
 public:
  Messages(const Plan& plan, Diagram& diagram) : plan_(plan), diagram_(diagram) {}

  void place() {
    for (const RowDraft& draft : plan_.rows) place_labels(draft);
    for (std::size_t t = 0; t < plan_.story.transits.size(); ++t) place_arrows(t);
  }

 private:
  void place_labels(const RowDraft& draft) {
    const Row& row = *row_of(diagram_, plan_, draft.moment);
    std::map<std::size_t, int> next_line;  // by gap
    for (const LabelDraft& one : draft.labels) {
      const bool is_beside = draft.has_labels_beside(one.gap);
      const int first = is_beside ? row.boxes_top + 1 : row.boxes_bottom + label_margin;
      int& y = next_line.try_emplace(one.gap, first).first->second;
      const std::size_t column = one.sender();
      const int edge = edge_of(draft, column, is_beside);
      const int distance = edge + (one.has_stub ? stub_width + 7 : 8);
      const int axis = diagram_.columns[column].x;
      Label label;
      label.text = block_at(axis + distance, y, one.lines);
      if (one.is_left) label.text.area.x = axis - distance - label.text.area.width;
      label.is_left = one.is_left;
      label.fate = one.fate;
      label.moment = draft.moment;
      label.transits = one.transits;
      label.is_needed = plan_.is_needed(draft.moment);
      if (one.has_stub) {
        const int middle = y + line_height / 2 + 1;
        const int side = one.is_left ? -1 : 1;
        diagram_.arrows.push_back({one.transits[0],
                                   one.fate,
                                   {axis + side * edge, middle},
                                   {axis + side * (edge + stub_width), middle},
                                   draft.moment,
                                   label.is_needed});
      }
      y += label.text.area.height;
      diagram_.labels.push_back(std::move(label));
    }
  }

  // How far what stands at the sender reaches from its axis.
  [[nodiscard]] int edge_of(const RowDraft& draft, std::size_t column, bool is_beside) const {
    return is_beside && !draft.boxes[column].empty() ? plan_.box_width / 2 : 6;
  }

  void place_arrows(std::size_t t) {
    const Transit& transit = plan_.story.transits[t];
    const auto from = plan_.column_of(transit.from);
    const auto to = plan_.column_of(transit.to);
    if (!from || !to || transit.sent > plan_.last) return;
    const Row* sent = row_of(diagram_, plan_, transit.sent);
    const Point start = sent != nullptr ? departure(diagram_, *sent, *from)
                                        : Point{diagram_.columns[*from].x, diagram_.head_height};
    for (std::size_t d = 0; d < transit.delivered.size(); ++d) {
      const Fate fate = d == 0 ? Fate::delivered : Fate::duplicate;
      place_arrow(t, fate, start, *from, *to, transit.delivered[d]);
    }
    const bool is_lost_later =
        transit.delivered.empty() && transit.lost && *transit.lost > transit.sent;
    if (is_lost_later) place_arrow(t, Fate::lost, start, *from, *to, *transit.lost);
  }

  void place_arrow(std::size_t t, Fate fate, Point start, std::size_t from, std::size_t to,
                   std::size_t moment) {
    if (moment < plan_.first) return;
    const Transit& transit = plan_.story.transits[t];
    const bool is_leftward = goes_left(from, to, plan_.lanes.size());
    const int receiver = diagram_.columns[to].x;
    const int gap = receiver + (is_leftward ? plan_.pitch / 2 : -plan_.pitch / 2);
    const Row* row = row_of(diagram_, plan_, moment);
    Arrow arrow{t, fate, start, {}, moment, true};
    if (row == nullptr) {
      arrow.fate = Fate::beyond;
      arrow.to = {gap, diagram_.height};
    } else if (fate == Fate::lost) {
      arrow.to = {gap, row->dot_y};
    } else {
      arrow.to = arrival(diagram_, *row, to, !is_leftward);
    }
    arrow.is_needed =
        plan_.is_needed(transit.sent) && (fate == Fate::lost || plan_.is_needed(moment));
    diagram_.arrows.push_back(arrow);
  }

  const Plan& plan_;
  Diagram& diagram_;
};

}  // namespace

std::vector<LabelDraft> label_drafts(const Plan& plan, std::size_t moment) {
  const Story& story = plan.story;
  // By gap, side and text; what is the same for several receivers is said once.
  std::map<std::tuple<std::size_t, bool, std::string>, std::map<Fate, std::vector<std::size_t>>>
      groups;
  for (const std::size_t t : story.moments[moment].sent) {
    const Transit& transit = story.transits[t];
    const auto from = plan.column_of(transit.from);
    const auto to = plan.column_of(transit.to);
    if (!from || !to) continue;
    const bool is_left = goes_left(*from, *to, plan.lanes.size());
    groups[{is_left ? *from : *from + 1, is_left, transit.label}][label_fate(transit, moment)]
        .push_back(t);
  }
  std::vector<LabelDraft> drafts;
  for (const auto& [key, fates] : groups) {
    const auto& [gap, is_left, label] = key;
    LabelDraft heading{gap, is_left, false, fates.begin()->first, {}, {}};
    heading.lines = wrapped(label, std::max(longest_word(label), label_columns(plan)));
    for (const auto& [fate, transits] : fates) {
      heading.transits.insert(heading.transits.end(), transits.begin(), transits.end());
    }
    drafts.push_back(std::move(heading));
    for (const auto& [fate, transits] : fates) {
      if (fate == Fate::delivered) continue;  // its arrow tells the receiver
      drafts.push_back({gap, is_left, true, fate, transits, {}});
      drafts.back().lines = wrapped(receivers(story, transits, fate), label_columns(plan) - 2);
    }
  }
  return drafts;
}

void place_messages(const Plan& plan, Diagram& diagram) { Messages(plan, diagram).place(); }

}  // namespace scrutineer::diagram
