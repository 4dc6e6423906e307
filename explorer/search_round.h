// One round of the search: a part of a level is expanded, then its successors are inserted.
//
// Idea: expansion and insertion are separate phases with a barrier between them. Expansion reads
// the frontier in slabs; each slab sorts its successors by shard into buffers of its own. Then
// each shard takes its buffers from all slabs, in the order of the slabs, and is for that time
// owned by one worker. (Owner computes: Stern and Dill, "Parallelizing the Murphi Verifier",
// CAV 1997, there over machines; radix-partitioned hash joins in databases do the same.)
//
// What it gives:
//   - no locks and no atomic operations on states;
//   - order: slabs, rounds and shards do not depend on the number of threads, so every state has
//     the same place in every run, and limits on states and memory stop at the same state;
//   - locality: an owner works on 1/64 of the visited set, often within its cache.
// It costs a copy of each successor through memory, written and read in order. Rejected: a
// shared table with compare-and-swap (see `store_shard.h`).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "explorer/property_watch.h"
#include "explorer/state_store.h"

namespace scrutineer {

/// The successors of one slab of the frontier, by shard, and what was seen on the way.
template <class Model>
struct Slab {
  std::array<std::vector<typename Model::State>, shard_count> successors;
  std::vector<std::uint64_t> actions;  // by kind
  std::uint64_t expanded = 0;
  PropertyWatch<Model> watch;

  void clear() {
    for (auto& out : successors) out.clear();
    expanded = 0;
  }
  [[nodiscard]] std::uint64_t successor_count() const {
    std::uint64_t total = 0;
    for (const auto& out : successors) total += out.size();
    return total;
  }
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t total = 0;
    for (const auto& out : successors) total += out.capacity();
    return total * sizeof(typename Model::State);
  }
};

/// Expands the states of a level with ordinals [from, to) into `slab`. A self-loop is counted and
/// goes no further: it leads to a known state, and step invariants hold on it (see Property).
template <class Model>
void expand(const Model& model, const StateStore<typename Model::State>& store, std::size_t level,
            std::uint64_t from, std::uint64_t to, Slab<Model>& slab) {
  using State = typename Model::State;
  const bool watches_steps = slab.watch.watches_steps();
  store.for_each_of_level(level, from, to, [&](const State& state) {
    model.for_each_successor(state, [&](const typename Model::Action& action, const State& next) {
      ++slab.actions.at(model.kind(action));
      if (is_same_state(next, state)) return;
      if (watches_steps) slab.watch.see_step(state, action, next);
      const State& stored = representative_of(model, next);
      if (HasRepresentative<Model> && is_same_state(stored, state)) return;
      slab.successors[shard_of(state_hash(stored))].push_back(stored);
    });
    ++slab.expanded;
  });
}

/// How an insertion phase ended in one shard.
enum class ShardEnd : std::uint8_t { all_inserted, state_limit, memory_limit };

/// Inserts `states` into `shard`, as long as `room` (how many new states may be added; counted
/// down) and `bytes_max` allow, and shows each new state to `watch`.
template <class Model>
ShardEnd insert_all(std::span<const typename Model::State> states,
                    StoreShard<typename Model::State>& shard, std::uint64_t& room,
                    std::uint64_t bytes_max, PropertyWatch<Model>& watch) {
  // Hashes, then index lines, then states are asked for ahead of their use; 32 is past the number
  // of misses that a core keeps in flight.
  constexpr std::size_t batch = 32;
  std::array<std::uint64_t, batch> hashes;
  std::array<typename StoreShard<typename Model::State>::Probe, batch> probes;
  for (std::size_t begin = 0; begin < states.size(); begin += batch) {
    const auto part = states.subspan(begin, std::min(batch, states.size() - begin));
    for (std::size_t k = 0; k < part.size(); ++k) {
      hashes[k] = state_hash(part[k]);
      shard.prefetch_index(hashes[k]);
    }
    for (std::size_t k = 0; k < part.size(); ++k) probes[k] = shard.prefetch_state(hashes[k]);
    for (std::size_t k = 0; k < part.size(); ++k) {
      switch (shard.insert(part[k], hashes[k], probes[k], room == 0 ? 0 : bytes_max)) {
        case Insertion::known: break;
        case Insertion::full: return room == 0 ? ShardEnd::state_limit : ShardEnd::memory_limit;
        case Insertion::added:
          --room;
          watch.see_state(part[k]);
          break;
      }
    }
  }
  return ShardEnd::all_inserted;
}

}  // namespace scrutineer
