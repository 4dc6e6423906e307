#include "cli/why_not_command.h"

#include <charconv>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/trace_source.h"
#include "model/raft/action_words.h"
#include "traces/printable.h"
#include "traces/raft_replay.h"
#include "traces/why_not.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Examples:
  scrutineer check write-up-fix --trace fix.json --quiet
  scrutineer why-not fix.json --step 2 'ReceiveVote(t1 n2>n1 granted)'
  scrutineer why-not fix.json --step 4 timeout n1
  scrutineer why-not fix.json --step 0 ReceiveRequestVote t1 'n1>n2'

Exit status: 0 answered, whatever the answer; 64 no such action or step; 65 no trace file)";

class WhyNotCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand(
        "why-not", "Say which conditions of an action hold at a step of a trace");
    add_trace_argument(*command, trace_);
    command->add_option("ACTION", words_, "an action as traces print it, in one word or in several")
        ->required();
    command->add_option("--step", step_,
                        "in the state after this step, 0 for the initial one; default: the last");
    add_trace_property(*command, property_);
    command->add_flag("--json", is_json_, "the answer as JSON");
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    const raft::TraceReading reading = read_trace(trace_, property_, streams);
    const raft::TraceFile& trace = reading.trace;
    // An illegal step can be asked about all the same.
    const raft::Replay replay = raft::replay(reading);
    if (replay.fault) {
      streams.err << fmt::format("scrutineer: {}: {}\n", printable(shown_name(trace_)),
                                 printable(replay.fault->text));
    }
    raft::WhyNotPlace place;
    place.step = chosen_step(trace.path.steps.size());
    if (place.step < trace.path.steps.size()) place.taken = trace.path.steps[place.step].first;
    const raft::State& state =
        place.step == 0 ? trace.path.initial : trace.path.steps[place.step - 1].second;
    const raft::WhyNot answer = raft::why_not(trace.settings, state, chosen_action(trace.settings));
    streams.out << (is_json_ ? raft::why_not_json(answer, place, trace.settings)
                             : raft::why_not_text(answer, place, trace.settings));
    return exit_holds;
  }

 private:
  [[nodiscard]] std::size_t chosen_step(std::size_t last) const {
    if (step_.empty()) return last;
    std::size_t step = 0;
    const char* const text_end = step_.data() + step_.size();
    const auto [end, error] = std::from_chars(step_.data(), text_end, step);
    if (error == std::errc{} && end == text_end && step <= last) return step;
    throw UsageError(fmt::format("--step is '{}'; accepted: 0 to {}, the steps of {}", step_, last,
                                 shown_name(trace_)));
  }

  [[nodiscard]] raft::Action chosen_action(const raft::Settings& settings) const {
    try {
      return raft::action_of_words(fmt::format("{}", fmt::join(words_, " ")), settings);
    } catch (const raft::UnreadableAction& error) {
      throw UsageError(error.what());
    }
  }

  std::string trace_;
  std::vector<std::string> words_;
  std::string step_;
  std::string property_;
  bool is_json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_why_not_command() { return std::make_unique<WhyNotCommand>(); }

}  // namespace scrutineer::cli
