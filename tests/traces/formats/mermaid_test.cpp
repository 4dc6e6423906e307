// A small grammar of the part of Mermaid's sequence diagrams that is used. (Mermaid's own parser
// took the golden files of all variants when this was written; it needs a browser's document and
// is not run here.)
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

struct Statement {
  enum class Kind { participant, arrow, note } kind;
  std::string from;  // or the participant, or the first lane under a note
  std::string form;  // of the arrow
  std::string to;
  std::string text;
};

class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A text ends a statement with ; or # unless they belong to an entity code.
bool is_text(const std::string& text) {
  static const std::regex code("#[0-9]+;");
  const std::string plain = std::regex_replace(text, code, "");
  return !text.empty() && plain.find_first_of(";#") == std::string::npos;
}

std::vector<Statement> read_diagram(const std::string& diagram) {
  static const std::regex participant(R"(  participant ([A-Za-z]+\d+)(?: as (.+))?)");
  static const std::regex arrow(R"(  ([A-Za-z]+\d+)(-\)|--\)|-x)([A-Za-z]+\d+): (.+))");
  static const std::regex note(R"(  Note over ([A-Za-z]+\d+)(?:,([A-Za-z]+\d+))?: (.+))");
  const auto lines = text_lines(diagram);
  if (lines.empty() || lines[0] != "sequenceDiagram") throw Fault("no sequenceDiagram");
  std::vector<Statement> statements;
  std::set<std::string> known;
  for (std::size_t k = 1; k < lines.size(); ++k) {
    std::smatch m;
    if (std::regex_match(lines[k], m, participant)) {
      if (!known.insert(m[1]).second) throw Fault("a participant twice");
      statements.push_back({Statement::Kind::participant, m[1], "", "", m[2]});
      continue;
    }
    if (std::regex_match(lines[k], m, arrow)) {
      statements.push_back({Statement::Kind::arrow, m[1], m[2], m[3], m[4]});
    } else if (std::regex_match(lines[k], m, note)) {
      const std::string to = m[2].matched ? m[2] : m[1];
      statements.push_back({Statement::Kind::note, m[1], "", to, m[3]});
    } else {
      throw Fault("no statement: " + lines[k]);
    }
    const Statement& last = statements.back();
    if (!known.contains(last.from) || !known.contains(last.to)) throw Fault("an unknown lane");
    if (!is_text(last.text)) throw Fault("a text that ends early: " + last.text);
  }
  return statements;
}

// A text as a reader sees it: entity codes are characters.
std::string decoded(std::string text) {
  static const std::regex code("#([0-9]+);");
  for (std::smatch m; std::regex_search(text, m, code);) {
    text = m.prefix().str() + static_cast<char>(std::stoi(m[1])) + "\x01" + m.suffix().str();
  }
  text.erase(std::remove(text.begin(), text.end(), '\x01'), text.end());
  return text;
}

// The arrows are the deliveries in their order, the losses, and what is in flight at the end.
void check_diagram(const Story& story) {
  std::vector<std::string> expected;
  const auto add = [&](std::size_t t, const std::string& form) {
    const Transit& transit = story.transits[t];
    expected.push_back(story.lanes[transit.from].name + form + story.lanes[transit.to].name + " " +
                       transit.label);
  };
  for (const Moment& moment : story.moments) {
    for (const std::size_t t : moment.delivered) add(t, "-)");
    for (const std::size_t t : moment.lost) add(t, "-x");
  }
  for (std::size_t t = 0; t < story.transits.size(); ++t) {
    if (story.transits[t].delivered.empty() && !story.transits[t].lost) add(t, "--)");
  }
  std::vector<std::string> actual;
  std::map<std::string, std::string> names;  // of the lanes, by what the diagram calls them
  for (const Statement& one : read_diagram(render_mermaid(story, {}))) {
    if (one.kind == Statement::Kind::participant) {
      names[one.from] = one.text.empty() ? one.from : decoded(one.text);
    }
    if (one.kind != Statement::Kind::arrow) continue;
    const std::size_t number = one.form == "-)" ? one.text.find(' ') + 1 : 0;
    actual.push_back(names.at(one.from) + one.form + names.at(one.to) + " " +
                     decoded(one.text.substr(number, one.text.find(" (sent") - number)));
  }
  CHECK(actual == expected);
}

TEST_CASE("mermaid: every variant's diagram keeps the grammar and has every message's fate") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    check_diagram(named_story(name));
  }
}

TEST_CASE("mermaid: random behaviours with lost and repeated messages keep the grammar") {
  bool has_loss = false;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    const Story story = random_story(seed);
    check_diagram(story);
    has_loss = has_loss || render_mermaid(story, {}).find("-x") != std::string::npos;
  }
  CHECK(has_loss);
}

TEST_CASE("mermaid: names and texts that would break a diagram are written otherwise") {
  Story story = variant_story("split-brain");
  story.lanes[0].name = "lock; service";
  story.lanes[1].name = "end";
  story.moments[1].action = "Timeout(#1; <b>)";
  const auto statements = read_diagram(render_mermaid(story, {}));
  REQUIRE(statements.size() > 4);
  CHECK(statements[0].from == "lane1");
  CHECK(statements[0].text == "lock#59; service");
  CHECK(statements[1].from == "lane2");
  CHECK(statements[3].text.starts_with("1. Timeout(#35;1#59; #60;b>)"));
}

TEST_CASE("mermaid: the grammar refuses what Mermaid would") {
  const std::string head = "sequenceDiagram\n  participant n1\n  participant n2\n";
  CHECK_NOTHROW((void)read_diagram(head + "  n1-)n2: x\n  Note over n1,n2: y<br/>z\n"));
  for (const char* wrong : {"  n1-)n2\n", "  n1->n3: x\n", "  n1-)n3: x\n", "  Note over n1 y\n",
                            "  n1-)n2: a;b\n", "  n1-)n2: #1\n", "  participant n1\n"}) {
    CAPTURE(wrong);
    CHECK_THROWS((void)read_diagram(head + wrong));
  }
}

}  // namespace
}  // namespace scrutineer::test
