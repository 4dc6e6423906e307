#include <regex>

#include <doctest/doctest.h>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"
#include "traces/formats/text_line.h"
#include "traces/formats/text_table.h"

namespace scrutineer::test {
namespace {

Story told(const std::string& settings, const std::vector<std::string>& actions) {
  const raft::ReadableModel model(settings_of(settings));
  return raft::tell({"test", "", model.settings(), "election_safety"}, path_of(model, actions), {});
}

std::string table_of(const Story& story, RenderOptions options = {}) {
  return text_table(story, options).text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void check_plain_lines(const std::string& text, std::size_t columns) {
  for (const std::string& line : text_lines(text)) {
    CAPTURE(line);
    CHECK(columns_of(line) <= columns);
    CHECK_FALSE(line.ends_with(" "));
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(line.find("\xc2\xa0") == std::string::npos);
  }
}

TEST_CASE("text: a table of one row a step, and an arrow for every delivery") {
  CHECK(table_of(told("max_term=1", {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n3)",
                                     "ReceiveVote(t1 n3>n1 granted)"})) ==
        "step  action           n1                      n2            n3\n"
        "   0  (initial)        follower t0             follower t0   follower t0\n"
        "   1  Timeout(n1)      candidate t1 >n1 {n1}   │             │\n"
        "      sends RequestVote t1: b→n3 arrives at 2, a→n2 still in flight at the end\n"
        "   2  RequestVote t1   b ──────────────────────┼───────────▶ follower t1 >n1\n"
        "      sends Vote t1 granted: c→n1 arrives at 3\n"
        "   3  Vote t1 granted  leader t1 >n1 ◀─────────┼──────────── c\n"
        "      elected in term 1: n1\n"
        "      witnessed: leader_elected\n");
}

TEST_CASE("text: crashes, failed links, lost and repeated messages can be seen, in ASCII too") {
  RenderOptions ascii;
  ascii.use_unicode = false;
  const std::string text =
      table_of(told("max_term=1 max_crashes=1 max_cuts=1",
                    {"Timeout(n1)", "ReceiveRequestVote(t1 n1>n2)", "ReceiveRequestVote(t1 n1>n2)",
                     "Partition({n1 n2} {n3})", "Timeout(n3)", "Crash(n2)", "Restart(n2)",
                     "Partition(healed)"}),
               ascii);
  CHECK(has(text, "a>n2 arrives at 2 and 3, b>n3 lost at 4\n"));
  CHECK(has(text, "-> (same)"));
  CHECK(has(text, "      a arrives again, after 2\n"));
  CHECK(has(text, "      sends again Vote t1 granted: c>n1 (in flight since 2)\n"));
  CHECK(has(text, "   4  Partition({n1 n2} {n3})"));
  CHECK(has(text, "      lost on the way: b RequestVote t1 n1>n3\n"));
  CHECK(has(text, "      links have failed: {n1 n2} {n3}\n"));
  CHECK(has(text, "sends over a failed link, and loses, RequestVote t1: d>n1 e>n2\n"));
  CHECK(has(text, "down t1 >n1"));
  CHECK(has(text, "      all links work again\n"));
  for (const char c : text) CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("text: a server that is down has another line than one that is up") {
  const std::string text = table_of(
      told("max_term=1 max_crashes=1", {"Crash(n1)", "Timeout(n2)", "Restart(n1)", "Timeout(n3)"}));
  const auto lines = text_lines(text);
  REQUIRE(lines.size() > 6);
  const std::size_t column = lines[0].find("n1");
  CHECK(lines[3].substr(column).starts_with("×"));
  CHECK(text_lines(text.substr(text.find("   4  ")))[0].substr(column).starts_with("│"));
}

TEST_CASE("text: no line of a variant is wider than asked for") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    const Story& story = named_story(name);
    for (const std::size_t columns : {std::size_t{80}, std::size_t{100}, std::size_t{160}}) {
      CAPTURE(columns);
      RenderOptions options;
      options.columns = columns;
      check_plain_lines(render_text(story, options), columns);
      options.is_full = true;
      check_plain_lines(render_text(story, options), columns);
    }
  }
}

TEST_CASE("text: seven servers fit into 100 columns") {
  const Story story = told(
      "servers=7 max_term=1",
      {"Timeout(n1)", "Timeout(n7)", "ReceiveRequestVote(t1 n1>n2)", "ReceiveRequestVote(t1 n1>n3)",
       "ReceiveRequestVote(t1 n7>n6)", "ReceiveVote(t1 n2>n1 granted)",
       "ReceiveVote(t1 n3>n1 granted)", "ReceiveVote(t1 n6>n7 granted)"});
  check_plain_lines(render_text(story, {}), 100);
  CHECK(has(table_of(story), "{n1n2n3}"));
  RenderOptions narrow;
  narrow.columns = 84;
  check_plain_lines(render_text(story, narrow), 84);
}

TEST_CASE("text: random behaviours keep their width, and color adds nothing but escapes") {
  static const std::regex escape("\x1b\\[[0-9;]*m");
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const Story story = random_story(seed);
    RenderOptions options;
    options.is_full = seed % 2 == 0;
    options.use_unicode = seed % 3 != 0;
    const std::string plain = render_text(story, options);
    check_plain_lines(plain, 100);
    options.use_color = true;
    const std::string colored = render_text(story, options);
    CHECK(colored != plain);
    CHECK(std::regex_replace(colored, escape, "") == plain);
    for (const std::string& line : text_lines(colored)) {
      const std::size_t last = line.rfind('\x1b');
      if (last != std::string::npos) CHECK(line.substr(last).starts_with("\x1b[0m"));
    }
  }
}

