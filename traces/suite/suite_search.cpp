#include "traces/suite/suite_search.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>

namespace scrutineer::raft {
namespace {

using Clock = std::chrono::steady_clock;

class SuiteSearch {
 public:
  SuiteSearch(const Suite& suite, const SuiteOptions& options)
      : suite_(suite),
        options_(options),
        threads_(options.threads != 0 ? options.threads
                                      : std::max(1U, std::thread::hardware_concurrency())),
        results_(suite.runs.size()),
        states_(suite.runs.size(), State::waiting) {}

  std::vector<RunResult> run() {
    try_small_runs();
    for (std::size_t k = 0; k < results_.size(); ++k) {
      if (states_[k] != State::done) attempt(k, false);
    }
    return std::move(results_);
  }

 private:
  enum class State : std::uint8_t { waiting, large, done };

  [[nodiscard]] bool is_interrupted() const {
    return options_.stop_requested != nullptr && options_.stop_requested->load();
  }

  // The first attempts, side by side. Where the system refuses a thread, there are fewer.
  void try_small_runs() {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t k = next++; k < results_.size(); k = next++) attempt(k, true);
    };
    std::vector<std::thread> others;
    try {
      while (others.size() + 1 < std::min<std::size_t>(threads_, results_.size())) {
        others.emplace_back(work);
      }
    } catch (const std::system_error&) {
      // Those that were started do the work.
    }
    work();
    for (std::thread& other : others) other.join();
  }

  void attempt(std::size_t k, bool is_first) {
    const SuiteRun& run = suite_.runs[k];
    try {
      search(k, run, is_first);
    } catch (const std::bad_alloc&) {
      finish(k, undecided("memory ran out"));
    } catch (const std::exception& error) {
      RunResult result;
      result.status = RunStatus::error;
      result.reason = result.error = error.what();
      finish(k, std::move(result));
    }
  }

  static RunResult undecided(std::string reason) {
    RunResult result;
    result.reason = std::move(reason);
    return result;
  }

  void search(std::size_t k, const SuiteRun& run, bool is_first) {
    const ReductionPlan plan = plan_check(run.settings, run.properties, run.reductions);
    if (is_first && options_.recall) {
      std::unique_lock lock(mutex_);
      auto known = options_.recall(run, plan);
      lock.unlock();
      if (known) {
        RunResult result = judged_result(run, *std::move(known), plan, run.budget, false, options_);
        result.is_cached = true;
        finish(k, std::move(result));
        return;
      }
    }
    bool is_deadline = false;
    const std::optional<Limits> limits = limits_now(run, is_deadline);
    if (is_interrupted() || !limits) {
      // What was tried and left is told with what is known of it: nothing.
      finish(k, undecided(is_interrupted() ? "interrupted before it was begun"
                                           : "the deadline came before it was begun"));
      return;
    }
    RaftOutcome outcome =
        check(run.settings, run.properties, search_options(run, *limits, is_first), plan.in_force);
    const auto& states_max = run.budget.states_max;
    if (is_first && outcome.stop == StopReason::state_limit &&
        (!states_max || *states_max > options_.small_states)) {
      const std::lock_guard lock(mutex_);
      states_[k] = State::large;
      return;
    }
    if (!is_limit(outcome.stop) && options_.keep) {
      const std::lock_guard lock(mutex_);
      options_.keep(run, plan, outcome);
    }
    finish(k, judged_result(run, std::move(outcome), plan, *limits, is_deadline, options_));
  }

  // The budget of the run, or what is left to the deadline; none if nothing is.
  [[nodiscard]] std::optional<Limits> limits_now(const SuiteRun& run, bool& is_deadline) const {
    Limits limits = run.budget;
    if (!limits.memory_bytes_max) limits.memory_bytes_max = options_.memory_bytes_max;
    if (!options_.deadline) return limits;
    const auto elapsed =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_);
    if (elapsed >= *options_.deadline) return std::nullopt;
    const auto left = *options_.deadline - elapsed;
    is_deadline = !limits.time_max || left < *limits.time_max;
    if (is_deadline) limits.time_max = left;
    return limits;
  }

  [[nodiscard]] CheckOptions search_options(const SuiteRun& run, const Limits& limits,
                                            bool is_first) const {
    CheckOptions options;
    options.search.limits = limits;
    options.search.continue_after_violation = run.continue_after_violation;
    options.search.stop_requested = options_.stop_requested;
    options.search.level_folder = options_.level_folder;
    options.search.threads = is_first ? 1 : threads_;
    if (is_first) {
      auto& states_max = options.search.limits.states_max;
      states_max = std::min(states_max.value_or(options_.small_states), options_.small_states);
    } else if (options_.on_progress) {
      options.search.on_progress = [this, &run](const Progress& p) {
        options_.on_progress(run, p);
      };
      options.search.progress_interval = options_.progress_interval;
    }
    return options;
  }

  void finish(std::size_t k, RunResult result) {
    const std::lock_guard lock(mutex_);
    results_[k] = std::move(result);
    states_[k] = State::done;
    for (; told_ < results_.size() && states_[told_] == State::done; ++told_) {
      if (options_.on_result) options_.on_result(suite_.runs[told_], results_[told_]);
    }
  }

  const Suite& suite_;
  const SuiteOptions& options_;
  unsigned threads_;
  Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;
  // Under the mutex, but for what is done with them before threads start and after they end.
  std::vector<RunResult> results_;
  std::vector<State> states_;
  std::size_t told_ = 0;
};

}  // namespace

std::vector<RunResult> run_suite(const Suite& suite, const SuiteOptions& options) {
  return SuiteSearch(suite, options).run();
}

}  // namespace scrutineer::raft
