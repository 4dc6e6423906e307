#include "cli/replay_command.h"

#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/trace_source.h"
#include "traces/printable.h"
#include "traces/raft_replay.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Examples:
  scrutineer check write-up-fix --trace fix.json --quiet
  scrutineer replay fix.json
  scrutineer check split-brain --json result.json
  scrutineer replay result.json --property leader_elected

Exit status:
  0 it is a behaviour of the model, and its end decides the property
  1 it is not; the first step that is wrong is told, with the guard that forbids it
  65 it is no trace file, or does not agree with itself)";

class ReplayCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand("replay", "Validate a trace against the model");
    add_trace_argument(*command, trace_);
    add_trace_property(*command, property_);
    command->add_flag("--json", is_json_, "the answer as JSON");
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    const raft::TraceReading reading = read_trace(trace_, property_, streams);
    const raft::Replay replay = raft::replay(reading);
    const bool is_contradiction =
        replay.fault && replay.fault->kind == raft::ReplayFaultKind::contradiction;
    const std::string name = shown_name(trace_);
    if (is_json_) {
      streams.out << raft::replay_json(name, replay);
    } else if (is_contradiction) {
      throw ConfigurationError(fmt::format("{}: {}", name, replay.fault->text));
    } else {
      streams.out << fmt::format("{}{}\n", printable(name) + (replay.fault ? ": " : " "),
                                 raft::replay_text(replay));
    }
    if (is_contradiction) return exit_bad_configuration;
    return replay.fault ? exit_violated : exit_holds;
  }

 private:
  std::string trace_;
  std::string property_;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_replay_command() { return std::make_unique<ReplayCommand>(); }

}  // namespace scrutineer::cli
