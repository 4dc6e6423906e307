#include "traces/formats/diagram.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/diagram_plan.h"

namespace scrutineer::diagram {
namespace {

bool is_first_byte(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

// The bytes of the first `characters` characters of `text`.
std::size_t prefix_bytes(const std::string& text, std::size_t characters) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; bytes < text.size(); ++bytes) {
    if (is_first_byte(text[bytes]) && count++ == characters) break;
  }
  return bytes;
}

// Where a line that may have `bytes_max` bytes of `text` had best end.
std::size_t break_of(const std::string& text, std::size_t bytes_max) {
  if (bytes_max >= text.size()) return text.size();
  if (const std::size_t space = text.rfind(' ', bytes_max);
      space != std::string::npos && space > 0) {
    return space;
  }
  const std::size_t opening = text.find('(');
  return opening != std::string::npos && opening > 0 && opening <= bytes_max ? opening : bytes_max;
}

Plan plan_of(const Story& story, const RenderOptions& options) {
  Plan plan{story, options, {}, 0, 0, {}, 0, 0};
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    if (options.lanes.empty() || options.lanes.count(lane) != 0) plan.lanes.push_back(lane);
  }
  plan.last = std::min(options.to.value_or(story.length()), story.length());
  plan.first = std::min(options.from, plan.last);
  return plan;
}

std::string decisive_words(const Plan& plan, std::size_t moment) {
  if (decisive_moment(plan.story) != moment) return "";
  const bool is_violated = plan.story.moments[moment].properties[0] == Standing::violated;
  return plan.story.property + (is_violated ? " violated" : " witnessed");
}

RowDraft row_draft(const Plan& plan, std::size_t moment) {
  const Moment& now = plan.story.moments[moment];
  RowDraft row;
  row.moment = moment;
  row.action = wrapped(now.action, 32);
  for (const std::string& remark : now.remarks) {
    for (std::string& line : wrapped(remark, 32)) row.remarks.push_back(std::move(line));
  }
  if (const auto words = decisive_words(plan, moment); !words.empty()) {
    for (std::string& line : wrapped(words, 32)) row.remarks.push_back(std::move(line));
  }
  const bool is_edge = moment == plan.first || moment == plan.last;
  for (const std::size_t lane : plan.lanes) {
    const bool has_box = plan.options.is_full || is_edge || now.lanes[lane].is_changed;
    row.boxes.push_back(has_box ? box_lines(plan, lane, moment) : std::vector<std::vector<Word>>{});
  }
  row.labels = label_drafts(plan, moment);
  row.begins_band = !now.failed_links_text.empty() &&
                    (moment == plan.first ||
                     now.failed_links_text != plan.story.moments[moment - 1].failed_links_text);
  return row;
}

std::size_t line_width(const std::vector<Word>& line) {
  std::size_t width = line.empty() ? 0 : 3 * (line.size() - 1);
  for (const Word& word : line) width += character_count(word.text);
  return width;
}

// The widest texts decide how far the lanes are apart.
void measure(Plan& plan) {
  std::size_t box = 8;
  int label = 0;
  for (const std::size_t lane : plan.lanes) {
    box = std::max(box, character_count(plan.story.lanes[lane].name));
  }
  for (const RowDraft& row : plan.rows) {
    for (const auto& lines : row.boxes) {
      for (const auto& line : lines) box = std::max(box, line_width(line));
    }
    for (const LabelDraft& draft : row.labels) {
      for (const std::string& line : draft.lines) {
        const int stub = draft.has_stub ? stub_width + 7 : 8;
        label = std::max(label, stub + text_width(character_count(line)));
      }
    }
  }
  plan.box_width = text_width(box) + 2 * box_padding;
  plan.pitch = std::max(plan.box_width + box_spacing, plan.box_width / 2 + label + 12);
}

int gutter_width(const Plan& plan) {
  std::size_t widest = 12;
  for (const RowDraft& row : plan.rows) {
    for (const auto* lines : {&row.action, &row.remarks}) {
      for (const std::string& line : *lines) widest = std::max(widest, character_count(line));
    }
  }
  return gutter_margin + text_width(widest) + 16;
}

void place_columns(const Plan& plan, Diagram& diagram) {
  diagram.gutter_width = gutter_width(plan);
  diagram.head_height = 30;
  const int columns = static_cast<int>(plan.lanes.size());
  diagram.width = diagram.gutter_width + columns * plan.pitch;
  for (int c = 0; c < columns; ++c) {
    Column column;
    column.lane = plan.lanes[static_cast<std::size_t>(c)];
    column.x = diagram.gutter_width + c * plan.pitch + plan.pitch / 2;
    const std::string& name = plan.story.lanes[column.lane].name;
    const int width = text_width(character_count(name));
    column.name = {{column.x - width / 2, 7, width, line_height}, {name}};
    diagram.columns.push_back(column);
  }
}

