// Traces in the formats, as `check --format` and `show` write them.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/cli/json_run.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

std::string trace_of(const TemporaryFolder& folder, const std::string& variant) {
  const std::string file = folder.path() + "/" + variant + ".json";
  const ProgramResult result = run_line("check " + variant + " --quiet --trace " + file);
  REQUIRE(fs::exists(file));
  CHECK(result.exit_status == 1);
  return file;
}

// Without the number of shortest ones, which a trace file does not have, and without empty lines.
std::string without_count(const std::string& text) {
  std::string kept;
  for (const std::string& line : lines_of(text)) {
    const bool is_count = line.find(" shortest counterexample") != std::string::npos;
    if (!is_count && !line.empty()) kept += line + "\n";
  }
  return kept;
}

TEST_CASE("show: every format, by check and by show, and as a file, is the same text") {
  const TemporaryFolder folder;
  const std::string trace = trace_of(folder, "split-brain");
  for (const TraceFormat& format : trace_formats()) {
    const std::string name(format.name);
    CAPTURE(name);
    const ProgramResult shown = run_line("show " + trace + " --format " + name);
    CHECK(shown.exit_status == 0);
    CHECK(shown.err.empty());
    CHECK(shown.out.size() > 200);
    const ProgramResult checked = run_line("check split-brain --format " + name);
    CHECK(checked.exit_status == 1);
    CHECK(has(checked.err, "VIOLATED: election_safety in 2 steps"));
    if (name != "text") CHECK(without_count(checked.out) == without_count(shown.out));
    const std::string file = folder.path() + "/out";
    CHECK(run_line("show " + trace + " --format " + name + " --output " + file).out.empty());
    CHECK(read_file(file) == shown.out);
    const ProgramResult written =
        run_line("check split-brain --format " + name + " --output " + file);
    CHECK(has(written.out, "VIOLATED: election_safety in 2 steps"));
    CHECK(read_file(file) == checked.out);
  }
}

TEST_CASE("show: the trace file is the format json, and goes round") {
  const TemporaryFolder folder;
  const std::string trace = trace_of(folder, "write-up-fix");
  CHECK(run_line("show " + trace + " --format json").out == read_file(trace));
  CHECK(run_line("check write-up-fix --format json").out == read_file(trace));
}

TEST_CASE("show: the report is the table, without --format on standard output") {
  const TemporaryFolder folder;
  const std::string shown = run_line("show " + trace_of(folder, "split-brain")).out;
  const std::string report = run_line("check split-brain").out;
  const std::string table = shown.substr(shown.find("step  action"));
  const std::string part = table.substr(0, table.find("IS VIOLATED"));
  CHECK(has(part, "Timeout(n2)"));
  CHECK(has(report, part));
  CHECK_FALSE(has(run_line("check split-brain --quiet").out, "step  action"));
}

TEST_CASE("show: the options of the view are taken by both commands") {
  const TemporaryFolder folder;
  const std::string trace = trace_of(folder, "half-quorum");
  for (const std::string& command : {"show " + trace, std::string("check half-quorum")}) {
    CAPTURE(command);
    const std::string part =
        run_line(command + " --server n1,n2 --from 2 --to 3 --ascii --columns 60").out;
    CHECK(has(part, "(only steps 2 to 3 of 6, and the columns n1, n2 of 4)"));
    const std::string table = part.substr(part.find("step  action"));
    for (const std::string& line : lines_of(table.substr(0, table.find("(only")))) {
      CHECK(line.size() <= 60);
      for (const char c : line) CHECK(static_cast<unsigned char>(c) < 0x80);
    }
    CHECK(has(run_line(command + " --full").out, "in flight: a "));
    CHECK(has(run_line(command + " --color always").out, "\x1b["));
    CHECK_FALSE(has(run_line(command + " --color never").out, "\x1b["));
    CHECK_FALSE(has(run_line(command).out, "\x1b["));
  }
}

