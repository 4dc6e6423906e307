// Why a property fails, in sentences that cite steps; or how its witness comes about.
//
// Idea: Raft's own proof of Election Safety (Raft section 5.2: two leaders of a term need two
// majorities, these share a server, and it votes once) fails somewhere on every trace that violates
// it. The sentences say where: a leader without a majority of valid votes (and what was wrong with
// the others), or else the shared voter, and what made it vote again. Everything is read off the
// behaviour; no sentence follows from the name of a guard. Rejected: one fixed text a guard, which
// is wrong as soon as two guards are off, or when the guard that is off was not the cause.
#pragma once

#include <string_view>
#include <vector>

#include "traces/explain/raft_history.h"
#include "traces/explanation.h"

namespace scrutineer::raft {

/// The proof that the end of `history` decides `property`. Empty for a property that has none here.
[[nodiscard]] std::vector<Sentence> proof_of(const History& history, std::string_view property);

}  // namespace scrutineer::raft
