// The reductions in force, one after another: from a packed state to its representative.
//
//   dead parts  ->  facts  ->  symmetry
//
// Each is in a file of its own, with an essay on top; `docs/reductions.md` proves them. The first
// works on the words of a state; the others on its `NormalForm`, which is then written as a state.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "model/raft/reduction/dead_parts.h"
#include "model/raft/reduction/facts.h"
#include "model/raft/reduction/normal_form.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/reduction/symmetry.h"

namespace scrutineer::raft {

/// Immutable; any thread. `layout` must outlive it.
class Reducer {
 public:
  /// REQUIRES: `choice` is sound under the settings of the layout (see plan_reductions).
  Reducer(const PackedLayout& layout, const ReductionChoice& choice);
  Reducer(const Reducer&) = delete;
  Reducer& operator=(const Reducer&) = delete;

  /// By server: a number that says all about it that is not in the words; see NormalForm.
  using Belongings = std::array<std::uint64_t, servers_max + 1>;

  /// Replaces a state by its representative; returns the order of its servers there (their own
  /// without symmetry), in which everything that is not in the words has to be put as well.
  /// REQUIRES: bits beyond the layout's are zero.
  ServerOrder represent(StateWords words, const Belongings& belongings = {}) const;

 private:
  void add_all_messages(StateWords words, NormalForm& form) const;

  SnapshotCodec codec_;
  Premises premises_;
  NormalFormWriter writer_;
  std::optional<DeadParts> dead_parts_;
  std::optional<Facts> facts_;
  std::optional<Symmetry> symmetry_;
  ServerOrder unchanged_order_{};
};

}  // namespace scrutineer::raft
