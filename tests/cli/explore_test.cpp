// `scrutineer explore`: whole conversations, line by line.
#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>

#include "cli/run.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

// What is said to these lines, after the greeting (the first `greeting` lines).
std::string conversation(const std::string& words, const std::string& input,
                         std::size_t greeting = 0) {
  std::vector<std::string> all = {"explore"};
  for (const std::string& word : words_of(words)) all.push_back(word);
  const ProgramResult result = run_inside(all, input);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  std::string text;
  std::size_t k = 0;
  for (const std::string& line : lines_of(result.out)) {
    if (k++ >= greeting) text += line + "\n";
  }
  return text;
}

const std::string two = "split-brain --servers 2 --max-term 1";
constexpr std::size_t greeting_of_two = 9;

const std::string initial_state =
    "step 0: (initial)\n"
    "  n1  follower t0\n"
    "  n2  follower t0\n"
    "  in flight  nothing\n"
    "actions\n"
    "   1  Timeout(n1)\n"
    "   2  Timeout(n2)\n";

const std::string one_leader =
    "step 1: Timeout(n2)\n"
    "  n1  follower t0\n"
    "  n2  leader t1, voted for n2\n"
    "  elected in term 1  {n2}\n"
    "  in flight  RequestVote t1 n2>n1\n"
    "  leader_has_quorum is violated here\n"
    "  leader_elected is witnessed here\n"
    "actions\n"
    "   1  Timeout(n1)\n"
    "   2  SendHeartbeats(n2)\n"
    "   3  ReceiveRequestVote(t1 n2>n1)\n";

const std::string two_leaders =
    "step 2: Timeout(n1)\n"
    "  n1  leader t1, voted for n1\n"
    "  n2  leader t1, voted for n2\n"
    "  elected in term 1  {n1 n2}\n"
    "  in flight  RequestVote t1 n1>n2 n2>n1\n"
    "  election_safety is violated here\n"
    "  single_leader is violated here\n"
    "actions\n"
    "   1  SendHeartbeats(n1)\n"
    "   2  SendHeartbeats(n2)\n"
    "   3  ReceiveRequestVote(t1 n1>n2)\n"
    "   4  ReceiveRequestVote(t1 n2>n1)\n";

}  // namespace

TEST_CASE("explore: actions are chosen by number and by name, and the way back is free") {
  CHECK(conversation(two, "") ==
        "split-brain: leads as soon as it stands for election, without waiting for votes: the "
        "incident\n"
        "  servers 2, max_term 1, max_crashes 0, max_cuts 0; network duplicating; timeouts any; "
        "guards off: wait_for_quorum\n" +
            initial_state);
  CHECK(conversation(two, "2\ntimeout n1\nback\nnext\ngoto 0\nnext 2\nback 2\n", greeting_of_two) ==
        one_leader + two_leaders + one_leader + two_leaders + initial_state + two_leaders +
            initial_state);
  CHECK(conversation(two, "2\n1\nquit\n1\n", greeting_of_two) == one_leader + two_leaders);
  CHECK(conversation(two, "2\nexit", greeting_of_two) == one_leader);
  CHECK(conversation(two, "  2\r\n\n \t\n", greeting_of_two) == one_leader);
}

