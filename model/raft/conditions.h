// Why an action is enabled or not, and what decides its effect: the conditions of Election.tla one
// by one, in words, with their values in a state.
//
// Idea: a rule that says only yes or no cannot answer "why not". So each conjunct of the
// specification is here a sentence with its value and with the setting behind it. It is written
// from Election.tla and not from `rules.cpp`, and decides nothing: the rules do. A test holds the
// two together over random walks (enabled exactly if all conditions are met, and the successor is
// the one that the decisions say). Rejected: rules that explain themselves as they go; the rules
// are read beside the specification, and the words would hide them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/raft/action.h"

namespace scrutineer::raft {

/// One conjunct, as a sentence that holds or does not.
struct Condition {
  std::string text;    // "the message is in flight", without a full stop
  std::string denial;  // "the message is not in flight"
  bool holds = false;
  std::string_view setting = {};  // key of the setting behind it, "guards.quorum"; empty for none
  bool is_waived = false;         // it need not hold, for that guard is off

  [[nodiscard]] bool is_met() const { return holds || is_waived; }
};

/// Something that a step does exactly if all the conditions are met.
struct Decision {
  std::string_view name;  // "wins"; one of a kind within an action
  std::string text;       // "n1 wins the election"
  std::vector<Condition> conditions;

  [[nodiscard]] bool is_taken() const;
};

struct ActionConditions {
  std::vector<Condition> enabling;  // never empty
  std::vector<Decision> decisions;  // what the step does if it is enabled; empty for a restart

  /// Whether every enabling condition is met.
  [[nodiscard]] bool is_enabled() const;

  /// "the message is not in flight, and n1 is down": what forbids it; empty if it is enabled.
  [[nodiscard]] std::string refusal() const;
};

/// The conditions of `action` in `state`. An action that names servers, terms or links that this
/// configuration does not have gets a single condition, which says so. Any thread.
[[nodiscard]] ActionConditions conditions_of(const Settings& settings, const State& state,
                                             const Action& action);

/// What decides the effect, alone. REQUIRES: an action of this configuration.
[[nodiscard]] std::vector<Decision> decisions_of(const Settings& settings, const State& state,
                                                 const Action& action);

}  // namespace scrutineer::raft
