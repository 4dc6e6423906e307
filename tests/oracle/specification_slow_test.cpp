// Both tables of the specification, row by row, reductions off, with 1, 2 and 8 threads.
#include "tests/oracle/recorded_counts.h"

namespace scrutineer::test {
namespace {

TEST_CASE("specification: exact counts of every row") {
  const std::vector<CountRow> rows = {
      {"servers=2 max_term=1 network=at-most-once", 18, 26, 6},
      {"servers=2 max_term=2 network=at-most-once", 322, 884, 10},
      {"servers=2 max_term=2", 267, 1604, 10},
      {"servers=2 max_term=3 network=at-most-once", 6791, 27466, 17},
      {"servers=3 max_term=1 network=at-most-once", 2143, 8334, 15},
      {"servers=3 max_term=1", 305, 2427, 9},
      {"servers=3 max_term=1 max_crashes=1 network=at-most-once", 14195, 58470, 17},
      {"servers=3 max_term=1 max_crashes=2", 5880, 44010, 13},
      {"servers=3 max_term=1 max_cuts=1 network=at-most-once", 5317, 28263, 15},
      {"servers=3 max_term=1 max_cuts=1 cut_messages=held network=at-most-once", 12858, 52391, 17},
      {"servers=3 max_term=1 max_cuts=1 timeouts=suspect network=at-most-once", 5269, 28011, 15},
      {"servers=3 max_term=1 max_cuts=1 cut=links network=at-most-once", 11978, 64008, 15},
      {"servers=3 max_term=1 max_cuts=2 cut=links network=at-most-once", 33264, 215730, 15},
      {"servers=3 max_term=1 max_cuts=2 max_crashes=1 network=at-most-once", 55061, 352122, 17},
      {"servers=3 max_term=2", 524589, 8819775, 22},
      {"servers=3 max_term=2 network=at-most-once", 7547303, 60859470, 27},
      {"servers=4 max_term=1", 12949, 188728, 16},
      {"servers=4 max_term=1 network=at-most-once", 712976, 5293932, 28},
      {"servers=3 max_term=1 max_crashes=1 network=at-most-once guards.persist_vote=false", 32975,
       147318, 20},
      {"servers=3 max_term=2 guards.step_down_on_higher_term=false", 427821, 7364907, 22}};
  for (const CountRow& row : rows) require_counts(row, {1, 2, 8});
}

struct LengthRow {
  std::string settings;
  std::string property;
  int length;  // -1: holds
};

void require_length(const LengthRow& row) {
  CAPTURE(row.settings);
  const std::vector<std::string> names = {row.property};
  std::optional<Path<raft::ReadableModel>> first;
  for (const unsigned threads : {1U, 2U, 8U}) {
    CAPTURE(threads);
    CheckOptions options;
    options.search.threads = threads;
    const auto outcome =
        raft::check(settings_of(row.settings), raft::choose_properties(names), options);
    const auto& one = outcome.properties.at(0);
    CHECK(outcome.verdict == (row.length < 0 ? Verdict::holds : Verdict::violated));
    REQUIRE(one.trace.has_value() == (row.length >= 0));
    if (!one.trace) continue;
    CHECK(static_cast<int>(one.length()) == row.length);
    if (!first) first = one.trace;
    CHECK(first->initial == one.trace->initial);
    CHECK(first->steps == one.trace->steps);
  }
}

TEST_CASE("specification: shortest counterexamples of every row, the same for all threads") {
  const std::string safety = "election_safety";
  const std::vector<LengthRow> rows = {
      {"servers=3 max_term=2", "single_leader", 6},
      {"guards.wait_for_quorum=false servers=3 max_term=1", safety, 2},
      {"guards.vote_once_per_term=false servers=3 max_term=1", safety, 6},
      {"guards.count_only_grants=false servers=3 max_term=1", safety, 6},
      {"guards.keep_vote_within_term=false servers=3 max_term=1", safety, 8},
      {"guards.persist_vote=false servers=3 max_term=1 max_crashes=1", safety, 8},
      {"guards.persist_term=false servers=3 max_term=1 max_crashes=1", safety, 8},
      {"guards.recheck_before_leading=false servers=3 max_term=2", safety, 6},
      {"guards.check_vote_term=false servers=3 max_term=2", safety, 7},
      {"guards.check_heartbeat_term=false servers=3 max_term=2", safety, 9},
      {"guards.clear_votes=false servers=3 max_term=2", safety, -1},
      {"guards.clear_votes=false servers=3 max_term=3", safety, 9},
      {"guards.count_voters_once=false servers=3 max_term=2", safety, -1},
      {"guards.count_voters_once=false servers=5 max_term=1", safety, 8},
      {"guards.quorum=peers-majority servers=3 max_term=1", safety, -1},
      {"guards.quorum=peers-majority servers=4 max_term=1", safety, 6},
      {"guards.quorum=half servers=4 max_term=1", safety, 6},
      {"guards.step_down_on_higher_term=false servers=3 max_term=2", safety, -1}};
  for (const LengthRow& row : rows) require_length(row);
}

TEST_CASE("recorded counts: every random configuration, as two other programs counted it") {
  for (const CountRow& row : recorded_counts()) require_counts(row, {2});
}

}  // namespace
}  // namespace scrutineer::test
