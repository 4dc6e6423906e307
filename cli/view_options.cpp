#include "cli/view_options.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "model/nearest_name.h"

namespace scrutineer::cli {
namespace {

constexpr std::size_t columns_min = 40;
constexpr std::size_t columns_max = 1000;
constexpr std::size_t steps_max = 1'000'000;

std::size_t number(std::string_view option, const std::string& text, std::size_t min,
                   std::size_t max) {
  std::size_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && stop == end && value >= min && value <= max) return value;
  throw UsageError(
      fmt::format("{} is '{}'; accepted: an integer from {} to {}", option, text, min, max));
}

std::size_t lane_named(const std::string& name, const ViewOptions& view,
                       const std::vector<Lane>& lanes) {
  std::vector<std::string> names;
  for (const Lane& lane : lanes) names.push_back(lane.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  throw UsageError(fmt::format("--server is '{}'; accepted: names of {}, separated by commas",
                               view.servers, fmt::join(names, ", ")));
}

bool use_color(const ViewOptions& view, const Terminal& terminal) {
  if (view.color == "always") return true;
  if (view.color == "auto") return terminal.may_color;
  if (view.color == "never") return false;
  throw UsageError(fmt::format("--color is '{}'; accepted: auto, always, never", view.color));
}

}  // namespace

void add_view_options(CLI::App& command, ViewOptions& view) {
  command.add_option("--format", view.format,
                     "how the trace is written (see 'list formats'); default: text");
  command.add_option("--output", view.output,
                     "write the trace to a file; default: to standard output");
  command.add_flag("--full", view.is_full,
                   "text: all servers, messages in flight and properties at every step");
  command.add_option("--server", view.servers, "text: only these columns, as n1,n2");
  command.add_option("--from", view.from, "text: the first step shown; 0 is the initial state");
  command.add_option("--to", view.to, "text: the last step shown");
  command.add_option("--color", view.color,
                     "text: auto (on a terminal, unless NO_COLOR is set), always or never");
  command.add_option("--columns", view.columns,
                     "text: how wide; default: the terminal's width, elsewhere 100");
  command.add_flag("--ascii", view.is_ascii, "text: no glyphs beyond ASCII, whatever the locale");
}

const TraceFormat& chosen_format(const ViewOptions& view) {
  const std::string name = view.format.empty() ? "text" : view.format;
  if (const TraceFormat* const format = find_trace_format(name)) return *format;
  std::vector<std::string_view> names;
  for (const TraceFormat& format : trace_formats()) names.push_back(format.name);
  throw UsageError(fmt::format("--format is '{}'{}; accepted: {}", name, did_you_mean(name, names),
                               fmt::join(names, ", ")));
}

bool is_viewed(const ViewOptions& view) { return !view.format.empty() || !view.output.empty(); }

bool is_view_printed(const ViewOptions& view) {
  return view.output == "-" || (view.output.empty() && is_viewed(view));
}

RenderOptions render_options(const ViewOptions& view, const Terminal& terminal,
                             const std::vector<Lane>& lanes) {
  RenderOptions options;
  options.is_full = view.is_full;
  options.use_unicode = terminal.use_unicode && !view.is_ascii;
  options.use_color = use_color(view, terminal);
  options.columns = terminal.columns;
  if (!view.columns.empty()) {
    options.columns = number("--columns", view.columns, columns_min, columns_max);
  }
  if (!view.from.empty()) options.from = number("--from", view.from, 0, steps_max);
  if (!view.to.empty()) options.to = number("--to", view.to, 0, steps_max);
  if (options.to && *options.to < options.from) {
    throw UsageError(fmt::format("--from is {} and --to is {}; accepted: --from at most --to",
                                 view.from, view.to));
  }
  if (view.servers.empty()) return options;
  std::size_t begin = 0;
  for (std::size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
    comma = view.servers.find(',', begin);
    options.lanes.insert(lane_named(view.servers.substr(begin, comma - begin), view, lanes));
  }
  return options;
}

}  // namespace scrutineer::cli
