// What a caller may ask of a search. The first group can change the verdict (to incomplete, never
// from violated to holds); the second changes speed and reporting only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace scrutineer {

/// A limit reached ends the search with verdict incomplete.
struct Limits {
  /// Exact: the search stores this many states and stops when one more is reached.
  std::optional<std::uint64_t> states_max;
  /// For the stored states, their index and the successors in transit; the program itself takes
  /// some 10 MB more. States that own heap memory of their own are counted without it.
  std::optional<std::uint64_t> memory_bytes_max;
  std::optional<std::chrono::milliseconds> time_max;
};

/// A look at a running search.
struct Progress {
  std::uint64_t distinct = 0;
  std::uint64_t generated = 0;
  std::uint64_t expanded = 0;
  std::uint32_t level = 0;          // the level being expanded
  std::uint64_t frontier = 0;       // states of that level
  std::uint64_t frontier_left = 0;  // of them not yet expanded
  std::uint64_t memory_bytes = 0;   // as counted for `memory_bytes_max`
  std::chrono::duration<double> elapsed{};
};

struct SearchOptions {
  // -- what is covered
  Limits limits;
  /// Go on after a violation, to the end, for the shortest violation of every property.
  bool continue_after_violation = false;
  /// Set by another thread or a signal handler: the search ends soon, as interrupted.
  const std::atomic<bool>* stop_requested = nullptr;

  // -- speed and reporting
  /// Where large searches put expanded levels into a file, see `LevelFile`.
  std::string level_folder = "/tmp";
  /// Worker threads; 0: one for each processor.
  unsigned threads = 0;
  /// Called from the searching thread between rounds, at most once per `progress_interval`.
  std::function<void(const Progress&)> on_progress;
  std::chrono::milliseconds progress_interval{1000};
};

}  // namespace scrutineer
