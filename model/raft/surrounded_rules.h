// The rules of the election and, around it, those of its environment: MNext of Mitigations.tla.
//
// Election first, then environment, each applied to its own half of the state; what crosses the
// border is here and nowhere else: the environment sees an Electorate, and changes the election by
// stopping servers and by removing peers.
#pragma once

#include <optional>
#include <vector>

#include "model/mitigations/rules.h"
#include "model/raft/rules.h"

namespace scrutineer::raft {

/// Immutable; any thread.
class SurroundedRules {
 public:
  /// `history`: the history variables that are kept. Without any, and with an environment that
  /// never acts, these are the rules of the election alone.
  explicit SurroundedRules(const Settings& settings, const mitigations::History& history = {});

  [[nodiscard]] const Settings& settings() const { return election_.settings(); }
  [[nodiscard]] bool has_environment() const { return environment_.has_value(); }
  [[nodiscard]] mitigations::History history() const {
    return environment_ ? environment_->bounds().history : mitigations::History{};
  }

  /// Every enabled action of `state` with its successor, in the order of actions.
  [[nodiscard]] std::vector<Step> steps(const State& state) const;

 private:
  [[nodiscard]] Step applied(const mitigations::Step& step, const State& before) const;

  Rules election_;
  std::optional<mitigations::Rules> environment_;
};

/// What the environment sees of an election.
[[nodiscard]] mitigations::Electorate electorate_of(const State& state, const Settings& settings);

}  // namespace scrutineer::raft
