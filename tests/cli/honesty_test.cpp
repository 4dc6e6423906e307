// What checkers were seen to do wrong, one case each, and that this program does not. (Failures in
// the search itself are in tests/traces/honesty_test.cpp, those of gates in green_test.cpp, those
// of checkpoints with the checkpoints.)
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "model/raft/variants.h"
#include "tests/cli/json_run.h"
#include "tests/configurations.h"
#include "tests/traces/random_path.h"
#include "traces/trace_file.h"

namespace scrutineer::test {
namespace {

// The states of a JSON result's trace, the initial one first.
std::vector<nlohmann::json> states_of(const nlohmann::json& trace) {
  std::vector<nlohmann::json> states = {trace.at("initial")};
  for (const auto& step : trace.at("steps")) states.push_back(step.at("state"));
  return states;
}

std::string counts_in(const nlohmann::json& json) {
  return json.at("distinct").dump() + " " + json.at("generated").dump() + " " +
         json.at("depth").dump();
}

// A behaviour of 2,000 steps as a trace file that claims nothing of a property.
raft::TraceFile long_trace() {
  raft::TraceFile trace;
  trace.variant = "raft";
  trace.settings = settings_of("servers=3 max_term=3 max_crashes=3 max_cuts=3");
  trace.property = raft::no_property;
  trace.path = random_path(raft::ReadableModel(trace.settings), 1, 2000);
  return trace;
}

}  // namespace

TEST_CASE(
    "honesty: whoever prints a violation exits with 1, going on or not (TLC, FizzBee, Spin)") {
  std::size_t violated = 0;
  for (const raft::Variant& variant : raft::variants()) {
    for (const char* more : {"", "--servers 2"}) {
      const std::string line =
          "check " + std::string(variant.name) + " " + more + " --time-limit 1m";
      CAPTURE(line);
      const auto result = run_line(line + " --quiet");
      const bool is_violated = result.out.starts_with("VIOLATED: ");
      CHECK(result.exit_status == (is_violated ? 1 : 0));
      CHECK(result.out.starts_with("HOLDS: ") == !is_violated);
      violated += is_violated ? 1U : 0U;
    }
  }
  CHECK(violated >= 24);
  // With --continue the search has ended in order, and the violation counts all the same.
  for (const char* words : {"split-brain --continue", "forget-vote --continue --max-term 1",
                            "split-brain --continue --max-states 50", "vote-twice --continue"}) {
    CAPTURE(words);
    const auto result = run_line("check " + std::string(words) + " --quiet");
    CHECK(result.exit_status == 1);
    CHECK(result.out.starts_with("VIOLATED: "));
  }
  // Also where only a companion of the election is violated, which does not end the search.
  const auto companion = run_line("check forget-vote --servers 2 --quiet");
  CHECK(companion.exit_status == 1);
  CHECK(companion.out.starts_with("VIOLATED: leader_has_quorum in 4 steps"));
}

TEST_CASE("honesty: no limit passes for a proof (Stateright's states and time, Spin's depth)") {
  for (const char* limit : {"--max-states 1000", "--max-memory 1M", "--time-limit 1ms"}) {
    CAPTURE(limit);
    const auto result = run_line(big + " " + limit + " --json -");
    CHECK(result.exit_status == 2);
    CHECK(has(result.err, "INCOMPLETE: the "));
    CHECK(!has(result.err, "HOLDS"));
    const auto json = parse_json(result.out);
    CHECK(json.at("verdict") == "incomplete");
    for (const auto& property : json.at("properties")) {
      const bool is_witness = property.at("kind") == "reachable";
      if (!is_witness) CHECK(property.at("verdict") == "undecided");
    }
  }
  // One state less than there are is a limit; exactly as many is none.
  const std::string whole = "check raft --servers 2 --quiet --no-reduction --max-states ";
  CHECK(run_line(whole + "266").exit_status == 2);
  CHECK(run_line(whole + "267").exit_status == 0);
  // The depth is a limit of walks, which never prove anything.
  CHECK(run_line("simulate raft --servers 2 --depth 1000 --seed 1 --quiet").exit_status == 2);
  CHECK(run_line("simulate split-brain --depth 1 --seed 1 --quiet").exit_status == 1);
  CHECK(run_line("simulate write-up-fix --depth 5 --seed 1 --quiet --property single_leader")
            .exit_status == 2);
}

TEST_CASE("honesty: a bug beyond the bounds is acquitted within bounds that are named (Rumur)") {
  const auto blind = run_line("check keep-old-votes --max-term 2 --quiet");
  CHECK(blind.exit_status == 0);
  CHECK(has(blind.out, "\n  within servers 3, max_term 2, max_crashes 0, max_cuts 0; network "));
  CHECK(run_line("check keep-old-votes --max-term 3 --quiet").exit_status == 1);
  const TemporaryFolder folder;
  const std::string gate =
      folder.write("gate.toml", "[[run]]\nvariant = 'keep-old-votes'\nmax_term = 2\n");
  const auto strict = run_line("suite " + gate + " --strict --no-cache");
  CHECK(strict.exit_status == 3);
  CHECK(has(strict.out, "max_term 2 cuts behaviour"));
}

TEST_CASE("honesty: no bound hides a violating state that was reached (TLC's constraint)") {
  // The violating state is the last that the bounds allow: reached by the last timeout of the last
  // term, and by the last crash.
  CHECK(run_line("check split-brain --max-term 1 --quiet").exit_status == 1);
  CHECK(run_line("check vote-twice --max-term 1 --quiet").exit_status == 1);
  CHECK(run_line("check forget-vote --max-term 1 --set max_crashes=1 --quiet").exit_status == 1);
  // As many states as it takes to reach it, and not one more.
  const auto json = check_json("split-brain --no-reduction");
  const std::string states = json.at("distinct").dump();
  CHECK(run_line("check split-brain --no-reduction --quiet --max-states " + states).exit_status ==
        1);
}

TEST_CASE("honesty: length, depth, counts and trace are the same in every run (Rumur, TLC)") {
  for (const char* words :
       {"obey-stale-heartbeats", "keep-old-votes", "write-up-fix --continue --max-term 1",
        "raft --set max_crashes=1", "raft --servers 2 --max-term 3 --no-reduction",
        "raft --servers 4 --max-states 3000 --no-reduction"}) {
    CAPTURE(words);
    const std::string line = "check " + std::string(words) + " --quiet --json - --threads ";
    const auto first = run_line(line + "1");
    for (const char* threads : {"1", "2", "2", "2", "4", "4"}) {
      const auto again = run_line(line + threads);
      CHECK(again.exit_status == first.exit_status);
      CHECK(without_costs(again.out) == without_costs(first.out));
    }
  }
}

TEST_CASE("honesty: any flipped bit of a trace file is refused in a few lines (etcd under TLC)") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/fix.json";
  CHECK(run_line("check write-up-fix --quiet --trace " + file).exit_status == 1);
  const std::string text = read_file(file);
  const std::regex place_named(": /[a-z]|: step [0-9]+: |: line [0-9]+, column [0-9]+: ");
  std::size_t flips = 0;
  for (std::size_t place = 0; place < text.size(); place += 23) {
    std::string flipped = text;
    flipped[place] = static_cast<char>(flipped[place] ^ (1 << (place / 23 % 8)));
    CAPTURE(place);
    const auto result = run_line("replay " + folder.write("flipped.json", flipped));
    CHECK(result.exit_status != 0);
    const auto lines = lines_of(result.out + result.err);
    REQUIRE(!lines.empty());
    // A member by its pointer, a step, or the place where it is no JSON any more.
    CHECK_MESSAGE(std::regex_search(lines[0], place_named), lines[0]);
    CHECK(lines.size() <= 20);
    for (const std::string& line : lines) CHECK(line.size() < 600);
    ++flips;
  }
  CHECK(flips > 500);
}

