// Many random walks at once, with the same answer for every number of threads.
//
// Idea: walks are numbered, and each depends on its number and the seed alone (`random_walk.h`).
// A thread takes a slab of walks with neighboring numbers and walks them in order; the slabs of a
// round are merged in order. The answer is that of one thread that walks them one after the other
// and stops with the first walk that violates a property that stops it: what other threads walked
// beyond that one is dropped. (Where the walks stop because every property is decided, by several
// walks, the round is completed first.) Slabs and rounds depend on the options only, never on the
// threads. Nothing of a walk is kept but its findings' places: `walked_path` walks it again.
// Rejected: to take the finding that came first in time (another one in each run), or the one of
// least depth in the round (it would depend on the size of a round).
//
// A limit of time or an interruption ends the walks where they are. Then how far they came differs
// from run to run; a violation that any of them met is reported all the same.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "explorer/distinct_estimate.h"
#include "explorer/random_walk.h"
#include "explorer/shortest_path.h"
#include "explorer/workers.h"
#include "model/transition_system.h"
#include "properties/property.h"

namespace scrutineer {

/// A look at running walks.
struct SimulationProgress {
  std::uint64_t walks = 0;
  std::uint64_t steps = 0;
  std::chrono::duration<double> elapsed{};
};

struct SimulationOptions {
  // -- what is walked
  std::uint64_t seed = 0;
  std::uint64_t walks_max = 10'000;
  std::uint64_t depth_max = 1'000;  // steps of a walk, at most
  /// Go on after a violation, for one of every property.
  bool continue_after_violation = false;
  std::optional<std::chrono::milliseconds> time_max;
  /// Set by another thread or a signal handler: the walks end soon, as interrupted.
  const std::atomic<bool>* stop_requested = nullptr;

  // -- speed and reporting
  unsigned threads = 0;  // 0: one for each processor
  /// Called from the calling thread between rounds, at most once per `progress_interval`.
  std::function<void(const SimulationProgress&)> on_progress;
  std::chrono::milliseconds progress_interval{1000};
};

enum class SimulationStop : std::uint8_t {
  walks_done,  // all that were asked for
  violation,   // of a property that stops them
  decided,     // a violation or a witness was found of every property
  time_limit,
  interrupted,
};

/// Where a property was decided first: after `step` steps of this walk (0: in its initial state).
struct WalkFinding {
  std::uint64_t walk = 0;
  std::uint64_t step = 0;
  bool operator==(const WalkFinding&) const = default;
};

struct WalkStatistics {
  std::uint64_t walks = 0;
  std::uint64_t steps = 0;
  std::uint64_t dead_ends = 0;  // walks that came to a state without a step that changes it
  std::uint64_t steps_min = 0;  // of the shortest walk
  std::uint64_t steps_max = 0;  // of the longest walk
  /// By kind of action: enabled in the states where a step was chosen; taken.
  std::vector<std::uint64_t> enabled;
  std::vector<std::uint64_t> taken;
  DistinctEstimate distinct;  // the states visited

  void merge(const WalkStatistics& other);
};

struct SimulationResult {
  SimulationStop stop = SimulationStop::walks_done;
  WalkStatistics statistics;
  std::vector<std::optional<WalkFinding>> findings;  // by property
};

/// Walks. Throws std::invalid_argument for a property without the function that its kind needs, or
/// a model without an initial state; and whatever model and properties throw.
template <TransitionSystem Model>
[[nodiscard]] SimulationResult simulate_walks(
    const Model& model, const std::vector<Property<typename Model::State>>& properties,
    const SimulationOptions& options);

/// The behaviour that leads to a finding of this seed: the first steps of its walk.
template <TransitionSystem Model>
[[nodiscard]] Path<Model> walked_path(const Model& model, std::uint64_t seed,
                                      const WalkFinding& finding) {
  RandomWalk<Model> walk(model, seed);
  walk.begin(finding.walk);
  Path<Model> path{walk.state(), {}};
  for (std::uint64_t k = 0; k < finding.step; ++k) {
    if (!walk.advance()) throw std::logic_error("a walk is not the same when it is walked again");
    path.steps.emplace_back(walk.action(), walk.state());
  }
  return path;
}

// ---- implementation ----

inline void WalkStatistics::merge(const WalkStatistics& other) {
  const auto add = [](std::vector<std::uint64_t>& sums, const std::vector<std::uint64_t>& more) {
    sums.resize(std::max(sums.size(), more.size()));
    for (std::size_t k = 0; k < more.size(); ++k) sums[k] += more[k];
  };
  if (other.walks > 0) {
    steps_min = walks == 0 ? other.steps_min : std::min(steps_min, other.steps_min);
    steps_max = std::max(steps_max, other.steps_max);
  }
  walks += other.walks;
  steps += other.steps;
  dead_ends += other.dead_ends;
  add(enabled, other.enabled);
  add(taken, other.taken);
  distinct.merge(other.distinct);
}

namespace detail {

// What the walks of one slab found.
struct WalkSlab {
  WalkStatistics statistics;
  std::vector<std::optional<WalkFinding>> findings;  // by property
  bool is_stopped = false;  // by a violation, or because every property is decided
};

template <TransitionSystem Model>
class Simulation {
 public:
  using State = typename Model::State;
  using Properties = std::vector<Property<State>>;