TEST_CASE("show: the trace of a result, chosen by its property; and from standard input") {
  const TemporaryFolder folder;
  const std::string result = folder.path() + "/result.json";
  CHECK(run_line("check split-brain --quiet --json " + result).exit_status == 1);
  CHECK(has(run_line("show " + result).out, "election_safety is violated in 2 steps"));
  CHECK(has(run_line("show " + result + " --property leader_elected").out,
            "leader_elected is witnessed after 1 step"));
  const ProgramResult piped = run_inside({"show", "-"}, read_file(result));
  CHECK(piped.exit_status == 0);
  CHECK(has(piped.out, "election_safety is violated in 2 steps"));
}

TEST_CASE("check: without a violation there is no trace to write, and it says so") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/none.md";
  const ProgramResult result =
      run_line("check raft --servers 2 --max-term 1 --format markdown --output " + file);
  CHECK(result.exit_status == 0);
  CHECK(has(result.err, "none.md was not written: no property is violated"));
  CHECK_FALSE(fs::exists(file));
  const ProgramResult named =
      run_line("check raft --servers 2 --max-term 1 --property leader_elected --format text");
  CHECK(named.exit_status == 0);
  CHECK(has(named.out, "leader_elected is witnessed after 3 steps"));
}

TEST_CASE("show: what cannot be taken is refused with what is accepted") {
  const TemporaryFolder folder;
  const std::string trace = trace_of(folder, "split-brain");
  const auto refused = [&](const std::string& line, int status, const std::string& text) {
    CAPTURE(line);
    const ProgramResult result = run_line(line);
    CHECK(result.exit_status == status);
    CHECK_MESSAGE(has(result.err, text), result.err);
    CHECK(result.out.empty());
  };
  for (const std::string& command : {"show " + trace, std::string("check split-brain")}) {
    refused(command + " --format markdwon", 64, "did you mean 'markdown'?; accepted: text, ");
    refused(command + " --server n4", 64, "--server is 'n4'; accepted: names of n1, n2, n3");
    refused(command + " --server n1,", 64, "--server is 'n1,'");
    refused(command + " --from x", 64, "--from is 'x'; accepted: an integer from 0");
    refused(command + " --from 2 --to 1", 64, "--from at most --to");
    refused(command + " --color red", 64, "--color is 'red'; accepted: auto, always, never");
    refused(command + " --columns 10", 64, "--columns is '10'; accepted: an integer from 40");
    refused(command + " --output " + folder.path() + "/no/such", 65, "/no/such");
    refused(command + " --output --full", 64, "--output is '--full'");
  }
  refused("show " + trace + " --from 3", 64, "--from is 3; accepted: an integer from 0 to 2");
  refused("show " + trace + " --output " + trace, 64, "are the same file");
  refused("show " + folder.path() + "/none.json", 65, "none.json");
  refused("show", 64, "TRACE");
  refused("check split-brain --json - --format itf", 64, "--json and --format cannot both go to");
  refused("check split-brain --trace - --output -", 64, "--trace and --format cannot both go to");
}

TEST_CASE("show: a trace that the model cannot follow is not told") {
  const TemporaryFolder folder;
  std::string text = read_file(trace_of(folder, "split-brain"));
  const std::string from = "Timeout(n2)";
  REQUIRE(has(text, from));
  text.replace(text.find(from), from.size(), "Timeout(n3)");
  const ProgramResult result = run_line("show " + folder.write("bad.json", text));
  CHECK(result.exit_status == 65);
  CHECK(has(result.err, "bad.json: "));
  CHECK(result.out.empty());
}

TEST_CASE("list: the formats, each with its sentence") {
  const std::string text = run_line("list formats").out;
  for (const TraceFormat& format : trace_formats()) {
    CHECK(has(text, "  " + std::string(format.name) + " "));
    CHECK(has(text, std::string(format.sentence)));
  }
}

}  // namespace
}  // namespace scrutineer::test
