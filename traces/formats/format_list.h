// The one list of the forms in which a trace is told. A new format is a file beside this one and a
// line in the list.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "traces/story.h"

namespace scrutineer {

/// What a reader may ask of a format; formats for programs ignore all of it.
struct RenderOptions {
  std::size_t columns = 100;
  bool use_color = false;
  bool use_unicode = true;      // false: nothing beyond ASCII of the format's own
  bool is_full = false;         // every lane at every moment, not only what changed
  std::set<std::size_t> lanes;  // only these; empty for all
  std::size_t from = 0;         // moments shown, first and last; at most those that there are
  std::optional<std::size_t> to;
};

struct TraceFormat {
  std::string_view name;       // for --format
  std::string_view extension;  // of a file, with its dot
  std::string_view sentence;
  std::string (*render)(const Story&, const RenderOptions&);  // ends with a newline
};

/// All formats. Immutable; any thread.
[[nodiscard]] std::span<const TraceFormat> trace_formats();

/// The format with this name, or null.
[[nodiscard]] const TraceFormat* find_trace_format(std::string_view name);

// ---- the formats, each in a file of its name
[[nodiscard]] std::string render_text(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_markdown(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_json(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_itf(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_shiviz(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_mermaid(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_graphviz(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_tlc(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_svg(const Story& story, const RenderOptions& options);
[[nodiscard]] std::string render_html(const Story& story, const RenderOptions& options);

}  // namespace scrutineer
