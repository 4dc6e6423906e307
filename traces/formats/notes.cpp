#include "traces/formats/notes.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace scrutineer {
namespace {

using Parts = std::vector<std::string>;
using Indices = std::vector<std::size_t>;

std::string joined(const Parts& parts, std::string_view between = ", ") {
  return fmt::format("{}", fmt::join(parts, between));
}

// "2", "2 and 5", "2, 5 and 7".
std::string enumerated(const Indices& moments) {
  std::string text;
  for (std::size_t k = 0; k < moments.size(); ++k) {
    if (k > 0) text += k + 1 < moments.size() ? ", " : " and ";
    text += fmt::format("{}", moments[k]);
  }
  return text;
}

// "a->n2"
std::string heading_for(const Story& story, std::size_t t, std::string_view arrow) {
  return letter_of(t) + std::string(arrow) + story.lanes[story.transits[t].to].name;
}

// Those with the same fate together: first by arrival, then the others.
template <class FateOf>
std::string by_fate(const Story& story, Indices transits, std::string_view arrow,
                    const FateOf& fate_of) {
  const auto arrival = [&](std::size_t t) {
    const Indices& delivered = story.transits[t].delivered;
    return delivered.empty() ? story.moments.size() : delivered.front();
  };
  std::stable_sort(transits.begin(), transits.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(arrival(a), fate_of(story.transits[a])) <
           std::pair(arrival(b), fate_of(story.transits[b]));
  });
  Parts fates;
  for (std::size_t k = 0; k < transits.size();) {
    const std::string fate = fate_of(story.transits[transits[k]]);
    Parts names;
    for (; k < transits.size() && fate_of(story.transits[transits[k]]) == fate; ++k) {
      names.push_back(heading_for(story, transits[k], arrow));
    }
    fates.push_back(joined(names, " ") + (fate.empty() ? "" : " ") + fate);
  }
  return joined(fates);
}

// "RequestVote t1: a->n2 arrives at 2, b->n3 c->n4 still in flight at the end", one a label.
template <class FateOf>
Parts by_label(const Story& story, const Indices& transits, std::string_view arrow,
               const FateOf& fate_of) {
  Parts labels;
  for (std::size_t k = 0; k < transits.size();) {
    const std::string& label = story.transits[transits[k]].label;
    Indices same;
    for (; k < transits.size() && story.transits[transits[k]].label == label; ++k) {
      same.push_back(transits[k]);
    }
    labels.push_back(label + ": " + by_fate(story, same, arrow, fate_of));
  }
  return labels;
}

class Notes {
 public:
  Notes(const Story& story, std::size_t moment, const NoteOptions& options)
      : story_(story), k_(moment), moment_(story.moments[moment]), options_(options) {}

  std::vector<Note> all() {
    add_arrivals();
    add_sent();
    add_lost();
    add_links();
    for (const std::string& remark : moment_.remarks) add(Note::Kind::remark, remark);
    if (options_.is_full) add_in_flight();
    add_properties();
    return std::move(notes_);
  }

 private:
  void add(Note::Kind kind, std::string text) { notes_.push_back({kind, std::move(text)}); }

  void add_arrivals() {
    for (const std::size_t t : moment_.delivered) {
      const Transit& transit = story_.transits[t];
      Parts parts;
      if (transit.sent < options_.from)
        parts.push_back(fmt::format("was sent at {}", transit.sent));
      if (transit.delivered.front() != k_) {
        const auto end = std::find(transit.delivered.begin(), transit.delivered.end(), k_);
        parts.push_back(
            fmt::format("arrives again, after {}", enumerated({transit.delivered.begin(), end})));
      }
      if (!parts.empty()) add(Note::Kind::message, letter_of(t) + " " + joined(parts));
    }
  }

