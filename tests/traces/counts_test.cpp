// Exact counts that take an instant. The others are in tests/oracle.
#include "tests/oracle/recorded_counts.h"

namespace scrutineer::test {
namespace {

TEST_CASE("counts: small rows of the specification, with 1, 2 and 8 threads") {
  const std::vector<CountRow> rows = {
      {"servers=2 max_term=1 network=at-most-once", 18, 26, 6},
      {"servers=2 max_term=2 network=at-most-once", 322, 884, 10},
      {"servers=2 max_term=2", 267, 1604, 10},
      {"servers=2 max_term=3 network=at-most-once", 6791, 27466, 17},
      {"servers=3 max_term=1 network=at-most-once", 2143, 8334, 15},
      {"servers=3 max_term=1", 305, 2427, 9},
      {"servers=3 max_term=1 max_cuts=1 network=at-most-once", 5317, 28263, 15},
      {"servers=3 max_term=1 max_cuts=1 timeouts=suspect network=at-most-once", 5269, 28011, 15},
      {"servers=3 max_term=1 max_crashes=2", 5880, 44010, 13}};
  for (const CountRow& row : rows) require_counts(row, {1, 2, 8});
}

TEST_CASE("counts: small random configurations, as two other programs counted them") {
  int checked = 0;
  for (const CountRow& row : recorded_counts()) {
    if (row.distinct > 3000) continue;
    require_counts(row, {2});
    ++checked;
  }
  CHECK(checked > 50);
}

}  // namespace
}  // namespace scrutineer::test
