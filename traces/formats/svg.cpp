// A space-time diagram as a file of its own: one SVG document without scripts and without anything
// from elsewhere, in the colors (light or dark) that its reader prefers.
#include <fmt/format.h>

#include "traces/formats/diagram.h"
#include "traces/formats/diagram_svg.h"
#include "traces/formats/embedded_texts.h"
#include "traces/formats/format_list.h"
#include "traces/formats/markup.h"
#include "traces/formats/story_words.h"

namespace scrutineer {

std::string render_svg(const Story& story, const RenderOptions& options) {
  const diagram::Diagram drawn = diagram::lay_out(story, options);
  const std::string title = fmt::format("{}: {}", story.variant, verdict_words(story));
  const int glyphs = (drawn.width - 24) * 10 / diagram::glyph_width_tenths;
  const auto columns = static_cast<std::size_t>(glyphs) * 11 / 14;  // the heading is larger
  const auto lines = diagram::wrapped(title, columns);
  const int top = 18 + 20 * static_cast<int>(lines.size());
  std::string heading;
  int y = 26;
  for (const std::string& line : lines) {
    heading += fmt::format("<text class=\"heading\" x=\"12\" y=\"{}\">{}</text>\n", y,
                           markup::escaped(line));
    y += 20;
  }
  std::string result = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"title description\">\n"
      "<title id=\"title\">{2}</title>\n<desc id=\"description\">{3}</desc>\n"
      "<style>\n{4}</style>\n",
      drawn.width, drawn.height + top, markup::escaped(title),
      markup::escaped(diagram_description(story)), diagram_style());
  result += "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" + heading;
  result += fmt::format("<g transform=\"translate(0 {})\">\n", top);
  result += draw_head(drawn) + draw_body(drawn, story, false);
  return result + "</g>\n</svg>\n";
}

}  // namespace scrutineer