TEST_CASE("honesty: a changed field of a trace file is named, with its step (etcd under TLC)") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/fix.json";
  CHECK(run_line("check write-up-fix --quiet --trace " + file).exit_status == 1);
  const std::string text = read_file(file);
  struct Row {
    const char* pointer;
    nlohmann::json value;
    const char* said;
  };
  const std::vector<Row> rows = {
      {"/steps/2/state/servers/1/term", 1, "the term of n2"},
      {"/steps/3/state/servers/0/voted_for", 3, "the vote of n1"},
      {"/steps/0/state/servers/0/role", "leader", "the role of n1"},
      {"/steps/4/action/name", "Heartbeat", "/steps/4/action/name"},
      {"/steps/1/state/servers/0/term", "1", "/steps/1/state/servers/0/term"},
      {"/settings/guards/clear_votes", true, "step "},
      {"/settings/servers", 9, "/settings/servers"},
      {"/property", "fairness", "/property"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.pointer);
    auto json = nlohmann::ordered_json::parse(text);
    json.at(nlohmann::ordered_json::json_pointer(row.pointer)) = row.value;
    const auto result = run_line("replay " + folder.write("changed.json", json.dump(2)));
    CHECK(result.exit_status != 0);
    CHECK_MESSAGE(has(result.out + result.err, row.said), result.out << result.err);
    CHECK(lines_of(result.out + result.err).size() <= 8);
  }
}

