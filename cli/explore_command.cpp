#include "cli/explore_command.h"

#include <istream>
#include <ostream>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/explore_session.h"
#include "cli/subject.h"
#include "cli/trace_source.h"
#include "traces/printable.h"
#include "traces/raft_replay.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Type help for the commands. They may come through a pipe; the end of input ends it.

Examples:
  scrutineer explore raft --servers 2
  scrutineer check write-up-fix --trace fix.json --quiet
  scrutineer explore fix.json
  printf 'timeout n1\ntimeout n2\nproperties\nsave two.json\n' | scrutineer explore split-brain

Exit status: 0 however it went; 64, 65 if it could not begin)";

// A line without its end; false at the end of input. Of a line that nobody types the rest is left
// out, and `is_cut` says so.
bool read_line(std::istream& in, std::string& line, bool& is_cut) {
  constexpr std::size_t length_max = 4096;
  line.clear();
  is_cut = false;
  std::istream::int_type c = in.get();
  if (c == std::istream::traits_type::eof()) return false;
  for (; c != std::istream::traits_type::eof() && c != '\n'; c = in.get()) {
    if (line.size() < length_max) {
      line += static_cast<char>(c);
    } else {
      is_cut = true;
    }
  }
  return true;
}

// A faulty trace is explored up to its fault; what the file says of itself is no hindrance.
raft::TraceFile replayable_part(const std::string& name, raft::TraceReading reading,
                                const Streams& streams) {
  const auto warn = [&](const std::string& text) {
    streams.err << fmt::format("scrutineer: {}: {}\n", printable(shown_name(name)),
                               printable(text));
  };
  const std::vector<raft::Contradiction> contradictions = std::move(reading.contradictions);
  reading.contradictions.clear();
  const raft::Replay replay = raft::replay(reading);
  if (replay.fault && replay.fault->kind == raft::ReplayFaultKind::initial_state) {
    throw ConfigurationError(fmt::format("{}: {}", shown_name(name), replay.fault->text));
  }
  for (const raft::Contradiction& one : contradictions) warn(one.text);
  if (!replay.fault) return std::move(reading.trace);
  const raft::ReplayFault& fault = *replay.fault;
  warn(fault.text);
  if (fault.step) {
    warn(fmt::format("the steps from {} on are left out", *fault.step));
    reading.trace.path.steps.resize(*fault.step - 1);
  }
  return std::move(reading.trace);
}

class ExploreCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command =
        program.add_subcommand("explore", "Step through the model, choosing each action");
    command
        ->add_option("TARGET", target_,
                     "a variant, a settings file *.toml, or a trace file *.json to begin with")
        ->capture_default_str();
    command->add_option("--servers", servers_, "number of servers; as --set servers=N");
    command->add_option("--max-term", max_term_, "highest term; as --set max_term=T");
    command->add_option("--set", set_, "KEY=VALUE, a setting (see 'list settings')")
        ->take_all()
        ->allow_extra_args(false);
    command->add_option("--property", property_,
                        "which trace of a result of check --json to begin with");
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    raft::Exploration exploration(beginning(streams));
    ExploreSession session(exploration, streams.out);
    session.greet();
    std::string line;
    bool is_cut = false;
    while (streams.in != nullptr && streams.out) {
      if (streams.is_in_terminal) streams.out << "> " << std::flush;
      if (!read_line(*streams.in, line, is_cut)) {
        if (streams.is_in_terminal) streams.out << "\n";
        break;
      }
      if (is_cut) {
        streams.out << "? the line is longer than any command\n";
      } else if (!session.obey(line)) {
        break;
      }
    }
    return exit_holds;
  }

 private:
  [[nodiscard]] raft::TraceFile beginning(const Streams& streams) const {
    const TypedSettings settings = typed_settings(servers_, max_term_, set_);
    if (target_ == "-") {
      throw UsageError("a trace on standard input cannot be explored; commands come from there");
    }
    if (is_trace_name(target_)) {
      if (settings.empty()) {
        return replayable_part(target_, read_trace(target_, property_, streams), streams);
      }
      throw UsageError(fmt::format("{} cannot be set; {} has its own settings",
                                   settings.front().first, target_));
    }
    if (!property_.empty()) throw UsageError("--property goes with a trace");
    raft::ReportSubject subject = subject_of(target_, settings);
    return {subject.variant,
            subject.description,
            subject.settings,
            std::string(raft::no_property),
            {raft::initial_state(), {}}};
  }

  std::string target_ = "raft";
  std::string servers_;
  std::string max_term_;
  std::vector<std::string> set_;
  std::string property_;
};

}  // namespace

std::unique_ptr<Command> make_explore_command() { return std::make_unique<ExploreCommand>(); }

}  // namespace scrutineer::cli