  Simulation(const Model& model, const Properties& properties, const SimulationOptions& options)
      : model_(model), properties_(properties), options_(options), workers_(options.threads) {
    result_.findings.resize(properties.size());
    for (const Property<State>& property : properties) {
      const bool is_step = property.kind == PropertyKind::step_invariant;
      if (is_step ? bool(property.holds_on_step) : bool(property.holds)) continue;
      throw std::invalid_argument("property " + property.name + " has nothing to evaluate");
    }
  }

  SimulationResult run() {
    begin_ = last_progress_ = Clock::now();
    const std::uint64_t slab = std::clamp<std::uint64_t>(
        slab_steps / std::max<std::uint64_t>(options_.depth_max, 1), 1, slab_walks_max);
    std::uint64_t from = 0;
    while (from < options_.walks_max && result_.stop == SimulationStop::walks_done) {
      report_progress();
      from = walk_round(from, slab);
    }
    return std::move(result_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t slabs_per_round = 64;
  static constexpr std::uint64_t slab_steps = 16'384;
  static constexpr std::uint64_t slab_walks_max = 256;
  static constexpr std::uint64_t steps_between_looks = 1'024;  // at the clock

  // Returns the walk after the last one of the round.
  std::uint64_t walk_round(std::uint64_t from, std::uint64_t slab) {
    const std::uint64_t end =
        from + std::min<std::uint64_t>(options_.walks_max - from, slab * slabs_per_round);
    std::vector<WalkSlab> slabs((end - from + slab - 1) / slab);
    first_stopped_.store(slabs.size());
    workers_.for_each_index(slabs.size(), true, [&](std::size_t k) {
      const std::uint64_t begin = from + k * slab;
      walk_slab(k, begin, std::min(begin + slab, end), slabs[k]);
      if (!slabs[k].is_stopped) return;
      std::size_t first = first_stopped_.load();
      while (k < first && !first_stopped_.compare_exchange_weak(first, k)) {
      }
    });
    for (const WalkSlab& one : slabs) {
      merge(one);
      if (one.is_stopped) break;
    }
    conclude_round(end == options_.walks_max);
    return end;
  }

  [[nodiscard]] bool is_to_stop() const { return is_interrupted() || is_out_of_time(); }

  // Whether the walks of this slab are to be left where they are: an earlier slab is stopped, so
  // that these will be dropped, or the time is over.
  [[nodiscard]] bool is_to_leave(std::size_t slab) {
    if (first_stopped_.load() < slab) return true;
    if (!is_to_stop()) return false;
    is_cut_short_.store(true);
    return true;
  }

  void walk_slab(std::size_t k, std::uint64_t begin, std::uint64_t end, WalkSlab& slab) {
    slab.findings = result_.findings;
    RandomWalk<Model> walk(model_, options_.seed);
    for (std::uint64_t index = begin; index < end && !slab.is_stopped; ++index) {
      if (is_to_leave(k)) break;
      walk_one(k, walk, index, slab);
    }
    slab.statistics.enabled = walk.enabled();
    slab.statistics.taken = walk.taken();
  }

  void walk_one(std::size_t k, RandomWalk<Model>& walk, std::uint64_t index, WalkSlab& slab) {
    walk.begin(index);
    slab.statistics.distinct.see(state_hash(walk.state()));
    bool is_over = see(slab, index, 0, walk.state(), nullptr);
    std::uint64_t step = 0;
    for (; step < options_.depth_max && !is_over; ++step) {
      if ((step + 1) % steps_between_looks == 0 && is_to_leave(k)) break;
      if (!walk.advance()) {
        ++slab.statistics.dead_ends;
        break;
      }
      slab.statistics.distinct.see(state_hash(walk.state()));
      is_over = see(slab, index, step + 1, walk.state(), &walk.before());
    }
    slab.is_stopped = is_over;
    WalkStatistics& sums = slab.statistics;
    sums.steps_min = sums.walks == 0 ? step : std::min(sums.steps_min, step);
    sums.steps_max = std::max(sums.steps_max, step);
    sums.steps += step;
    ++sums.walks;
  }

  // Whether the walks end here. `before`: the state that the step came from, if there was one.
  bool see(WalkSlab& slab, std::uint64_t walk, std::uint64_t step, const State& state,
           const State* before) const {
    bool is_found = false;
    bool is_stopped = false;
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (slab.findings[p] || !is_decided(properties_[p], state, before)) continue;
      slab.findings[p] = WalkFinding{walk, step};
      is_found = true;
      is_stopped |= stops(p);
    }
    return is_stopped || (is_found && is_all_decided(slab.findings));
  }

  [[nodiscard]] static bool is_decided(const Property<State>& property, const State& state,
                                       const State* before) {
    if (property.kind == PropertyKind::step_invariant) {
      return before != nullptr && !property.holds_on_step(*before, state);
    }
    return property.holds(state) == (property.kind == PropertyKind::reachable);
  }

  // Whether a finding of this property ends the walks.
  [[nodiscard]] bool stops(std::size_t p) const {
    return properties_[p].kind != PropertyKind::reachable && properties_[p].stops_search &&
           !options_.continue_after_violation;
  }

  [[nodiscard]] static bool is_all_decided(const std::vector<std::optional<WalkFinding>>& found) {
    return std::all_of(found.begin(), found.end(), [](const auto& one) { return bool(one); });
  }

  void merge(const WalkSlab& slab) {
    result_.statistics.merge(slab.statistics);
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (!result_.findings[p]) result_.findings[p] = slab.findings[p];
    }
  }

