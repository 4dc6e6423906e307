// A search's side of its checkpoints: what of it is written down, and how it is taken up again.
//
// Idea: between two rounds a search is its log of states, a place in the level that is being
// expanded, some counters, and the findings so far. That is noted before each round (`note`), and
// written when it is due. A round that a limit or a signal cuts short is no such place: some of its
// slabs were expanded, others not. So what is written at the end is the last note, and the states
// after it do not count; the log only grows, hence they are simply those beyond it.
//
// Taking it up, the states are inserted again in the order of the log, a round at a time. The
// tables may then be laid out differently from those of the first run; that has no part in any
// result, because a level's order is that of generation (`search_round.h`), whichever slabs and
// shards there were. So a search that goes on is the search that was never interrupted. (Except
// where it ends at a limit on memory: how much a table takes depends on how it grew.)
//
// A step's action is of any type and is written as its place among the steps out of its state,
// which is the same every time (R2). It costs nothing for each state, microseconds a round, and
// nothing at all without a checkpoint.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "explorer/checkpoint.h"
#include "explorer/options.h"
#include "explorer/search_result.h"
#include "explorer/search_round.h"
#include "explorer/state_store.h"
#include "explorer/successor_sink.h"
#include "explorer/workers.h"
#include "properties/property.h"

namespace scrutineer {

/// Only packed states can be written down.
template <class Model>
inline constexpr bool can_be_saved = IsWords<typename Model::State>::value;

/// REQUIRES: can_be_saved<Model>, for everything but construction and `is_on`.
template <class Model>
class SearchCheckpoint {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;
  using Store = StateStore<State>;
  using Properties = std::vector<Property<State>>;
  using Slabs = std::vector<std::unique_ptr<Slab<Model>>>;
  using Seconds = std::chrono::duration<double>;

  /// All must outlive it.
  SearchCheckpoint(const Model& model, const Properties& properties, const SearchOptions& options)
      : model_(model), properties_(properties), options_(options) {}

  [[nodiscard]] bool is_on() const { return options_.checkpoint != nullptr; }
  [[nodiscard]] bool has_position() const { return is_on() && folder().position().has_value(); }

  // ---- writing

  /// Before a round: `level` is being expanded, `from` of its states are.
  void note(const Store& store, std::size_t level, std::uint64_t from,
            const SearchResult<Model>& result, const Slabs& slabs) {
    Note next;
    next.level_count = level + 2;
    next.states = store.size();
    next.level_expanded = from;
    next.expanded = result.expanded;
    next.actions = result.actions;
    next.pending.resize(properties_.size());
    PropertyWatch<Model> merged = slabs.front()->watch;
    for (const auto& slab : slabs) {
      merged.merge(slab->watch);
      for (std::size_t k = 0; k < next.actions.size(); ++k) next.actions[k] += slab->actions[k];
    }
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      next.findings.push_back(result.properties[p].finding);
      next.pending[p] = merged.found(p);
    }
    note_ = std::move(next);
  }
  /// `elapsed`: of this run.
  [[nodiscard]] bool is_due(Seconds elapsed) const {
    return elapsed - last_attempt_ >= options_.checkpoint_interval;
  }
  /// Writes what was noted last.
  void write(const Store& store, Seconds elapsed) {
    last_attempt_ = elapsed;
    if (!note_) return;
    const auto begin = Clock::now();
    SearchPosition position = position_of(*note_, store);
    position.seconds = seconds_before_ + elapsed.count();
    const std::uint64_t written = has_position() ? folder().position()->states() : 0;
    folder().write(position, [&](const Checkpoint::Sink& sink) {
      store.for_each_piece(written, note_->states, sink);
    });
    last_attempt_ += Clock::now() - begin;
    tell(Clock::now() - begin);
  }
  /// At the end of the search, for whatever reason it ended.
  void end(const Store& store, StopReason stop, Seconds elapsed) {
    if (is_limit(stop)) {
      write(store, elapsed);
    } else if (!folder().complete()) {
      tell({});
    }
  }

  // ---- taking up; REQUIRES: has_position()

