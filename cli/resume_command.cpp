#include "cli/resume_command.h"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/check_command.h"
#include "cli/errors.h"
#include "cli/program_identity.h"
#include "cli/search_arguments.h"
#include "traces/raft_checkpoint.h"

namespace scrutineer::cli {
namespace {

constexpr const char* remarks = R"(
What is searched stands in the folder and cannot be changed. Limits and --checkpoint-every are
those of the check unless they are given; a limit of 'none' lifts one. Where results go is not
kept: --json and the like have to be given again. A search that was complete ends again with the
same result.)";

// Another build of the same version may have other rules, or other bits for the same state.
void require_own(const Checkpoint& checkpoint, const std::string& program) {
  if (program == program_identity()) return;
  throw ConfigurationError(fmt::format(
      "{}/checkpoint.json was written by {}, this is {}; resume it with that program, or start "
      "again with another folder",
      checkpoint.folder(), program.empty() ? "another program" : program, program_identity()));
}

raft::SavedCheck check_of(const Checkpoint& checkpoint) {
  require_own(checkpoint, raft::saved_program_of(checkpoint.subject()));
  try {
    return raft::saved_check_of(checkpoint.subject());
  } catch (const std::exception& error) {
    throw ConfigurationError(
        fmt::format("{}/checkpoint.json is of no check that can be resumed: {}",
                    checkpoint.folder(), error.what()));
  }
}

class ResumeCommand final : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand(
        "resume", "Go on with a check that was given a folder for its checkpoints");
    command->add_option("FOLDER", arguments_.checkpoint, "as given to check --checkpoint")
        ->required();
    declare_search_options(*command, arguments_, words_);
    command->footer(remarks);
    return command;
  }

  int run(const Streams& streams) override {
    if (arguments_.checkpoint.empty()) throw UsageError("the name of the folder is empty");
    Checkpoint checkpoint = Checkpoint::open(arguments_.checkpoint);
    raft::SavedCheck check = check_of(checkpoint);
    arguments_.target = check.subject.variant;
    arguments_.limits = check.subject.limits;
    arguments_.checkpoint_interval = check.checkpoint_interval;
    arguments_.continue_after_violation = check.continue_after_violation;
    if (check.properties.companions_stop) {
      arguments_.properties = {check.properties.names.begin(), check.properties.names.end()};
    }
    take_search_options(arguments_, words_, true);
    check.subject.limits = arguments_.limits;
    if (!arguments_.graph.empty() && !check.subject.reductions.in_force.is_empty()) {
      throw UsageError(
          "--graph draws the states as they are, and this check is up to reductions; check with "
          "--no-reduction or --graph to draw it");
    }
    require_places(arguments_, check.subject, streams);
    const SignalWatch signals;
    return carry_out_check(arguments_, std::move(check.subject), check.properties, &checkpoint,
                           signals, streams);
  }

 private:
  CheckArguments arguments_;
  SearchWords words_;
};

}  // namespace

std::unique_ptr<Command> make_resume_command() { return std::make_unique<ResumeCommand>(); }

}  // namespace scrutineer::cli
