#include "traces/raft_report.h"

#include <doctest/doctest.h>

#include "tests/configurations.h"
#include "tests/explorer/toy_models.h"
#include "traces/raft_check.h"
#include "traces/text_trace.h"

namespace scrutineer::raft {
namespace {

RaftOutcome checked(const Settings& settings, const std::vector<std::string>& properties = {}) {
  return check(settings, choose_properties(properties), {});
}

TEST_CASE("report: the verdict line names bounds, network, guards, reductions and storage") {
  ReportSubject subject;
  subject.variant = "raft";
  subject.settings = test::settings_of("servers=2 max_term=1 max_cuts=1 cut=links");
  const RaftOutcome outcome = checked(subject.settings);
  CHECK(verdict_line(subject, outcome) ==
        "HOLDS: election_safety, leader_has_quorum, term_monotonic, vote_once, leader_elected\n"
        "  within servers 2, max_term 1, max_crashes 0, max_cuts 1; network duplicating, cut "
        "links, cut_messages lost; timeouts any; all guards on; reductions none; storage exact\n");
}

TEST_CASE("report: a limit never reads like a proof") {
  ReportSubject subject;
  subject.variant = "raft";
  subject.limits.states_max = 10;
  CheckOptions options;
  options.search.limits = subject.limits;
  const RaftOutcome outcome = check(subject.settings, choose_properties({}), options);
  const std::string text = report_text(subject, outcome);
  CHECK(text.find("INCOMPLETE: the limit of 10 states was reached; nothing is proved") !=
        std::string::npos);
  CHECK(text.find("HOLDS") == std::string::npos);
  CHECK(text.find("election_safety    undecided") != std::string::npos);
}

TEST_CASE("report: a search of no property says that it proves nothing about any") {
  ReportSubject subject;
  subject.variant = "raft";
  subject.settings = test::settings_of("servers=2 max_term=1");
  const std::string line = verdict_line(subject, checked(subject.settings, {"none"}));
  CHECK(line.find("no property was checked") != std::string::npos);
}

TEST_CASE("text: counts and sizes are written for people") {
  CHECK(count_text(0) == "0");
  CHECK(count_text(999) == "999");
  CHECK(count_text(1000) == "1,000");
  CHECK(count_text(60859470) == "60,859,470");
  CHECK(size_text(512) == "512 B");
  CHECK(size_text(1536) == "1.5 KiB");
  CHECK(size_text(std::uint64_t{3} << 30U) == "3.0 GiB");
  CHECK(steps_text(1) == "1 step");
}

TEST_CASE("plain trace: a user's model is told line by line") {
  test::GraphModel model;
  model.successors = {{1}, {}};
  CHECK(plain_trace(model, Path<test::GraphModel>{0, {{0U, 1U}}}) ==
        "   0  (initial)                         0\n"
        "   1  0                                 1\n");
}

}  // namespace
}  // namespace scrutineer::raft