TEST_CASE("explore: state, actions, diff, properties and history tell where one is") {
  CHECK(conversation(two, "2\n1\nstate\nactions\n", greeting_of_two) ==
        one_leader + two_leaders + two_leaders);
  CHECK(conversation(two, "2\n1\ndiff\nproperties\nback\nproperties\nhistory\n", greeting_of_two) ==
        one_leader + two_leaders +
            "  the role of n1: follower -> leader\n"
            "  the term of n1: 0 -> 1\n"
            "  the vote of n1: nobody -> n1\n"
            "  who was elected in term 1: {n2} -> {n1 n2}\n"
            "  RequestVote t1 n1>n2: not in flight -> in flight\n"
            "  election_safety    violated at step 2\n"
            "  single_leader      violated at step 2\n"
            "  leader_has_quorum  violated at step 1\n"
            "  term_monotonic     holds so far\n"
            "  vote_once          holds so far\n"
            "  leader_elected     witnessed at step 1\n" +
            one_leader +
            "  election_safety    holds so far\n"
            "  single_leader      holds so far\n"
            "  leader_has_quorum  violated at step 1\n"
            "  term_monotonic     holds so far\n"
            "  vote_once          holds so far\n"
            "  leader_elected     witnessed at step 1\n"
            "    0  (initial)\n"
            ">   1  Timeout(n2)\n"
            "    2  Timeout(n1)\n");
  CHECK(conversation("raft --servers 1 --max-term 1", "properties\n", 5) ==
        "actions\n"
        "   1  Timeout(n1)\n"
        "  election_safety    holds so far\n"
        "  single_leader      holds so far\n"
        "  leader_has_quorum  holds so far\n"
        "  term_monotonic     holds so far\n"
        "  vote_once          holds so far\n"
        "  leader_elected     no witness so far\n");
}

TEST_CASE("explore: another step drops what lay ahead, the same step does not") {
  const std::string same = conversation(two, "2\n1\ngoto 0\n2\nhistory\n", greeting_of_two);
  CHECK(same.ends_with("    0  (initial)\n>   1  Timeout(n2)\n    2  Timeout(n1)\n"));
  const std::string other = conversation(two, "2\n1\ngoto 0\n1\nhistory\n", greeting_of_two);
  CHECK(other.ends_with("    0  (initial)\n>   1  Timeout(n1)\n"));
}

TEST_CASE("explore: a step that changes nothing is marked, and told by diff") {
  const std::string said = conversation("raft --servers 1 --max-term 1", "1\n1\ndiff\n");
  CHECK(has(said, "   1  SendHeartbeats(n1)  (changes nothing)\n"));
  CHECK(said.ends_with("  nothing changed\n"));
}

TEST_CASE("explore: where no action is enabled, there is only the way back") {
  const std::string said = conversation(
      "raft --servers 2 --max-term 1 --set network=at-most-once",
      "timeout n1\ntimeout n2\nRequestVote t1 n1>n2\nRequestVote t1 n2>n1\nVote t1 n1>n2 no\n"
      "Vote t1 n2>n1 no\n1\nback\n");
  CHECK(has(said,
            "  in flight  nothing\nno action is enabled\n"
            "? no action is enabled here; accepted: back, goto, quit\nstep 5: "));
}

TEST_CASE("explore: what is wrong is answered, and nothing ends") {
  const std::string verbs =
      "accepted: a number, an action as Timeout(n1), state, actions, back, next, goto, diff, "
      "properties, history, why-not, save, save!, help, quit, exit";
  const std::vector<std::pair<std::string, std::string>> answers = {
      {"bogus", "unknown command 'bogus'; " + verbs},
      {"bac", "unknown command 'bac', did you mean 'back'?; " + verbs},
      {"1 2", "unknown command '1 2'; " + verbs},
      {"-1", "unknown command '-1'; " + verbs},
      {"\x1b[31m", "unknown command '\\x1b[31m'; " + verbs},
      {"0", "action 0; accepted: 1 to 2"},
      {"3", "action 3; accepted: 1 to 2"},
      {"timeout n3",
       "action 'timeout n3': 'n3' is no server from n1 to n2; accepted: Timeout(n1) with servers "
       "n1 to n2 and terms t1 to t1"},
      {"Crash(n1)", "Crash(n1) is not enabled: crashes so far (0) are not below max_crashes (0)"},
      {"Restart n1", "Restart(n1) is not enabled: n1 is up"},
      {"back", "there is no step to go back"},
      {"next", "there is no step to go next"},
      {"goto", "goto ''; accepted: goto K, K from 0 to 0"},
      {"goto 1", "goto '1'; accepted: goto K, K from 0 to 0"},
      {"goto -1", "goto '-1'; accepted: goto K, K from 0 to 0"},
      {"diff", "there is no step before the initial state"},
      {"state now", "state 'now'; accepted: state"},
      {"save", "save to which file?"},
      {"save /no-such-folder/a.json",
       "/no-such-folder/a.json cannot be written: No such file or directory"},
      {"save! /dev/full", "/dev/full was not written: No space left on device"},
      {std::string(5000, 'x'), "the line is longer than any command"}};
  for (const auto& one : answers) {
    CAPTURE(one.first);
    CHECK(conversation(two, one.first + "\n2\n", greeting_of_two) ==
          "? " + one.second + "\n" + one_leader);
  }
  CHECK(has(conversation(two, "2\nback 2\nback x\n"),
            "? back '2'; accepted: back [N], N from 1 "
            "to 1\n? back 'x'; accepted: back [N]"));
}

