// The election model on packed states: what a search runs on.
//
// Idea: a successor differs from its parent in one server's block and a few message bits, so it
// is a copy of the parent's words with a block replaced and masks applied. The parent is decoded
// once for all its successors. Deliverable messages are found by scanning the set bits; their
// effect comes from a table by message and local state (`effect_table.h`). The word count is
// a template parameter (copies and comparisons unroll); bounds and guards are run-time constants,
// because a template over them would be thousands of instances for little gain.
//
// The meaning is `rules.h`. This file repeats it in another form, on purpose: tests compare the
// two state by state over every guard, and the judge replays counterexamples with the rules.
// Rejected: calling the rules and packing the result (20 times slower); generating this code
// from the rules (the generator would be larger than the code).
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/raft/action.h"
#include "model/raft/effect_table.h"
#include "model/raft/packed_layout.h"
#include "model/transition_system.h"

namespace scrutineer::raft {

/// An action in four bytes. `parameter` is the server, the id of the message, the index of the
/// partition or that of the link. Ordered as actions are enumerated.
struct PackedAction {
  std::uint16_t kind = 0;  // an ActionKind
  std::uint16_t parameter = 0;
  auto operator<=>(const PackedAction&) const = default;
};

/// A TransitionSystem over `Words<Count>`. Immutable after construction; any thread.
template <std::size_t Count>
class PackedModel {
 public:
  using State = Words<Count>;
  using Action = PackedAction;

  /// REQUIRES: packed_words(settings, Count) does not throw.
  explicit PackedModel(const Settings& settings);

