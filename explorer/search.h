// Level-synchronous breadth-first search over any TransitionSystem: which states are reached.
//
// Breadth first, level by level, makes the first violation a shortest one. A level is completed
// before the search stops for a violation, and ties are broken by the order of states, so counts,
// verdicts and findings are the same for every number of threads and in every run; only limits on
// time and interruptions end a search at a moment that differs. Storage is exact.
//
// `search_round.h` has the parallel part, `state_store.h` the visited set and the levels,
// `search_checkpoint.h` what is written down of a search, `shortest_path.h` the way to a finding,
// `reference_search.h` a plain search with the same answers.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "explorer/options.h"
#include "explorer/property_watch.h"
#include "explorer/search_checkpoint.h"
#include "explorer/search_progress.h"
#include "explorer/search_result.h"
#include "explorer/search_round.h"
#include "explorer/state_store.h"
#include "explorer/workers.h"
#include "model/transition_system.h"
#include "properties/property.h"

namespace scrutineer {

template <TransitionSystem Model>
class Search {
 public:
  using State = typename Model::State;
  using Properties = std::vector<Property<State>>;

  /// `model` must outlive the search. Throws std::invalid_argument for a property without the
  /// function that its kind needs, and for a checkpoint of states that are not packed.
  Search(const Model& model, Properties properties, SearchOptions options)
      : model_(model),
        properties_(std::move(properties)),
        options_(std::move(options)),
        workers_(options_.threads),
        store_(store_for(model, options_.level_folder, options_.uses_sleep_sets)),
        progress_(options_),
        saved_(model_, properties_, options_) {
    if (saved_.is_on() && !can_be_saved<Model>) {
      throw std::invalid_argument("only packed states can be written to a checkpoint");
    }
    result_.actions.assign(model_.action_kinds().size(), 0);
    result_.properties.resize(properties_.size());
    for (const Property<State>& property : properties_) {
      const bool is_step = property.kind == PropertyKind::step_invariant;
      if (is_step ? bool(property.holds_on_step) : bool(property.holds)) continue;
      throw std::invalid_argument("property " + property.name + " has nothing to evaluate");
    }
  }

  /// Runs to the end, once. Throws std::invalid_argument if the model has no initial state: every
  /// invariant would hold of nothing. Memory that runs out ends it as a memory limit; any other
  /// exception (of the model, of a property) is passed on. Throws CheckpointError if it cannot go
  /// on from the checkpoint that it was given.
  const SearchResult<Model>& run() {
    progress_.begin();
    const std::optional<std::uint64_t> expanded = resume();
    try {
      if (expanded) {
        expand_level_from(*expanded);
      } else {
        insert_initial_states();
      }
      while (may_go_on() && store_.level_size(level()) > 0) expand_level();
    } catch (const std::bad_alloc&) {
      // What was found stays; room is made for telling it.
      if (may_go_on()) result_.stop = StopReason::memory_limit;
      store_.abandon_collection();
      for (auto& slab : slabs_) slab->successors = {};
      store_.drop_indices();
      if (store_.level_count() > 0) close_level();
    }
    finish();
    return result_;
  }

  /// After `run`: frees what only the search needs. Returns the bytes that the states still take.
  std::uint64_t drop_indices() {
    store_.drop_indices();
    return store_.bytes();
  }

  /// After `run`: the states by level, for paths and graphs.
  [[nodiscard]] const StateStore<State>& store() const { return store_; }
  [[nodiscard]] Workers& workers() { return workers_; }
  [[nodiscard]] const Properties& properties() const { return properties_; }
  [[nodiscard]] const SearchResult<Model>& result() const { return result_; }

 private:
  // Enough for the threads of a workstation; what a round has in transit should stay in its caches.
  static constexpr std::size_t slabs_per_round = 32;
  static constexpr std::size_t slab_bytes = 32768;     // of frontier states; successors are tenfold
  static constexpr std::uint64_t worth_threads = 512;  // states; below, one thread is faster

  [[nodiscard]] std::size_t level() const { return store_.level_count() - 1; }
  [[nodiscard]] bool may_go_on() const { return result_.stop == StopReason::exhausted; }

  void insert_initial_states() {
    watch_level();
    slabs_.push_back(make_slab());
    const std::vector<State> initial = model_.initial_states();
    if (initial.empty()) throw std::invalid_argument("the model has no initial state");
    for (const State& one : initial) {
      const State& state = representative_of(model_, one);
      const auto& candidate = store_.prepare(state);
      slabs_[0]->successors.push(store_.shard_of(candidate), candidate);
    }
    store_.begin_level();
    insert(1);
    close_level();
  }

