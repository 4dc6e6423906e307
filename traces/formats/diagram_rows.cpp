#include <fmt/format.h>

#include "traces/formats/diagram_plan.h"

namespace scrutineer::diagram {
namespace {

// A field in words. One that equals the lane's tone needs no name; one that was emptied says so.
std::optional<Word> word_of(const std::string& name, const std::string& text,
                            const std::string* before, const std::string& tone) {
  const bool is_changed = before != nullptr && *before != text;
  if (text.empty()) {
    if (!is_changed) return std::nullopt;
    return Word{"no " + name, false, true};
  }
  if (text == tone) return Word{text, true, is_changed};
  return Word{name + " " + text, false, is_changed};
}

std::vector<Word> words_of(const Story& story, std::size_t lane, std::size_t moment) {
  const LaneState& state = story.moments[moment].lanes[lane];
  const LaneState* before = moment == 0 ? nullptr : &story.moments[moment - 1].lanes[lane];
  std::vector<Word> words;
  const bool is_down = !state.is_up;
  if (is_down) words.push_back({"down", true, before != nullptr && before->is_up});
  for (std::size_t f = 0; f < state.fields.size() && f < story.lanes[lane].fields.size(); ++f) {
    const std::string* earlier =
        before != nullptr && f < before->fields.size() ? &before->fields[f] : nullptr;
    auto word = word_of(story.lanes[lane].fields[f], state.fields[f], earlier, state.tone);
    if (word) words.push_back(*word);
  }
  if (words.empty() && !state.brief.empty()) words.push_back({state.brief, false, false});
  return words;
}

// Greedily, as prose is set.
std::vector<std::vector<Word>> set_in_lines(const std::vector<Word>& words, std::size_t columns) {
  std::vector<std::vector<Word>> lines;
  std::size_t used = 0;
  for (const Word& word : words) {
    for (const std::string& piece : wrapped(word.text, columns)) {
      const std::size_t width = character_count(piece);
      if (lines.empty() || used + 3 + width > columns) {
        lines.emplace_back();
        used = 0;
      }
      used += width + (lines.back().empty() ? 0 : 3);
      lines.back().push_back({piece, word.is_headline, word.is_changed});
    }
  }
  return lines;
}

int box_height(const std::vector<std::vector<Word>>& lines) {
  return static_cast<int>(lines.size()) * line_height + 8;
}

int boxes_height(const RowDraft& row) {
  int height = dot_height;
  for (const auto& lines : row.boxes) {
    if (!lines.empty()) height = std::max(height, box_height(lines));
  }
  return height;
}

// How far the labels reach below the upper edge of the boxes.
int labels_bottom(const RowDraft& row) {
  std::map<std::size_t, int> bottoms;  // by gap
  for (const LabelDraft& draft : row.labels) {
    const int first = row.has_labels_beside(draft.gap) ? 1 : boxes_height(row) + label_margin;
    int& bottom = bottoms.try_emplace(draft.gap, first).first->second;
    bottom += static_cast<int>(draft.lines.size()) * line_height;
  }
  int lowest = 0;
  for (const auto& [gap, bottom] : bottoms) lowest = std::max(lowest, bottom);
  return lowest;
}

// The text above the boxes where other links fail than before.
std::vector<std::string> strip_lines(const Plan& plan, const RowDraft& draft,
                                     const Diagram& diagram) {
  if (!draft.begins_band) return {};
  const int width = diagram.width - diagram.gutter_width - 16;
  const auto columns = static_cast<std::size_t>(width * 10 / glyph_width_tenths);
  return wrapped("failed links: " + plan.story.moments[draft.moment].failed_links_text, columns);
}

Row placed_row(const Plan& plan, const RowDraft& draft, int top, const Diagram& diagram) {
  const Moment& moment = plan.story.moments[draft.moment];
  const auto strip = static_cast<int>(strip_lines(plan, draft, diagram).size());
  Row row;
  row.moment = draft.moment;
  row.is_needed = plan.is_needed(draft.moment);
  row.is_fault = moment.is_fault;
  row.is_decisive = decisive_moment(plan.story) == draft.moment;
  row.boxes_top = top + row_padding + (strip == 0 ? 0 : strip * line_height + 5);
  row.boxes_bottom = row.boxes_top + boxes_height(draft);
  // Below the labels, which an arrow from the dot would cross out otherwise.
  row.dot_y = row.boxes_top + std::max(dot_height / 2, labels_bottom(draft) - 3);
  row.action = block_at(gutter_margin, row.boxes_top + 4, draft.action);
  row.remarks = block_at(gutter_margin, row.action.area.bottom() + 2, draft.remarks);
  const int floors = std::max(row.boxes_bottom + (draft.labels.empty() ? 0 : send_margin),
                              row.boxes_top + labels_bottom(draft));
  const int bottom = std::max(floors, row.remarks.area.bottom()) + row_padding;
  row.area = {0, top, diagram.width, bottom - top};
  return row;
}

void place_boxes(const Plan& plan, const RowDraft& draft, const Row& row, Diagram& diagram) {
  const Moment& moment = plan.story.moments[draft.moment];
  for (std::size_t c = 0; c < draft.boxes.size(); ++c) {
    if (draft.boxes[c].empty()) continue;
    const LaneState& state = moment.lanes[plan.lanes[c]];
    StateBox box;
    box.column = c;
    box.moment = draft.moment;
    box.area = {diagram.columns[c].x - plan.box_width / 2, row.boxes_top, plan.box_width,
                box_height(draft.boxes[c])};
    box.lines = draft.boxes[c];
    box.tone = state.tone;
    box.is_up = state.is_up;
    box.is_actor = moment.actor == plan.lanes[c];
    box.is_changed = state.is_changed;
    diagram.boxes.push_back(box);
  }
}

// One bar for all moments in which nothing changes that a bar shows.
void place_bars(const Plan& plan, Diagram& diagram) {
  for (std::size_t c = 0; c < plan.lanes.size(); ++c) {
    int top = diagram.head_height;
    for (std::size_t r = 0; r < diagram.rows.size(); ++r) {
      const LaneState& state = plan.story.moments[diagram.rows[r].moment].lanes[plan.lanes[c]];
      const bool is_last = r + 1 == diagram.rows.size();
      if (!is_last) {
        const LaneState& next = plan.story.moments[diagram.rows[r + 1].moment].lanes[plan.lanes[c]];
        if (next.tone == state.tone && next.is_up == state.is_up) continue;
      }
      const int bottom =
          is_last ? diagram.rows[r].area.bottom() : diagram.rows[r + 1].boxes_top + 4;
      diagram.bars.push_back({c, top, bottom, state.tone, state.is_up});
      top = bottom;
    }
  }
}

void place_bands(const Plan& plan, Diagram& diagram) {
  for (std::size_t r = 0; r < diagram.rows.size(); ++r) {
    const Row& row = diagram.rows[r];
    const std::string& links = plan.story.moments[row.moment].failed_links_text;
    if (links.empty()) continue;
    if (plan.rows[r].begins_band) {
      const int left = diagram.gutter_width;
      Band band;
      band.area = {left, row.area.y, diagram.width - left, 0};
      band.text = block_at(left + 8, row.area.y + 4, strip_lines(plan, plan.rows[r], diagram));
      diagram.bands.push_back(band);
    }
    Area& area = diagram.bands.back().area;
    area.height = row.area.bottom() - area.y;
  }
}

}  // namespace

std::optional<std::size_t> decisive_moment(const Story& story) {
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    const auto& standings = story.moments[k].properties;
    if (standings.empty()) continue;
    if (standings[0] == Standing::violated || standings[0] == Standing::witnessed) return k;
  }
  return std::nullopt;
}

TextBlock block_at(int x, int y, const std::vector<std::string>& lines) {
  std::size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, character_count(line));
  const int height = static_cast<int>(lines.size()) * line_height;
  return {{x, y, text_width(widest), height}, lines};
}

std::vector<std::vector<Word>> box_lines(const Plan& plan, std::size_t lane, std::size_t moment) {
  return set_in_lines(words_of(plan.story, lane, moment), plan.is_wide() ? 17 : 22);
}

void place_rows(const Plan& plan, Diagram& diagram) {
  int top = diagram.head_height;
  for (const RowDraft& draft : plan.rows) {
    diagram.rows.push_back(placed_row(plan, draft, top, diagram));
    place_boxes(plan, draft, diagram.rows.back(), diagram);
    top = diagram.rows.back().area.bottom();
  }
  diagram.height = top;
  place_bars(plan, diagram);
  place_bands(plan, diagram);
}

}  // namespace scrutineer::diagram