TEST_CASE("explore: why-not says which condition fails here") {
  CHECK(conversation(two, "why-not SendHeartbeats n1\n", greeting_of_two) ==
        "SendHeartbeats(n1) is not enabled in the initial state: n1 is no leader\n"
        "  n1 is up: yes\n"
        "  n1 is leader: no\n"
        "the trace ends here\n");
  CHECK(conversation(two, "why-not nothing\n2\n", greeting_of_two).starts_with("? unknown action"));
}

TEST_CASE("explore: help has a line for every command, and every line of it works") {
  const std::string help = conversation(two, "help\n", greeting_of_two);
  std::vector<std::string> verbs;
  for (const std::string& line : lines_of(help)) {
    CHECK(line.size() <= 100);
    verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  CHECK(verbs == std::vector<std::string>{"a", "an", "state", "actions", "back", "next", "goto",
                                          "diff", "properties", "history", "why-not", "save",
                                          "save!", "help", "quit", "exit"});
  for (std::size_t k = 2; k < verbs.size(); ++k) {
    CHECK_FALSE(has(conversation(two, verbs[k] + "\n", greeting_of_two), "unknown command"));
  }
}

TEST_CASE("explore: what is saved replays, and a file is replaced only on demand") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/two.json";
  const std::string said =
      conversation(two, "2\n1\nsave " + file + "\nback\nsave " + file + "\nsave! " + file + "\n");
  CHECK(has(said, "saved 2 steps to " + file + "; property: election_safety\n"));
  CHECK(has(said, "? " + file + " exists; accepted: another name, or save! to replace it\n" +
                      "saved 1 step to " + file + "; property: leader_has_quorum\n"));
  CHECK(run_inside({"replay", file}).out ==
        file + " replays: 1 step, leader_has_quorum is violated at the last one\n");
  CHECK(has(conversation("raft", "1\nsave! " + file + "\n"),
            "saved 1 step to " + file + "; property: none\n"));
  const ProgramResult replayed = run_inside({"replay", file});
  CHECK(replayed.exit_status == 0);
  CHECK(replayed.out == file + " replays: 1 step, and claims nothing of a property\n");
}

TEST_CASE("explore: a trace is loaded at its end, and one can go back in it") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/trace.json";
  CHECK(run_line("check " + two + " --quiet --trace " + file).exit_status == 1);
  CHECK(has(conversation(file, ""), "\nstep 2: Timeout(n2)\n"));
  const std::string said = conversation(file, "goto 0\nnext\nhistory\nwhy-not timeout n2\n");
  CHECK(has(said, "\nstep 0: (initial)\n"));
  CHECK(has(said, "    0  (initial)\n>   1  Timeout(n1)\n    2  Timeout(n2)\n"));
  CHECK(said.ends_with("step 2 of the trace is this action\n"));
  CHECK(has(conversation(file, "goto 1\nSendHeartbeats n1\nhistory\n"),
            "    0  (initial)\n    1  Timeout(n1)\n>   2  SendHeartbeats(n1)\n"));
}

