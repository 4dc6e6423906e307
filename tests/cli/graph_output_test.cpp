// --graph: the reached graph as DOT and GraphML, and the cut where it is too large to draw.
#include <doctest/doctest.h>

#include <cctype>
#include <filesystem>
#include <optional>
#include <regex>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

// 18 states, 26 transitions.
const std::string tiny =
    "check raft --servers 2 --max-term 1 --set network=at-most-once --property none";

std::size_t count_lines(const std::string& text, const std::string& pattern) {
  const std::regex line_form(pattern);
  const auto lines = lines_of(text);
  const auto count = std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return std::regex_match(line, line_form);
  });
  return static_cast<std::size_t>(count);
}

const std::string dot_node = R"re(\d+\[label="([^"\\]|\\.)*"(, style=bold)?\];)re";
const std::string dot_edge = R"re(\d+->\d+ \[label="([^"\\]|\\.)*"\];)re";
const std::string graphml_node = R"re(\s*<node id="n\d+">)re";
const std::string graphml_edge = R"re(\s*<edge id="e\d+" source="n\d+" target="n\d+">)re";

// What keeps a text from being well-formed XML, of the little that GraphML needs: one root, tags
// that close in order, attributes in quotes, no bare & or <.
std::optional<std::string> xml_fault(const std::string& text) {
  static const std::regex tag_form(
      R"re(<(/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<&]*")*)\s*(/?)>)re");
  static const std::regex text_form(R"re((?:[^<>&]|&(?:lt|gt|amp|quot|apos|#\d+);)*)re");
  std::vector<std::string> open;
  std::size_t roots = 0;
  std::size_t at = text.starts_with("<?xml") ? text.find("?>") + 2 : 0;
  while (at < text.size()) {
    const std::size_t begin = std::min(text.find('<', at), text.size());
    const std::string between = text.substr(at, begin - at);
    if (!std::regex_match(between, text_form)) return "text: " + between;
    const bool is_blank = between.find_first_not_of(" \n") == between.npos;
    if (open.empty() && !is_blank) return "text outside of the root: " + between;
    if (begin == text.size()) break;
    const std::size_t end = text.find('>', begin);
    if (end == text.npos) return "a tag that does not end";
    const std::string tag = text.substr(begin, end + 1 - begin);
    std::smatch parts;
    if (!std::regex_match(tag, parts, tag_form)) return "tag: " + tag;
    if (parts[1] == "/") {
      if (open.empty() || open.back() != parts[2]) return "closes what is not open: " + tag;
      open.pop_back();
    } else {
      roots += open.empty() ? 1U : 0U;
      if (parts[4] != "/") open.push_back(parts[2]);
    }
    at = end + 1;
  }
  if (!open.empty()) return "never closed: " + open.back();
  if (roots != 1) return std::to_string(roots) + " roots";
  return std::nullopt;
}

}  // namespace

TEST_CASE("cli: the simple check of XML finds what is not well-formed") {
  CHECK_FALSE(xml_fault("<?xml version=\"1.0\"?>\n<a b=\"c\"><d /><e>x &gt; y</e></a>\n"));
  for (const char* bad : {"", "<a>", "<a></b>", "<a><b></a></b>", "<a b=c/>", "<a/><b/>", "x<a/>",
                          "<a>1 > 2</a>", "<a>&</a>", "<a b=\"<\"/>", "<a", "</a>"}) {
    CHECK_MESSAGE(xml_fault(bad), bad);
  }
}

TEST_CASE("cli: the whole graph as DOT has every state and every transition") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/states.dot";
  const ProgramResult result = run_line(tiny + " --graph " + file);
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  CHECK(has(result.out, "graph       18 of 18 states, 26 transitions, "));
  const std::string text = read_file(file);
  CHECK(text.starts_with("digraph"));
  CHECK(text.ends_with("}\n"));
  CHECK(has(text, "all 18 reached states"));
  CHECK(has(text, "n1 follower t0\\nn2 follower t0"));
  CHECK(has(text, "[label=\"Timeout(n1)\"]"));
  CHECK(count_lines(text, dot_node) == 18);
  CHECK(count_lines(text, dot_edge) == 26);
  CHECK(count_lines(text, ".*style=bold.*") == 1);  // the initial state
  CHECK(lines_of(text).size() == 18 + 26 + 4);      // and nothing that is neither
  if (run_shell("command -v dot").exit_status == 0) {
    const ProgramResult drawn = run_shell("dot -Tsvg '" + file + "'");
    CHECK(drawn.exit_status == 0);
    CHECK(has(drawn.out, "</svg>"));
  }
}

TEST_CASE("cli: the whole graph as GraphML is well-formed and has every state") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/states.graphml";
  const ProgramResult result = run_line(tiny + " --json - --quiet --graph " + file);
  CHECK(result.exit_status == 0);
  const auto json = parse_json(result.out);
  const std::string text = read_file(file);
  const auto fault = xml_fault(text);
  CHECK_MESSAGE(!fault, fault.value_or(""));
  CHECK(count_lines(text, graphml_node) == json.at("distinct"));
  CHECK(count_lines(text, graphml_edge) == json.at("generated"));
  CHECK(json.at("distinct") == 18);
  CHECK(has(text, "all 18 reached states"));
  CHECK(has(text, "RequestVote t1 n1&gt;n2"));
  CHECK(count_lines(text, R"re(\s*<data key="key\d">0</data>)re") == 1);  // one state of level 0
}

TEST_CASE("cli: a graph that is cut says so in the file and on standard error") {
  const TemporaryFolder folder;
  for (const std::string name : {"states.dot", "states.graphml"}) {
    CAPTURE(name);
    const std::string file = folder.path() + "/" + name;
    const bool is_dot = name.ends_with(".dot");
    const ProgramResult result = run_line(tiny + " --graph-states 5 --graph " + file);
    CHECK(result.exit_status == 0);
    CHECK(result.err == "scrutineer: " + file + " has the first 5 of 18 states (--graph-states)\n");
    CHECK(has(result.out, "graph       5 of 18 states, 5 transitions, "));
    const std::string text = read_file(file);
    CHECK(has(text, "the first 5 of 18 reached states"));
    CHECK(count_lines(text, is_dot ? dot_node : graphml_node) == 5);
    CHECK(count_lines(text, is_dot ? dot_edge : graphml_edge) == 5);
    // Exactly the whole is not a cut.
    CHECK(run_line(tiny + " --graph-states 18 --graph " + file).err.empty());
    CHECK(has(read_file(file), "all 18 reached states"));
  }
}

TEST_CASE("cli: without --graph-states a graph is cut at 10,000 states") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/states.dot";
  const ProgramResult result = run_line("check raft --servers 4 --max-term 1 --graph " + file);
  CHECK(result.exit_status == 0);
  CHECK(has(result.err, "has the first 10000 of 12949 states"));
  CHECK(count_lines(read_file(file).substr(0, 4000), dot_node) >= 10);
}

TEST_CASE("cli: the graph of a violated check is the same for every number of threads") {
  const TemporaryFolder folder;
  std::string first;
  for (const std::string threads : {"1", "2", "8"}) {
    const std::string file = folder.path() + "/" + threads + ".dot";
    CHECK(run_line("check write-up-fix --quiet --threads " + threads + " --graph " + file)
              .exit_status == 1);
    const std::string text = read_file(file);
    if (first.empty()) first = text;
    CHECK(text == first);
  }
  CHECK(count_lines(first.substr(0, 4000), dot_node) >= 10);
}

}  // namespace scrutineer::test
