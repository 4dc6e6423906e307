// The variables of Mitigations.tla, under their names: a lock service, leases, a store, an
// operator.
//
// A write of the set `writes` is at the place of its number `n`, which no other write has; a place
// without a sender is a write that is not in flight. Slot 0 of the arrays by server is not used.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

#include "model/mitigations/settings.h"
#include "model/servers.h"

namespace scrutineer::mitigations {

/// What the lock service knows, in ticks of its own clock.
struct Lock {
  std::uint8_t holder = no_server;
  std::uint8_t left = 0;   // ticks until the lease ends
  std::uint8_t epoch = 0;  // leases granted so far; the number of the last one
  auto operator<=>(const Lock&) const = default;
};

/// An answer of the lock service on its way to a server. No answer is NoReply: epoch 0.
struct Reply {
  std::uint8_t epoch = 0;
  std::uint8_t left = 0;  // what the lease will be worth on arrival
  auto operator<=>(const Reply&) const = default;
};

/// What a server believes of its lease, in ticks of its own clock. NoLease: left 0.
struct Lease {
  std::uint8_t epoch = 0;
  std::uint8_t left = 0;
  std::uint8_t lag = 0;  // ticks that its clock has missed
  auto operator<=>(const Lease&) const = default;
};

/// A write on its way to the store.
struct Write {
  std::uint8_t n = 0;             // its number
  std::uint8_t from = no_server;  // none: not in flight
  std::uint8_t token = 0;         // its leader's epoch
  auto operator<=>(const Write&) const = default;
};

struct Environment {
  Lock lock;
  std::array<Reply, servers_max + 1> reply;
  std::array<Lease, servers_max + 1> lease;
  std::array<std::uint8_t, servers_max + 1> token_left{};
  std::array<Write, writes_max> writes;  // by n
  std::uint8_t sent = 0;
  std::uint8_t highest = 0;
  bool stale = false;
  std::uint8_t removals = 0;
  std::uint8_t repairs = 0;
  bool misrepaired = false;
  bool alerted = false;

  auto operator<=>(const Environment&) const = default;
};

[[nodiscard]] std::size_t hash_value(const Environment& environment);

/// The history variables, which nothing but a property reads: part of the state only where one
/// does.
struct History {
  bool has_stale = false;
  bool has_misrepaired = false;
  bool has_alerted = false;
  bool operator==(const History&) const = default;
};

/// The configuration of an environment: its constants, and the election's that bound its values.
struct Bounds {
  Settings settings;
  History history;
  int servers = 0;
  int max_term = 0;

  /// The greatest token that a write may carry: a lease's epoch, or a term.
  [[nodiscard]] int token_max() const { return settings.leases ? settings.max_grants : max_term; }
};

/// One line, "lock n1 2 ticks #1; n1 lease #1 2 ticks": what is not as in the beginning. Empty if
/// all is.
[[nodiscard]] std::string describe(const Environment& environment, int servers);

}  // namespace scrutineer::mitigations
