// Actions as people type them: the words in which traces print them, read back.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/raft/action.h"

namespace scrutineer::raft {

/// Words that are no action; `what()` says why in one line, and which forms are accepted.
class UnreadableAction : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The action of these words; whether it is enabled anywhere is not asked. Reads back what
/// `describe` prints, and forgives: the case of letters, missing parentheses, commas, "->" for ">",
/// a server's bare number, "yes" and "no" for "granted" and "denied", the name of a message for its
/// delivery ("Vote t1 n2>n1 granted"), and groups apart by a slash ("Partition n1 / n2 n3").
/// Throws UnreadableAction; servers and terms must be of this configuration.
[[nodiscard]] Action action_of_words(std::string_view words, const Settings& settings);

/// Whether the first of the words names a kind of action, in any case of letters.
[[nodiscard]] bool begins_with_action(std::string_view words);

/// "Timeout(n1)", "ReceiveVote(t1 n2>n1 granted)", ...: an example of each kind's form.
[[nodiscard]] std::vector<std::string> action_forms();

}  // namespace scrutineer::raft
