// Rows of exact counts and how to check them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "model/raft/setting_table.h"
#include "tests/configurations.h"
#include "traces/raft_check.h"

namespace scrutineer::test {

struct CountRow {
  std::string settings;
  std::uint64_t distinct;
  std::uint64_t generated;
  std::uint32_t depth;
};

/// The unreduced state space has exactly these counts, for each number of threads.
inline void require_counts(const CountRow& row, const std::vector<unsigned>& thread_counts) {
  CAPTURE(row.settings);
  for (const unsigned threads : thread_counts) {
    CAPTURE(threads);
    CheckOptions options;
    options.search.threads = threads;
    const auto outcome =
        raft::check(settings_of(row.settings),
                    raft::choose_properties(std::vector<std::string>{"none"}), options);
    CHECK(outcome.verdict == Verdict::holds);
    CHECK(outcome.distinct == row.distinct);
    CHECK(outcome.generated == row.generated);
    CHECK(outcome.depth == row.depth);
    CHECK(outcome.expanded == row.distinct);
  }
}

}  // namespace scrutineer::test
