// The recorded counts of random configurations (recorded_counts.txt).
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "tests/oracle/count_rows.h"
#include "tests/run_program.h"

namespace scrutineer::test {

inline std::vector<CountRow> recorded_counts() {
  std::istringstream lines(
      read_file(std::string(SCRUTINEER_SOURCE_DIR) + "/tests/oracle/recorded_counts.txt"));
  std::vector<CountRow> rows;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) continue;
    CountRow row{};
    std::istringstream words(line);
    words >> row.distinct >> row.generated >> row.depth;
    std::getline(words, row.settings);
    rows.push_back(row);
  }
  REQUIRE(rows.size() > 250);
  return rows;
}

}  // namespace scrutineer::test
