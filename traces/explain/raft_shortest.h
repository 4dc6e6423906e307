// The tidiest of the shortest counterexamples of the election, and how many there are.
//
// `explorer/tidiest_path.h` has the method; here are the election's own terms: who acts, what is a
// fault, and that servers are interchangeable. Renaming them turns behaviours into behaviours also
// where `count_voters_once` is off: the counter of votes is stored as a set, of which no rule looks
// at the members, and `Symmetry` writes it in the form that counting gives it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "traces/raft_check.h"

namespace scrutineer::raft {

/// For one check. One call at a time.
class ShortestOfElection {
 public:
  /// `properties` and `reductions` are those of the search.
  ShortestOfElection(const Settings& settings, const PropertyChoice& properties,
                     const ReductionChoice& reductions);
  ~ShortestOfElection();

  /// Whether a representative is in this level of the search's ShortestGraph.
  using Contains = std::function<bool(std::size_t level, const Words<words_max>& representative)>;

  /// The tidiest path of `length` steps that decides the property at this position of the choice.
  /// Empty if it needs more than `limits` allow, or if a stop was requested.
  [[nodiscard]] std::optional<Shortest<ReadableModel>> tidiest(std::size_t property,
                                                               std::size_t length,
                                                               const Contains& contains,
                                                               const WalkLimits& limits);

 private:
  struct Parts;
  [[nodiscard]] const Parts& parts();

  Settings settings_;
  PropertyChoice properties_;
  ReductionChoice reductions_;
  std::unique_ptr<const Parts> parts_;  // made when first needed
};

}  // namespace scrutineer::raft
