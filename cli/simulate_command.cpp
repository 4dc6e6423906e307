#include "cli/simulate_command.h"

#include <charconv>
#include <filesystem>
#include <ostream>
#include <random>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/output_file.h"
#include "cli/output_names.h"
#include "cli/progress_line.h"
#include "cli/quantities.h"
#include "cli/signals.h"
#include "cli/subject.h"
#include "cli/trace_output.h"
#include "cli/view_options.h"
#include "traces/raft_simulation_report.h"
#include "traces/raft_story.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Examples:
  scrutineer simulate raft --servers 7 --max-term 4 --walks 2000
  scrutineer simulate write-up-fix --servers 5 --max-term 4 --seed 7
  scrutineer simulate forget-vote --set servers=5 --seed 1 --trace found.json
  scrutineer replay found.json

Exit status:
  1 violated; the trace is shortened, but not known to be a shortest one
  2 incomplete: no walk met a violation, which proves nothing; never 0
  64 usage   65 bad configuration   70 internal error   74 output not written
  130, 143 after SIGINT, SIGTERM; the report is written first)";

constexpr std::uint64_t threads_max = 1024;
constexpr std::uint64_t depth_max = 1'000'000;  // a path that long still fits into memory

// A 32-bit number is random enough for a seed, and short enough to be typed again.
std::uint64_t seed_of(const std::string& word) {
  if (word.empty()) return std::random_device{}();
  std::uint64_t seed = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, seed);
  if (error == std::errc() && stop == end) return seed;
  throw UsageError(
      fmt::format("--seed is '{}'; accepted: an integer from 0 to {}", word, UINT64_MAX));
}

std::uint64_t count_up_to(const std::string& option, const std::string& word, std::uint64_t max) {
  const std::uint64_t count = parse_count(option, word);
  if (count <= max) return count;
  throw UsageError(fmt::format("{} is '{}'; accepted: an integer from 1 to {}", option, word, max));
}

std::string progress_text(const SimulationProgress& progress, std::uint64_t walks_max) {
  return fmt::format("{:.1f} s  {} of {} walks  {} steps", progress.elapsed.count(),
                     raft::count_text(progress.walks), raft::count_text(walks_max),
                     raft::count_text(progress.steps));
}

class SimulateCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand(
        "simulate", "Walk at random through what is too large to be checked");
    declare_subject(*command);
    command->add_flag("--continue", options_.continue_after_violation,
                      "go on after a violation, for one of each property");
    command->add_option("--seed", seed_,
                        "an integer; the same seed walks the same walks; default: "
                        "a random one, which the report names");
    command->add_option("--walks", walks_, "how many walks, at most; default: 10000");
    command->add_option("--depth", depth_, "steps of a walk, at most; default: 1000");
    command->add_option("--threads", threads_, "worker threads; default: one a processor");
    command->add_option("--time-limit", time_limit_, "walk no longer than: 30s, 10m, 1h");
    command->add_option("--trace", trace_,
                        "write the trace of the first violated property to a file, for 'replay', "
                        "or with - to standard output");
    command->add_flag("--quiet", is_quiet_, "no progress, and of the report the verdict only");
    add_view_options(*command, view_);
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    raft::ReportSubject subject =
        subject_of(target_, typed_settings(servers_, max_term_, settings_));
    const raft::PropertyChoice properties = chosen_properties(properties_, subject.settings);
    take_options();
    require_outputs(subject, streams);

    const SignalWatch signals;
    options_.stop_requested = &signals.stop_requested();
    const raft::RaftSimulation outcome = walk(subject, properties, streams);
    write_report(subject, outcome, streams);
    write_traces({trace_, view_}, subject,
                 traced_property(outcome.properties, !properties_.empty()), streams);
    if (signals.signal_number() != 0) return exit_signal_base + signals.signal_number();
    return exit_status_of(outcome.verdict);
  }

 private:
  void declare_subject(CLI::App& command) {
    command
        .add_option("TARGET", target_,
                    "name of a variant (see 'list variants'), or a settings file *.toml")
        ->capture_default_str();
    command.add_option("--servers", servers_, "number of servers; as --set servers=N");
    command.add_option("--max-term", max_term_, "highest term; as --set max_term=T");
    command.add_option("--set", settings_, "KEY=VALUE, a setting (see 'list settings')")
        ->take_all()
        ->allow_extra_args(false);
    command
        .add_option("--property", properties_,
                    "a property to look for (see 'list properties'); repeatable; without it, all "
                    "that correct Raft satisfies, and only election_safety ends the walks")
        ->take_all()
        ->allow_extra_args(false);
  }

  void take_options() {
    options_.seed = seed_of(seed_);
    if (!walks_.empty()) options_.walks_max = parse_count("--walks", walks_);
    if (!depth_.empty()) options_.depth_max = count_up_to("--depth", depth_, depth_max);
    if (!threads_.empty()) {
      options_.threads = static_cast<unsigned>(count_up_to("--threads", threads_, threads_max));
    }
    if (!time_limit_.empty()) options_.time_max = parse_duration("--time-limit", time_limit_);
  }

  // Looks at everything that could fail after the walks.
  void require_outputs(const raft::ReportSubject& subject, const Streams& streams) const {
    (void)chosen_format(view_);
    (void)render_options(view_, streams.out_terminal, raft::lanes_of(subject.settings));
    if (trace_ == "-" && is_view_printed(view_)) {
      throw UsageError("--trace and --format cannot both go to standard output");
    }
    for (const auto& [option, file] : {std::pair("--trace", trace_), {"--output", view_.output}}) {
      refuse_option_as_file(option, file);
      std::error_code error;
      if (std::filesystem::equivalent(target_, file, error)) {
        throw UsageError(
            fmt::format("the settings file and {} are the same file, '{}'", option, file));
      }
    }
    const bool has_both = !trace_.empty() && trace_ != "-" && !view_.output.empty();
    if (has_both && place_of(trace_) == place_of(view_.output)) {
      throw UsageError(fmt::format("--trace and --output are the same file, '{}'", trace_));
    }
    for (const std::string& file : {trace_, view_.output}) {
      if (!file.empty() && file != "-") require_writable(file);
    }
  }

  raft::RaftSimulation walk(const raft::ReportSubject& subject,
                            const raft::PropertyChoice& properties, const Streams& streams) {
    ProgressLine progress(streams.err, streams.is_err_terminal);
    if (!is_quiet_) {
      options_.on_progress = [&](const SimulationProgress& one) {
        progress.show_text(progress_text(one, options_.walks_max));
      };
      options_.progress_interval = progress.interval();
    }
    return raft::simulate(subject.settings, properties, options_);
  }

  // With something for programs on standard output, the report for people goes beside it.
  void write_report(const raft::ReportSubject& subject, const raft::RaftSimulation& outcome,
                    const Streams& streams) const {
    const bool is_beside = trace_ == "-" || is_view_printed(view_);
    std::ostream& out = is_beside ? streams.err : streams.out;
    if (is_quiet_) {
      out << raft::simulation_verdict(subject, options_, outcome) << std::flush;
      return;
    }
    std::vector<Story> stories;
    if (!is_view_printed(view_)) stories = raft::told_counterexamples(subject, outcome.properties);
    const Terminal terminal = is_beside ? file_beside(streams.out_terminal) : streams.out_terminal;
    const RenderOptions view = render_options(view_, terminal, raft::lanes_of(subject.settings));
    out << raft::simulation_text(subject, options_, outcome, stories, view) << std::flush;
  }

  std::string target_ = "raft";
  std::string servers_, max_term_;
  std::vector<std::string> settings_;
  std::vector<std::string> properties_;
  std::string seed_, walks_, depth_, threads_, time_limit_;
  std::string trace_;
  bool is_quiet_ = false;
  ViewOptions view_;
  SimulationOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_simulate_command() { return std::make_unique<SimulateCommand>(); }

}  // namespace scrutineer::cli
