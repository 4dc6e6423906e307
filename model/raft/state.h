// The readable state of the election model: the variables of Election.tla under their names, and
// with them the state of the environment around it, of which the election knows nothing.
//
// One struct, one field list (`field_list.h`), from which packing and unpacking follow. Equality
// is the compiler's; order and hash come from one list of the members (`state.cpp`), so that
// they cannot disagree. `members` of Election.tla is here by its complement, `Server::removed`:
// the election never changes it, an operator may (`model/mitigations/`).
//
// Arrays have a slot 0 that is never used, which keeps the indices of the text and of the code the
// same.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include <boost/container/flat_set.hpp>
#include <boost/container_hash/hash.hpp>

#include "model/mitigations/environment.h"
#include "model/raft/settings.h"
#include "model/servers.h"

namespace scrutineer::raft {

using scrutineer::no_server;
using scrutineer::ServerId;
using scrutineer::ServerSet;

enum class Role : std::uint8_t { follower, candidate, leader };

/// A set of directed links <<from, to>>.
class LinkSet {
 public:
  [[nodiscard]] bool contains(ServerId from, ServerId to) const {
    return ((bits_ >> bit(from, to)) & 1U) != 0;
  }
  [[nodiscard]] bool is_empty() const { return bits_ == 0; }
  [[nodiscard]] bool is_subset_of(const LinkSet& other) const {
    return (bits_ & ~other.bits_) == 0;
  }
  void insert(ServerId from, ServerId to) { bits_ |= std::uint64_t{1} << bit(from, to); }
  void erase(ServerId from, ServerId to) { bits_ &= ~(std::uint64_t{1} << bit(from, to)); }
  auto operator<=>(const LinkSet&) const = default;
  friend std::size_t hash_value(const LinkSet& set) {
    return boost::hash<std::uint64_t>{}(set.bits_);
  }

 private:
  static int bit(ServerId from, ServerId to) { return from * 8 + to; }
  std::uint64_t bits_ = 0;
};

enum class MessageType : std::uint8_t { request_vote, vote, heartbeat, heartbeat_reject };

/// A message in flight; `granted` is false but for a granted `vote`. The order of messages is the
/// order in which their deliveries are enumerated.
struct Message {
  MessageType type = MessageType::request_vote;
  std::uint8_t term = 0;
  std::uint8_t from = 0;
  std::uint8_t to = 0;
  bool granted = false;
  auto operator<=>(const Message&) const = default;
};

struct Server {
  Role role = Role::follower;
  std::uint8_t term = 0;
  std::uint8_t voted_for = no_server;
  ServerSet votes;
  bool up = true;
  ServerSet removed = {};  // the peers that are no members any more, as this server knows
  auto operator<=>(const Server&) const = default;
};

struct State {
  std::array<Server, servers_max + 1> servers;
  std::array<ServerSet, terms_max + 1> elected;  // by term: who was ever leader of it
  LinkSet cut;
  std::uint8_t crashes = 0;
  std::uint8_t cuts = 0;
  boost::container::flat_set<Message> messages;
  mitigations::Environment environment;  // around the election; nothing where it is alone

  [[nodiscard]] const Server& server(ServerId i) const {
    return servers[static_cast<std::size_t>(i)];
  }
  [[nodiscard]] Server& server(ServerId i) { return servers[static_cast<std::size_t>(i)]; }

  bool operator==(const State&) const = default;
  // flat_set brings `<` but no `<=>`; its elements are compared in order.
  friend bool operator<(const State& a, const State& b);
  friend bool operator>(const State& a, const State& b) { return b < a; }
  friend bool operator<=(const State& a, const State& b) { return !(b < a); }
  friend bool operator>=(const State& a, const State& b) { return !(a < b); }
};

/// Through Boost container_hash, over the members that `==` compares.
[[nodiscard]] std::size_t hash_value(const Message& message);
[[nodiscard]] std::size_t hash_value(const Server& server);
[[nodiscard]] std::size_t hash_value(const State& state);

/// The initial state: all servers up, followers, in term 0; nothing in flight.
[[nodiscard]] State initial_state();

}  // namespace scrutineer::raft
