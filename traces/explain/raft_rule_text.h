// The rules of Raft that the guards stand for, in words.
#pragma once

#include <optional>
#include <string>

#include "traces/explain/raft_rerun.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// "clear_votes": the key of a guard without "guards.", or "mitigations.".
[[nodiscard]] std::string guard_name(const Setting& guard);

/// "a candidate forgets the votes of its earlier candidacies (Raft section 5.2)": goes on from "in
/// Raft". REQUIRES: a row of `broken_guards`.
[[nodiscard]] std::string rule_text(const Setting& guard);

/// "clear_votes on", "quorum majority", "persist_vote and persist_term on".
/// `right` has the values that they are given.
[[nodiscard]] std::string repair_text(const GuardRows& guards, const Settings& right);

/// Names the guards to blame, the rule that each leaves out and the first step that this changes;
/// and the guards that are off and do not matter. Empty if there is nothing to blame.
[[nodiscard]] std::optional<Sentence> broken_rule(const Settings& settings, const Blame& blame,
                                                  std::size_t differs_at);

}  // namespace scrutineer::raft
