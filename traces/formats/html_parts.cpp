#include "traces/formats/html_parts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/markup.h"
#include "traces/formats/notes.h"

namespace scrutineer::html {
namespace {

using markup::escaped;

std::string sentence_text(const Sentence& sentence) {
  std::string text = escaped(sentence.text);
  for (const std::size_t step : sentence.steps) {
    text += fmt::format(" <a class=\"cite\" href=\"#step-{0}\">step {0}</a>", step);
  }
  return text;
}

// Whether the story's own property is decided here for the first time.
bool is_decisive(const Story& story, std::size_t moment) {
  const auto is_decided = [&](std::size_t k) {
    const Standing standing = story.moments[k].properties.at(0);
    return standing == Standing::violated || standing == Standing::witnessed;
  };
  return is_decided(moment) && (moment == 0 || !is_decided(moment - 1));
}

std::string classes_of(const Story& story, std::size_t moment, std::string_view base) {
  std::string classes(base);
  if (is_decisive(story, moment)) classes += " decisive";
  if (!is_needed(story, moment)) classes += " spare";
  return classes;
}

std::string causes_text(const Story& story, std::size_t moment) {
  if (moment == 0 || moment > story.explanation.causes.size()) return "";
  return fmt::format("{}", fmt::join(story.explanation.causes[moment - 1], " "));
}

// A field before and after, or only as it is.
std::string field_cell(const Story& story, std::size_t moment, std::size_t lane, std::size_t f) {
  const std::string& now = story.moments[moment].lanes[lane].fields[f];
  const std::string& before = story.moments[moment == 0 ? 0 : moment - 1].lanes[lane].fields[f];
  const auto shown = [](const std::string& text) {
    return text.empty() ? std::string("\xE2\x80\x93") : escaped(text);
  };
  if (now == before) return fmt::format("<span class=\"same\">{}</span>", shown(now));
  return fmt::format("<del>{}</del> \xE2\x86\x92 <ins>{}</ins>", shown(before), shown(now));
}

std::string lanes_table(const Story& story, std::size_t moment) {
  std::string text = "<table>\n<tbody>\n";
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    const LaneState& state = story.moments[moment].lanes[lane];
    text +=
        fmt::format("<tr data-lane=\"{}\"><th class=\"lane-name {}\" scope=\"row\">{}</th>", lane,
                    state.is_up ? escaped(state.tone) : "down", escaped(story.lanes[lane].name));
    for (std::size_t f = 0; f < state.fields.size(); ++f) {
      text += fmt::format("<td title=\"{}\">{}</td>", escaped(story.lanes[lane].fields[f]),
                          field_cell(story, moment, lane, f));
    }
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}

std::string notes_list(const Story& story, std::size_t moment) {
  std::string text;
  for (const std::size_t t : story.moments[moment].delivered) {
    text += fmt::format("<li>delivers {}, sent at step {}</li>\n",
                        escaped(message_text(story, t, "\xE2\x86\x92")), story.transits[t].sent);
  }
  for (const Note& note : notes_on(story, moment, {.arrow = "\xE2\x86\x92"})) {
    const bool is_remark = note.kind == Note::Kind::remark || note.kind == Note::Kind::alarm;
    text +=
        fmt::format("<li{}>{}</li>\n", is_remark ? " class=\"remark\"" : "", escaped(note.text));
  }
  return text.empty() ? "" : "<ul>\n" + text + "</ul>\n";
}

std::string standings(const Story& story, std::size_t moment) {
  std::string text = "<ul class=\"standings\">\n";
  for (std::size_t p = 0; p < story.properties.size(); ++p) {
    const std::string_view name = standing_name(story.moments[moment].properties[p]);
    text += fmt::format("<li><span class=\"{0}\">{1}: {0}</span></li>\n", name,
                        escaped(story.properties[p]));
  }
  return text + "</ul>\n";
}

std::string outlook_table(const Explanation& explanation) {
  if (explanation.outlook.empty()) return "";
  std::string text =
      "<h2>How near it was</h2>\n<table><thead><tr><th>after step</th><th>shortest way to it</th>"
      "<th>next states from which it can be reached</th></tr></thead>\n<tbody>\n";
  for (std::size_t k = 0; k < explanation.outlook.size(); ++k) {
    const Outlook& outlook = explanation.outlook[k];
    text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}{} of {}</td></tr>\n", k, outlook.distance,
                        outlook.is_exact ? "" : "at least ", outlook.doomed, outlook.successors);
  }
  return text + "</tbody></table>\n";
}

}  // namespace

