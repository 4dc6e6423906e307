// Who a bug is: the same wherever it is found.
//
// A counterexample depends on bounds and on the numbering of servers; the bug does not. So its
// fingerprint is made from the property and the steps that the explanation needs, with the servers
// renamed so that the text of the steps is the least of all renamings. What stays: kinds of
// actions, terms, who acts on whom. (The habit is that of crash reports, which are grouped by the
// frames that matter; SARIF has `partialFingerprints` for it.)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// The needed steps of `path` as text, one a line, under the least renaming of the servers that
/// occur in them. `is_needed` has an element a step; empty: every step is needed. At most 5040
/// renamings are tried.
[[nodiscard]] std::string canonical_slice(const Path<ReadableModel>& path,
                                          const std::vector<bool>& is_needed,
                                          const Settings& settings);

/// "election_safety-" and 16 hexadecimal digits.
[[nodiscard]] std::string fingerprint(std::string_view property, std::string_view slice);

/// FNV-1a, 64 bits: for identities and checksums, not against an adversary.
[[nodiscard]] std::uint64_t text_hash(std::string_view text);

}  // namespace scrutineer::raft
