// The Murphi twin (election.m.in), checked by Rumur here and now, against our search.
#include "tests/oracle/rumur_twin.h"

#include "tests/oracle/count_rows.h"

namespace scrutineer::test {
namespace {

void require_twin_agrees(const std::string& text) {
  CAPTURE(text);
  const raft::Settings settings = settings_of(text);
  const TwinCounts twin = run_twin(settings);
  const auto ours = raft::check(settings, raft::choose_properties(std::vector<std::string>{"none"}),
                                CheckOptions{});
  CHECK(twin.errors == 0);
  CHECK(ours.distinct == twin.states);
  CHECK(ours.generated == twin.rules);
}

TEST_CASE("oracle: the Murphi twin under Rumur agrees on chosen configurations") {
  if (!has_rumur()) return;
  for (const char* settings :
       {"servers=3 max_term=1", "servers=2 max_term=3 network=at-most-once",
        "servers=3 max_term=1 max_crashes=2", "servers=4 max_term=1",
        "servers=3 max_term=1 max_cuts=2 cut=links network=at-most-once",
        "servers=3 max_term=1 max_cuts=1 cut=links cut_messages=held",
        "servers=3 max_term=1 max_cuts=1 max_crashes=1 network=at-most-once",
        "servers=2 max_term=2 max_cuts=2 cut_messages=held timeouts=suspect",
        "servers=3 max_term=1 guards.keep_vote_within_term=false network=at-most-once",
        "servers=2 max_term=3 guards.clear_votes=false guards.recheck_before_leading=false "
        "guards.step_down_on_higher_term=false",
        "servers=4 max_term=1 guards.quorum=half",
        "servers=3 max_term=1 guards.persist_term=false "
        "max_crashes=1 guards.count_voters_once=false"}) {
    require_twin_agrees(settings);
  }
}

TEST_CASE("oracle: the Murphi twin under Rumur agrees on each guard switched off") {
  if (!has_rumur()) return;
  for (const std::string& guard : guard_keys()) {
    const bool is_choice = raft::setting_named(guard).type == raft::SettingType::choice;
    require_twin_agrees("servers=2 max_term=2 max_crashes=1 network=at-most-once " + guard + "=" +
                        (is_choice ? "peers-majority" : "false"));
  }
}

}  // namespace
}  // namespace scrutineer::test