  /// Sets what the result had. Throws CheckpointError if it is of another search, and for more
  /// states than the limit on them.
  const SearchPosition& take_up(const Store& store, SearchResult<Model>& result) {
    const SearchPosition& position = *folder().position();
    if (position.action_kinds != action_kinds() || position.properties != property_names() ||
        position.significant != words_of(store.significant()) ||
        position.record_bytes != store.record_bytes()) {
      throw CheckpointError(fmt::format(
          "{} is of another search; accepted: one of the same model, bounds and properties",
          folder().folder()));
    }
    const auto& states_max = options_.limits.states_max;
    if (states_max && position.states() > *states_max) {
      throw CheckpointError(fmt::format("{} has {} states, more than the limit of {}",
                                        folder().folder(), position.states(), *states_max));
    }
    result.expanded = position.expanded;
    result.actions = position.actions;
    result.seconds_before = seconds_before_ = position.seconds;
    for (const SavedFinding& one : position.findings) {
      result.properties[one.property].finding = finding_of(one);
    }
    return position;
  }
  /// Fills `count` of the slabs with the next `states` states, `each` to a slab.
  void read(const Store& store, Workers& workers, const Slabs& slabs, std::size_t count,
            std::uint64_t states, std::uint64_t each) {
    const std::size_t bytes = store.record_bytes();
    buffer_.resize(static_cast<std::size_t>(states) * bytes + sizeof(State));
    folder().read(std::span(buffer_).first(buffer_.size() - sizeof(State)));
    workers.for_each_index(count, true, [&](std::size_t k) {
      Slab<Model>& slab = *slabs[k];
      slab.clear();
      const std::uint64_t end = std::min(states, (k + 1) * each);
      for (std::uint64_t at = k * each; at < end; ++at) {
        const auto candidate = store.prepare(store.state_of(buffer_.data() + at * bytes));
        slab.successors.push(store.shard_of(candidate), candidate);
      }
    });
  }
  /// After the last of them: throws CheckpointError unless all were as they were written, and
  /// returns the findings of the level that is being filled, by property.
  [[nodiscard]] std::vector<std::optional<Finding<Model>>> close(const Store& store) {
    buffer_ = {};
    folder().require_intact();
    const SearchPosition& position = *folder().position();
    if (store.size() != position.states()) throw folder().damage("it has a state twice");
    std::vector<std::optional<Finding<Model>>> pending(properties_.size());
    for (const SavedFinding& one : position.pending) pending[one.property] = finding_of(one);
    return pending;
  }
  [[nodiscard]] CheckpointError no_room() const {
    return CheckpointError(
        fmt::format("{} has {} states, which the memory has no room for; it is as it was",
                    folder().folder(), folder().position()->states()));
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Note {
    std::size_t level_count = 0;
    std::uint64_t states = 0;
    std::uint64_t level_expanded = 0;
    std::uint64_t expanded = 0;
    std::vector<std::uint64_t> actions;
    std::vector<std::optional<Finding<Model>>> findings;  // by property
    std::vector<std::optional<Finding<Model>>> pending;
  };

  [[nodiscard]] Checkpoint& folder() const { return *options_.checkpoint; }

  [[nodiscard]] static std::vector<std::uint64_t> words_of(const State& state) {
    return {state.begin(), state.end()};
  }
  [[nodiscard]] static State state_of(const std::vector<std::uint64_t>& words) {
    State state{};
    std::copy(words.begin(), words.end(), state.begin());
    return state;
  }
  [[nodiscard]] std::vector<std::string> action_kinds() const {
    const auto kinds = model_.action_kinds();
    return {kinds.begin(), kinds.end()};
  }
  [[nodiscard]] std::vector<std::string> property_names() const {
    std::vector<std::string> names;
    for (const auto& property : properties_) names.push_back(property.name);
    return names;
  }

  [[nodiscard]] SearchPosition position_of(const Note& note, const Store& store) const {
    SearchPosition position;
    position.action_kinds = action_kinds();
    position.properties = property_names();
    position.significant = words_of(store.significant());
    position.record_bytes = store.record_bytes();
    std::uint64_t below = 0;
    for (std::size_t level = 0; level + 1 < note.level_count; ++level) {
      position.level_sizes.push_back(store.level_size(level));
      below += position.level_sizes.back();
    }
    position.level_sizes.push_back(note.states - below);
    position.level_expanded = note.level_expanded;
    position.expanded = note.expanded;
    position.actions = note.actions;
    for (std::size_t p = 0; p < properties_.size(); ++p) {
      if (note.findings[p]) position.findings.push_back(saved(p, *note.findings[p]));
      if (note.pending[p]) position.pending.push_back(saved(p, *note.pending[p]));
    }
    return position;
  }

  [[nodiscard]] SavedFinding saved(std::size_t property, const Finding<Model>& finding) const {
    SavedFinding one;
    one.property = property;
    one.state = words_of(finding.state);
    one.length = finding.length;
    if (!finding.step) return one;
    one.next = words_of(finding.step->second);
    std::uint64_t place = 0;
    visit_successors(model_, finding.state, [&](const Action& action, const State& next) {
      if (std::pair(action, next) == *finding.step) one.action = place;
      ++place;
    });
    return one;
  }
  [[nodiscard]] Finding<Model> finding_of(const SavedFinding& one) const {
    Finding<Model> finding{state_of(one.state), std::nullopt, one.length};
    if (!one.action) return finding;
    std::uint64_t place = 0;
    visit_successors(model_, finding.state, [&](const Action& action, const State& next) {
      if (place++ == *one.action && words_of(next) == one.next) finding.step.emplace(action, next);
    });
    if (!finding.step) {
      throw CheckpointError(
          fmt::format("{} has a step that the model does not have; start again with another folder",
                      folder().folder()));
    }
    return finding;
  }

  void tell(Seconds seconds) const {
    if (!options_.on_checkpoint) return;
    CheckpointNote note;
    note.states = has_position() ? folder().position()->states() : 0;
    note.bytes = folder().states_bytes();
    note.seconds = seconds;
    note.failure = folder().failure();
    options_.on_checkpoint(note);
  }

  const Model& model_;
  const Properties& properties_;
  const SearchOptions& options_;
  std::optional<Note> note_;
  std::vector<char> buffer_;  // of records
  double seconds_before_ = 0;
  Seconds last_attempt_{};
};

}  // namespace scrutineer
