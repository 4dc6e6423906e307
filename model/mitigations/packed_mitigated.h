// An election with the environment of Mitigations.tla around it, on packed states: what a search
// runs on.
//
// Idea: the environment's fields lie in the same words as the election's, beside them. The packed
// election knows only its own bits and leaves all others as they are, so its successors are taken
// as they come; what a step makes a server forget is then cleared. The environment's own steps
// write a few fields of a copy.
//
// The meaning is `rules.h`. This repeats it on fields, on purpose: tests compare the two state by
// state, and the judge replays counterexamples with the rules. Rejected: a product of two models
// with a state each (two words at least where one has room for both), and unpacking for the rules
// (ten times slower).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/mitigations/election.h"
#include "model/mitigations/packed_layout.h"

namespace scrutineer::mitigations {

/// A TransitionSystem. `Election` is a packed model whose actions have a `kind` and a `parameter`;
/// kinds of the environment follow its own. The parameter of an environment's action is its server,
/// for tick the set of those late (as ServerSet::mask), for receive_write and remove_peer their
/// numbers of three bits each, so that actions are enumerated in their order. Immutable after
/// construction; any thread.
template <class AnyElection>
class PackedMitigated {
 public:
  using Election = AnyElection;
  using State = typename Election::State;
  using Action = typename Election::Action;
  using ReadableState = decltype(std::declval<Election>().unpack(State{}));
  using ReadableAction = decltype(std::declval<Election>().unpack(Action{}));

  /// REQUIRES: the bounds are the election's. Throws std::logic_error if a state has too few words.
  PackedMitigated(Election election, const Bounds& bounds);

  [[nodiscard]] std::vector<State> initial_states() const;
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const;

  [[nodiscard]] std::vector<std::string_view> action_kinds() const;
  [[nodiscard]] std::size_t kind(const Action& action) const { return action.kind; }
  [[nodiscard]] std::string describe(const State& state) const;
  [[nodiscard]] std::string describe(const Action& action) const;

  /// Between packed and readable. `pack` throws PackedOverflow for a state outside the bounds.
  [[nodiscard]] State pack(const ReadableState& state) const;
  [[nodiscard]] ReadableState unpack(const State& state) const;
  [[nodiscard]] ReadableAction unpack(const Action& action) const;

  [[nodiscard]] const Election& election() const { return election_; }
  [[nodiscard]] const Bounds& bounds() const { return layout_.bounds; }
  [[nodiscard]] const PackedLayout& layout() const { return layout_; }

  /// The bits of every field, of the environment's, and of those with one of these names.
  [[nodiscard]] State significant_bits() const;
  [[nodiscard]] State environment_bits() const;
  [[nodiscard]] State bits_of(std::span<const std::string_view> field_names) const;

 private:
  // What successors of one state share. Sets of servers with bit i for server i.
  struct Parent {
    std::uint32_t up = 0;
    std::uint32_t leads = 0;
    std::uint32_t may_write = 0;
    std::array<int, servers_max + 1> term{};  // of those that lead
    std::uint64_t lock_left = 0;
  };

  [[nodiscard]] Parent decode(const State& s) const;
  [[nodiscard]] std::uint32_t with_belongings(const State& s) const;
  void forget(const State& before, State& next, std::uint32_t servers) const;
  void watch(State& next) const;
  static void put(State& s, const BitField& field, std::uint64_t value);
  [[nodiscard]] Action action_of(ActionKind kind, std::uint32_t parameter) const;
  [[nodiscard]] mitigations::Action environment_action(const Action& action) const;

  template <class Sink>
  void acquires(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void lease_receipts(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void ticks(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void registrations(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void sends(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void write_receipts(const State& s, Sink& sink) const;
  template <class Sink>
  void removals(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void repairs(const State& s, const Parent& p, Sink& sink) const;

  void tick_server(State& next, std::size_t i) const;
  [[nodiscard]] bool is_accepted(const State& s, std::uint64_t from, std::uint64_t token) const;

  // f(i) for each member of a set, in order.
  template <class F>
  static void for_each_server(std::uint32_t set, F&& f) {
    for (; set != 0; set &= set - 1) f(static_cast<std::size_t>(std::countr_zero(set)));
  }

  Election election_;
  PackedLayout layout_;
  Settings settings_;
  std::size_t servers_;
  std::size_t first_kind_;  // of the environment
};

}  // namespace scrutineer::mitigations

#include "model/mitigations/packed_mitigated_forms.inl"
#include "model/mitigations/packed_mitigated_steps.inl"