  // Takes the search up where its checkpoint ends, if there is one: the states are inserted again,
  // watched by no property. Returns how many states of the level were expanded.
  std::optional<std::uint64_t> resume() {
    if constexpr (can_be_saved<Model>) {
      if (!saved_.has_position()) return std::nullopt;
      const SearchPosition& position = saved_.take_up(store_, result_);
      progress_.set_restored(position.states());
      try {
        for (const std::uint64_t size : position.level_sizes) {
          if (store_.level_count() > 0) store_.retire_levels();
          store_.begin_level();
          for (std::uint64_t done = 0; done < size;) done += restore_round(size - done);
        }
      } catch (const std::bad_alloc&) {
        throw saved_.no_room();
      }
      auto pending = saved_.close(store_);
      watch_level();
      for (std::size_t p = 0; p < pending.size(); ++p) {
        if (pending[p]) slabs_.front()->watch.take_over(p, *std::move(pending[p]));
      }
      return position.level_expanded;
    }
    return std::nullopt;
  }

  // Returns how many of the level's states that are left it restored.
  std::uint64_t restore_round(std::uint64_t left) {
    progress_.tell_restoring(store_);
    const std::uint64_t each = slab_states(left);
    const std::uint64_t states = std::min(left, each * slabs_per_round);
    const auto count = static_cast<std::size_t>((states + each - 1) / each);
    while (slabs_.size() < count) {
      slabs_.push_back(make_slab());
      slabs_.back()->watch = {};
    }
    saved_.read(store_, workers_, slabs_, count, states, each);
    insert(count);
    if (!may_go_on()) throw saved_.no_room();
    return states;
  }

  // Expands the last level, whose successors become the next one.
  void expand_level() {
    store_.begin_level();
    watch_level();
    expand_level_from(0);
  }

  // Expands the last level but one, of which `from` states are expanded already.
  void expand_level_from(std::uint64_t from) {
    const std::size_t current = level() - 1;
    const std::uint64_t size = store_.level_size(current);
    while (from < size && may_go_on()) {
      progress_.tell(store_, result_, slabs_, current, from);
      note_position(current, from);
      from += expand_round(current, from, size);
      check_time_and_interruption(from < size || store_.level_size(level()) > 0);
    }
    close_level();
    store_.retire_levels();
  }

  // States in one slab; a function of the frontier and the limits only, never of the threads.
  [[nodiscard]] std::uint64_t slab_states(std::uint64_t left) const {
    std::uint64_t bytes = slab_bytes;
    if (const auto& max = options_.limits.memory_bytes_max) bytes = std::min(bytes, *max / 4096);
    std::uint64_t states = std::max<std::uint64_t>(bytes / sizeof(State), 16);
    states = std::min(states, std::max<std::uint64_t>(left / slabs_per_round, 64));
    if (const auto& max = options_.limits.states_max) {
      const std::uint64_t room = *max - std::min(*max, store_.size());
      states = std::min(states, std::max<std::uint64_t>(room / slabs_per_round, 1));
    }
    return states;
  }