TEST_CASE("honesty: a trace of 2,000 steps is validated step by step (etcd under TLC: 426 s)") {
  const TemporaryFolder folder;
  raft::TraceFile trace = long_trace();
  REQUIRE(trace.path.steps.size() == 2000);
  const auto whole = run_line("replay " + folder.write("long.json", trace_file_text(trace)));
  CHECK(whole.exit_status == 0);
  CHECK(has(whole.out, "replays: 2000 steps, and claims nothing of a property"));
  // A fault near its end is found there: all before it was looked at.
  trace.path.steps[1899].second.server(2).voted_for ^= 1U;
  const auto broken = run_line("replay " + folder.write("broken.json", trace_file_text(trace)));
  CHECK(broken.exit_status == 1);
  CHECK(has(broken.out, "step 1900: "));
  CHECK(has(broken.out, "the vote of n2"));
  CHECK(lines_of(broken.out).size() <= 8);
}

TEST_CASE("honesty: 64 configurations are checked by one process, each with a verdict (TLC: 61)") {
  const TemporaryFolder folder;
  const std::string gate = folder.write(
      "gate.toml",
      "[[run]]\nservers = [2, 3]\nmax_term = [1, 2]\nmax_crashes = [0, 1]\nmax_cuts = [0, 1]\n"
      "network = ['duplicating', 'at-most-once']\ntimeouts = ['any', 'suspect']\n"
      "reductions = 'all'\n");
  const auto result = run_line("suite " + gate + " --no-cache --json " + folder.path() + "/r.json");
  CHECK(result.exit_status == 0);
  CHECK(has(result.out, "64 runs: 64 passed"));
  const auto json = parse_json(read_file(folder.path() + "/r.json"));
  std::set<std::string> names;
  for (const auto& run : json.at("runs")) {
    names.insert(run.at("name"));
    CHECK(run.at("result").at("verdict") == "holds");
  }
  CHECK(names.size() == 64);
}

TEST_CASE("honesty: the action of each step is the one that was taken (Stateright, earlier)") {
  for (const raft::Variant& variant : raft::variants()) {
    CAPTURE(variant.name);
    const TemporaryFolder folder;
    const std::string file = folder.path() + "/trace.json";
    const auto check = run_line("check " + std::string(variant.name) + " --quiet --trace " + file);
    if (check.exit_status != 1) continue;
    const raft::TraceFile trace = raft::read_trace_file(read_file(file));
    const raft::Rules rules(trace.settings);
    const raft::State* before = &trace.path.initial;
    for (const auto& [action, after] : trace.path.steps) {
      std::size_t found = 0;
      for (const raft::Step& step : rules.steps(*before)) {
        if (step.action == action) found += step.next == after ? 1U : 100U;
      }
      CHECK(found == 1);
      before = &after;
    }
  }
}

TEST_CASE("honesty: under symmetry a server keeps its name, and the trace is one without it") {
  for (const raft::Variant& variant : raft::variants()) {
    CAPTURE(variant.name);
    const TemporaryFolder folder;
    const std::string file = folder.path() + "/trace.json";
    const std::string name(variant.name);
    const auto check =
        run_line("check " + name + " --json " + folder.path() + "/r.json --quiet --trace " + file);
    CHECK(has(check.out, "reductions "));
    const auto json = parse_json(read_file(folder.path() + "/r.json"));
    for (const auto& property : json.at("properties")) {
      if (property.at("trace").is_null()) continue;
      const auto states = states_of(property.at("trace"));
      for (std::size_t k = 1; k < states.size(); ++k) {
        int changed = 0;  // a step is the doing of one server at most
        for (std::size_t s = 0; s < states[k].at("servers").size(); ++s) {
          changed += states[k].at("servers")[s] == states[k - 1].at("servers")[s] ? 0 : 1;
        }
        CHECK(changed <= 1);
      }
      // `replay` knows the rules, and no reduction.
      const std::string of = " --property " + property.at("name").get<std::string>();
      CHECK(run_line("replay " + folder.path() + "/r.json" + of).exit_status == 0);
    }
  }
}

