// What `replay` finds in a trace that is no behaviour, and that it finds every single change.
#include "traces/raft_replay.h"

#include <doctest/doctest.h>

#include <array>

#include "tests/configurations.h"
#include "tests/traces/recorded_trace.h"
#include "tests/traces/trace_mutations.h"

namespace scrutineer::raft {
namespace {

std::string text_of(const TraceFile& trace) { return replay_text(replay({trace, {}})); }

TEST_CASE("replay: a step that is not enabled is told with the guard that forbids it") {
  TraceFile trace = test::trace_of_variant("write-up-fix");
  CHECK(text_of(trace) == "replays: 6 steps, election_safety is violated at the last one");
  TraceFile changed = trace;
  changed.path.steps[4].first.message.from = 3;
  CHECK(text_of(changed) ==
        "step 5: ReceiveVote(t1 n3>n1 granted) is not enabled: the message is not in flight");
  changed = trace;
  changed.path.steps[4].first = {ActionKind::timeout, 1, {}, {}, {}};
  CHECK(text_of(changed) ==
        "step 5: Timeout(n1) is not enabled: the term of n1 (2) is not below max_term (2)");
  changed.path.steps[4].first = {ActionKind::crash, 1, {}, {}, {}};
  CHECK(text_of(changed) ==
        "step 5: Crash(n1) is not enabled: crashes so far (0) are not below max_crashes (0)");
  changed.path.steps[4].first = {ActionKind::restart, 1, {}, {}, {}};
  CHECK(text_of(changed) == "step 5: Restart(n1) is not enabled: n1 is up");
  changed = trace;
  changed.path.steps.erase(changed.path.steps.begin());
  CHECK(text_of(changed) ==
        "step 1: ReceiveRequestVote(t1 n1>n2) is not enabled: the message is not in flight");
}

TEST_CASE("replay: a step that leads elsewhere is told with what differs") {
  const TraceFile trace = test::trace_of_variant("write-up-fix");
  TraceFile changed = trace;
  changed.path.steps[4].second.server(2).term = 1;
  CHECK(text_of(changed) ==
        "step 5: ReceiveVote(t1 n2>n1 granted) leads to another state: the term of n2 is 2 in the "
        "model, 1 in the file");
  changed.path.steps[4].second.messages.clear();
  const Replay result = replay({changed, {}});
  REQUIRE(result.fault);
  CHECK(result.fault->step == 5);
  CHECK(result.fault->differences.size() > 4);
  CHECK(replay_text(result).ends_with(
      fmt::format("; and {} more", result.fault->differences.size() - 3)));
  changed = trace;
  changed.path.initial.server(1).up = false;
  CHECK(text_of(changed) ==
        "the initial state is another one: the health of n1 is up in the model, down in the file");
}

TEST_CASE("replay: a behaviour that does not prove its claim is told as such") {
  TraceFile trace = test::trace_of_variant("write-up-fix");
  TraceFile changed = trace;
  changed.path.steps.pop_back();
  CHECK(text_of(changed) == "every step is legal, but election_safety is not decided at the end");
  changed = trace;
  changed.property = "leader_has_quorum";
  CHECK(text_of(changed) == "every step is legal, but leader_has_quorum is decided before, at 5");
  changed.property = "none";
  CHECK(text_of(changed) == "replays: 6 steps, and claims nothing of a property");
  TraceFile witness = test::trace_of_variant("raft");
  CHECK(text_of(witness) == "replays: 3 steps, leader_elected is witnessed at the last one");
}

TEST_CASE("replay: the model comes before what the file says of itself") {
  TraceFile trace = test::trace_of_variant("split-brain");
  TraceReading reading{trace, {{2, "text"}, {std::nullopt, "digest"}}};
  CHECK(replay_text(replay(reading)) == "step 2: text");
  reading.contradictions.erase(reading.contradictions.begin());
  CHECK(replay_text(replay(reading)) == "digest");
  reading.trace.property = "vote_once";
  CHECK(replay_text(replay(reading)).find("vote_once is not decided") != std::string::npos);
  reading.trace.path.steps[1].second.crashes = 1;
  CHECK(replay(reading).fault->kind == ReplayFaultKind::other_state);
}

TEST_CASE("replay: every single change to a trace file is rejected at the right step") {
  std::array<std::size_t, 5> by_kind = {};
  for (const char* variant : {"split-brain", "write-up-fix", "forget-vote", "count-denials"}) {
    CAPTURE(variant);
    const TraceFile trace = test::trace_of_variant(variant);
    const auto counts = test::expect_changes_rejected(trace);
    CHECK(counts.changes > 200 * trace.path.steps.size());
    CHECK(counts.not_traces > counts.changes / 3);
    for (std::size_t k = 0; k < by_kind.size(); ++k) by_kind[k] += counts.by_kind[k];
  }
  for (std::size_t k = 0; k < by_kind.size(); ++k) {
    CHECK_MESSAGE(by_kind[k] > 0, replay_fault_kind_name(static_cast<ReplayFaultKind>(k)));
  }
}

TEST_CASE("replay: a change of a bound that every step survives is seen by the digest") {
  const TraceFile trace = test::trace_of_variant("split-brain");
  auto document = test::TraceJson::parse(trace_file_text(trace));
  document["settings"]["max_crashes"] = 1;
  const Replay result = replay(read_with_contradictions(document.dump()));
  REQUIRE(result.fault);
  CHECK(result.fault->kind == ReplayFaultKind::contradiction);
  CHECK(result.fault->text.starts_with("/digest is '" + digest_of(trace) + "'; accepted: '"));
  CHECK(result.fault->text.ends_with("': the file was changed after it was written"));
}

}  // namespace
}  // namespace scrutineer::raft
