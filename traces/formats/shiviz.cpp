// A log for ShiViz (bestchai.bitbucket.io/shiviz), which draws it as a space-time diagram.
//
// The first line is the regular expression that its parser splits events with, the second the one
// that separates executions; then the log. Every lane begins with an event of its own, the initial
// state, so that every host that a clock names has events. A clock is a vector clock: a lane counts
// its own events, and a delivery takes over the clock of the sending. What happens to the network
// itself, a partition say, is an event of a host "network".
//
// With two executions, counterexample and nearest passing run, ShiViz offers to compare them. (Its
// rewriter breaks on literal parentheses in the expression; there are none.)
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/format_list.h"

namespace scrutineer {
namespace {

using Clock = std::map<std::string, std::size_t>;

// A word: what `\S+` of the expression takes.
std::string word_of(std::string text) {
  std::replace(text.begin(), text.end(), ' ', ',');
  return text.empty() ? "-" : text;
}

std::string clock_text(const Clock& clock) {
  std::vector<std::string> parts;
  for (const auto& [host, count] : clock) parts.push_back(fmt::format("\"{}\":{}", host, count));
  return fmt::format("{{{}}}", fmt::join(parts, ","));
}

// The fields of all lanes, each once.
std::vector<std::string> field_names(const Story& story) {
  std::vector<std::string> names;
  for (const Lane& lane : story.lanes) {
    for (const std::string& field : lane.fields) {
      if (std::find(names.begin(), names.end(), field) == names.end()) names.push_back(field);
    }
  }
  return names;
}

class Execution {
 public:
  Execution(const Story& story, const std::vector<std::string>& fields)
      : story_(story), fields_(fields) {
    for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) add_event(0, lane);
    for (std::size_t k = 1; k < story.moments.size(); ++k) {
      add_event(k, story.moments[k].actor);
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add_event(std::size_t k, std::optional<std::size_t> lane) {
    const Moment& moment = story_.moments[k];
    const std::string host = lane ? word_of(story_.lanes[*lane].name) : "network";
    Clock& clock = clocks_[host];
    for (const std::size_t t : moment.delivered) {
      for (const auto& [other, count] : sendings_[t]) {
        clock[other] = std::max(clock[other], count);
      }
    }
    ++clock[host];
    for (const std::size_t t : moment.sent) sendings_.emplace(t, clock);  // the first sending
    text_ += fmt::format("{} {} {}", k, host, clock_text(clock));
    for (const std::string& field : fields_) text_ += " " + field_text(moment, lane, field);
    text_ += " " + moment.action;
    for (const std::string& remark : moment.remarks) text_ += "; " + remark;
    text_ += "\n";
  }

  [[nodiscard]] std::string field_text(const Moment& moment, std::optional<std::size_t> lane,
                                       const std::string& field) const {
    if (!lane) return "-";
    const std::vector<std::string>& names = story_.lanes[*lane].fields;
    const auto found = std::find(names.begin(), names.end(), field);
    if (found == names.end()) return "-";
    return word_of(moment.lanes[*lane].fields[static_cast<std::size_t>(found - names.begin())]);
  }

  const Story& story_;
  const std::vector<std::string>& fields_;
  std::map<std::string, Clock> clocks_;
  std::map<std::size_t, Clock> sendings_;  // by transit
  std::string text_;
};

}  // namespace

std::string render_shiviz(const Story& story, const RenderOptions& /*options*/) {
  const std::vector<std::string> fields = field_names(story);
  std::string text = R"((?<step>\d+) (?<host>\S+) (?<clock>\{.*?\}))";
  for (const std::string& field : fields) text += fmt::format(R"( (?<{}>\S+))", field);
  text += " (?<event>.*)\n=== (?<trace>.*) ===\n";
  const bool is_violated = story.moments.back().properties.at(0) == Standing::violated;
  text += fmt::format("=== {}: {} {} ===\n", story.variant,
                      is_violated ? "counterexample of" : "behaviour for", story.property);
  text += Execution(story, fields).text();
  for (const Story& passing : story.passing) {
    const auto& contrast = story.explanation.contrast;
    text += fmt::format("=== {}{}: keeps {} ===\n", passing.variant,
                        contrast ? " with " + contrast->guard : "", story.property);
    text += Execution(passing, fields).text();
  }
  return text;
}

}  // namespace scrutineer
