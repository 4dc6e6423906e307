// What a check has to tell: the search's summary, and for each property verdict and trace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "explorer/reached_graph.h"
#include "explorer/shortest_path.h"
#include "explorer/verdict.h"
#include "properties/property.h"
#include "traces/explanation.h"

namespace scrutineer {

/// The tidiest of the shortest paths that decide a property, and how many there are.
template <class Model>
struct Shortest {
  Path<Model> path;
  ShortestCount count;
};

template <class Model>
struct PropertyOutcome {
  std::string name;
  PropertyKind kind = PropertyKind::invariant;
  std::string sentence;
  PropertyVerdict verdict = PropertyVerdict::undecided;
  bool stops_search = true;
  /// The shortest counterexample, or the shortest way to a witness; replayed by the judge. The
  /// tidiest of them where `shortest` is known.
  std::optional<Path<Model>> trace;
  /// How many there are. Empty where they were not counted: the search ended within their level, or
  /// there are too many states on them (see GraphLimits, WalkLimits).
  std::optional<ShortestCount> shortest;

  /// Steps of the trace. REQUIRES: trace.
  [[nodiscard]] std::size_t length() const { return trace->steps.size(); }
};

template <class Model>
struct Outcome {
  Verdict verdict = Verdict::incomplete;
  StopReason stop = StopReason::exhausted;
  std::uint64_t distinct = 0;
  std::uint64_t generated = 0;
  std::uint64_t expanded = 0;
  std::uint32_t depth = 0;
  std::vector<std::pair<std::string, std::uint64_t>> actions;  // by kind, in the model's order
  std::vector<PropertyOutcome<Model>> properties;
  std::uint64_t search_bytes = 0;  // states, index and successors in transit
  double seconds = 0;              // of the search, wall clock, all its runs together
  std::string level_file_failure;  // see SearchResult
  /// Empty if none was asked for, or if memory ran out or the run was interrupted meanwhile.
  std::optional<ReachedGraph> graph;
};

}  // namespace scrutineer
