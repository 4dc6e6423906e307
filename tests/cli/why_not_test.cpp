// `scrutineer why-not`: each condition of an action with its value, as it is printed.
#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/cli/json_run.h"
#include "tests/model/every_action.h"
#include "tests/traces/recorded_trace.h"
#include "traces/why_not.h"

namespace scrutineer::test {
namespace {

// The file of a variant's trace, in a folder that lives as long as this.
class TraceInFolder {
 public:
  explicit TraceInFolder(const std::string& words) : path(folder_.path() + "/trace.json") {
    const ProgramResult result = run_line("check " + words + " --quiet --trace " + path);
    REQUIRE_MESSAGE(result.err.empty(), result.err);
  }

 private:
  TemporaryFolder folder_;

 public:
  const std::string path;
};

// The answer, in which all went well.
std::string answer(const TraceInFolder& trace, const std::string& words) {
  const ProgramResult result = run_line("why-not " + trace.path + " " + words);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  return result.out;
}

}  // namespace

TEST_CASE("why-not: a vote that counts although it is late") {
  const TraceInFolder trace("write-up-fix");
  const std::string expected =
      "ReceiveVote(t1 n2>n1 granted) is enabled after step 4\n"
      "  the message is in flight: yes\n"
      "  n1 is up: yes\n"
      "  the link n2>n1 works: yes\n"
      "what it does\n"
      "  n1 steps down into term 1: no\n"
      "    the term of the vote (1) is higher than that of n1 (2): no\n"
      "    n1 heeds a higher term in a reply: no  [guards.step_down_on_higher_term false]\n"
      "  the vote counts: yes\n"
      "    n1 does not step down: yes\n"
      "    n1 is a candidate, or a follower with votes: yes  [guards.recheck_before_leading "
      "false]\n"
      "    the term of the vote (1) is that of n1 (2): no, and need not be so  "
      "[guards.recheck_before_leading false]\n"
      "    the vote is granted: yes  [guards.count_only_grants true]\n"
      "  n1 has a vote more: yes\n"
      "    the vote counts: yes\n"
      "    n2 was not counted before: yes  [guards.count_voters_once true]\n"
      "  n1 wins term 2: yes\n"
      "    the vote counts: yes\n"
      "    the votes with this one (2) reach the quorum (2): yes  [guards.quorum majority]\n"
      "  n1 forgets the votes that it gathered: no\n"
      "    n1 steps down: no\n"
      "    n1 forgets votes that are over: no  [guards.clear_votes false]\n"
      "    n1 collects votes as a candidate only: no  [guards.recheck_before_leading false]\n"
      "what it changes\n"
      "  the role of n1: follower -> leader\n"
      "  the gathered votes of n1: {n1} -> {n1 n2}\n"
      "  who was elected in term 2: nobody -> {n1}\n"
      "step 5 of the trace is this action\n";
  CHECK(answer(trace, "--step 4 ReceiveVote(t1 n2>n1 granted)") == expected);
  CHECK(answer(trace, "vote t1 n2>n1 yes --step 4") == expected);
}

TEST_CASE("why-not: a fault beyond its bound, and one within it") {
  const TraceInFolder trace("forget-vote");
  CHECK(answer(trace, "--step 5 crash n2") ==
        "Crash(n2) is not enabled after step 5: crashes so far (1) are not below max_crashes (1)\n"
        "  n2 is up: yes\n"
        "  crashes so far (1) are below max_crashes (1): no  [max_crashes 1]\n"
        "what it would do if it were enabled\n"
        "  n2 forgets its vote: yes\n"
        "    the vote is in memory only: yes  [guards.persist_vote false]\n"
        "  n2 forgets its term: no\n"
        "    the term is in memory only: no  [guards.persist_term true]\n"
        "step 6 of the trace is Restart(n1) instead\n");
  CHECK(answer(trace, "restart n1") ==
        "Restart(n1) is not enabled after step 8: n1 is up\n"
        "  n1 is down: no\n"
        "the trace ends here\n");
  CHECK(answer(trace, "--step 5 timeout n1")
            .starts_with("Timeout(n1) is not enabled after step 5: n1 is down, and the term of n1 "
                         "(1) is not below max_term (1)\n"));
}

TEST_CASE("why-not: a server that hears a live leader, and one that does not") {
  const TraceInFolder trace(
      "raft --set timeouts=suspect --set max_cuts=1 --property leader_elected");
  CHECK(answer(trace, "timeout n3")
            .starts_with("Timeout(n3) is not enabled after step 3: n3 hears the live leader n1 of "
                         "term 1\n"
                         "  n3 is up: yes\n"
                         "  n3 is not leader: yes\n"
                         "  the term of n3 (0) is below max_term (2): yes  [max_term 2]\n"
                         "  n3 hears no live leader of its own or a later term: no  [timeouts "
                         "suspect]\n"));
  CHECK(answer(trace, "--step 2 timeout n3").starts_with("Timeout(n3) is enabled after step 2\n"));
  CHECK(answer(trace, "--step 0 partition n1 / n2 n3") ==
        "Partition({n1} {n2 n3}) is enabled in the initial state\n"
        "  links may fail: max_cuts (1) is above 0: yes  [max_cuts 1]\n"
        "  links fail by groups: yes  [cut groups]\n"
        "  these links split the servers into groups: yes\n"
        "  the failed links change (they are: none): yes\n"
        "  cuts so far (0) are below max_cuts (1): yes  [max_cuts 1]\n"
        "what it does\n"
        "  messages in flight are lost: no\n"
        "    messages in flight (0) are on links that are failed then: no\n"
        "    a failed link loses its messages: yes  [cut_messages lost]\n"
        "what it changes\n"
        "  the failed links: none -> {n1} {n2 n3}\n"
        "  the number of cuts: 0 -> 1\n"
        "step 1 of the trace is Timeout(n1) instead\n");
}

TEST_CASE("why-not: a step that changes nothing is told as such") {
  const TraceInFolder trace("write-up-fix");
  CHECK(answer(trace, "--step 2 RequestVote t1 n1>n2")
            .ends_with("it changes nothing\nstep 3 of the trace is Timeout(n2) instead\n"));
}

TEST_CASE("why-not: around an election, each conjunct of Mitigations.tla has its value") {
  const TraceInFolder trace(
      "raft --servers 2 --set mitigations.leases=true --set mitigations.max_writes=2 --property "
      "no_stale_write");
  CHECK(answer(trace, "--step 8 sendwrite n1") ==
        "SendWrite(n1) is not enabled after step 8: n1 does not believe that it holds the lease\n"
        "  the number of writes sent (1) is below mitigations.max_writes (2): yes  "
        "[mitigations.max_writes 2]\n"
        "  n1 leads: yes\n"
        "  n1 believes that it holds the lease: no  [mitigations.leases true]\n"
        "step 9 of the trace is Acquire(n1) instead\n");
  CHECK(answer(trace, "--step 12 ReceiveWrite(0 of n1 #1)") ==
        "ReceiveWrite(0 of n1 #1) is enabled after step 12\n"
        "  the write is on its way: yes\n"
        "what it does\n"
        "  the store takes the write: yes\n"
        "    n1 has a token that lives: no, and need not be so  [mitigations.fencing none]\n"
        "    its mark (#1) is not below the highest seen (#2): no, and need not be so  "
        "[mitigations.fencing none]\n"
        "what it changes\n"
        "  what is around the election: lock n1 #2 2 ticks; n1 lease #2 2 ticks; write 0 of n1 #1; "
        "sent 2; store saw #2 -> lock n1 #2 2 ticks; n1 lease #2 2 ticks; sent 2; store saw #2; "
        "store took a stale write\n"
        "step 13 of the trace is this action\n");
  CHECK(answer(trace, "--step 4 acquire n2")
            .starts_with("Acquire(n2) is not enabled after step 4: n2 does not lead, and the lock "
                         "is held by n1\n"));
}

TEST_CASE("why-not: the answer is there in JSON, too") {
  const TraceInFolder trace("split-brain");
  const auto json = parse_json(answer(trace, "--step 1 --json timeout n2"));
  CHECK(json.at("schema") == "scrutineer-why-not");
  CHECK(json.at("version") == 1);
  CHECK(json.at("step") == 1);
  CHECK(json.at("action").at("text") == "Timeout(n2)");
  CHECK(json.at("is_enabled") == true);
  CHECK(json.at("is_taken") == true);
  CHECK(json.at("taken") == json.at("action"));
  REQUIRE(json.at("conditions").size() == 3);
  const auto& bound = json.at("conditions")[2];
  CHECK(bound.at("text") == "the term of n2 (0) is below max_term (2)");
  CHECK(bound.at("denial") == "the term of n2 (0) is not below max_term (2)");
  CHECK(bound.at("holds") == true);
  CHECK(bound.at("is_waived") == false);
  CHECK(bound.at("setting") == "max_term");
  CHECK(bound.size() == 5);
  REQUIRE(json.at("decisions").size() == 2);
  CHECK(json.at("decisions")[1].at("name") == "wins");
  CHECK(json.at("decisions")[1].at("is_taken") == true);
  CHECK(json.at("decisions")[1].at("conditions")[0].at("is_waived") == true);
  CHECK(json.at("decisions")[1].at("conditions")[0].at("setting") == "guards.wait_for_quorum");
  CHECK(json.at("changes").size() == 6);
  const auto end = parse_json(answer(trace, "--json timeout n1"));
  CHECK(end.at("is_enabled") == false);
  CHECK(end.at("taken").is_null());
  CHECK(end.at("is_taken") == false);
  CHECK(end.at("changes").empty());
}

TEST_CASE("why-not: wrong questions are told in one line") {
  const TraceInFolder trace("split-brain");
  const auto refused = [&](const std::string& words, int exit_status) {
    const ProgramResult result = run_line("why-not " + trace.path + " " + words);
    CHECK(result.exit_status == exit_status);
    CHECK(result.out.empty());
    return lines_of(result.err).at(0).substr(12);
  };
  CHECK(refused("--step 3 timeout n1", 64) ==
        "--step is '3'; accepted: 0 to 2, the steps of " + trace.path);
  CHECK(refused("--step -1 timeout n1", 64).starts_with("--step is '-1'; accepted: 0 to 2"));
  CHECK(refused("--step x timeout n1", 64).starts_with("--step is 'x'; accepted: 0 to 2"));
  CHECK(refused("timout n1", 64).starts_with("unknown action 'timout n1', did you mean "));
  CHECK(refused("timeout n9", 64).starts_with("action 'timeout n9': 'n9' is no server from"));
  CHECK(has(refused("", 64), "ACTION"));
  CHECK(run_line("why-not").exit_status == 64);
  CHECK(run_line("why-not no-such.json timeout n1").exit_status == 65);
}

TEST_CASE("why-not: an illegal trace can be asked about, and is told to be one") {
  const std::string text = run_line("check split-brain --trace -").out;
  std::string changed = text;
  const std::string from = "\"name\": \"Timeout\",\n        \"text\": \"Timeout(n2)\"";
  changed.replace(changed.find(from), from.size(),
                  "\"name\": \"Restart\",\n        \"text\": \"Restart(n2)\"");
  const ProgramResult result =
      run_inside({"why-not", "-", "--step", "1", "restart", "n2"}, changed);
  CHECK(result.exit_status == 0);
  CHECK(result.err == "scrutineer: standard input: step 2: Restart(n2) is not enabled: n2 is up\n");
  CHECK(result.out.ends_with("step 2 of the trace is this action\n"));
}

// The answer itself fails if the rules and the conditions disagree.
TEST_CASE("why-not: every action is answered for at every step of every variant's trace") {
  std::size_t enabled = 0;
  std::size_t asked = 0;
  for (const raft::Variant& variant : raft::variants()) {
    const raft::TraceFile trace = trace_of_variant(variant.name);
    for (std::size_t k = 0; k <= trace.path.steps.size(); ++k) {
      const raft::State& state = k == 0 ? trace.path.initial : trace.path.steps[k - 1].second;
      for (const raft::Action& action : every_action(trace.settings)) {
        const raft::WhyNot one = raft::why_not(trace.settings, state, action);
        const std::string text = raft::why_not_text(one, {k, {}}, trace.settings);
        CHECK(has(text, one.is_enabled ? " is enabled " : " is not enabled "));
        ++asked;
        enabled += one.is_enabled ? 1U : 0U;
      }
    }
  }
  CHECK(asked > 5000);
  CHECK(enabled > 500);
}

}  // namespace scrutineer::test
