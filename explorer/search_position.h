// How far a search was between two of its rounds, in plain numbers that can be written down.
//
// Together with the states found so far, in their order, this is all of a search: the visited set
// is made of the states again, and its inner order has no part in any result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace scrutineer {

/// A `Finding` of the property at place `property`.
struct SavedFinding {
  std::size_t property = 0;
  std::vector<std::uint64_t> state;     // its words
  std::optional<std::uint64_t> action;  // of a step: its place among the steps out of the state
  std::vector<std::uint64_t> next;      // of a step: the words of the state after it
  std::uint32_t length = 0;
  bool operator==(const SavedFinding&) const = default;
};

struct SearchPosition {
  // What is searched, as far as a search knows.
  std::vector<std::string> action_kinds;
  std::vector<std::string> properties;
  std::vector<std::uint64_t> significant;  // the bits that a state may have
  std::uint64_t record_bytes = 0;          // of a state as it is written

  // How far.
  std::vector<std::uint64_t> level_sizes;  // of all levels; the last one is being filled
  std::uint64_t level_expanded = 0;        // states expanded of the last level but one
  std::uint64_t expanded = 0;              // states expanded in all
  std::vector<std::uint64_t> actions;      // transitions taken, by kind
  std::vector<SavedFinding> findings;      // of the levels that are complete
  std::vector<SavedFinding> pending;       // of the last level, so far
  double seconds = 0;                      // of searching, all runs together

  [[nodiscard]] std::uint64_t states() const {
    return std::accumulate(level_sizes.begin(), level_sizes.end(), std::uint64_t{0});
  }
  bool operator==(const SearchPosition&) const = default;
};

}  // namespace scrutineer