  void conclude_round(bool is_last) {
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (result_.findings[p] && stops(p)) result_.stop = SimulationStop::violation;
    }
    if (result_.stop != SimulationStop::walks_done) return;
    if (!properties_.empty() && is_all_decided(result_.findings)) {
      result_.stop = SimulationStop::decided;
    } else if (is_cut_short_.load() || (!is_last && is_to_stop())) {
      const bool is_signal = is_interrupted();
      result_.stop = is_signal ? SimulationStop::interrupted : SimulationStop::time_limit;
    }
  }

  [[nodiscard]] bool is_interrupted() const {
    return options_.stop_requested != nullptr &&
           options_.stop_requested->load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool is_out_of_time() const {
    return options_.time_max && Clock::now() - begin_ >= *options_.time_max;
  }

  void report_progress() {
    if (!options_.on_progress) return;
    const auto now = Clock::now();
    if (now - last_progress_ < options_.progress_interval) return;
    last_progress_ = now;
    options_.on_progress({result_.statistics.walks, result_.statistics.steps, now - begin_});
  }

  const Model& model_;
  const Properties& properties_;
  const SimulationOptions& options_;
  Workers workers_;
  SimulationResult result_;
  std::atomic<std::size_t> first_stopped_{0};  // slab of the round
  std::atomic<bool> is_cut_short_{false};
  Clock::time_point begin_;
  Clock::time_point last_progress_;
};

}  // namespace detail

template <TransitionSystem Model>
SimulationResult simulate_walks(const Model& model,
                                const std::vector<Property<typename Model::State>>& properties,
                                const SimulationOptions& options) {
  return detail::Simulation<Model>(model, properties, options).run();
}

}  // namespace scrutineer
