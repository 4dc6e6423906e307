#include <doctest/doctest.h>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

// Columns of a row: bars that are not escaped, less one.
std::size_t columns_of_row(const std::string& line) {
  std::size_t bars = 0;
  for (std::size_t k = 0; k < line.size(); ++k) {
    if (line[k] == '|' && (k == 0 || line[k - 1] != '\\')) ++bars;
  }
  return bars - 1;
}

TEST_CASE("markdown: a table with a row a step and a column a lane, and a diagram below") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    const Story& story = named_story(name);
    const std::string text = render_markdown(story, {});
    std::size_t rows = 0;
    for (const std::string& line : text_lines(text)) {
      if (!line.starts_with("|")) continue;
      ++rows;
      CHECK(columns_of_row(line) == story.lanes.size() + 3);
    }
    CHECK(rows == story.moments.size() + 2);
    CHECK(text.starts_with("### " + story.property + " is violated in "));
    CHECK(text.find("\n```mermaid\n" + render_mermaid(story, {}) + "```\n") != std::string::npos);
    CHECK(text.size() < 65536);  // what GitHub takes in a comment
  }
}

TEST_CASE("markdown: texts from outside cannot become markup") {
  Story story = variant_story("split-brain");
  story.description = "a | b <script> *c* _d_ `e` [f](g)";
  const std::string text = render_markdown(story, {});
  CHECK(text.find("a \\| b \\<script\\> \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g)") != std::string::npos);
  CHECK(text.find("election_safety is violated") != std::string::npos);
}

TEST_CASE("markdown: proof, rule, contrast and count follow the table") {
  Story story = variant_story("split-brain");
  story.explanation.proof = {{"n1 became leader of term 1 at step 1.", {1}},
                             {"So did n2 at step 2.", {2}}};
  story.explanation.broken_rule = Sentence{"A candidate has to wait for a quorum.", {1}};
  story.explanation.contrast = Contrast{"wait_for_quorum",
                                        1,
                                        "With wait_for_quorum on, n1 stays a candidate.",
                                        "No second leader comes.",
                                        {}};
  story.explanation.shortest = ShortestCount{12, 2};
  const std::string text = render_markdown(story, {});
  CHECK(text.find("#### Why\n\n1. n1 became leader of term 1 at step 1.\n2. So did n2") !=
        std::string::npos);
  CHECK(text.find("A candidate has to wait for a quorum.") != std::string::npos);
  CHECK(text.find("under the rule.** With wait_for_quorum on, n1 stays a candidate. No") !=
        std::string::npos);
  CHECK(text.find("There are 12 shortest counterexamples (of 2 steps), 2 up to renaming") !=
        std::string::npos);
}

}  // namespace
}  // namespace scrutineer::test
