#include "traces/formats/table_rows.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer {
namespace {

std::size_t last_moment(const Story& story, const RenderOptions& options) {
  return std::min(options.to.value_or(story.length()), story.length());
}

std::size_t first_moment(const Story& story, const RenderOptions& options) {
  return std::min(options.from, last_moment(story, options));
}

class Rows {
 public:
  Rows(const Story& story, const RenderOptions& options, std::string_view message_arrow)
      : story_(story),
        options_(options),
        first_(first_moment(story, options)),
        note_options_{message_arrow, options.is_full, first_},
        lanes_(shown_lanes(story, options)) {}

  [[nodiscard]] TableRow row(std::size_t k) const {
    const Moment& moment = story_.moments[k];
    TableRow row;
    row.moment = k;
    row.action = moment.action;
    row.is_needed = is_needed(story_, k);
    row.is_wide = !moment.actor || !place_of(*moment.actor);
    take_arrow(row, moment);
    for (const std::size_t lane : lanes_) {
      row.cells.push_back(cell(k, lane));
      row.is_up.push_back(moment.lanes[lane].is_up);
    }
    row.notes = notes_on(story_, k, note_options_);
    row.is_alarm = std::any_of(row.notes.begin(), row.notes.end(),
                               [](const Note& note) { return note.kind == Note::Kind::alarm; });
    return row;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> place_of(std::size_t lane) const {
    const auto found = std::find(lanes_.begin(), lanes_.end(), lane);
    if (found == lanes_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - lanes_.begin());
  }

  void take_arrow(TableRow& row, const Moment& moment) const {
    if (moment.delivered.size() != 1) return;
    const Transit& transit = story_.transits[moment.delivered[0]];
    const auto from = place_of(transit.from);
    const auto to = place_of(transit.to);
    if (!from || !to || *from == *to) return;
    row.arrow = TableArrow{*from, *to, letter_of(moment.delivered[0])};
    row.action = transit.label;
    row.is_wide = false;
  }

  [[nodiscard]] std::optional<TableCell> cell(std::size_t k, std::size_t lane) const {
    const Moment& moment = story_.moments[k];
    const LaneState& state = moment.lanes[lane];
    if (k == first_ || options_.is_full || state.is_changed) {
      return TableCell{state.text, state.brief, state.tone};
    }
    if (moment.actor == lane) return TableCell{"(same)", "(same)", "same"};
    return std::nullopt;
  }

  const Story& story_;
  const RenderOptions& options_;
  std::size_t first_;
  NoteOptions note_options_;
  std::vector<std::size_t> lanes_;
};

}  // namespace

std::vector<std::size_t> shown_lanes(const Story& story, const RenderOptions& options) {
  std::vector<std::size_t> lanes;
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    if (options.lanes.empty() || options.lanes.contains(lane)) lanes.push_back(lane);
  }
  return lanes;
}

std::vector<TableRow> table_rows(const Story& story, const RenderOptions& options,
                                 std::string_view message_arrow) {
  const Rows rows(story, options, message_arrow);
  std::vector<TableRow> all;
  for (std::size_t k = first_moment(story, options); k <= last_moment(story, options); ++k) {
    all.push_back(rows.row(k));
  }
  return all;
}

std::string left_out_text(const Story& story, const RenderOptions& options) {
  std::vector<std::string> parts;
  const std::size_t first = first_moment(story, options);
  const std::size_t last = last_moment(story, options);
  if (first > 0 || last < story.length()) {
    parts.push_back(fmt::format("steps {} to {} of {}", first, last, story.length()));
  }
  const std::vector<std::size_t> lanes = shown_lanes(story, options);
  if (lanes.size() < story.lanes.size()) {
    std::vector<std::string> names;
    for (const std::size_t lane : lanes) names.push_back(story.lanes[lane].name);
    parts.push_back(
        fmt::format("the columns {} of {}", fmt::join(names, ", "), story.lanes.size()));
  }
  return parts.empty() ? "" : fmt::format("(only {})", fmt::join(parts, ", and "));
}

}  // namespace scrutineer
