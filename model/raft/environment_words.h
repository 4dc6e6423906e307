// Actions of the environment as people type them, for `action_words.h`, which see.
//
// There are few, so each that this configuration has is printed and compared with the words, apart
// from what only makes them read well. (Rejected: a grammar of their own.)
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/raft/action.h"

namespace scrutineer::raft {

/// Every action of the environment that can be named under these settings, enabled or not.
[[nodiscard]] std::vector<mitigations::Action> every_action_around(const Settings& settings);

/// Whether this word, in small letters, names a kind of them.
[[nodiscard]] bool names_action_around(std::string_view word);

/// The action that these words stand for: its kind, then its parameters in small letters, without
/// the outer parentheses; nothing if there is none. "tick", "n1", "late".
[[nodiscard]] std::optional<Action> action_around_of(const std::vector<std::string>& words,
                                                     const Settings& settings);

/// "Acquire(n1), ReceiveLease(n1), Tick(n1 late), ...": an example of each kind that can happen.
[[nodiscard]] std::string forms_around(const Settings& settings);

}  // namespace scrutineer::raft
