// Every single change to longer traces: with crashes, failed links, heartbeats and refusals.
#include <doctest/doctest.h>

#include "tests/configurations.h"
#include "tests/traces/recorded_trace.h"
#include "tests/traces/trace_mutations.h"

namespace scrutineer::raft {
namespace {

void expect_all_rejected(const TraceFile& trace) {
  const auto counts = test::expect_changes_rejected(trace);
  CHECK(counts.changes > 200 * trace.path.steps.size());
}

TEST_CASE("replay: every single change to the traces of four more variants is rejected") {
  for (const char* variant :
       {"forget-term", "obey-stale-heartbeats", "keep-old-votes", "forget-vote-on-heartbeat"}) {
    CAPTURE(variant);
    expect_all_rejected(test::trace_of_variant(variant));
  }
}

TEST_CASE("replay: every single change to traces with failed links is rejected") {
  for (const char* text : {"max_cuts=1 network=at-most-once max_term=1 cut_messages=held",
                           "max_cuts=2 max_crashes=1 cut=links max_term=1"}) {
    CAPTURE(text);
    const Settings settings = test::settings_of(text);
    const Rules rules(settings);
    TraceFile trace{"examples/own.toml", "", settings, "none", {initial_state(), {}}};
    for (const unsigned choice : {0U, 9U, 1U, 4U, 2U, 7U, 3U, 5U}) {
      const State before =
          trace.path.steps.empty() ? trace.path.initial : trace.path.steps.back().second;
      const auto steps = rules.steps(before);
      const Step& step = steps[(choice + 3 * steps.size() / 4) % steps.size()];
      trace.path.steps.emplace_back(step.action, step.next);
    }
    expect_all_rejected(trace);
  }
}

}  // namespace
}  // namespace scrutineer::raft