  void add_sent() {
    Indices fresh;
    Indices again;
    Indices lost;
    for (const std::size_t t : moment_.sent) {
      const Transit& transit = story_.transits[t];
      (transit.sent != k_ ? again : transit.lost == k_ ? lost : fresh).push_back(t);
    }
    const auto since = [](const Transit& t) { return fmt::format("(in flight since {})", t.sent); };
    const auto nothing = [](const Transit&) { return std::string(); };
    for (const std::string& part : by_label(story_, fresh, options_.arrow, fate_text)) {
      add(Note::Kind::message, "sends " + part);
    }
    for (const std::string& part : by_label(story_, again, options_.arrow, since)) {
      add(Note::Kind::message, "sends again " + part);
    }
    for (const std::string& part : by_label(story_, lost, options_.arrow, nothing)) {
      add(Note::Kind::link, "sends over a failed link, and loses, " + part);
    }
  }

  void add_lost() {
    Parts parts;
    for (const std::size_t t : moment_.lost) {
      const Transit& transit = story_.transits[t];
      if (transit.sent == k_) continue;
      parts.push_back(message_text(story_, t, options_.arrow));
      if (!transit.delivered.empty()) parts.back() += " (arrived before)";
    }
    if (!parts.empty()) add(Note::Kind::link, "lost on the way: " + joined(parts));
  }

  void add_links() {
    const std::string before = k_ == 0 ? "" : story_.moments[k_ - 1].failed_links_text;
    if (moment_.failed_links_text == before && !options_.is_full) return;
    if (!moment_.failed_links_text.empty()) {
      add(Note::Kind::link, "links have failed: " + moment_.failed_links_text);
    } else if (!before.empty()) {
      add(Note::Kind::link, "all links work again");
    }
  }

  void add_in_flight() {
    Parts parts;
    for (const std::size_t t : moment_.in_flight) {
      parts.push_back(message_text(story_, t, options_.arrow));
    }
    add(Note::Kind::message, "in flight: " + (parts.empty() ? "nothing" : joined(parts)));
  }

  // "violated: a; witnessed: b, c": those whose standing changed, or all of them.
  void add_properties() {
    std::vector<std::pair<std::string, Parts>> groups;
    std::string alarm;
    for (std::size_t p = 0; p < story_.properties.size(); ++p) {
      const std::string standing = standing_text(p);
      if (standing.empty()) continue;
      if (p == 0 && (standing == violated || standing == witnessed)) {
        alarm = story_.properties[p] + (standing == violated ? " IS VIOLATED" : " IS WITNESSED");
        continue;
      }
      auto group = std::find_if(groups.begin(), groups.end(),
                                [&](const auto& one) { return one.first == standing; });
      if (group == groups.end()) group = groups.insert(group, {standing, {}});
      group->second.push_back(story_.properties[p]);
    }
    Parts texts;
    for (const auto& [standing, names] : groups) texts.push_back(standing + ": " + joined(names));
    if (!texts.empty()) add(Note::Kind::property, joined(texts, "; "));
    if (!alarm.empty()) add(Note::Kind::alarm, alarm);
  }

  // Empty for nothing new. That a step invariant holds again with the next step says nothing.
  [[nodiscard]] std::string standing_text(std::size_t p) const {
    const Standing now = moment_.properties[p];
    const bool is_reach = now == Standing::witnessed || now == Standing::open;
    const Standing usual = is_reach ? Standing::open : Standing::holds;
    const Standing before = k_ == 0 ? usual : story_.moments[k_ - 1].properties[p];
    if (now == before && !options_.is_full) return "";
    switch (now) {
      case Standing::violated: return violated;
      case Standing::witnessed: return witnessed;
      case Standing::open: return "not witnessed yet";
      case Standing::holds: break;
    }
    if (options_.is_full) return "holds";
    const bool is_of_steps =
        p < story_.kinds.size() && story_.kinds[p] == PropertyKind::step_invariant;
    return is_of_steps ? "" : "holds again";
  }

  static constexpr const char* violated = "violated";
  static constexpr const char* witnessed = "witnessed";

