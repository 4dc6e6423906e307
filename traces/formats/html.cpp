// A story as one page: the space-time diagram, the steps to go through, the proof, every change.
//
// The page is whole without scripts: all steps stand below each other, and the filter of lanes is a
// rule of the style sheet. The script (`report/report.js`) only shows one step at a time and marks
// it in the picture. Nothing is loaded from anywhere, and the page's own policy forbids it. It is
// XHTML in the form of HTML 5, so that a checker of XML can hold it to be well-formed.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/diagram.h"
#include "traces/formats/diagram_svg.h"
#include "traces/formats/embedded_texts.h"
#include "traces/formats/format_list.h"
#include "traces/formats/html_parts.h"
#include "traces/formats/markup.h"
#include "traces/formats/notes.h"
#include "traces/formats/story_words.h"

namespace scrutineer {
namespace {

using markup::escaped;

// Hides what belongs to a lane whose box is not ticked; an element of two lanes goes with either.
std::string filter_style(const Story& story) {
  std::string style;
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    style += fmt::format(
        "body:has(#lane-{0}:not(:checked)) [data-lane~=\"{0}\"] {{ display: none; }}\n", lane);
  }
  return style;
}

// Styles and the script stand in the page; `unsafe-inline` allows these and, with everything else
// forbidden, nothing that could leave the page.
std::string page_start(const Story& story, const std::string& title) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
      "<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta name=\"generator\" content=\"{}\"/>\n<title>{}</title>\n"
      "<link rel=\"icon\" href=\"data:,\"/>\n"
      "<style>\n{}{}{}</style>\n</head>\n",
      escaped(story.program), escaped(title), diagram_style(), report_style(), filter_style(story));
}

std::string page_head(const Story& story, const std::string& title) {
  return fmt::format(
      "<header class=\"page-head\">\n<h1>{}</h1>\n<p class=\"claim\">{}</p>\n<p>{}</p>\n"
      "</header>\n",
      escaped(title), escaped(heading_of(story)),
      escaped(story.description.empty()
                  ? "within " + story.bounds
                  : fmt::format("{}; within {}", story.description, story.bounds)));
}

std::string filter(const Story& story) {
  std::string text = "<fieldset class=\"tools\"><legend>Show</legend>\n";
  for (std::size_t lane = 0; lane < story.lanes.size(); ++lane) {
    text += fmt::format(
        "<label><input type=\"checkbox\" id=\"lane-{}\" checked=\"checked\"/>{}</label>\n", lane,
        escaped(story.lanes[lane].name));
  }
  return text + "</fieldset>\n";
}

std::string picture(const Story& story, const diagram::Diagram& drawn) {
  const auto svg = [&](std::string_view classes, int y, int height, const std::string& elements) {
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram{0}\" width=\"{1}\" "
        "height=\"{3}\" viewBox=\"0 {2} {1} {3}\" role=\"img\" aria-label=\"{4}\">\n{5}</svg>\n",
        classes, drawn.width, y, height,
        escaped(classes.empty() ? diagram_description(story) : std::string("lanes")), elements);
  };
  return fmt::format("<div class=\"picture\">\n{}<div class=\"wide\">\n{}{}</div>\n</div>\n",
                     filter(story), svg(" heads", 0, drawn.head_height, diagram::draw_head(drawn)),
                     svg("", drawn.head_height, drawn.height - drawn.head_height,
                         diagram::draw_body(drawn, story, true)));
}

std::string stepper() {
  return "<div class=\"stepper\">\n"
         "<button type=\"button\" data-go=\"first\" aria-label=\"first step\">\xC2\xAB</button>\n"
         "<button type=\"button\" data-go=\"back\" aria-label=\"step back\">\xE2\x80\xB9</button>\n"
         "<button type=\"button\" data-go=\"forth\" aria-label=\"step forth\">\xE2\x80\xBA"
         "</button>\n"
         "<button type=\"button\" data-go=\"last\" aria-label=\"last step\">\xC2\xBB</button>\n"
         "<span class=\"position\"></span>\n"
         "<span class=\"keys\"><kbd>\xE2\x86\x90</kbd> <kbd>\xE2\x86\x92</kbd> <kbd>Home</kbd> "
         "<kbd>End</kbd></span>\n</div>\n"
         "<p id=\"status\" class=\"hint\" aria-live=\"polite\"></p>\n";
}

std::string below(const Story& story) {
  std::string settings;
  for (const NamedValue& setting : story.settings) {
    settings += fmt::format("<li>{}</li>\n", escaped(html::setting_text(setting)));
  }
  return fmt::format(
      "<section class=\"below\"><h2>All changes</h2>\n<div class=\"changes\">\n{}</div></section>\n"
      "<section class=\"below\"><h2>Settings</h2>\n<ul class=\"settings\">\n{}</ul></section>\n"
      "<section class=\"below\"><h2>The trace file</h2>\n<p class=\"aside\">Saved as FILE, it is "
      "what <code>scrutineer replay FILE</code> reads.</p>\n<details><summary>Show it</summary>"
      "<pre>{}</pre></details></section>\n",
      html::changes_table(story), settings, escaped(story.document));
}

}  // namespace

std::string render_html(const Story& story, const RenderOptions& options) {
  const diagram::Diagram drawn = diagram::lay_out(story, options);
  const std::string title = fmt::format("{}: {}", story.variant, verdict_words(story));
  const bool is_good = story.kind == PropertyKind::reachable;
  const std::size_t last = std::min(options.to.value_or(story.length()), story.length());
  std::string page = page_start(story, title);
  page += fmt::format("<body{}>\n{}", is_good ? " class=\"good\"" : "", page_head(story, title));
  page += fmt::format("<main>\n<div class=\"board\" id=\"board\" style=\"--natural: {}px\">\n{}",
                      drawn.width, picture(story, drawn));
  page += "<div class=\"panel\">\n" + stepper();
  for (std::size_t k = std::min(options.from, last); k <= last; ++k) {
    page += html::step_card(story, k);
  }
  page += html::why(story) + "</div>\n</div>\n" + below(story) + "</main>\n";
  // In XML a script is text like any other: its signs must not be markup.
  return page + fmt::format("<script>\n//<![CDATA[\n{}//]]>\n</script>\n</body>\n</html>\n",
                            report_script());
}

}  // namespace scrutineer
