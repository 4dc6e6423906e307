#include "cli/check_command.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/checkpoint_folder.h"
#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/memory.h"
#include "cli/output_file.h"
#include "cli/output_names.h"
#include "cli/program_identity.h"
#include "cli/progress_report.h"
#include "cli/subject.h"
#include "cli/trace_output.h"
#include "traces/graph_file.h"
#include "traces/raft_check.h"
#include "traces/raft_json.h"
#include "traces/raft_report.h"
#include "traces/raft_story.h"

namespace scrutineer::cli {
namespace {

raft::ReductionPlan plan_of(const CheckArguments& arguments, const raft::Settings& settings,
                            const raft::PropertyChoice& properties) {
  if (arguments.is_without_reduction) return {};
  raft::ReductionChoice choice = raft::every_reduction;
  if (!arguments.reductions.empty()) {
    try {
      choice = raft::choose_reductions(arguments.reductions);
    } catch (const raft::UnknownReduction& error) {
      throw UsageError(error.what());
    }
  }
  if (arguments.graph.empty() || choice.is_empty()) {
    return raft::plan_check(settings, properties, choice);
  }
  raft::ReductionPlan plan;
  for (const raft::ReductionText& text : raft::reduction_texts()) {
    plan.switched_off.push_back({std::string(text.name), "--graph draws the states as they are"});
  }
  return plan;
}

std::string level_folder(const CheckArguments& arguments) {
  if (!arguments.level_folder.empty()) return arguments.level_folder;
  const char* const preferred = std::getenv("TMPDIR");
  return preferred != nullptr && *preferred != '\0' ? preferred : "/tmp";
}

raft::RaftOutcome search(const CheckArguments& arguments, const raft::ReportSubject& subject,
                         const raft::PropertyChoice& properties, CheckpointFolder* folder,
                         const SignalWatch& signals, const Streams& streams) {
  CheckOptions options;
  options.search.limits = arguments.limits;
  if (!options.search.limits.memory_bytes_max) {
    options.search.limits.memory_bytes_max = default_memory_limit(
        arguments.threads != 0 ? arguments.threads : std::thread::hardware_concurrency());
  }
  const auto form =
      arguments.progress.value_or(arguments.is_quiet ? ProgressForm::none : ProgressForm::text);
  ProgressReport progress(streams, form, options.search.limits.memory_bytes_max);
  options.search.continue_after_violation = arguments.continue_after_violation;
  options.search.stop_requested = &signals.stop_requested();
  options.search.threads = arguments.threads;
  options.search.uses_sleep_sets = arguments.uses_sleep_sets;
  options.search.level_folder = level_folder(arguments);
  options.search.on_progress = [&](const Progress& p) { progress.show(p); };
  options.search.progress_requested = &signals.status_requested();
  if (folder != nullptr) {
    options.search.checkpoint = &folder->checkpoint();
    options.search.checkpoint_interval = arguments.checkpoint_interval;
    options.search.on_checkpoint = [&](const CheckpointNote& note) {
      folder->note(note);
      progress.show(note, folder->checkpoint().folder());
    };
  }
  if (!arguments.graph.empty()) options.graph_states_max = arguments.graph_states_max;
  return raft::check(subject.settings, properties, options, subject.reductions.in_force);
}

void write_graph(const std::string& path, const ReachedGraph& graph, const Streams& streams) {
  std::ostringstream text;
  graph_format_for(path)->write(text, graph);
  write_file(path, text.str());
  if (graph.is_whole()) return;
  streams.err << fmt::format("scrutineer: {} has the first {} of {} states (--graph-states)\n",
                             path, graph.states.size(), graph.states_reached);
}

void finish_graph(const std::string& path, const raft::RaftOutcome& outcome,
                  const SignalWatch& signals, const Streams& streams) {
  if (outcome.graph) {
    write_graph(path, *outcome.graph, streams);
  } else if (signals.signal_number() != 0) {
    streams.err << fmt::format("scrutineer: {} was not written: interrupted\n", path);
  } else {
    throw OutputError(fmt::format("{} was not written: memory ran out", path));
  }
}

void require_one_on_output(const CheckArguments& arguments) {
  std::vector<std::string_view> options;
  if (arguments.json == "-") options.push_back("--json");
  if (arguments.trace == "-") options.push_back("--trace");
  if (is_view_printed(arguments.view)) options.push_back("--format");
  if (options.size() < 2) return;
  throw UsageError(
      fmt::format("{} and {} cannot both go to standard output", options[0], options[1]));
}

std::string report(const CheckArguments& arguments, const raft::ReportSubject& subject,
                   const raft::RaftOutcome& outcome, const Terminal& terminal) {
  if (arguments.is_quiet) return raft::verdict_line(subject, outcome);
  std::vector<Story> stories;
  if (!is_view_printed(arguments.view)) stories = raft::told_counterexamples(subject, outcome);
  return raft::report_text(
      subject, outcome, stories,
      render_options(arguments.view, terminal, raft::lanes_of(subject.settings)));
}

// A result in the place of a checkpoint's file would be the end of it.
void require_outside(const std::filesystem::path& folder, std::string_view option,
                     const std::filesystem::path& file) {
  const auto inside = file.lexically_relative(folder);
  if (inside.empty() || *inside.begin() == "..") return;
  throw UsageError(
      fmt::format("{} is '{}', in the folder of the checkpoint; accepted: a file elsewhere", option,
                  file.string()));
}

void require_separate_files(const CheckArguments& arguments) {
  std::vector<std::pair<std::string, std::string>> files;
  if (is_file_name(arguments.target)) files.emplace_back("the settings file", arguments.target);
  const bool has_json_file = !arguments.json.empty() && arguments.json != "-";
  if (has_json_file) files.emplace_back("--json", arguments.json);
  const bool has_trace_file = !arguments.trace.empty() && arguments.trace != "-";
  if (has_trace_file) files.emplace_back("--trace", arguments.trace);
  if (!arguments.graph.empty()) files.emplace_back("--graph", arguments.graph);
  if (!arguments.view.output.empty()) files.emplace_back("--output", arguments.view.output);
  if (!arguments.checkpoint.empty()) {
    for (const auto& [option, file] : files) {
      require_outside(place_of(arguments.checkpoint), option, place_of(file));
    }
  }
  require_different_files(files);
}

}  // namespace

void require_places(const CheckArguments& arguments, const raft::ReportSubject& subject,
                    const Streams& streams) {
  require_separate_files(arguments);
  require_one_on_output(arguments);
  (void)chosen_format(arguments.view);
  (void)render_options(arguments.view, streams.out_terminal, raft::lanes_of(subject.settings));
  for (const std::string& file :
       {arguments.json, arguments.trace, arguments.graph, arguments.view.output}) {
    if (!file.empty() && file != "-") require_writable(file);
  }
  if (!arguments.level_folder.empty()) require_writable_folder(arguments.level_folder);
}

int run_check(const CheckArguments& arguments, const Streams& streams) {
  raft::ReportSubject subject = subject_of(arguments.target, arguments.settings);
  subject.limits = arguments.limits;
  const raft::PropertyChoice properties = chosen_properties(arguments.properties, subject.settings);
  subject.reductions = plan_of(arguments, subject.settings, properties);
  require_places(arguments, subject, streams);

  const SignalWatch signals;
  std::optional<Checkpoint> checkpoint;
  if (!arguments.checkpoint.empty()) {
    checkpoint = begin_checkpoint(
        arguments.checkpoint, {program_identity(), subject, properties,
                               arguments.continue_after_violation, arguments.checkpoint_interval});
  }
  return carry_out_check(arguments, std::move(subject), properties,
                         checkpoint ? &*checkpoint : nullptr, signals, streams);
}

int carry_out_check(const CheckArguments& arguments, raft::ReportSubject subject,
                    const raft::PropertyChoice& properties, Checkpoint* checkpoint,
                    const SignalWatch& signals, const Streams& streams) {
  std::optional<CheckpointFolder> folder;
  if (checkpoint != nullptr) folder.emplace(*checkpoint);
  const raft::RaftOutcome outcome =
      search(arguments, subject, properties, folder ? &*folder : nullptr, signals, streams);
  subject.peak_memory_bytes = peak_memory_bytes();

  // With something for programs on standard output, the report for people goes beside it.
  const bool is_beside =
      arguments.json == "-" || arguments.trace == "-" || is_view_printed(arguments.view);
  (is_beside ? streams.err : streams.out)
      << report(arguments, subject, outcome,
                is_beside ? file_beside(streams.out_terminal) : streams.out_terminal)
      << (folder ? folder->report(arguments.is_quiet) : "") << std::flush;
  if (!arguments.json.empty()) {
    write_text(arguments.json, raft::report_json(subject, outcome), streams);
  }
  write_traces({arguments.trace, arguments.view}, subject,
               traced_property(outcome.properties, !arguments.properties.empty()), streams);
  if (!outcome.level_file_failure.empty()) {
    streams.err << fmt::format("scrutineer: expanded levels stay in memory, {}: {}\n",
                               level_folder(arguments), outcome.level_file_failure);
  }
  if (!arguments.graph.empty()) finish_graph(arguments.graph, outcome, signals, streams);

  if (signals.signal_number() != 0) return exit_signal_base + signals.signal_number();
  return exit_status_of(outcome.verdict);
}

}  // namespace scrutineer::cli
