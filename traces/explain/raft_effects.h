// What a step of the election model reads and writes, variable by variable.
//
// The variables are finer than those of Election.tla: a server's role, term, vote, gathered votes
// and being up; each message; each link; and each pair of the history "i was leader of term t".
// Writes are observed (what the step changed), reads follow the rule that the step took: a rule
// that stops at a term that is too low reads the term and nothing behind it.
//
// The counters of crashes and cuts are no variables here: leaving a step out can only lower them,
// which disables nothing. A message that is left in flight for the same reason disables nothing
// either. Neither argument is trusted: slices are replayed.
#pragma once

#include <compare>
#include <vector>

#include "model/raft/action.h"
#include "model/raft/state.h"

namespace scrutineer::raft {

enum class Part : std::uint8_t {
  role,
  term,
  voted_for,
  votes,
  up,
  message,
  link,
  elected,
  // Around the election, see environment_effects.h.
  removed,
  lock,
  reply,
  lease,
  token,
  write,
  sent,
  highest,
  stale,
  removals,
  repairs,
  misrepaired,
  alerted
};

/// One variable. `a`: the server, the sender's end of a link, the term of `elected`, or the number
/// of a write; `b`: the other end of a link, or the server of `elected`.
struct Place {
  Part part = Part::role;
  std::uint8_t a = 0;
  std::uint8_t b = 0;
  Message message;
  auto operator<=>(const Place&) const = default;
};

[[nodiscard]] Place place_of(Part part, int a, int b = 0);
[[nodiscard]] Place place_of(const Message& message);

/// What `action`, enabled in `before`, reads there, that it is enabled and does what it does.
/// Sorted, each once.
[[nodiscard]] std::vector<Place> reads_of(const Settings& settings, const State& before,
                                          const Action& action, const State& after);

/// What differs between two states. Sorted, each once.
[[nodiscard]] std::vector<Place> writes_of(const Settings& settings, const State& before,
                                           const State& after);

}  // namespace scrutineer::raft
