// The reports of a suite: valid by their own rules, and the same for every number of threads.
#include <doctest/doctest.h>
#include <algorithm>

#include <regex>

#include "tests/cli/json_run.h"
#include "tests/traces/reports/sarif_rules.h"
#include "tests/traces/suite_results.h"
#include "traces/reports/markup.h"

namespace scrutineer::test {
namespace {

using raft::RunStatus;

// The error of xmllint against the schema; empty for none.
std::string schema_fault(const std::string& xml) {
  const TemporaryFolder folder;
  const std::string file = folder.write("junit.xml", xml);
  const std::string schema = std::string(SCRUTINEER_SOURCE_DIR) + "/tests/traces/reports/junit.xsd";
  const auto result = run_shell("xmllint --noout --schema '" + schema + "' '" + file + "'");
  return result.exit_status == 0 ? "" : result.err;
}

bool has_xmllint() {
  if (run_shell("command -v xmllint").exit_status == 0) return true;
  MESSAGE("skipped: no xmllint here (package libxml2-utils)");
  return false;
}

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// Of every form: with the fields that tell times made alike.
std::string without_times(std::string text) {
  for (const char* form : {R"( time="[0-9.]*")", R"("seconds": [-0-9.e]*)",
                           R"("search_bytes": [0-9]*)", R"([0-9]+\.[0-9]{2} s)"}) {
    text = std::regex_replace(text, std::regex(form), "");
  }
  return text;
}

raft::SuiteReport strict_report() {
  raft::SuiteOptions options;
  options.is_strict = true;
  return mixed_report(options);
}

}  // namespace

TEST_CASE("reports: JUnit is valid by the schema, whatever the results") {
  if (!has_xmllint()) return;
  auto report = mixed_report();
  CHECK(schema_fault(raft::suite_junit(report)).empty());
  CHECK(schema_fault(raft::suite_junit(strict_report())).empty());
  report.suite.file = "a\"b<c>&d\x01\xff.toml";
  report.results[0] = {};
  report.results[0].status = RunStatus::error;
  report.results[0].reason = "]]> \x1b[31m";
  CHECK(schema_fault(raft::suite_junit(report)).empty());
  report.suite.runs.clear();
  report.results.clear();
  CHECK(schema_fault(raft::suite_junit(report)).empty());
}

TEST_CASE("reports: the schema refuses what is no JUnit") {
  if (!has_xmllint()) return;
  CHECK(!schema_fault("<testsuites><testsuite name=\"a\"/></testsuites>").empty());
  CHECK(!schema_fault("<testsuites><testcase name=\"a\"/></testsuites>").empty());
  std::string xml = raft::suite_junit(mixed_report());
  xml.replace(xml.find(" name="), 6, " nome=");
  CHECK(!schema_fault(xml).empty());
}

TEST_CASE("reports: JUnit counts what it shows, and a strict gate skips nothing undecided") {
  const auto report = mixed_report();
  const std::string xml = raft::suite_junit(report);
  CHECK(has(xml, fmt::format("tests=\"{}\"", occurrences(xml, "<testcase "))));
  CHECK(has(xml, fmt::format("failures=\"{}\"", occurrences(xml, "<failure "))));
  CHECK(occurrences(xml, "<failure ") == 4);  // verdict, two properties, distinct
  CHECK(occurrences(xml, "<error ") == 0);
  CHECK(has(xml, "<skipped type=\"not decided\" message=\"the verdict is incomplete"));
  CHECK(has(xml, "name=\"bug &lt;&amp;&quot;'&gt;\""));
  CHECK(has(xml, "   2! Timeout(n2)"));  // the counterexample is in the body
  CHECK(has(xml, "1  Timeout(n1)  leader t1"));

  const std::string strict = raft::suite_junit(strict_report());
  const std::size_t tight = strict.find("<testsuite name=\"tight");
  REQUIRE(tight != std::string::npos);
  CHECK(has(strict.substr(tight), "skipped=\"0\""));
  CHECK(has(strict.substr(tight), "<failure type=\"not decided\""));
  CHECK(has(strict, "name=\"remark: max_term\""));
}

TEST_CASE("reports: SARIF keeps the rules of its standard") {
  for (const auto& report : {mixed_report(), strict_report()}) {
    const auto json = parse_json(raft::suite_sarif(report));
    const auto faults = SarifRules::faults_of(json);
    CHECK_MESSAGE(faults.empty(), fmt::format("{}", fmt::join(faults, "\n")));
  }
  auto report = mixed_report();
  report.suite.file = "a b\\%\xff.toml";
  report.results[0].status = RunStatus::error;
  const auto json = parse_json(raft::suite_sarif(report));
  CHECK(SarifRules::faults_of(json).empty());
  CHECK(json["runs"][0]["invocations"][0]["executionSuccessful"] == false);
}

TEST_CASE("reports: the checker of SARIF finds what breaks its rules") {
  const auto good = parse_json(raft::suite_sarif(mixed_report()));
  const auto faults = [&](const char* pointer, const nlohmann::json& value) {
    auto json = good;
    json[nlohmann::json::json_pointer(pointer)] = value;
    return SarifRules::faults_of(json).size();
  };
  CHECK(faults("/version", "2.1.0") == 0);
  CHECK(faults("/version", "2.0.0") == 1);
  CHECK(faults("/more", 1) == 1);
  CHECK(faults("/runs/0/results/0/level", "bad") == 1);
  CHECK(faults("/runs/0/results/0/ruleIndex", 1) == 1);
  CHECK(faults("/runs/0/results/0/baselineState", "gone") == 1);
  CHECK(faults("/runs/0/results/0/codeFlows/0/threadFlows", nlohmann::json::array()) == 1);
  CHECK(faults("/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0) == 1);
}

TEST_CASE("reports: SARIF has a result for each bug that nobody expects, a flow for each server") {
  const auto json = parse_json(raft::suite_sarif(mixed_report()));
  const auto& results = json["runs"][0]["results"];
  REQUIRE(results.size() == 3);  // two of the bug, one of the count; none of the must-fail run
  CHECK(results[0]["ruleId"] == "election_safety");
  CHECK(results[1]["ruleId"] == "leader_has_quorum");
  CHECK(results[2]["ruleId"] == "expectation");
  CHECK_FALSE(results[0].contains("baselineState"));
  const auto& flows = results[0]["codeFlows"][0]["threadFlows"];
  REQUIRE(flows.size() == 2);
  CHECK(flows[0]["id"] == "n1");
  CHECK(flows[1]["locations"][0]["executionOrder"] == 2);
  const auto& notes = json["runs"][0]["invocations"][0]["toolExecutionNotifications"];
  REQUIRE(notes.size() == 1);
  CHECK(notes[0]["message"]["text"] ==
        "tight/servers=5 was not decided: the budget of 1,000 states was used up.");
}

TEST_CASE("reports: with a baseline SARIF and the text tell new bugs from known ones") {
  const auto first = mixed_report();
  const raft::Baseline baseline(raft::Baseline().updated(first.suite, first.results));
  raft::SuiteOptions options;
  options.baseline = &baseline;
  const auto report = report_on({run_of("split-brain"), run_of("vote-twice")}, options);
  const auto results = parse_json(raft::suite_sarif(report))["runs"][0]["results"];
  CHECK(results[0]["baselineState"] == "unchanged");
  CHECK(results[2]["baselineState"] == "new");
  std::string text;
  for (std::size_t k = 0; k < 2; ++k) {
    text += raft::suite_run_text(report.suite.runs[k], report.results[k], true);
  }
  CHECK(has(text, "KNOWN election_safety-"));
  CHECK(has(text, "NEW election_safety-"));
  const auto gone = report_on({run_of("raft", "bug <&\"'>")}, options);
  CHECK(has(raft::suite_summary_text(gone), "FIXED election_safety-"));
  CHECK(has(raft::suite_annotations(gone), "::notice file=gate.toml"));
  CHECK(parse_json(raft::suite_json(gone))["fixed"].size() == 2);
}

TEST_CASE("reports: every form is the same for every number of threads") {
  std::vector<std::string> first;
  for (const unsigned threads : {1U, 2U, 4U}) {
    raft::SuiteOptions options;
    options.threads = threads;
    options.small_states = threads == 1 ? 50'000 : 100;
    const auto report = mixed_report(options);
    std::vector<std::string> forms = {without_times(raft::suite_summary_text(report)),
                                      raft::suite_annotations(report), raft::suite_sarif(report)};
    for (const auto& format : raft::suite_report_formats()) {
      forms.push_back(without_times(format.render(report)));
    }
    for (const auto& [name, text] : raft::suite_html(report)) {
      forms.push_back(name + without_times(text));
    }
    if (first.empty()) first = forms;
    CHECK(forms == first);
  }
}

TEST_CASE("reports: the JSON has each run with the result of its check") {
  const auto json = parse_json(raft::suite_json(mixed_report()));
  CHECK(json["status"] == "failed");
  CHECK(json["counts"] ==
        nlohmann::json(
            {{"passed", 2}, {"known", 0}, {"failed", 2}, {"not decided", 1}, {"error", 0}}));
  REQUIRE(json["runs"].size() == 5);
  CHECK(json["runs"][1]["result"]["verdict"] == "violated");
  CHECK(json["runs"][1]["bugs"][0]["standing"] == "expected");
  CHECK(json["runs"][2]["bugs"][0]["standing"] == "unexpected");
  CHECK(json["runs"][3]["comparisons"][1] ==
        nlohmann::json(
            {{"what", "distinct"}, {"expected", "160"}, {"found", "161"}, {"status", "failed"}}));
  CHECK(json["runs"][4]["result"]["limits"]["states_max"] == 1000);
  CHECK_FALSE(json["runs"][0]["result"].contains("seconds"));
}

TEST_CASE("reports: pages of HTML are well-formed, link to each other and need nothing else") {
  auto report = mixed_report();
  report.suite.runs[0].name = "a/b";
  report.suite.runs[1].name = "a b";
  report.suite.runs[3].name = "index";
  const auto pages = raft::suite_html(report);
  std::set<std::string> names;
  const auto is_story = [](const std::string& name) {
    return std::count(name.begin(), name.end(), '.') == 2;  // run.property.html
  };
  std::size_t stories = 0;
  for (const auto& [name, text] : pages) {
    if (is_story(name)) {
      ++stories;
    } else {
      names.insert(name);
    }
  }
  CHECK(stories > 0);
  CHECK(names == std::set<std::string>{"a-b.html", "a-b-2.html", "bug------.html", "index-2.html",
                                       "tight-servers-5.html", "index.html"});
  const std::string& index = pages.back().second;
  for (const auto& name : names) {
    if (name != "index.html") CHECK(has(index, "href=\"" + name + "\""));
  }
  for (const auto& [name, text] : pages) {
    CAPTURE(name);
    if (is_story(name)) continue;  // see tests/traces/formats/html_test.cpp
    CHECK_FALSE(has(text, "http"));
    CHECK_FALSE(has(text, "<script"));
    if (!has_xmllint()) continue;
    const TemporaryFolder folder;
    const auto result = run_shell("xmllint --noout '" + folder.write("page.html", text) + "'");
    CHECK_MESSAGE(result.exit_status == 0, result.err);
  }
}

TEST_CASE("reports: the Markdown for a job's summary fits, and says what it leaves out") {
  const auto report = mixed_report();
  const std::string whole = raft::suite_markdown(report);
  CHECK(raft::suite_markdown_within(report, whole.size()) == whole);
  const std::string less = raft::suite_markdown_within(report, whole.size() - 1);
  CHECK(less.size() < whole.size());
  CHECK(has(less, "Left out for want of room: the counterexamples."));
  CHECK_FALSE(has(less, "```"));
  CHECK(has(less, "| passed | must fail |"));
  const std::string least = raft::suite_markdown_within(report, 2000);
  CHECK(least.size() <= 2000);
  CHECK(has(least, "5 runs: 2 passed, 2 failed, 1 not decided"));
  CHECK(has(raft::suite_markdown_within(report, 300), "the runs"));
}

TEST_CASE("reports: annotations name file and line, and keep GitHub's rules of escaping") {
  auto report = mixed_report();
  report.suite.file = "gate:1,2%.toml";
  report.suite.runs[2].line = 7;
  const std::string text = raft::suite_annotations(report);
  const auto lines = lines_of(text);
  REQUIRE(lines.size() == 4);
  CHECK(
      lines[0].starts_with("::error file=gate%3A1%2C2%25.toml,line=7,title=bug <&\"'>%3A "
                           "election_safety::unexpected bug election_safety-"));
  CHECK(has(lines[0], "%0A   1  Timeout(n1)"));
  CHECK(
      lines[2] ==
      "::error file=gate%3A1%2C2%25.toml,line=1,title=wrong count::distinct is 161, expected 160");
  CHECK(lines[3].starts_with("::warning file="));
  CHECK(workflow_text("100%\r\n:,") == "100%25%0D%0A:,");
  CHECK(workflow_property("100%\r\n:,") == "100%25%0D%0A%3A%2C");
}

TEST_CASE("reports: text for markup keeps UTF-8 and nothing that XML cannot have") {
  CHECK(markup_text("a<b>&\"c'") == "a&lt;b&gt;&amp;&quot;c'");
  CHECK(markup_text("\xC3\xA4 \xE2\x89\xA4 \xF0\x9F\x98\x80") ==
        "\xC3\xA4 \xE2\x89\xA4 \xF0\x9F\x98\x80");
  const std::string unknown = "\xEF\xBF\xBD";
  for (const std::string bad :
       {"\xff", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\x80\x80", "\x80"}) {
    CHECK(has(markup_text(bad), unknown));
    CHECK_FALSE(has(markup_text(bad), bad));
  }
  CHECK(markup_text("\xEF\xBF\xBF") == unknown);
  CHECK(markup_text("a\x01\x1b\n\tb") == "a\\x01\\x1b\n\tb");
  CHECK(markdown_cell("a|b\n<i>*_`") == "a\\|b\\\\n&lt;i&gt;\\*\\_\\`");
}

TEST_CASE("reports: the summary groups remarks and ends with the verdict") {
  const auto report = mixed_report();
  const std::string text = raft::suite_summary_text(report);
  CHECK(has(text,
            "max_term 2 cuts behaviour: it alone forbids a timeout, first after 2 steps\n"
            "    in raft, and "));
  CHECK(has(text, "5 runs: 2 passed, 2 failed, 1 not decided in "));
  CHECK(text.ends_with("\nFAILED\n"));
}

}  // namespace scrutineer::test
