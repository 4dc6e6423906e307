#include "cli/show_command.h"

#include <filesystem>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/output_file.h"
#include "cli/trace_output.h"
#include "cli/trace_source.h"
#include "cli/view_options.h"
#include "traces/explain/outlook.h"
#include "traces/explain/raft_explain.h"
#include "traces/raft_replay.h"
#include "traces/raft_story.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Examples:
  scrutineer check write-up-fix --trace fix.json --quiet
  scrutineer show fix.json --full
  scrutineer show fix.json --server n1,n2 --from 3
  scrutineer show fix.json --outlook
  scrutineer show fix.json --format markdown
  scrutineer show fix.json --format itf --output fix.itf.json
  scrutineer list formats)";

class ShowCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand("show", "Tell a trace in any of the formats");
    add_trace_argument(*command, trace_);
    add_trace_property(*command, property_);
    command->add_flag("--outlook", wants_outlook_,
                      "how near the violation was at each step; a search from each of them");
    add_view_options(*command, view_);
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    const TraceFormat& format = chosen_format(view_);
    if (view_.output.starts_with("--")) {
      throw UsageError(fmt::format("--output is '{}'; accepted: a name that does not begin with --",
                                   view_.output));
    }
    const raft::TraceReading reading = read_trace(trace_, property_, streams);
    require_legal(reading);
    const bool is_file = !view_.output.empty() && view_.output != "-";
    if (is_file) require_another_file();
    const raft::TraceFile& trace = reading.trace;
    Story story = raft::tell_explained(
        {trace.variant, trace.description, trace.settings, trace.property}, trace.path);
    if (wants_outlook_) add_outlook(story, trace);
    const Terminal& terminal = streams.out_terminal;
    const RenderOptions options =
        render_options(view_, is_file ? file_beside(terminal) : terminal, story.lanes);
    if (options.from > story.length()) {
      throw UsageError(fmt::format("--from is {}; accepted: an integer from 0 to {}, the last step",
                                   options.from, story.length()));
    }
    write_text(is_file ? view_.output : "-", format.render(story, options), streams);
    return exit_holds;
  }

 private:
  static void add_outlook(Story& story, const raft::TraceFile& trace) {
    constexpr std::uint64_t states_max = 2'000'000;  // some seconds
    if (trace.property == "none") {
      throw UsageError("--outlook needs a trace that decides a property; this one is a behaviour");
    }
    if (!raft::has_outlook(trace.settings, trace.property)) {
      throw UsageError("--outlook needs an election alone; this one has mitigations around it");
    }
    story.explanation.outlook =
        raft::outlook_of(trace.settings, trace.property, trace.path, states_max);
  }

  // A story of what the model cannot do would be a lie.
  void require_legal(const raft::TraceReading& reading) const {
    const raft::Replay replay = raft::replay(reading);
    if (!replay.fault) return;
    throw ConfigurationError(fmt::format("{}: {}", shown_name(trace_), raft::replay_text(replay)));
  }

  void require_another_file() const {
    std::error_code error;
    if (std::filesystem::equivalent(trace_, view_.output, error)) {
      throw UsageError(fmt::format("the trace and --output are the same file, '{}'", trace_));
    }
    require_writable(view_.output);
  }

  std::string trace_;
  std::string property_;
  bool wants_outlook_ = false;
  ViewOptions view_;
};

}  // namespace

std::unique_ptr<Command> make_show_command() { return std::make_unique<ShowCommand>(); }

}  // namespace scrutineer::cli