TEST_CASE("explore: a faulty trace is loaded up to its fault, and that is said") {
  const TemporaryFolder folder;
  std::string text = run_line("check " + two + " --trace -").out;
  const auto load = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return run_inside({"explore", folder.write("t.json", changed.replace(at, from.size(), to))});
  };
  const std::string name = "scrutineer: " + folder.path() + "/t.json: ";
  const ProgramResult cut = load("\"name\": \"Timeout\",\n        \"text\": \"Timeout(n2)\"",
                                 "\"name\": \"Restart\",\n        \"text\": \"Restart(n2)\"");
  CHECK(cut.exit_status == 0);
  CHECK(has(cut.out, "\nstep 1: Timeout(n1)\n"));
  CHECK(has(cut.err, name + "step 2: Restart(n2) is not enabled: n2 is up\n" + name +
                         "the steps from 2 on are left out\n"));
  const ProgramResult whole = load("\"text\": \"Timeout(n2)\"", "\"text\": \"Timeout(n3)\"");
  CHECK(whole.exit_status == 0);
  CHECK(has(whole.out, "\nstep 2: Timeout(n2)\n"));
  CHECK(has(whole.err, name + "/steps/1/action/text is 'Timeout(n3)'"));
  const ProgramResult none = load("\"term\": 0", "\"term\": 1");
  CHECK(none.exit_status == 65);
  CHECK(none.err == name +
                        "the initial state is another one: the term of n1 is 0 in the model, 1 "
                        "in the file\n");
}

TEST_CASE("explore: what cannot begin is refused") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/trace.json";
  CHECK(run_line("check split-brain --quiet --trace " + file).exit_status == 1);
  const auto refused = [](const std::string& words, int exit_status) {
    const ProgramResult result = run_line("explore " + words);
    CHECK(result.exit_status == exit_status);
    CHECK(result.out.empty());
    return lines_of(result.err).at(0);
  };
  CHECK(has(refused("splt-brain", 64), "did you mean 'split-brain'?"));
  CHECK(has(refused("-", 64), "a trace on standard input cannot be explored"));
  CHECK(has(refused(file + " --servers 2", 64), "servers cannot be set; "));
  CHECK(has(refused("raft --property vote_once", 64), "--property goes with a trace"));
  CHECK(has(refused("raft --servers 9", 65), "servers is 9"));
  CHECK(has(refused("raft --servers 2 --set servers=3", 64), "servers is given twice"));
  CHECK(has(refused("no.json", 65), "no.json: No such file"));
  CHECK(has(refused("no.toml", 65), "no.toml: No such file"));
}

TEST_CASE("explore: somebody at a terminal is prompted, a pipe is not") {
  std::istringstream in("2\nquit\n");
  std::ostringstream out;
  std::ostringstream err;
  CHECK(cli::run(words_of("explore " + two), {out, err, true, &in, true}) == 0);
  CHECK(has(out.str(), "> " + one_leader + "> "));
  CHECK_FALSE(has(conversation(two, "2\n"), "> s"));
  std::istringstream nothing;
  out.str("");
  CHECK(cli::run(words_of("explore " + two), {out, err, true, &nothing, true}) == 0);
  CHECK(out.str().ends_with("> \n"));
}

TEST_CASE("explore: the real program reads its standard input to the end") {
  const ProgramResult piped =
      run_shell(std::string("printf '2\\n1\\n' | '") + SCRUTINEER_PROGRAM + "' explore " + two);
  CHECK(piped.exit_status == 0);
  CHECK(piped.out.ends_with(initial_state + one_leader + two_leaders));
  const ProgramResult full =
      run_shell("yes back | '" + std::string(SCRUTINEER_PROGRAM) + "' explore raft >/dev/full");
  CHECK(full.exit_status == 74);
}

}  // namespace scrutineer::test
