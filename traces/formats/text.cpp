// The terminal view: a heading, the table, and below it why the trace is as it is.
#include "traces/formats/text.h"

#include <algorithm>

#include <fmt/format.h>

#include "traces/formats/notes.h"
#include "traces/formats/table_rows.h"
#include "traces/formats/text_line.h"
#include "traces/formats/text_table.h"

namespace scrutineer {
namespace {

class Text {
 public:
  explicit Text(const RenderOptions& options) : options_(options) {}

  void line(std::string_view text, Ink ink = Ink::plain) { paragraph(text, 0, 0, ink); }
  // Lines that are much longer are hard to read, however wide the terminal is.
  void paragraph(std::string_view text, std::size_t indent, std::size_t hanging,
                 Ink ink = Ink::plain) {
    constexpr std::size_t columns_max = 110;
    const std::size_t columns = std::min(options_.columns, columns_max);
    for (const TextLine& one : wrapped(text, indent, hanging, columns, ink)) {
      text_ += one.rendered(options_.use_color);
    }
  }
  void blank() { text_ += "\n"; }
  void add(const std::string& text) { text_ += text; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  const RenderOptions& options_;
  std::string text_;
};

void add_key(Text& text, const Story& story, const RenderOptions& options, bool is_brief) {
  const Glyphs& marks = glyphs(options.use_unicode);
  std::string key = story.key;
  if (is_brief && !story.brief_key.empty()) key = story.brief_key + "; " + key;
  if (!story.transits.empty()) {
    const std::string& to = story.lanes[story.transits[0].to].name;
    key += fmt::format("; {0}{1}{2} message {0}, to {2}", letter_of(0), marks.arrow, to);
  }
  bool has_unneeded = false;
  for (std::size_t k = 1; k <= story.length(); ++k) has_unneeded |= !is_needed(story, k);
  if (has_unneeded) key += fmt::format("; 1{} a step that the proof does not need", marks.unneeded);
  if (!key.empty()) text.paragraph("(" + key + ")", 0, 1, Ink::faint);
}

void add_proof(Text& text, const Explanation& explanation) {
  if (!explanation.proof.empty()) {
    text.blank();
    text.line("Why", Ink::strong);
    for (std::size_t s = 0; s < explanation.proof.size(); ++s) {
      text.paragraph(fmt::format("{}. {}", s + 1, explanation.proof[s].text), 2, 5);
    }
  }
  if (explanation.broken_rule) {
    text.blank();
    text.line("The rule", Ink::strong);
    text.paragraph(explanation.broken_rule->text, 2, 2);
  }
}

// In full the passing run has its table too.
void add_contrast(Text& text, const Story& story, const RenderOptions& options) {
  if (!story.explanation.contrast) return;
  const Contrast& contrast = *story.explanation.contrast;
  text.blank();
  text.line("The same schedule under the rule", Ink::strong);
  text.paragraph(contrast.difference + " " + contrast.consequence, 2, 2);
  if (!options.is_full) return;
  RenderOptions brief = options;
  brief.is_full = false;
  brief.from = 0;
  brief.to.reset();
  for (const Story& passing : story.passing) {
    text.blank();
    text.add(text_table(passing, brief).text);
  }
}

void add_closing(Text& text, const Story& story) {
  for (const std::string& closing : closing_texts(story)) {
    text.blank();
    text.line(closing);
  }
}

void add_outlook(Text& text, const Story& story) {
  const std::vector<Outlook>& outlook = story.explanation.outlook;
  if (outlook.empty()) return;
  text.blank();
  text.line("How near it was", Ink::strong);
  text.line("  after step   steps to the nearest   next states that can still lead to one");
  for (std::size_t k = 0; k < outlook.size(); ++k) {
    const Outlook& one = outlook[k];
    text.add(fmt::format("  {:>10}   {:>20}   {}{} of {}\n", k,
                         fmt::format("{}{}", one.is_exact ? "" : "at most ", one.distance),
                         one.is_exact ? "" : "at least ", one.doomed, one.successors));
  }
}

}  // namespace

std::string text_of_trace(const Story& story, const RenderOptions& options) {
  Text text(options);
  text.line(heading_of(story), Ink::strong);
  text.blank();
  const TextTable table = text_table(story, options);
  text.add(table.text);
  const std::string left_out = left_out_text(story, options);
  if (!left_out.empty()) text.line(left_out);
  add_key(text, story, options, table.is_brief);
  add_proof(text, story.explanation);
  add_contrast(text, story, options);
  add_closing(text, story);
  add_outlook(text, story);
  return text.text();
}

std::string render_text(const Story& story, const RenderOptions& options) {
  Text text(options);
  text.line(story.description.empty() ? story.variant
                                      : fmt::format("{}: {}", story.variant, story.description));
  text.paragraph("within " + story.bounds, 2, 2, Ink::faint);
  text.blank();
  text.add(text_of_trace(story, options));
  return text.text();
}

}  // namespace scrutineer
