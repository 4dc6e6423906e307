#include "cli/suite_command.h"

#include <chrono>
#include <cstdlib>
#include <ostream>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/memory.h"
#include "cli/progress_line.h"
#include "cli/quantities.h"
#include "cli/result_cache.h"
#include "cli/signals.h"
#include "cli/suite_file.h"
#include "cli/suite_output.h"
#include "traces/suite/suite_search.h"

namespace scrutineer::cli {
namespace {

constexpr const char* footer = R"(
Examples:
  scrutineer suite examples/suites/raft.toml
  scrutineer suite gate.toml --deadline 10m --strict --junit junit.xml
  scrutineer suite gate.toml --only 'split-brain/*' --html report

Exit status:
  0 every expectation is met (or only bugs are found that the baseline knows)
  2 some run was not decided: a budget, the deadline   3 some expectation is not met
  64 usage, no run matches   65 bad configuration   70 internal error   74 report not written
  130, 143 after SIGINT, SIGTERM; the reports are written first)";

class SuiteCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand("suite", "Run a file of checks with expectations");
    command->add_option("FILE", file_, "a suite's file *.toml")->required();
    command->add_option("--only", only_, "the runs whose name matches: a part of it; * and ?");
    command->add_option("--jobs", jobs_,
                        "threads in all: small runs side by side, large ones with all of them; "
                        "default: one a processor");
    command->add_option("--deadline", deadline_,
                        "for all runs together: 30s, 10m; what is not done by then is not decided");
    command->add_flag("--strict", is_strict_, "remarks that no 'allow' declares fail their run");
    for (const raft::SuiteReportFormat& format : raft::suite_report_formats()) {
      const std::string name(format.name);
      command->add_option("--" + name, outputs_.files[name],
                          fmt::format("FILE: {}", format.sentence));
    }
    command->add_option("--html", outputs_.html, "DIR: an index and a page for each run");
    command->add_option("--baseline", outputs_.baseline,
                        "a file of known bugs, by fingerprint: they do not fail their run");
    command->add_flag("--update-baseline", outputs_.updates_baseline,
                      "write the bugs of this run to the baseline");
    command->add_flag("--github", outputs_.is_github,
                      "annotations for GitHub Actions, and the job's summary; on where "
                      "GITHUB_ACTIONS is set");
    command->add_option("--cache", cache_,
                        "folder of results; default: $XDG_CACHE_HOME/scrutineer");
    command->add_flag("--no-cache", is_without_cache_, "search everything again, keep nothing");
    command->add_flag("--list", is_list_, "name the runs, and run nothing");
    command->add_flag("--quiet", is_quiet_, "no progress, and of the runs only those not passed");
    command->footer(footer);
    return command;
  }

  int run(const Streams& streams) override {
    raft::SuiteOptions options = options_from_words();
    raft::SuiteReport report;
    report.suite = chosen_runs();
    if (is_list_) return list(report.suite, streams);
    require_outputs(outputs_, file_);
    const raft::Baseline baseline = read_baseline(outputs_);
    report.has_baseline = !outputs_.baseline.empty();
    report.is_strict = is_strict_;
    const char* const github = std::getenv("GITHUB_ACTIONS");
    outputs_.is_github |= github != nullptr && std::string_view(github) == "true";

    const SignalWatch signals;
    options.stop_requested = &signals.stop_requested();
    options.baseline = report.has_baseline ? &baseline : nullptr;
    const auto begin = std::chrono::steady_clock::now();
    report.results = results_of(report, options, streams);
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (report.has_baseline) report.fixed = baseline.fixed(report.suite, report.results);

    streams.out << raft::suite_summary_text(report) << std::flush;
    write_outputs(outputs_, report, baseline, streams);
    if (signals.signal_number() != 0) return exit_signal_base + signals.signal_number();
    return exit_status(raft::worst_status(report));
  }

 private:
  static int exit_status(raft::RunStatus worst) {
    switch (worst) {
      case raft::RunStatus::passed:
      case raft::RunStatus::known: return exit_holds;
      case raft::RunStatus::undecided: return exit_incomplete;
      case raft::RunStatus::failed: return exit_expectation_not_met;
      case raft::RunStatus::error: break;
    }
    return exit_internal_error;
  }

  [[nodiscard]] raft::SuiteOptions options_from_words() const {
    constexpr std::uint64_t threads_max = 1024;
    raft::SuiteOptions options;
    if (!jobs_.empty()) {
      const std::uint64_t jobs = parse_count("--jobs", jobs_);
      if (jobs > threads_max) {
        throw UsageError(
            fmt::format("--jobs is '{}'; accepted: an integer from 1 to {}", jobs_, threads_max));
      }
      options.threads = static_cast<unsigned>(jobs);
    }
    if (!deadline_.empty()) options.deadline = parse_duration("--deadline", deadline_);
    if (is_without_cache_ && !cache_.empty()) {
      throw UsageError("--cache and --no-cache cannot go together");
    }
    options.is_strict = is_strict_;
    return options;
  }

  // A gate that runs nothing must not be green.
  [[nodiscard]] raft::Suite chosen_runs() const {
    const raft::Suite suite = read_suite_file(file_);
    if (only_.empty()) return suite;
    raft::Suite chosen = raft::only(suite, only_);
    if (chosen.runs.empty()) {
      throw UsageError(
          fmt::format("0 runs matched: --only is '{}'; accepted: a part of a name, as "
                      "'{}' (--list names them)",
                      only_, suite.runs.front().name));
    }
    return chosen;
  }

  static int list(const raft::Suite& suite, const Streams& streams) {
    for (const raft::SuiteRun& run : suite.runs) streams.out << run.name << "\n";
    return exit_holds;
  }

  [[nodiscard]] std::vector<raft::RunResult> results_of(const raft::SuiteReport& report,
                                                        raft::SuiteOptions options,
                                                        const Streams& streams) const {
    ResultCache cache(cache_folder(), streams.err);
    ProgressLine progress(streams.err, streams.is_err_terminal);
    options.memory_bytes_max = default_memory_limit(
        options.threads != 0 ? options.threads : std::thread::hardware_concurrency());
    options.level_folder = temporary_folder();
    options.recall = [&](const auto& run, const auto& plan) { return cache.recall(run, plan); };
    options.keep = [&](const auto& run, const auto& plan, const auto& outcome) {
      cache.keep(run, plan, outcome);
    };
    options.on_result = [&](const raft::SuiteRun& run, const raft::RunResult& result) {
      if (is_quiet_ && result.status == raft::RunStatus::passed) return;
      progress.clear();
      streams.out << raft::suite_run_text(run, result, report.has_baseline) << std::flush;
    };
    if (!is_quiet_) {
      options.on_progress = [&](const raft::SuiteRun& run, const Progress& one) {
        progress.show(one, run.name);
      };
      options.progress_interval = progress.interval();
    }
    return raft::run_suite(report.suite, options);
  }

  [[nodiscard]] std::string cache_folder() const {
    if (is_without_cache_) return "";
    return cache_.empty() ? default_cache_folder() : cache_;
  }

  static std::string temporary_folder() {
    const char* const preferred = std::getenv("TMPDIR");
    return preferred != nullptr && *preferred != '\0' ? preferred : "/tmp";
  }

  std::string file_;
  std::string only_;
  std::string jobs_;
  std::string deadline_;
  std::string cache_;
  bool is_strict_ = false;
  bool is_without_cache_ = false;
  bool is_list_ = false;
  bool is_quiet_ = false;
  SuiteOutputs outputs_;
};

}  // namespace

std::unique_ptr<Command> make_suite_command() { return std::make_unique<SuiteCommand>(); }

}  // namespace scrutineer::cli
