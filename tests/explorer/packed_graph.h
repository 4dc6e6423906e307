// Random graphs on packed states, with properties of all kinds, for tests of checkpoints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/explorer/checkpoint_runs.h"
#include "tests/explorer/toy_models.h"

namespace scrutineer::test {

/// A random graph of classes on two words: a class, spread over the first word, and a mark that
/// makes four states of each class. Whether a step goes on is a matter of the classes alone.
struct PackedGraph {
  using State = Words<2>;
  using Action = std::uint32_t;

  std::uint64_t classes = 0;
  std::uint64_t seed = 0;
  std::uint64_t degree = 3;
  bool is_deep = false;  // many small levels, not few large ones

  static constexpr std::uint64_t spread = 0x10001;
  [[nodiscard]] static std::uint64_t class_of(const State& state) { return state[0] / spread; }
  [[nodiscard]] State significant_bits() const { return {(std::uint64_t{1} << 40U) - 1, 0x30}; }

  [[nodiscard]] std::vector<State> initial_states() const {
    return {State{0, 0}, State{classes / 2 * spread, 0}};
  }
  [[nodiscard]] std::uint64_t reach(std::uint64_t from) const {
    return is_deep ? from / 2 + 200 : classes;
  }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    const std::uint64_t from = class_of(state);
    for (std::uint32_t k = 0; k < degree; ++k) {
      const std::uint64_t mixed = state_hash(Words<2>{from * degree + k, seed});
      const std::uint64_t far = mixed % 11 == 0 ? from : mixed % reach(from);
      const std::uint64_t to = (k == 0 ? from + 1 + mixed % 7 : far) % classes;
      sink(k, State{to * spread, (mixed >> 40U) % 4 << 4U});
    }
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"near", "far"}; }
  [[nodiscard]] std::size_t kind(const Action& action) const { return action == 0 ? 0 : 1; }
  [[nodiscard]] std::string describe(const State& state) const {
    return std::to_string(class_of(state));
  }
  [[nodiscard]] std::string describe(const Action& action) const { return std::to_string(action); }
};

/// The same up to the mark.
struct ReducedGraph : PackedGraph {
  [[nodiscard]] State representative(const State& state) const { return {state[0], 0}; }
};

template <class Model>
Property<typename Model::State> companion(Property<typename Model::State> property) {
  property.stops_search = false;
  return property;
}

// Of all kinds, violated on the way or at the end, or not at all.
template <class Model>
PropertiesOf<Model> properties_of(const Model&, bool is_violated) {
  using State = typename Model::State;
  const auto number = [](const State& s) { return PackedGraph::class_of(s); };
  return {invariant<State>("late",
                           [=](const State& s) { return !is_violated || number(s) % 199 != 198; }),
          companion<Model>(
              invariant<State>("early", [=](const State& s) { return number(s) % 31 != 20; })),
          companion<Model>(step_invariant<State>("step",
                                                 [=](const State& a, const State& b) {
                                                   return (number(a) + number(b)) % 1009 != 500;
                                                 })),
          reachable<State>("witness", [=](const State& s) { return number(s) % 1000 == 999; }),
          reachable<State>("none", [](const State&) { return false; })};
}

// Rounds of some hundred states.
inline SearchOptions small_rounds() {
  SearchOptions options;
  options.threads = 1;
  options.limits.memory_bytes_max = std::uint64_t{1} << 20U;
  return options;
}

}  // namespace scrutineer::test