  const Story& story_;
  std::size_t k_;
  const Moment& moment_;
  const NoteOptions& options_;
  std::vector<Note> notes_;
};

}  // namespace

std::string letter_of(std::size_t transit) {
  std::string letters;
  for (std::size_t rest = transit + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('a' + (rest - 1) % 26));
  }
  return letters;
}

std::string message_text(const Story& story, std::size_t transit, std::string_view arrow) {
  const Transit& t = story.transits[transit];
  std::string label = t.label;
  for (std::size_t at = 0; (at = label.find(' ', at)) != std::string::npos;) {
    label.replace(at, 1, no_break_space);
  }
  return fmt::format("{1}{0}{2}{0}{3}{4}{5}", no_break_space, letter_of(transit), label,
                     story.lanes[t.from].name, arrow, story.lanes[t.to].name);
}

std::string fate_text(const Transit& transit) {
  if (!transit.delivered.empty()) return "arrives at " + enumerated(transit.delivered);
  if (transit.lost) return fmt::format("lost at {}", *transit.lost);
  return "still in flight at the end";
}

std::vector<Note> notes_on(const Story& story, std::size_t moment, const NoteOptions& options) {
  return Notes(story, moment, options).all();
}

std::string heading_of(const Story& story) {
  const std::string says =
      fmt::format("it says that {}{}.",
                  story.kind == PropertyKind::reachable ? "this can happen: " : "", story.sentence);
  const auto steps = [](std::size_t k) { return fmt::format("{} step{}", k, k == 1 ? "" : "s"); };
  const std::size_t last = story.length();
  for (std::size_t k = 0; k <= last; ++k) {
    const Standing standing = story.moments[k].properties.at(0);
    if (standing != Standing::violated && standing != Standing::witnessed) continue;
    const std::string what = fmt::format("{} is {}", story.property, standing_name(standing));
    if (k < last) return fmt::format("A behaviour of {}; {} at {}: {}", steps(last), what, k, says);
    const std::string_view when = standing == Standing::violated ? "in" : "after";
    return fmt::format("{} {} {}: {}", what, when, steps(k), says);
  }
  return fmt::format("A behaviour of {}, in which {} {}: {}", steps(last), story.property,
                     story.kind == PropertyKind::reachable ? "is not witnessed" : "holds", says);
}

std::vector<std::string> closing_texts(const Story& story) {
  const Explanation& explanation = story.explanation;
  std::vector<std::string> texts;
  Indices unneeded;
  for (std::size_t k = 1; k <= story.length(); ++k) {
    if (!is_needed(story, k)) unneeded.push_back(k);
  }
  if (!unneeded.empty()) {
    texts.push_back(fmt::format("The proof does not need step{} {}{}.",
                                unneeded.size() == 1 ? "" : "s", enumerated(unneeded),
                                explanation.is_slice_verified
                                    ? ": the other steps alone, replayed, lead to a violation"
                                    : " (which no replay has verified)"));
  }
  if (explanation.shortest) {
    const ShortestCount& count = *explanation.shortest;
    texts.push_back(fmt::format(
        "There {} {} shortest {}{} (of {} step{}), {} up to renaming the servers.",
        count.paths == 1 ? "is" : "are", count.paths.str(),
        story.kind == PropertyKind::reachable ? "witness" : "counterexample",
        count.paths == 1                        ? ""
        : story.kind == PropertyKind::reachable ? "es"
                                                : "s",
        story.length(), story.length() == 1 ? "" : "s", count.paths_up_to_naming.str()));
  }
  return texts;
}

std::string_view standing_name(Standing standing) {
  switch (standing) {
    case Standing::holds: break;
    case Standing::violated: return "violated";
    case Standing::witnessed: return "witnessed";
    case Standing::open: return "open";
  }
  return "holds";
}

bool is_needed(const Story& story, std::size_t moment) {
  const std::vector<bool>& needed = story.explanation.is_needed;
  return moment == 0 || moment > needed.size() || needed[moment - 1];
}

}  // namespace scrutineer
