// One round of the search: a part of a level is expanded, then its successors are inserted.
//
// Idea: three phases with barriers between them. Expansion reads the frontier in slabs; each slab
// sorts its successors by shard into buffers of its own. Then each shard takes its buffers from all
// slabs, in the order of the slabs, and is for that time owned by one worker; it leaves those that
// were new. Then each slab's new states are looked at by the properties and written to the level's
// log. (Owner computes: Stern and Dill, "Parallelizing the Murphi Verifier", CAV 1997, there over
// machines; radix-partitioned hash joins in databases do the same.)
//
// What it gives:
//   - no locks and no atomic operations on states;
//   - order: slabs, rounds and shards do not depend on the number of threads, so every state has
//     the same place in every run, and limits on states and memory stop at the same state;
//   - locality: an owner works on 1/64 of the visited set, often within its cache; and a level
//     keeps the states of a slab together, whose successors often coincide (`recent_states.h`).
// It costs a copy of each successor through memory, written and read in order. Rejected: a
// shared table with compare-and-swap (see `line_table.h`); a level in the order of shards, which
// scatters relatives (the filter then finds 2 % of what it finds now).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "explorer/recent_states.h"
#include "explorer/search_slab.h"
#include "explorer/sleep_sets.h"
#include "explorer/state_store.h"

namespace scrutineer {

/// Takes the successors of a slab to its candidates, a few at a time: the filter's lines are asked
/// for before they are read.
template <class Store>
class Outbox {
 public:
  using State = typename Store::State;
  using Candidate = typename Store::Candidate;

  /// `is_reduced`: `is_repeated` will be asked.
  Outbox(const Store& store, typename Store::Candidates& successors, bool is_reduced)
      : store_(store),
        successors_(successors),
        recent_(recent_states<State, RecentUse::candidates>()),
        successors_seen_(recent_states<State, RecentUse::successors>()) {
    recent_.clear();
    if (is_reduced) successors_seen_.clear();
  }
  /// Whether this successor, as it is, was shown a moment ago. For models with representatives.
  [[nodiscard]] bool is_repeated(const State& successor) {
    return successors_seen_.note(store_.prepare(successor));
  }
  void send(const State& state) {
    if constexpr (batch_max == 0) {
      successors_.push(store_.shard_of(state), state);
      return;
    }
    batch_[count_] = store_.prepare(state);
    recent_.ask_for(batch_[count_]);
    if (++count_ == batch_.size()) flush();
  }
  void flush() {
    for (std::size_t k = 0; k < count_; ++k) {
      if (recent_.note(batch_[k])) continue;
      successors_.push(store_.shard_of(batch_[k]), batch_[k]);
    }
    count_ = 0;
  }

 private:
  static constexpr std::size_t batch_max = IsWords<State>::value ? 32 : 0;

  const Store& store_;
  typename Store::Candidates& successors_;
  RecentStatesOf<State>& recent_;
  RecentStatesOf<State>& successors_seen_;
  std::array<Candidate, batch_max> batch_;
  std::size_t count_ = 0;
};

/// Expands the states of a level with ordinals [from, to) into `slab`. A self-loop is counted and
/// goes no further: it leads to a known state, and step invariants hold on it (see Property).
template <class Model>
void expand_all(const Model& model, const StateStore<typename Model::State>& store,
                std::size_t level, std::uint64_t from, std::uint64_t to, Slab<Model>& slab) {
  using State = typename Model::State;
  using Action = typename Model::Action;
  const bool watches_steps = slab.watch.watches_steps();
  Outbox<StateStore<State>> outbox(store, slab.successors, HasRepresentative<Model>);
  store.for_each_of_level(level, from, to, [&](const State& state) {
    // The one hot call of the program: inlined wherever the model has a successor.
    const auto see = [&](const Action& action, const State& next) __attribute__((always_inline)) {
      ++slab.actions.at(model.kind(action));
      if (is_same_state(next, state)) return;
      if (watches_steps) slab.watch.see_step(state, action, next);
      if constexpr (HasRepresentative<Model>) {
        // A representative costs more than all else: none for a successor seen a moment ago.
        if (outbox.is_repeated(next)) return;
        outbox.send(model.representative(next));
      } else {
        outbox.send(next);
      }
    };
    model.for_each_successor(state, see);
    ++slab.expanded;
  });
  outbox.flush();
}

/// The same, but for what is asleep if that is known (`sleep_sets.h`).
template <class Model>
void expand(const Model& model, const StateStore<typename Model::State>& store, std::size_t level,
            std::uint64_t from, std::uint64_t to, Slab<Model>& slab) {
  if constexpr (HasSleepSets<Model>) {
    if (store.keeps_sleep()) return expand_awake(model, store, level, from, to, slab);
  }
  expand_all(model, store, level, from, to, slab);
}

}  // namespace scrutineer