TEST_CASE("honesty: reductions change neither a verdict nor a length, together or alone (specl)") {
  std::size_t violated = 0;
  for (const raft::Variant& variant : raft::variants()) {
    for (const char* bounds : {"--servers 2", "--servers 3 --max-term 1"}) {
      const std::string words = std::string(variant.name) + " " + bounds;
      CAPTURE(words);
      const auto plain = check_json(words + " --no-reduction");
      for (const char* reductions : {"dead-parts", "facts", "symmetry", "dead-parts,symmetry",
                                     "dead-parts,facts,symmetry"}) {
        CAPTURE(reductions);
        const auto reduced = check_json(words + " --reduction " + reductions);
        CHECK(reduced.at("verdict") == plain.at("verdict"));
        for (std::size_t p = 0; p < plain.at("properties").size(); ++p) {
          const auto& ours = reduced.at("properties")[p];
          const auto& theirs = plain.at("properties")[p];
          CHECK(ours.at("verdict") == theirs.at("verdict"));
          CHECK(ours.at("length") == theirs.at("length"));
        }
      }
      violated += plain.at("verdict") == "violated" ? 1U : 0U;
    }
  }
  CHECK(violated >= 19);
}

TEST_CASE("honesty: symmetry reduces where it says so, and says where it does not (Stateright)") {
  const auto plain = check_json("raft --no-reduction --max-term 1");
  const auto symmetric = check_json("raft --reduction symmetry --max-term 1");
  // Of 3 servers six namings: a sixth of the states, and a few more that are their own images.
  const std::uint64_t states = plain.at("distinct");
  CHECK(states == 305);
  const std::uint64_t classes = symmetric.at("distinct");
  CHECK(classes * 6 >= states);
  CHECK(classes * 4 <= states);
  CHECK(counts_in(symmetric) == counts_in(check_json("raft --reduction symmetry --max-term 1 "
                                                     "--threads 4")));
  CHECK(has(run_line("check raft --reduction symmetry --max-term 1 --quiet").out,
            "; reductions symmetry; storage exact"));
  CHECK(has(run_line("check raft --no-reduction --max-term 1 --quiet").out,
            "; reductions none; storage exact"));
  // A reduction that would not be sound here is switched off, with its reason.
  CHECK(has(run_line("check obey-stale-heartbeats --quiet").out,
            "; reductions symmetry (dead-parts, facts off: terms may fall without "
            "check_heartbeat_term); storage exact"));
}

TEST_CASE(
    "honesty: correct Raft keeps its votes through crashes, and holds (Stateright's example)") {
  for (const char* more : {"--set max_crashes=1", "--set max_crashes=2 --max-term 1",
                           "--set max_crashes=1 --max-term 1 --set network=at-most-once",
                           "--set max_crashes=1 --max-term 1 --set max_cuts=1"}) {
    CAPTURE(more);
    const auto result = run_line("check raft --quiet " + std::string(more));
    CHECK(result.exit_status == 0);
    CHECK(result.out.starts_with("HOLDS: election_safety, "));
  }
  // What that example forgets is a variant of its own, and convicted.
  CHECK(run_line("check forget-vote --quiet").exit_status == 1);
}

TEST_CASE("honesty: a leader that crashed or stepped down since is one still, for the election") {
  // Two leaders of a term need not lead at one time: the first crashes before the second wins.
  const auto json = check_json("forget-vote --set max_crashes=2 --property election_safety");
  CHECK(json.at("verdict") == "violated");
  const auto result = run_line("check raft --property single_leader --quiet");
  CHECK(result.exit_status == 1);  // and several at one time, of different terms, are no violation
  CHECK(run_line("check raft --property election_safety --quiet").exit_status == 0);
}

TEST_CASE("honesty: the suite of the examples has every variant over 2 to 5 servers") {
  const std::string file = std::string(SCRUTINEER_SOURCE_DIR) + "/examples/suites/raft.toml";
  const auto names = lines_of(run_line("suite " + file + " --list").out);
  for (const raft::Variant& variant : raft::variants()) {
    for (const char* servers : {"2", "3", "4", "5"}) {
      const std::string wanted = "servers=" + std::string(servers);
      CAPTURE(variant.name);
      CAPTURE(servers);
      CHECK(std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        // The name alone, or with words that say more of the run.
        const std::string first = name.substr(0, name.find_first_of(" /"));
        return first == variant.name && has(name, wanted);
      }));
    }
  }
  // Each says what is expected: without its table a must-fail run would have to hold.
  const std::string text = read_file(file);
  std::size_t runs = 0;
  std::size_t expectations = 0;
  for (const std::string& line : lines_of(text)) {
    runs += line == "[[run]]" ? 1U : 0U;
    expectations += line.starts_with("expect = ") ? 1U : 0U;
  }
  CHECK(runs == expectations);
  CHECK(runs >= 16);
}

}  // namespace scrutineer::test