  // Returns how many states of the level it expanded.
  std::uint64_t expand_round(std::size_t current, std::uint64_t from, std::uint64_t size) {
    const std::uint64_t step = slab_states(size - from);
    const std::uint64_t wanted = (size - from + step - 1) / step;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, slabs_per_round));
    while (slabs_.size() < count) slabs_.push_back(make_slab());
    workers_.for_each_index(count, step * count >= worth_threads, [&](std::size_t k) {
      Slab<Model>& slab = *slabs_[k];
      slab.clear();
      if (is_to_stop()) return;
      const std::uint64_t begin = from + k * step;
      expand(model_, store_, current, begin, std::min(begin + step, size), slab);
    });
    std::uint64_t expanded = 0;
    for (std::size_t k = 0; k < count; ++k) expanded += slabs_[k]->expanded;
    result_.expanded += expanded;
    insert(count);
    return expanded;
  }

  // Inserts what the first `count` slabs hold.
  void insert(std::size_t count) {
    std::uint64_t candidates = 0;
    std::uint64_t transit_bytes = 0;
    for (const auto& slab : slabs_) transit_bytes += slab->successors.bytes();
    for (std::size_t k = 0; k < count; ++k) candidates += slabs_[k]->successor_count();
    const std::uint64_t bytes_max = shard_budget(transit_bytes);
    result_.memory_bytes = store_.bytes() + transit_bytes;

    // Where the state limit may be reached, shards take their turns, so that it is exact.
    std::uint64_t room = ~std::uint64_t{0};
    if (const auto& max = options_.limits.states_max) room = *max - store_.size();
    const bool may_reach_limit = candidates > room;
    std::array<ShardEnd, shard_count> ends{};
    const bool is_parallel = !may_reach_limit && candidates >= worth_threads * 4;
    workers_.for_each_index(shard_count, is_parallel, [&](std::size_t s) {
      std::uint64_t unlimited = ~std::uint64_t{0};
      std::uint64_t& room_here = may_reach_limit ? room : unlimited;
      for (std::size_t k = 0; k < count; ++k) {
        if (ends[s] != ShardEnd::all_inserted) {
          slabs_[k]->successors.clear(s);
          continue;
        }
        ends[s] = store_.insert(s, slabs_[k]->successors, room_here, bytes_max);
      }
    });
    collect(count, is_parallel);
    for (const ShardEnd end : ends) {
      if (end == ShardEnd::state_limit) result_.stop = StopReason::state_limit;
      if (end == ShardEnd::memory_limit) result_.stop = StopReason::memory_limit;
    }
  }

  // The new states that `insert` left in the slabs become part of the level.
  void collect(std::size_t count, bool is_parallel) {
    std::array<std::size_t, slabs_per_round> states{};
    for (std::size_t k = 0; k < count; ++k) {
      states[k] = static_cast<std::size_t>(slabs_[k]->successor_count());
    }
    store_.begin_collection(std::span(states).first(count));
    workers_.for_each_index(count, is_parallel, [&](std::size_t k) {
      Slab<Model>& slab = *slabs_[k];
      store_.collect(k, slab.successors, [&](const State& state) { slab.watch.see_state(state); });
    });
    store_.end_collection();
  }

  // Shards fill evenly, so each gets the same part of the memory: that keeps the decision local
  // and the same in every run.
  [[nodiscard]] std::uint64_t shard_budget(std::uint64_t transit_bytes) const {
    const auto& max = options_.limits.memory_bytes_max;
    if (!max) return ~std::uint64_t{0};
    return (*max - std::min(*max, transit_bytes)) / shard_count;
  }

  [[nodiscard]] std::unique_ptr<Slab<Model>> make_slab() {
    auto slab = std::make_unique<Slab<Model>>();
    slab->actions.assign(result_.actions.size(), 0);
    slab->watch.reset(properties_, result_.properties);
    return slab;
  }

  void watch_level() {
    for (auto& slab : slabs_) slab->watch.reset(properties_, result_.properties);
  }

  // Merges what the level's workers found, and decides whether the search stops for it.
  void close_level() {
    if (slabs_.empty()) return;
    PropertyWatch<Model>& merged = slabs_[0]->watch;
    for (const auto& slab : slabs_) merged.merge(slab->watch);
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (result_.properties[p].finding || !merged.found(p)) continue;
      result_.properties[p].finding = merged.found(p);
      result_.properties[p].finding->length = static_cast<std::uint32_t>(level());
      const bool is_violation = properties_[p].kind != PropertyKind::reachable;
      const bool stops = properties_[p].stops_search && !options_.continue_after_violation;
      if (is_violation && stops && may_go_on()) result_.stop = StopReason::violation;
    }
  }

  [[nodiscard]] bool is_interrupted() const {
    return options_.stop_requested != nullptr &&
           options_.stop_requested->load(std::memory_order_relaxed);
  }
  [[nodiscard]] bool is_out_of_time() const {
    const auto& max = options_.limits.time_max;
    return max && progress_.elapsed() >= *max;
  }
  [[nodiscard]] bool is_to_stop() const { return is_interrupted() || is_out_of_time(); }

  // A search that has nothing left to do is complete, whatever the clock says.
  void check_time_and_interruption(bool has_work_left) {
    if (!may_go_on() || !has_work_left) return;
    if (is_interrupted()) {
      result_.stop = StopReason::interrupted;
    } else if (is_out_of_time()) {
      result_.stop = StopReason::time_limit;
    }
  }

  // Between two rounds: what a checkpoint would have, and one if it is due.
  void note_position(std::size_t current, std::uint64_t from) {
    if constexpr (can_be_saved<Model>) {
      if (!saved_.is_on()) return;
      saved_.note(store_, current, from, result_, slabs_);
      if (saved_.is_due(progress_.elapsed())) saved_.write(store_, progress_.elapsed());
    }
  }

  void finish() {
    if constexpr (can_be_saved<Model>) {
      if (saved_.is_on()) saved_.end(store_, result_.stop, progress_.elapsed());
    }
    result_.distinct = store_.size();
    result_.level_file_failure = store_.file_failure();
    std::size_t deepest = store_.level_count();
    while (deepest > 1 && store_.level_size(deepest - 1) == 0) --deepest;
    result_.depth = static_cast<std::uint32_t>(deepest == 0 ? 0 : deepest - 1);
    for (const auto& slab : slabs_) {
      for (std::size_t k = 0; k < slab->actions.size(); ++k) result_.actions[k] += slab->actions[k];
    }
    for (const std::uint64_t count : result_.actions) result_.generated += count;
    slabs_.clear();
    conclude(result_, properties_);
  }

  const Model& model_;
  Properties properties_;
  SearchOptions options_;
  Workers workers_;
  StateStore<State> store_;
  SearchProgress<Model> progress_;
  SearchCheckpoint<Model> saved_;
  std::vector<std::unique_ptr<Slab<Model>>> slabs_;
  SearchResult<Model> result_;
};

}  // namespace scrutineer