std::string why(const Story& story) {
  const Explanation& explanation = story.explanation;
  std::string text = "<section class=\"why\">\n";
  if (!explanation.proof.empty()) {
    text += "<h2>Why</h2>\n<ol>\n";
    for (const Sentence& sentence : explanation.proof) {
      text += fmt::format("<li>{}</li>\n", sentence_text(sentence));
    }
    text += "</ol>\n";
  }
  if (explanation.broken_rule) {
    text += fmt::format("<p class=\"rule\">{}</p>\n", sentence_text(*explanation.broken_rule));
  }
  if (explanation.contrast) {
    text += fmt::format("<p><strong>The same schedule under the rule.</strong> {} {}</p>\n",
                        escaped(explanation.contrast->difference),
                        escaped(explanation.contrast->consequence));
  }
  for (const std::string& closing : closing_texts(story)) {
    text += fmt::format("<p class=\"aside\">{}</p>\n", escaped(closing));
  }
  return text + outlook_table(explanation) + "</section>\n";
}

std::string step_card(const Story& story, std::size_t moment) {
  const Moment& m = story.moments[moment];
  std::string tags;
  if (m.is_fault) tags += " <span class=\"tag\">fault</span>";
  if (!is_needed(story, moment)) tags += " <span class=\"tag\">not needed by the proof</span>";
  return fmt::format(
      "<article class=\"{}\" id=\"step-{}\" data-moment=\"{}\" data-causes=\"{}\" "
      "data-action=\"{}\">\n<h3><a href=\"#step-{}\">{}</a>{}{}</h3>\n{}{}{}</article>\n",
      classes_of(story, moment, "step"), moment, moment, causes_text(story, moment),
      escaped(m.action), moment, moment, escaped(m.action), tags, notes_list(story, moment),
      lanes_table(story, moment), standings(story, moment));
}

std::string changes_table(const Story& story) {
  std::string text = "<table>\n<thead><tr><th scope=\"col\">step</th><th scope=\"col\">action</th>";
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    text += fmt::format("<th scope=\"col\" data-lane=\"{}\">{}</th>", lane,
                        escaped(story.lanes[lane].name));
  }
  text += "<th scope=\"col\">what else</th></tr></thead>\n<tbody>\n";
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    const Moment& m = story.moments[k];
    text += fmt::format(
        "<tr class=\"{}\" data-moment=\"{}\"><td><a href=\"#step-{}\">{}</a></td>"
        "<td class=\"mono\">{}</td>",
        classes_of(story, k, "change"), k, k, k, escaped(m.action));
    for (std::size_t lane = 0; lane < m.lanes.size(); ++lane) {
      const bool is_shown = k == 0 || m.lanes[lane].is_changed;
      text += fmt::format("<td data-lane=\"{}\">{}</td>", lane,
                          is_shown ? escaped(m.lanes[lane].brief) : "");
    }
    text += "<td>";
    for (const Note& note : notes_on(story, k, {.arrow = "\xE2\x86\x92"})) {
      text += fmt::format("<span class=\"line\">{}</span>", escaped(note.text));
    }
    text += "</td></tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}

std::string setting_text(const NamedValue& setting) {
  std::string value;
  if (const auto* number = std::get_if<std::int64_t>(&setting.second.form)) {
    value = fmt::format("{}", *number);
  } else if (const auto* truth = std::get_if<bool>(&setting.second.form)) {
    value = *truth ? "true" : "false";
  } else if (const auto* text = std::get_if<std::string>(&setting.second.form)) {
    value = *text;
  }
  return fmt::format("{} = {}", setting.first, value);
}

}  // namespace scrutineer::html