TEST_CASE("text: every delivery between lanes that are shown has its arrow") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const Story story = random_story(seed);
    std::size_t deliveries = 0;
    for (const Moment& moment : story.moments) deliveries += moment.delivered.size();
    std::size_t arrows = 0;
    for (const std::string& line : text_lines(table_of(story))) {
      arrows += has(line, "▶") || has(line, "◀") ? 1U : 0U;
    }
    CHECK(arrows == deliveries);
  }
}

TEST_CASE("text: a part of the steps and of the lanes, and a word on what is left out") {
  const Story& story = variant_story("half-quorum");
  RenderOptions options;
  options.from = 2;
  options.to = 4;
  options.lanes = {0, 1};
  const std::string text = render_text(story, options);
  CHECK(has(text, "(only steps 2 to 4 of 6, and the columns n1, n2 of 4)"));
  CHECK(has(text, "step  action"));
  CHECK_FALSE(has(text, "   1  "));
  CHECK_FALSE(has(text, "   5  "));
  CHECK_FALSE(has(text_lines(text.substr(text.find("step  action")))[0], "n3"));
  options.from = 100;
  options.to.reset();
  CHECK(has(render_text(story, options), "   6"));
}

TEST_CASE("text: steps that the proof does not need are marked") {
  Story story = variant_story("split-brain");
  CHECK_FALSE(has(render_text(story, {}), "·"));
  story.explanation.is_needed = {false, true};
  story.explanation.is_slice_verified = false;
  const std::string text = render_text(story, {});
  CHECK(has(text, "   1· Timeout(n1)"));
  CHECK(has(text, "   2✗ Timeout(n2)"));
  CHECK(has(text, "The proof does not need step 1 (which no replay has verified)."));
  story.explanation.is_slice_verified = true;
  CHECK(has(render_text(story, {}), "not need step 1: the other steps alone, replayed, lead to a"));
}

TEST_CASE("text: proof, rule, contrast, count and outlook are below the table") {
  Story story = variant_story("split-brain");
  story.explanation.proof = {{"n1 became leader at step 1.", {1}}};
  story.explanation.broken_rule = Sentence{"A candidate has to wait for a quorum.", {1}};
  story.explanation.contrast = Contrast{"wait_for_quorum",
                                        1,
                                        "With wait_for_quorum on, n1 stays a candidate.",
                                        "No second leader comes.",
                                        {}};
  story.explanation.shortest = ShortestCount{12, 2};
  story.explanation.outlook = {{2, 3, 3, true}, {1, 7, 2, false}, {0, 9, 9, true}};
  const std::string text = render_text(story, {});
  for (const char* part :
       {"Why\n  1. n1 became leader at step 1.\n", "A candidate has to wait for a quorum.",
        "The same schedule under the rule\n  With wait_for_quorum on, n1 stays a candidate. No",
        "There are 12 shortest counterexamples (of 2 steps), 2 up to renaming the servers.",
        "at least 2 of 7"}) {
    CAPTURE(part);
    CHECK(has(text, part));
  }
}

TEST_CASE("text: lines are broken at spaces, not at no-break spaces") {
  const auto lines = wrapped(
      "one two three\xc2\xa0"
      "four five",
      2, 4, 14, Ink::plain);
  std::string text;
  for (const TextLine& line : lines) text += line.rendered(false);
  CHECK(text == "  one two\n    three four\n    five\n");
  CHECK(columns_of("a→b") == 3);
}

}  // namespace
}  // namespace scrutineer::test