bool has_fate(const Diagram& diagram, Fate fate) {
  return std::any_of(diagram.arrows.begin(), diagram.arrows.end(),
                     [&](const Arrow& arrow) { return arrow.fate == fate; });
}

// A copy of a delivered message that is still there, or was lost, has no arrow.
bool has_undrawn_copies(const Plan& plan) {
  return std::any_of(
      plan.story.transits.begin(), plan.story.transits.end(), [](const Transit& transit) {
        return !transit.delivered.empty() && (transit.lost || transit.is_in_flight_at_end);
      });
}

std::vector<std::string> omissions(const Plan& plan) {
  std::vector<std::string> sentences;
  std::vector<std::string> hidden;
  for (std::size_t lane = 0; lane < plan.story.lanes.size(); ++lane) {
    if (!plan.column_of(lane)) hidden.push_back(plan.story.lanes[lane].name);
  }
  if (!hidden.empty()) {
    sentences.push_back(fmt::format("Not shown: {}, and messages from and to {}.",
                                    fmt::join(hidden, ", "), hidden.size() == 1 ? "it" : "them"));
  }
  if (plan.first > 0 || plan.last < plan.story.length()) {
    sentences.push_back(fmt::format("Shown: moments {} to {} of 0 to {}.", plan.first, plan.last,
                                    plan.story.length()));
  }
  return sentences;
}

std::vector<std::string> legend(const Plan& plan, const Diagram& diagram) {
  std::vector<std::string> sentences;
  if (has_fate(diagram, Fate::open)) sentences.push_back("Fading arrow: never delivered.");
  if (has_fate(diagram, Fate::lost)) sentences.push_back("Arrow with a cross: lost.");
  if (has_fate(diagram, Fate::duplicate)) {
    sentences.push_back("Dashed arrow: delivered once more.");
  }
  if (has_fate(diagram, Fate::again)) {
    sentences.push_back("Dotted arrow: sent again while in flight.");
  }
  if (has_fate(diagram, Fate::beyond)) {
    sentences.push_back("Arrow without a head: ends after the moments shown.");
  }
  if (has_undrawn_copies(plan)) {
    sentences.push_back("Copies of a delivered message that stay in flight are not drawn.");
  }
  if (std::any_of(diagram.rows.begin(), diagram.rows.end(),
                  [](const Row& row) { return !row.is_needed; })) {
    sentences.push_back(plan.story.explanation.is_slice_verified
                            ? "Grey step: not needed; the other steps alone end the same way."
                            : "Grey step: nothing that the proof cites depends on it.");
  }
  for (std::string& sentence : omissions(plan)) sentences.push_back(std::move(sentence));
  return sentences;
}

void place_note(const Plan& plan, Diagram& diagram) {
  const std::vector<std::string> sentences = legend(plan, diagram);
  if (sentences.empty()) return;
  const int margin = 12;
  const auto columns = static_cast<std::size_t>((diagram.width - 2 * margin) * 10) /
                       static_cast<std::size_t>(glyph_width_tenths);
  diagram.note.lines = wrapped(fmt::format("{}", fmt::join(sentences, " ")), columns);
  const int height = line_height * static_cast<int>(diagram.note.lines.size());
  diagram.note.area = {margin, diagram.height + 10, diagram.width - 2 * margin, height};
  diagram.height += 10 + height + 6;
}

}  // namespace

bool overlap(const Area& a, const Area& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

std::size_t character_count(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_first_byte));
}

int text_width(std::size_t characters) {
  return (static_cast<int>(characters) * glyph_width_tenths + 9) / 10;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t columns) {
  std::vector<std::string> lines;
  for (std::string rest = text; !rest.empty();) {
    const std::size_t end = break_of(rest, prefix_bytes(rest, std::max<std::size_t>(columns, 1)));
    lines.push_back(rest.substr(0, end));
    const std::size_t next = rest.find_first_not_of(' ', end);
    rest.erase(0, next == std::string::npos ? rest.size() : next);
  }
  return lines;
}

Diagram lay_out(const Story& story, const RenderOptions& options) {
  Plan plan = plan_of(story, options);
  for (std::size_t moment = plan.first; moment <= plan.last; ++moment) {
    plan.rows.push_back(row_draft(plan, moment));
  }
  measure(plan);
  Diagram diagram;
  place_columns(plan, diagram);
  place_rows(plan, diagram);
  place_messages(plan, diagram);
  place_note(plan, diagram);
  return diagram;
}

}  // namespace scrutineer::diagram
