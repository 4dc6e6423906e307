// Small models with counts known by other means (the habit is Stateright's).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <boost/container_hash/hash.hpp>

#include "model/transition_system.h"
#include "properties/property.h"

namespace scrutineer::test {

/// A graph given by its edges; states and actions are numbers, an action being the position of
/// its edge among those of its state.
struct GraphModel {
  using State = std::uint32_t;
  using Action = std::uint32_t;

  std::vector<State> initial = {0};
  std::vector<std::vector<State>> successors;

  [[nodiscard]] std::vector<State> initial_states() const { return initial; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (std::uint32_t k = 0; k < successors[state].size(); ++k) sink(k, successors[state][k]);
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"first", "other"}; }
  [[nodiscard]] std::size_t kind(const Action& action) const { return action == 0 ? 0 : 1; }
  [[nodiscard]] std::string describe(const std::uint32_t& number) const {
    return std::to_string(number);
  }
};

/// A random graph of `size` states with `degree` edges out of each; some are self-loops, some
/// states are out of reach.
inline GraphModel random_graph(std::uint32_t size, std::uint32_t degree, unsigned seed) {
  std::mt19937 random(seed);
  GraphModel graph;
  graph.successors.resize(size);
  for (auto& out : graph.successors) {
    for (std::uint32_t k = 0; k < degree; ++k)
      out.push_back(static_cast<std::uint32_t>(random() % size));
  }
  graph.initial = {0, size / 2};
  return graph;
}

/// Pairs (x, y) of bytes, each to be incremented with wrap-around: 65,536 states, 131,072
/// transitions, depth 510. The state owns its numbers on the heap: it is no plain bytes.
struct PairModel {
  struct State {
    std::vector<int> xy = {0, 0};
    auto operator<=>(const State&) const = default;
    friend std::size_t hash_value(const State& s) {
      return boost::hash_range(s.xy.begin(), s.xy.end());
    }
  };
  enum class Action : std::uint8_t { increment_x, increment_y };

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    State next = state;
    next.xy[0] = (state.xy[0] + 1) % 256;
    sink(Action::increment_x, next);
    next = state;
    next.xy[1] = (state.xy[1] + 1) % 256;
    sink(Action::increment_y, next);
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"x", "y"}; }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action);
  }
  [[nodiscard]] std::string describe(const State& s) const {
    return std::to_string(s.xy[0]) + "," + std::to_string(s.xy[1]);
  }
  [[nodiscard]] std::string describe(const Action& action) const {
    return action == Action::increment_x ? "x" : "y";
  }
};

/// Three interchangeable cells with numbers from 0 to 2 and an account of faults. A cell may count,
/// break (a fault, which makes it 2), or start anew; the weather, nobody's action, sets all ones to
/// 2. Searched up to the order of the cells if `IsReduced`.
template <bool IsReduced>
struct CellModel {
  struct State {
    std::array<std::uint8_t, 3> cells{};
    std::uint8_t faults = 0;
    auto operator<=>(const State&) const = default;
    friend std::size_t hash_value(const State& s) {
      return boost::hash_range(s.cells.begin(), s.cells.end()) * 31 + s.faults;
    }
  };
  enum class Kind : std::uint8_t { count, break_down, restart, weather };
  struct Action {
    Kind kind = Kind::count;
    std::uint8_t cell = 0;  // 1 to 3; 0 for the weather
    auto operator<=>(const Action&) const = default;
  };

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (const Kind kind : {Kind::count, Kind::break_down, Kind::restart}) {
      for (std::uint8_t cell = 1; cell <= 3; ++cell) {
        State next = state;
        std::uint8_t& value = next.cells[cell - 1U];
        if (kind == Kind::count && value == 2) continue;
        if (kind == Kind::break_down && state.faults == 2) continue;
        if (kind == Kind::break_down) ++next.faults;
        value = kind == Kind::count ? static_cast<std::uint8_t>(value + 1)
                                    : static_cast<std::uint8_t>(kind == Kind::restart ? 0 : 2);
        sink(Action{kind, cell}, next);
      }
    }
    State next = state;
    for (std::uint8_t& value : next.cells) value = value == 1 ? 2 : value;
    sink(Action{Kind::weather, 0}, next);
  }
  [[nodiscard]] State representative(State state) const requires IsReduced {
    std::sort(state.cells.begin(), state.cells.end());
    return state;
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const {
    return {"count", "break", "restart", "weather"};
  }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action.kind);
  }
  [[nodiscard]] std::string describe(const State& s) const {
    return std::to_string(s.cells[0]) + std::to_string(s.cells[1]) + std::to_string(s.cells[2]);
  }
  [[nodiscard]] std::string describe(const Action& action) const {
    return std::string(action_kinds()[kind(action)]) + " " + std::to_string(action.cell);
  }
};

/// An invariant with this name.
template <class State, class F>
Property<State> invariant(std::string name, F holds) {
  Property<State> property;
  property.name = std::move(name);
  property.holds = std::move(holds);
  return property;
}

template <class State, class F>
Property<State> step_invariant(std::string name, F holds) {
  Property<State> property;
  property.name = std::move(name);
  property.kind = PropertyKind::step_invariant;
  property.holds_on_step = std::move(holds);
  return property;
}

template <class State, class F>
Property<State> reachable(std::string name, F is_witness) {
  Property<State> property = invariant<State>(std::move(name), std::move(is_witness));
  property.kind = PropertyKind::reachable;
  return property;
}

}  // namespace scrutineer::test
