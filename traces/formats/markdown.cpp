// The trace for a comment on GitHub: a table, why it is so, and a diagram that GitHub draws.
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/format_list.h"
#include "traces/formats/table_rows.h"

namespace scrutineer {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// What Markdown would take for markup is escaped; an underscore within a word is none.
std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    const bool is_within_word =
        k > 0 && k + 1 < text.size() && is_word(text[k - 1]) && is_word(text[k + 1]);
    const bool is_markup = std::string_view("\\`*[]<>|").find(c) != std::string_view::npos ||
                           (c == '_' && !is_within_word);
    if (is_markup) result += '\\';
    result += c;
  }
  return result;
}

std::string cell_text(const TableRow& row, std::size_t lane) {
  if (!row.cells[lane]) return "";
  const std::string text = escaped(row.cells[lane]->text);
  return row.cells[lane]->tone == "leader" ? "**" + text + "**" : text;
}

std::string action_text(const Story& story, const TableRow& row) {
  const std::vector<std::size_t>& delivered = story.moments[row.moment].delivered;
  if (delivered.empty()) return escaped(row.action);
  std::vector<std::string> messages;
  for (const std::size_t t : delivered) messages.push_back(escaped(message_text(story, t, "→")));
  return fmt::format("▶ {}", fmt::join(messages, ", "));
}

std::string notes_text(const TableRow& row) {
  std::string text;
  for (const Note& note : row.notes) {
    if (!text.empty()) text += "<br>";
    const std::string one = escaped(note.text);
    text += note.kind == Note::Kind::alarm ? "**✗ " + one + "**" : one;
  }
  return text;
}

std::string table_text(const Story& story, const RenderOptions& options) {
  std::string text = "| step | action |";
  std::string rule = "|--:|:--|";
  for (const std::size_t lane : shown_lanes(story, options)) {
    text += fmt::format(" {} |", escaped(story.lanes[lane].name));
    rule += ":--|";
  }
  text += " what else |\n" + rule + ":--|\n";
  for (const TableRow& row : table_rows(story, options, "→")) {
    text +=
        fmt::format("| {}{} | {} |", row.moment, row.is_needed ? "" : "·", action_text(story, row));
    for (std::size_t lane = 0; lane < row.cells.size(); ++lane) {
      text += fmt::format(" {} |", cell_text(row, lane));
    }
    text += fmt::format(" {} |\n", notes_text(row));
  }
  return text;
}

std::string why_text(const Story& story) {
  const Explanation& explanation = story.explanation;
  std::string text;
  if (!explanation.proof.empty()) text += "\n#### Why\n\n";
  for (std::size_t s = 0; s < explanation.proof.size(); ++s) {
    text += fmt::format("{}. {}\n", s + 1, escaped(explanation.proof[s].text));
  }
  if (explanation.broken_rule) {
    text += fmt::format("\n**The rule.** {}\n", escaped(explanation.broken_rule->text));
  }
  if (explanation.contrast) {
    const Contrast& contrast = *explanation.contrast;
    text += fmt::format("\n**The same schedule under the rule.** {} {}\n",
                        escaped(contrast.difference), escaped(contrast.consequence));
  }
  for (const std::string& closing : closing_texts(story)) {
    text += fmt::format("\n{}\n", escaped(closing));
  }
  return text;
}

}  // namespace

std::string render_markdown(const Story& story, const RenderOptions& options) {
  std::string text = fmt::format("### {}\n\n", escaped(heading_of(story)));
  text +=
      fmt::format("`{}`{}{}  \nwithin {}\n\n", story.variant, story.description.empty() ? "" : ": ",
                  escaped(story.description), escaped(story.bounds));
  text += table_text(story, options);
  std::string key = story.key;
  const std::string left_out = left_out_text(story, options);
  if (!left_out.empty()) key += " " + left_out;
  if (!key.empty()) text += fmt::format("\n<sub>{}</sub>\n", escaped(key));
  text += why_text(story);
  text += fmt::format("\n```mermaid\n{}```\n", render_mermaid(story, {}));
  return text;
}

}  // namespace scrutineer
