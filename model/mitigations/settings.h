// The constants of Mitigations.tla, each under the name of its setting.
//
// Everything is off by default. `model/raft/setting_table.h` lists them as data with the settings
// of the election.
#pragma once

#include <cstdint>

namespace scrutineer::mitigations {

/// From when the holder of a lease counts its ticks: from its request (the lock service may have
/// granted later, never earlier), or from the arrival of the answer.
enum class LeaseFrom : std::uint8_t { request, reply };

/// What the store asks of a write: nothing; that its leader's token is not expired; that no higher
/// token was seen before.
enum class Fencing : std::uint8_t { none, expiring, monotonic };

/// Which of several leaders the operator keeps.
enum class RepairRule : std::uint8_t { lowest_term, highest_term };

struct Settings {
  bool leases = false;
  int lease_ticks = 2;
  int max_drift = 0;
  LeaseFrom lease_from = LeaseFrom::request;
  Fencing fencing = Fencing::none;
  int token_ticks = 3;
  int max_grants = 2;
  int max_writes = 0;
  int max_removals = 0;
  int max_repairs = 0;
  RepairRule repair_rule = RepairRule::lowest_term;

  bool operator==(const Settings&) const = default;
};

inline constexpr int ticks_max = 7;
inline constexpr int grants_max = 7;
inline constexpr int writes_max = 7;

/// Whether servers register tokens, which then run out.
[[nodiscard]] constexpr bool has_tokens(const Settings& s) {
  return s.fencing == Fencing::expiring;
}

/// Whether some action of the environment may ever happen. If not, the election is alone: its
/// states and steps are those of Election.tla.
[[nodiscard]] constexpr bool is_active(const Settings& s) {
  return s.leases || has_tokens(s) || s.max_writes > 0 || s.max_removals > 0 || s.max_repairs > 0;
}

}  // namespace scrutineer::mitigations