  [[nodiscard]] std::vector<State> initial_states() const { return {pack(initial_state())}; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const;

  [[nodiscard]] std::vector<std::string_view> action_kinds() const;
  [[nodiscard]] std::size_t kind(const Action& action) const { return action.kind; }
  [[nodiscard]] std::string describe(const State& state) const;
  [[nodiscard]] std::string describe(const Action& action) const;

  /// Between packed and readable. `pack` throws PackedOverflow for a state outside the bounds.
  [[nodiscard]] State pack(const raft::State& state) const;
  [[nodiscard]] raft::State unpack(const State& state) const { return layout_.unpack(state); }
  [[nodiscard]] raft::Action unpack(const Action& action) const;

  [[nodiscard]] const Settings& settings() const { return layout_.settings; }
  [[nodiscard]] const PackedLayout& layout() const { return layout_; }

  // -- what an environment may change (see model/mitigations/election.h)
  /// Server i is stopped from outside: down, a follower; term and vote are on stable storage.
  void stop(State& s, ServerId i) const;
  /// Server i hears that j is no member any more.
  void remove_peer(State& s, ServerId i, ServerId j) const;
  [[nodiscard]] static raft::Action of_environment(const mitigations::Action& around) {
    return raft::of_environment(around);
  }

  /// The bits of every field.
  [[nodiscard]] State significant_bits() const;
  /// The bits of every field with one of these names.
  [[nodiscard]] State bits_of(std::span<const std::string_view> field_names) const;

 protected:  // for `SleepingModel`, which takes the same steps
  struct Block {
    std::uint32_t role, term, voted_for, votes, removed;
  };
  // What successors of one state share.
  struct Parent {
    std::array<Block, servers_max + 1> server;
    std::uint32_t up = 0;   // bit i
    std::uint64_t cut = 0;  // CutCode
    std::uint64_t crashes = 0;
    std::uint64_t cuts = 0;
    State failed{};  // the messages whose link has failed
    State lost{};    // those among them that cannot be sent: all or none
  };
  // The servers' places in the table of effects, and what their links do.
  struct Indices {
    std::array<std::uint16_t, servers_max + 1> of;
    bool are_known = true;  // all of them
    State pending{};        // messages that may be delivered
    State lost{};           // as in Parent
  };
  struct MessageEntry {
    Message message;
    std::int32_t reply_id;  // of the answer in term 0, not granted (may be negative)
    std::uint16_t bit;
  };

  static constexpr std::uint32_t follower = 0;
  static constexpr std::uint32_t candidate = 1;
  static constexpr std::uint32_t leader = 2;

  void index_messages();
  void index_links();
  void index_effects();
  [[nodiscard]] Block block_of(std::uint64_t bits) const;
  [[nodiscard]] std::uint64_t bits_of(const Block& block, bool is_down) const;
  [[nodiscard]] Effect<Count> effect_of(const State& before, const State& next,
                                          std::size_t server) const;
  [[nodiscard]] Indices indices_of(const State& s) const;
  void set_links(const State& s, State& failed, State& lost) const;
  [[nodiscard]] Block after_timeout(Block me, ServerId i) const;
  [[nodiscard]] Block after_crash(const Block& me) const;
  [[nodiscard]] static Block after_stop(const Block& me);
  [[nodiscard]] int quorum_of(const Block& me) const {
    return quorum_[static_cast<std::size_t>(std::popcount(me.removed))];
  }
  [[nodiscard]] Parent decode(const State& s) const;
  [[nodiscard]] State deliverable(const State& s, const Parent& p) const;
  [[nodiscard]] bool may_time_out(const Parent& p, ServerId i) const;
  [[nodiscard]] std::uint32_t count_vote(std::uint32_t votes, ServerId voter) const;
  void put(State& s, ServerId i, const Block& block, bool is_down = false) const;
  void record_leader(State& s, std::uint32_t term, ServerId i) const;
  void send(State& s, const Parent& p, std::size_t id) const;
  void broadcast(State& s, const Parent& p, const std::vector<State>& masks, const Block& me,
                 ServerId from) const;
  void become_follower_of(Block& block, std::uint32_t term) const;

  void time_out(State& next, const Parent& p, ServerId i, const Block& before) const;

  // By the table of effects: timeouts, heartbeats, deliveries.
  template <class Sink>
  void events_by_table(const State& s, const Indices& indices, Sink& sink) const;
  // By the rules.
  template <class Sink>
  void timeouts(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void heartbeats(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void deliveries(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void faults_and_links(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void faults(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void partitions(const State& s, const Parent& p, Sink& sink) const;
  template <class Sink>
  void link_changes(const State& s, const Parent& p, Sink& sink) const;

  void receive(State& next, const Parent& p, const MessageEntry& entry) const;
  void receive_request_vote(State& next, const Parent& p, const MessageEntry& entry) const;
  void receive_vote(State& next, const Parent& p, const Message& m) const;
  void receive_heartbeat(State& next, const Parent& p, const MessageEntry& entry) const;
  void receive_heartbeat_reject(State& next, const Parent& p, const Message& m) const;

  [[nodiscard]] static State without(State s, const State& removed) {
    for (std::size_t w = 0; w < Count; ++w) s[w] &= ~removed[w];
    return s;
  }
  [[nodiscard]] const State& mask_of(const std::vector<State>& masks, std::uint32_t term,
                                     ServerId from) const {
    return masks[std::size_t{term} * (servers_max + 1) + static_cast<std::size_t>(from)];
  }

  PackedLayout layout_;
  Guards guards_;
  int servers_;
  std::uint32_t max_term_;
  std::uint32_t all_servers_;  // bit i-1 for server i, as in `votes`
  std::array<int, servers_max> quorum_{};  // by how many peers are removed
  bool is_duplicating_, loses_across_cut_, only_on_suspicion_;
  bool forgets_votes_;                                     // clear_votes and recheck_before_leading
  std::uint32_t reply_stride_vote_, reply_stride_reject_;  // ids from one term to the next

  struct BitEntry {
    std::uint16_t id;  // of the message
    std::uint8_t to;
    std::uint8_t kind;  // of its delivery, an ActionKind
  };
  std::vector<BitEntry> message_at_bit_;
  EffectTable<Count> effects_;
  std::vector<MessageEntry> messages_;   // by id
  State all_messages_{};
  std::array<State, servers_max + 1> messages_to_{};
  std::vector<State> request_votes_, heartbeats_;  // broadcast masks, see mask_of
  std::vector<LinkSet> splits_;                    // groups: by partition index
  std::vector<std::uint8_t> only_heals_;           // groups: [from * splits + to]
  std::vector<State> messages_over_;               // by partition (groups) or by link (links)
  std::vector<std::pair<ServerId, ServerId>> links_;
};

}  // namespace scrutineer::raft

#include "model/raft/packed_model_setup.inl"
#include "model/raft/packed_model_steps.inl"
#include "model/raft/packed_model_table.inl"
