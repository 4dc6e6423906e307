// The core abstraction: what a model has to bring so that the explorer can search it.
//
// A model is a value. It names a `State` and an `Action` type, lists its initial states, and
// enumerates, always in the same order, the enabled actions of a state with their successors.
// A successor is total: an action is enabled (the sink is called) or absent (it is not).
//
// Requirements that a concept cannot check, numbered so that others may cite them:
//   R1  Equal states have equal successors: nothing outside `State` influences the model.
//   R2  `for_each_successor` calls the sink in the same order every time, once per enabled
//       action instance, also when the successor equals the state (a self-loop).
//   R3  A state has finitely many successors. Two instances out of one state differ in `Action`.
//   R4  All const member functions may be called from several threads at once.
//   R5  `hash_value(state)` (found by argument-dependent lookup, as boost::hash does) agrees with
//       `==`. A poor hash costs speed, never correctness: the store compares whole states.
//       A state made of machine words (`Words`) needs none.
//   R6  `kind(action)` is less than the number of kinds that `action_kinds()` lists, and there is
//       at least one initial state. (A search checks both.)
//   R7  A model may reduce itself by `representative(state)` (see HasRepresentative). With s ~ t
//       for representative(s) == representative(t): representative(s) ~ s; if s ~ t, then for each
//       successor u of s there is a v ~ u that is t itself or a successor of t; and no invariant
//       tells s from t. (A bisimulation up to self-loops: it keeps verdicts and the lengths of
//       shortest paths.)
//   R8  A packed model may know which of its actions commute (see HasSleepSets). It codes a set of
//       actions as it likes, in the bits `sleep_bits()` of as many words as a state has; the empty
//       set is zero. `for_each_awake(x, asleep, counts, sink)` adds every enabled action of x to
//       `counts`, by kind, and calls sink(next, asleep_next) in the order of R2 for those that are
//       not in `asleep` and lead to another state. `asleep` must be empty, or what such a call gave
//       with x. For an action b that leads from x to next, each a in asleep_next is in `asleep` or
//       comes before b in x, and commutes with it: a is enabled in next, b is enabled in the state
//       that a leads to from x, and both lead from there to the same state.
//
// The names are those of the literature (Stateright, TLA+): state, action, successor,
// representative.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace scrutineer {

/// A packed state: a fixed number of machine words, compared as a sequence of numbers.
template <std::size_t Count>
using Words = std::array<std::uint64_t, Count>;

template <class T>
struct IsWords : std::false_type {};
template <std::size_t Count>
struct IsWords<Words<Count>> : std::true_type {};

/// A sink that accepts everything; it stands for any caller's sink in the concept below.
template <class Model>
struct AnySink {
  void operator()(const typename Model::Action&, const typename Model::State&) const {}
};

/// See the top of this file. `describe` gives one line of text for a state or an action;
/// `action_kinds` names the kinds that are counted apart; `kind` maps an action to one of them.
template <class Model>
concept TransitionSystem = std::copyable<typename Model::State> &&
    std::totally_ordered<typename Model::State> && std::copyable<typename Model::Action> &&
    std::totally_ordered<typename Model::Action> &&
    requires(const Model& model, const typename Model::State& state,
             const typename Model::Action& action, AnySink<Model> sink) {
  { model.initial_states() } -> std::same_as<std::vector<typename Model::State>>;
  model.for_each_successor(state, sink);
  { model.action_kinds() } -> std::same_as<std::vector<std::string_view>>;
  { model.kind(action) } -> std::convertible_to<std::size_t>;
  { model.describe(state) } -> std::convertible_to<std::string>;
  { model.describe(action) } -> std::convertible_to<std::string>;
};

/// A model that is searched up to an equivalence: only representatives are stored. Step invariants
/// are evaluated on steps from a representative to a successor as it is, before it is represented.
template <class Model>
concept HasRepresentative = requires(const Model& model, const typename Model::State& state) {
  { model.representative(state) } -> std::same_as<typename Model::State>;
};

/// A sink that accepts every successor that is not asleep (see R8).
template <class Model>
struct AnyAwakeSink {
  void operator()(const typename Model::State&, const typename Model::State&) const {}
};

/// A packed model that tells which actions need not be taken in a state, because what they lead to
/// is found another way (R8). What searches make of it: explorer/sleep_sets.h.
template <class Model>
concept HasSleepSets = IsWords<typename Model::State>::value &&
    requires(const Model& model, const typename Model::State& words, AnyAwakeSink<Model> sink,
             std::span<std::uint64_t> counts) {
  { model.sleep_bits() } -> std::same_as<typename Model::State>;
  model.for_each_awake(words, words, counts, sink);
};

/// The representative of `state`; the state itself in a model that has none.
template <class Model>
[[nodiscard]] decltype(auto) representative_of(const Model& model,
                                               const typename Model::State& state) {
  if constexpr (HasRepresentative<Model>) {
    return model.representative(state);
  } else {
    return (state);
  }
}

}  // namespace scrutineer
