// What a caller may ask of a search. The first group can change the verdict (to incomplete, never
// from violated to holds); the second changes speed and reporting only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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
  /// The states of a checkpoint are being read; only `distinct` and `restored` have their meaning.
  bool is_restoring = false;
  bool is_requested = false;   // by `progress_requested`
  std::uint64_t restored = 0;  // states of the checkpoint that the search goes on from
  std::uint64_t distinct = 0;
  std::uint64_t generated = 0;
  std::uint64_t expanded = 0;
  std::uint32_t level = 0;                  // the level being expanded
  std::uint64_t frontier = 0;               // states of that level
  std::uint64_t frontier_left = 0;          // of them not yet expanded
  std::vector<std::uint64_t> level_sizes;   // of all levels; that after `level` grows still
  std::uint64_t memory_bytes = 0;           // as counted for `memory_bytes_max`
  std::chrono::duration<double> elapsed{};  // of this run
};

class Checkpoint;

/// What became of a checkpoint.
struct CheckpointNote {
  std::uint64_t states = 0;                 // that it has
  std::uint64_t bytes = 0;                  // on disk
  std::chrono::duration<double> seconds{};  // for which the search stood still
  std::string failure;                      // why there is only the one before; empty if written
};

struct SearchOptions {
  // -- what is covered
  Limits limits;
  /// Go on after a violation, to the end, for the shortest violation of every property.
  bool continue_after_violation = false;
  /// Set by another thread or a signal handler: the search ends soon, as interrupted.
  const std::atomic<bool>* stop_requested = nullptr;

  // -- speed and reporting
  /// Do not take steps that are known to lead to what is found anyway (see `sleep_sets.h`); they
  /// are counted. For models that know them.
  bool uses_sleep_sets = true;
  /// Where large searches put expanded levels into a file, see `LevelFile`.
  std::string level_folder = "/tmp";
  /// Worker threads; 0: one for each processor.
  unsigned threads = 0;
  /// Called from the searching thread between rounds, at most once per `progress_interval`.
  std::function<void(const Progress&)> on_progress;
  std::chrono::milliseconds progress_interval{1000};
  /// Set by another thread or a signal handler: progress is reported soon, and this is cleared.
  std::atomic<bool>* progress_requested = nullptr;
  /// Where a search of packed states writes itself down, and goes on from if it is there already
  /// (see `checkpoint.h`); null for nowhere. One search for each.
  Checkpoint* checkpoint = nullptr;
  std::chrono::milliseconds checkpoint_interval{600'000};
  /// Called from the searching thread after each attempt to write one.
  std::function<void(const CheckpointNote&)> on_checkpoint;
};

}  // namespace scrutineer
