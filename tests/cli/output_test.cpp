// Where results go: JSON files that appear whole or not at all, devices, drawn graphs, progress.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <iterator>

#include "cli/output_file.h"
#include "cli/progress_line.h"
#include "cli/run.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

std::size_t entries_in(const std::string& folder) {
  const auto all = fs::directory_iterator(folder);
  return static_cast<std::size_t>(std::distance(fs::begin(all), fs::end(all)));
}

}  // namespace

TEST_CASE("cli: a full device is told in one line, exit 74") {
  const ProgramResult to_file = run_line("check split-brain --quiet --json /dev/full");
  CHECK(to_file.exit_status == 74);
  CHECK(to_file.err == "scrutineer: /dev/full was not written: No space left on device\n");
  CHECK(to_file.out.starts_with("VIOLATED: "));
  for (const std::string words :
       {"check split-brain", "check raft --servers 2 --quiet", "check split-brain --json - --quiet",
        "list", "--help", "--version"}) {
    CAPTURE(words);
    const ProgramResult result = run_scrutineer(words + " >/dev/full");
    CHECK(result.exit_status == 74);
    CHECK(lines_of(result.err).back() == "scrutineer: standard output was not written");
  }
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("cli: a full standard output does not cost the JSON file") {
  const TemporaryFolder folder;
  const std::string file = folder.path() + "/result.json";
  CHECK(run_scrutineer("check split-brain --json " + file + " >/dev/full").exit_status == 74);
  CHECK(parse_json(read_file(file)).at("verdict") == "violated");
}

TEST_CASE("cli: a JSON file replaces the old one at once and leaves nothing beside it") {
  const TemporaryFolder folder;
  const std::string file = folder.write("result.json", "the old result\n");
  const std::string other_name = folder.path() + "/hard_link";
  fs::create_hard_link(file, other_name);
  CHECK(run_line("check split-brain --quiet --json " + file).exit_status == 1);
  CHECK(parse_json(read_file(file)).at("verdict") == "violated");
  CHECK(read_file(other_name) == "the old result\n");  // renamed over, not written into
  CHECK(entries_in(folder.path()) == 2);
}

TEST_CASE("cli: a JSON file that cannot be written whole leaves the old one") {
  const TemporaryFolder folder;
  const std::string file = folder.write("result.json", "the old result\n");
  // Files of at most one block, which holds the verdict and not the JSON.
  const ProgramResult result =
      run_shell(std::string("trap '' XFSZ; ulimit -f 1; '") + SCRUTINEER_PROGRAM +
                "' check split-brain --quiet --json '" + file + "'");
  CHECK(result.exit_status == 74);
  CHECK(result.err == "scrutineer: " + file + " was not written: File too large\n");
  CHECK(read_file(file) == "the old result\n");
  CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("cli: wrong usage leaves existing files as they are") {
  const TemporaryFolder folder;
  const std::string json = folder.write("result.json", "old\n");
  const std::string graph = folder.write("states.dot", "old\n");
  const std::string outputs = " --json " + json + " --graph " + graph;
  for (const std::string words : {"check nothing", "check --threads 0", "check --servers 9",
                                  "check --property nothing", "check --servers 7 --max-term 7"}) {
    CAPTURE(words);
    CHECK(run_line(words + outputs).exit_status >= 64);
    CHECK(read_file(json) == "old\n");
    CHECK(read_file(graph) == "old\n");
    CHECK(entries_in(folder.path()) == 2);
  }
}

TEST_CASE("cli: a device or a pipe is written to, not replaced") {
  CHECK(run_line("check split-brain --quiet --json /dev/null").exit_status == 1);
  CHECK(fs::is_character_file("/dev/null"));
  const TemporaryFolder folder;
  const std::string pipe = folder.path() + "/pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  const ProgramResult result =
      run_shell(std::string("'") + SCRUTINEER_PROGRAM + "' check split-brain --quiet --json '" +
                pipe + "' >/dev/null & cat '" + pipe + "'; wait");
  CHECK(parse_json(result.out).at("verdict") == "violated");
  CHECK(fs::is_fifo(pipe));
  CHECK(entries_in(folder.path()) == 1);
}

// /dev/stdout is such a link, to a file where standard output is one.
TEST_CASE("cli: a symbolic link stays one, and the file behind it gets the result") {
  const TemporaryFolder folder;
  const std::string file = folder.write("result.json", "old\n");
  const std::string link = folder.path() + "/link.json";
  fs::create_symlink(file, link);
  CHECK(run_line("check split-brain --quiet --json " + link).exit_status == 1);
  CHECK(fs::is_symlink(link));
  CHECK(read_file(file) != "old\n");
  CHECK(entries_in(folder.path()) == 2);
}

TEST_CASE("cli: a check for a writable file looks at folder and file") {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "text");
  CHECK_NOTHROW(cli::require_writable(folder.path() + "/new"));
  CHECK_NOTHROW(cli::require_writable(file));
  CHECK_NOTHROW(cli::require_writable("/dev/null"));
  CHECK_NOTHROW(cli::require_writable("new-file-in-the-working-folder"));
  CHECK_THROWS(cli::require_writable(folder.path()));
  CHECK_THROWS(cli::require_writable(folder.path() + "/"));
  CHECK_THROWS(cli::require_writable(folder.path() + "/missing/new"));
  CHECK(entries_in(folder.path()) == 1);
}

TEST_CASE("cli: progress on a terminal is one line, rewritten and cleared at the end") {
  std::ostringstream out;
  Progress progress;
  progress.distinct = 1234567;
  progress.level = 17;
  progress.frontier = 45678;
  progress.frontier_left = 27407;
  progress.memory_bytes = 47815066;
  progress.elapsed = std::chrono::milliseconds(12300);
  const std::string text =
      "12.3 s  level 17  1,234,567 states  0.10 M/s  frontier 45,678 (60% left)  45.6 MiB";
  CHECK(cli::progress_text(progress) == text);
  {
    cli::ProgressLine line(out, true);
    CHECK(line.interval() == std::chrono::seconds(1));
    line.show(progress);
    CHECK(out.str() == "\r\x1b[K" + text);
    line.show(progress);
    CHECK(out.str() == "\r\x1b[K" + text + "\r\x1b[K" + text);
    out.str("");
  }
  CHECK(out.str() == "\r\x1b[K");
  out.str("");
  { const cli::ProgressLine unused(out, true); }
  CHECK(out.str().empty());
}

TEST_CASE("cli: progress elsewhere is a plain line now and then") {
  std::ostringstream out;
  Progress progress;  // all zero: the very beginning
  const std::string text = "0.0 s  level 0  0 states  0.00 M/s  frontier 0 (0% left)  0 B";
  {
    cli::ProgressLine line(out, false);
    CHECK(line.interval() >= std::chrono::seconds(5));
    line.show(progress);
    line.show(progress);
  }
  CHECK(out.str() == text + "\n" + text + "\n");
}

TEST_CASE("cli: a run shows its progress on a terminal, and none with --quiet") {
  for (const bool is_quiet : {false, true}) {
    CAPTURE(is_quiet);
    std::ostringstream out;
    std::ostringstream err;
    std::vector<std::string> words =
        words_of(big + " --time-limit " + (is_sanitized ? "8s" : "1400ms"));
    if (is_quiet) words.push_back("--quiet");
    CHECK(cli::run(words, {out, err, true}) == 2);
    if (is_quiet) {
      CHECK(err.str().empty());
    } else {
      CHECK(err.str().starts_with("\r\x1b[K"));
      CHECK(has(err.str(), " s  level "));
      CHECK(err.str().ends_with("\r\x1b[K"));
    }
    CHECK_FALSE(has(out.str(), "\r"));
  }
}

}  // namespace scrutineer::test
