#include "cli/search_arguments.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/output_names.h"
#include "cli/quantities.h"
#include "traces/graph_file.h"

namespace scrutineer::cli {
namespace {

// Sets `limit` to what `parse` makes of the text of the option.
template <class T, class Parse>
void take_limit(std::optional<T>& limit, const char* option, const std::string& text, bool may_lift,
                const Parse& parse) {
  if (text.empty()) return;
  if (may_lift && text == "none") {
    limit.reset();
  } else {
    limit = parse(option, text);
  }
}

unsigned parse_threads(const std::string& text) {
  constexpr std::uint64_t threads_max = 1024;
  std::uint64_t threads = 0;
  try {
    threads = parse_count("--threads", text);
  } catch (const UsageError&) {
    threads = 0;
  }
  if (threads == 0 || threads > threads_max) {
    throw UsageError(
        fmt::format("--threads is '{}'; accepted: an integer from 1 to {}", text, threads_max));
  }
  return static_cast<unsigned>(threads);
}

ProgressForm parse_progress(const std::string& text) {
  if (text == "none") return ProgressForm::none;
  if (text == "text") return ProgressForm::text;
  if (text == "json") return ProgressForm::json;
  throw UsageError(fmt::format("--progress is '{}'; accepted: none, text, json", text));
}

}  // namespace

void declare_search_options(CLI::App& command, CheckArguments& arguments, SearchWords& words) {
  command.add_option("--threads", words.threads, "worker threads; default: one a processor");
  command.add_option("--max-states", words.max_states, "stop, incomplete, at N states: 500000, 5M");
  command.add_option("--max-memory", words.max_memory,
                     "stop, incomplete, at this memory: 512M, 4G; default: 90% of the machine's");
  command.add_option("--time-limit", words.time_limit, "stop, incomplete, after: 30s, 10m, 1h");
  command.add_flag("--no-sleep-sets{false}", arguments.uses_sleep_sets,
                   "take also the steps that only repeat others in another order; same result");
  command.add_option("--level-dir", arguments.level_folder,
                     "where a large search puts its expanded levels; default: $TMPDIR or /tmp");
  command.add_option("--checkpoint-every", words.checkpoint_every,
                     "time between checkpoints: 30s, 10m (the default), 1h");
  command.add_option("--progress", words.progress,
                     "none, text (the default, unless --quiet) or json: lines on standard error");
  command.add_option("--json", arguments.json,
                     "write the result as JSON to a file, or with - to standard output");
  command.add_option("--trace", arguments.trace,
                     "write the trace of the first violated property to a file, for 'replay', or "
                     "with - to standard output");
  command.add_option("--graph", arguments.graph,
                     "draw the reached graph: FILE.dot or FILE.graphml");
  command.add_option("--graph-states", words.graph_states, "states drawn, at most; default: 10000");
  command.add_flag("--quiet", arguments.is_quiet,
                   "no progress, and of the report the verdict only");
  add_view_options(command, arguments.view);
}

void take_search_options(CheckArguments& arguments, const SearchWords& words,
                         bool may_lift_limits) {
  Limits& limits = arguments.limits;
  take_limit(limits.states_max, "--max-states", words.max_states, may_lift_limits, parse_count);
  take_limit(limits.memory_bytes_max, "--max-memory", words.max_memory, may_lift_limits,
             parse_size);
  take_limit(limits.time_max, "--time-limit", words.time_limit, may_lift_limits, parse_duration);
  if (!words.threads.empty()) arguments.threads = parse_threads(words.threads);
  if (!words.checkpoint_every.empty()) {
    arguments.checkpoint_interval = parse_duration("--checkpoint-every", words.checkpoint_every);
  }
  if (!words.progress.empty()) arguments.progress = parse_progress(words.progress);
  if (!words.graph_states.empty()) {
    if (arguments.graph.empty()) throw UsageError("--graph-states goes with --graph");
    arguments.graph_states_max = parse_count("--graph-states", words.graph_states);
  }
  refuse_option_as_file("--json", arguments.json);
  refuse_option_as_file("--trace", arguments.trace);
  refuse_option_as_file("--graph", arguments.graph);
  refuse_option_as_file("--output", arguments.view.output);
  refuse_option_as_file("--level-dir", arguments.level_folder);
  refuse_option_as_file("--checkpoint", arguments.checkpoint);
  if (!arguments.graph.empty() && graph_format_for(arguments.graph) == nullptr) {
    throw UsageError(
        fmt::format("--graph is '{}'; accepted: a file *.dot or *.graphml", arguments.graph));
  }
}

void refuse_empty_values(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() || option->get_expected_max() > 1) continue;
    const std::vector<std::string>& values = option->results();
    if (std::find(values.begin(), values.end(), "") == values.end()) continue;
    throw UsageError(fmt::format("{} is ''; accepted: a value", option->get_name()));
  }
}

}  // namespace scrutineer::cli
