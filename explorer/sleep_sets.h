// Sleep sets: a step that only repeats, in another order, what is found already is not taken.
//
// Idea: two actions a and b of a state x that commute lead to the same state in either order. A
// plain search looks it up twice, and with many servers and messages nearly all look-ups are of
// that kind. So b's successor is told to let a sleep: what a leads to from there was found when b
// was taken after a, or will be. What sleeps in a state is a set of its actions, which a model that
// knows what commutes computes along with the successors (R8 in model/transition_system.h). Counts
// do not change: a model counts what sleeps, it just does not compute it.
//
// Why nothing is lost, and every level, order and count is as without:
//   - A path is a word of actions. Among words of the same length from the initial states, that is
//     smaller which has the smaller action (in the order of R2) where they first differ. States are
//     stored in the order of generation, and expanded in the order in which they are stored. So the
//     path by which a state is found first is its smallest shortest word; w(x) is that of x.
//     (Induction over levels; where several steps lead to a state, the first of them counts.)
//   - For each a asleep in x there is a word to the state after it that is shorter than w(x)a, or
//     as long and smaller already within the length of w(x). For let x be found from p by b. If a
//     comes before b in p and they commute, then w(p)ab leads there too, and w(p)a is smaller than
//     w(x), which is w(p)b. If a was asleep in p, there is such a word u to the state after a in p;
//     then ub leads to the state in question, and is shorter than w(x)a, or smaller already within
//     the length of w(p).
//   - So the last step of a state's smallest shortest word is never asleep: a shorter or smaller
//     word would lead to the state. Hence each state is found when, and as, it is without sleep
//     sets, and what is found first stays the first. That a is awake in a state when it is reached
//     again by another way does not matter: only the first way counts.
//
// The set that counts is that of the first way to a state, so it travels with a candidate and is
// kept until the state is expanded (`word_store.h`). After a checkpoint it is empty, which is
// always right. Step invariants have to see every step: while one is watched, all are enumerated,
// but what sleeps is still not looked up.
//
// It is not a reduction: the same states are stored. It is a quarter of the look-ups and half of
// the time on an election of three servers. Source: Godefroid, "Partial-Order Methods for the
// Verification of Concurrent Systems", LNCS 1032, 1996, chapter 5; that a search which stores
// states must mind by which way a state was found: Godefroid, Holzmann, Pirottin, "State-Space
// Caching Revisited", Formal Methods in System Design 7, 1995. Rejected: the same up to
// representatives (a set would have to be renamed with its state, and few steps are left);
// persistent sets (they lose states).
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/search_slab.h"
#include "explorer/state_hash.h"
#include "explorer/state_store.h"
#include "explorer/successor_sink.h"
#include "model/transition_system.h"

namespace scrutineer {

/// Expands the states of a level with ordinals [from, to) into `slab`, but for what is asleep.
/// REQUIRES: store.keeps_sleep().
template <class Model>
void expand_awake(const Model& model, const StateStore<typename Model::State>& store,
                  std::size_t level, std::uint64_t from, std::uint64_t to, Slab<Model>& slab) {
  using State = typename Model::State;
  using Action = typename Model::Action;
  const bool watches_steps = slab.watch.watches_steps();
  // No filter of repeats: few of these come twice.
  const auto send = [&](const State& next, const State& asleep) __attribute__((always_inline)) {
    store.push(slab.successors, next, asleep);
  };
  store.for_each_with_sleep(level, from, to, [&](const State& state, const State& asleep) {
    if (watches_steps) {
      visit_successors(model, state, [&](const Action& action, const State& next) {
        if (!is_same_state(next, state)) slab.watch.see_step(state, action, next);
      });
    }
    model.for_each_awake(state, asleep, slab.actions, send);
    ++slab.expanded;
  });
}

}  // namespace scrutineer
