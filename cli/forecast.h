// What a search's progress lets one expect, and no more than that.
//
// Rates are of the last half minute, not of the whole run: a search slows down as its tables
// outgrow the caches, and what counts is how it goes now. The trend compares with the half minute
// before; in a younger run the two halves of what there is.
//
// The time to the memory limit takes the bytes a state has cost so far and the rate of now. Tables
// grow in steps, so it is good to a fifth or so.
//
// How long a search will take nobody knows: the frontier of a breadth-first search grows, and
// shrinks some day. Only when it has shrunk for two levels, and the level being filled shows no
// sign of growth, is a range given. Its lower end is certain at the rate of now: the states that
// are found and not expanded have to be expanded. Its upper end supposes that each further level is
// smaller by no less than the least shrinking of the last two: with q the larger of the two ratios,
// the next level has q times this one's states (or what it has already, if that is more), and all
// further ones together q/(1-q) times that. Such curves mostly fall ever faster, so that the end
// comes before the upper end; a frontier that grows again takes the range away. Rejected: a single
// number; a fit to the whole curve (it promises most where it knows least); a percentage (of
// what?).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "explorer/options.h"

namespace scrutineer::cli {

/// What is not known is empty. Times in seconds from now.
struct Outlook {
  double states_per_second = 0;
  std::optional<double> trend;   // of that rate: -0.1 for a tenth less than before
  std::optional<double> growth;  // the frontier's states by those of the level before
  std::optional<double> bytes_per_state;
  std::optional<std::uint64_t> memory_bytes_max;
  std::optional<double> seconds_to_memory_limit;
  std::optional<std::pair<double, double>> seconds_left;  // at least, at most
};

class Forecast {
 public:
  /// `memory_bytes_max`: the limit in force.
  explicit Forecast(std::optional<std::uint64_t> memory_bytes_max)
      : memory_bytes_max_(memory_bytes_max) {}

  /// To be called with each progress of one search, about once a second.
  [[nodiscard]] Outlook look(const Progress& progress);

 private:
  struct Sample {
    double seconds = 0;
    double distinct = 0;
    double expanded = 0;
  };

  [[nodiscard]] Sample at(double seconds) const;

  std::optional<std::uint64_t> memory_bytes_max_;
  std::deque<Sample> samples_;  // of the last minute, and one before
};

/// The range of seconds in which a search whose levels have these sizes ends if its frontier goes
/// on shrinking; the last level is being filled, of the one before `left` states are to be
/// expanded, at `expanded_per_second`. Empty if there is no ground for one.
[[nodiscard]] std::optional<std::pair<double, double>> seconds_left(
    const std::vector<std::uint64_t>& level_sizes, std::uint64_t left, double expanded_per_second);

}  // namespace scrutineer::cli
