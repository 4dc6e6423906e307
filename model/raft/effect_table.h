// What each event does to a server, by its local state, as masks over the packed state.
//
// Idea: a delivery, a timeout, a heartbeat reads the message and the server's own variables,
// nothing else. A server has few local states (some dozens of all the values that its bits could
// have), so the effect of every event on every one of them is computed once, with the rules
// themselves, and kept as two masks: next = (state ^ flipped) | (set & ~lost). A successor is then
// a few loads and no branch.
//
// Which local states exist is found by closure: from the initial one, under every message, timeout
// and crash, as if all of them could happen at any time. That is more than can be reached, and all
// that is needed. A table that would become too large is left incomplete; states with a server
// that it does not have go through the rules, as all do in the tests that compare the two.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "model/transition_system.h"

namespace scrutineer::raft {

template <std::size_t Count>
struct Effect {
  Words<Count> flipped{};
  Words<Count> set{};

  /// The state after the event; `lost`: what cannot be sent.
  [[nodiscard]] Words<Count> apply(Words<Count> state, const Words<Count>& lost) const {
    for (std::size_t w = 0; w < Count; ++w) {
      state[w] = (state[w] ^ flipped[w]) | (set[w] & ~lost[w]);
    }
    return state;
  }
};

/// What a server in some local state may do by itself.
template <std::size_t Count>
struct LocalState {
  std::uint64_t block = 0;    // the server's variables, as packed
  bool is_down = false;
  bool needs_rules = false;   // the table cannot tell what it does
  bool may_time_out = false;  // unless suspicion is needed
  bool is_leader = false;
  Effect<Count> timeout;
  Effect<Count> heartbeat;
};

template <std::size_t Count>
class EffectTable {
 public:
  static constexpr std::uint16_t unknown = 0xffff;
  static constexpr std::size_t bytes_max = std::size_t{4} << 20U;
  static constexpr int block_bits_max = 18;  // beyond, the index by block alone would be too large

  /// The rules, as the table asks for them. `block`: a server's variables, as packed.
  struct Rules {
    /// The local state of a block, and found(block) for what may become of it without a message.
    std::function<LocalState<Count>(std::size_t server, std::uint64_t block,
                                    const std::function<void(std::uint64_t)>& found)>
        local;
    /// The delivery of a message, and the block after it.
    std::function<Effect<Count>(std::size_t server, std::uint64_t block, std::uint16_t message,
                                 std::uint64_t& after)>
        deliver;
  };

  /// `messages_to[server]`: the ids of its messages, of `message_count` in all; blocks have
  /// `block_bits` bits.
  void build(int block_bits, std::uint64_t initial_block, std::size_t message_count,
             const std::vector<std::vector<std::uint16_t>>& messages_to, const Rules& rules) {
    servers_.resize(messages_to.size());
    first_.assign(message_count, 0);
    if (block_bits > block_bits_max) return;
    for (std::size_t i = 1; i < messages_to.size(); ++i) {
      if (!build_server(i, block_bits, initial_block, messages_to[i], rules)) return;
    }
  }

  /// The index of a local state of `server`; `unknown` if the table does not have it.
  [[nodiscard]] std::uint16_t index_of(std::size_t server, std::uint64_t block) const {
    const auto& index = servers_[server].index_of_block;
    return block < index.size() ? index[block] : unknown;
  }
  /// REQUIRES: `index` is of `server`, and not `unknown`.
  [[nodiscard]] const LocalState<Count>& local(std::size_t server, std::uint16_t index) const {
    return servers_[server].local[index];
  }
  /// REQUIRES: `index` is of the message's receiver, and not `unknown`.
  [[nodiscard]] const Effect<Count>& effect(std::size_t message, std::uint16_t index) const {
    return effects_[first_[message] + index];
  }
  /// How many local states `server` has; 0 if the table does not have them.
  [[nodiscard]] std::size_t local_count(std::size_t server) const {
    return servers_[server].local.size();
  }
  /// Whether every local state is there.
  [[nodiscard]] bool is_complete() const {
    return !servers_.empty() && !servers_.back().local.empty();
  }

 private:
  struct ServerPart {
    std::vector<std::uint16_t> index_of_block;
    std::vector<LocalState<Count>> local;
  };

  // False if there is no room for this server's part; its blocks are then unknown.
  bool build_server(std::size_t server, int block_bits, std::uint64_t initial_block,
                    const std::vector<std::uint16_t>& messages, const Rules& rules) {
    ServerPart part;
    part.index_of_block.assign(std::size_t{1} << block_bits, unknown);
    const std::size_t room = bytes_max / sizeof(Effect<Count>);
    const std::size_t blocks_max =
        std::min<std::size_t>(unknown - 1, (room - std::min(room, effects_.size())) /
                                               std::max<std::size_t>(messages.size(), 1));
    std::vector<std::uint64_t> blocks;
    const auto find = [&](std::uint64_t block) {
      std::uint16_t& index = part.index_of_block[block];
      if (index != unknown || blocks.size() > blocks_max) return;
      index = static_cast<std::uint16_t>(blocks.size());
      blocks.push_back(block);
    };
    std::vector<std::vector<Effect<Count>>> by_block;
    find(initial_block);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const std::uint64_t block = blocks[b];
      part.local.push_back(rules.local(server, block, find));
      part.local.back().block = block;
      auto& effects = by_block.emplace_back(messages.size());
      for (std::size_t m = 0; m < messages.size() && !part.local.back().is_down; ++m) {
        std::uint64_t after = 0;
        effects[m] = rules.deliver(server, block, messages[m], after);
        find(after);
      }
      if (blocks.size() > blocks_max) return false;
    }
    for (std::size_t m = 0; m < messages.size(); ++m) {
      first_[messages[m]] = effects_.size();
      for (const auto& effects : by_block) effects_.push_back(effects[m]);
    }
    servers_[server] = std::move(part);
    return true;
  }

  std::vector<ServerPart> servers_;        // by server; the first is not used
  std::vector<Effect<Count>> effects_;  // of a message, by local state of its receiver
  std::vector<std::size_t> first_;        // by message
};

}  // namespace scrutineer::raft
