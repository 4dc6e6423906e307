// The election model on packed states, with what it knows of events that commute.
//
// Idea: an event of one server reads and writes its own variables, takes one message from the
// network and adds others. So events of two servers commute, unless one takes a message that the
// other sends again (a set has it once: sent after it was taken it is there, before, it is gone).
// Events of one server commute in some of its local states: two stale messages, a vote too many
// and a heartbeat. Both are found by trying, once for each local state and pair of events, on the
// table of effects; what is left for a step are three masks (`Step`).
//
// A set of events is coded as bits in their order: timeouts, heartbeats, deliveries by message.
// Faults are in no set; after a crash or a restart the other servers' events are as they were. A
// cut takes messages away: after it nothing is known. Timeouts that need a suspicion read all
// servers, so there are no sets with them.
//
// How a search uses it, and why nothing is lost: explorer/sleep_sets.h. Source: Godefroid,
// "Partial-Order Methods for the Verification of Concurrent Systems", LNCS 1032, 1996, chapter 5.
// Rejected: independence by server alone (two thirds of all steps are then left, not a quarter).
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/raft/packed_model.h"

namespace scrutineer::raft {

/// A TransitionSystem with sleep sets (see HasSleepSets and R8). Immutable; any thread.
template <std::size_t Count>
class SleepingModel : public PackedModel<Count> {
  using Base = PackedModel<Count>;

 public:
  using State = typename Base::State;
  using Action = typename Base::Action;

  /// REQUIRES: as PackedModel.
  explicit SleepingModel(const Settings& settings);

  /// The bits that sets of actions may have; none if there are no sets under these settings.
  [[nodiscard]] State sleep_bits() const;

  /// The bit of an action in such a set; nothing for faults, which are in none.
  [[nodiscard]] std::optional<std::size_t> bit_of(const Action& action) const;

  /// See R8. REQUIRES: counts.size() is the number of action kinds.
  template <class Sink>
  void for_each_awake(const State& state, const State& asleep, std::span<std::uint64_t> counts,
                      Sink&& sink) const;

 private:
  // As many words of a set as are in use: one or all.
  template <std::size_t Used>
  using Set = Words<Used>;
  // An event in some local state of its server: the state after it is as Effect says; of the
  // events that are asleep or come before it, those in `kept` sleep on.
  struct alignas(64) Step {
    Effect<Count> effect;
    State kept{};
  };
  // What a server in some local state may do.
  struct Ready {
    State own{};       // its timeout, its heartbeat
    State receives{};  // the deliveries that it takes
  };
  struct EventPlace {
    std::uint32_t first_step = 0;   // of `steps_`, by the local state of its server
    std::uint32_t first_again = 0;  // of `sent_again_`, by that of its message's sender
    std::uint8_t server = 0;
    std::uint8_t sender = 0;  // 0 without a message
  };
  // Messages side by side in a word of a state, and where their deliveries are in a set.
  struct Run {
    std::size_t word = 0;
    unsigned shift = 0;
    unsigned width = 0;
    std::uint64_t mask = 0;  // `width` bits
    std::size_t event = 0;
    bool crosses = false;  // into the next word of the set
  };
  struct KindMask {
    std::size_t kind;
    State events{};
  };
  // One event by local state of its server; what the tables are made of.
  struct Event {
    std::size_t index = 0;
    std::vector<const Effect<Count>*> effect;  // null: not enabled
    std::vector<std::uint16_t> after;          // the local state after it
  };
  // What is known of a state before its events are looked at.
  template <std::size_t Used>
  struct Enabled {
    std::array<std::uint16_t, servers_max + 1> local;
    Set<Used> events{};
    State lost{};
    bool is_known = true;  // of every server, what it may do
  };

  static constexpr std::uint64_t pairs_max = std::uint64_t{1} << 22U;
  // Beyond, tables are too large for a processor's caches, and there are no sets.
  static constexpr std::size_t table_bytes_max = std::size_t{2} << 20U;

  [[nodiscard]] bool place_events();
  void place_messages();
  [[nodiscard]] std::size_t table_bytes() const;
  void index_server(std::size_t server);
  [[nodiscard]] std::vector<Event> events_of(std::size_t server) const;
  [[nodiscard]] State commuting(const std::vector<Event>& events, const Event& event,
                                std::size_t local) const;
  void index_sent_again(std::size_t server, const std::vector<Event>& events);

  template <class Sink>
  void take_all(const State& state, std::span<std::uint64_t> counts, Sink& sink) const;
  template <std::size_t Used, class Sink>
  void awake(const State& state, const State& asleep, std::span<std::uint64_t> counts,
             Sink& sink) const;
  template <std::size_t Used>
  [[nodiscard]] Enabled<Used> enabled_in(const State& state) const;
  template <std::size_t Used, class Sink>
  void awake_events(const State& state, const State& asleep, const Enabled<Used>& enabled,
                    Sink& sink) const;
  template <std::size_t Used, class Sink>
  void awake_faults(const State& state, const State& asleep, const Enabled<Used>& enabled,
                    std::span<std::uint64_t> counts, Sink& sink) const;

  static void add(State& set, std::size_t event) {
    set[event / 64] |= std::uint64_t{1} << (event % 64);
  }
  // Whether it puts the message back where a delivery takes it away.
  [[nodiscard]] bool puts_back(const Effect<Count>& effect, std::size_t message) const {
    const std::size_t bit = this->messages_[message].bit;
    return !this->is_duplicating_ && ((effect.set[bit / 64] >> (bit % 64)) & 1U) != 0;
  }
  [[nodiscard]] std::size_t delivery(std::size_t message) const {
    return static_cast<std::size_t>(2 * this->servers_) + message;
  }

  std::size_t event_count_ = 0;  // 0: no sets
  std::vector<Run> runs_;
  std::array<std::vector<std::uint16_t>, servers_max + 1> local_of_block_;
  std::array<std::vector<Ready>, servers_max + 1> ready_;  // by local state
  std::array<State, servers_max + 1> events_of_server_{};
  std::vector<KindMask> kinds_;
  std::vector<EventPlace> events_;
  std::vector<Step> steps_;
  std::vector<State> sent_again_;  // the events of a message's sender that send it once more
};

}  // namespace scrutineer::raft

#include "model/raft/sleeping_model_setup.inl"
#include "model/raft/sleeping_model_steps.inl"
