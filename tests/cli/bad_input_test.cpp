// Malformed input, from the command line and from files: one line that says what is wrong and
// what is accepted, nothing on standard output, and the right exit status.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

const std::string usage_hint = "  (scrutineer --help shows what can be asked)";

bool has_control_characters(const std::string& line) {
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// The reason in one line, after it nothing but the hint of a usage error.
void expect_reason(const ProgramResult& result, int exit_status,
                   const std::vector<std::string>& fragments) {
  CAPTURE(result.err);
  CHECK(result.exit_status == exit_status);
  CHECK(result.out.empty());
  const auto lines = lines_of(result.err);
  const bool is_usage = exit_status == 64;
  REQUIRE(lines.size() == (is_usage ? 2 : 1));
  CHECK(result.err.ends_with("\n"));
  CHECK(lines[0].starts_with("scrutineer: "));
  CHECK_FALSE(has_control_characters(lines[0]));
  if (is_usage) CHECK(lines[1] == usage_hint);
  for (const std::string& fragment : fragments) {
    CHECK_MESSAGE(has(lines[0], fragment), "without \"" << fragment << "\"");
  }
}

struct BadWords {
  std::vector<std::string> words;
  int exit_status;
  std::vector<std::string> fragments;
};

const std::vector<BadWords> bad_usage = {
    {{}, 64, {"subcommand is required"}},
    {{"check", "--frobnicate"}, 64, {"--frobnicate"}},
    {{"check", "-q"}, 64, {"-q"}},
    {{"check", "raft", "split-brain"}, 64, {"split-brain"}},
    {{"check", "splt-brain"}, 64, {"'splt-brain'", "did you mean 'split-brain'?", "write-up-fix"}},
    {{"check", "list"}, 64, {"unknown variant 'list'"}},
    {{"check", "raft.json"}, 64, {"unknown variant 'raft.json'", "a settings file *.toml"}},
    {{"check", ""}, 64, {"variant is empty"}},
    {{"check", "--servers"}, 64, {"--servers", "missing"}},
    {{"check", "--json"}, 64, {"--json", "missing"}},
    {{"check", "--set"}, 64, {"--set", "missing"}},
    {{"check", "--quiet=perhaps"}, 64, {"--quiet"}},
    {{"check", "--set", "servers"}, 64, {"--set is 'servers'", "KEY=VALUE"}},
    {{"check", "--set", "=3"}, 64, {"--set is '=3'", "KEY=VALUE"}},
    {{"check", "--set", ""}, 64, {"--set is ''", "KEY=VALUE"}},
    {{"check", "--set", "max_cuts=1", "--set", "max_cuts=2"}, 64, {"max_cuts", "twice", "1", "2"}},
    {{"check", "--servers", "2", "--set", "servers=3"}, 64, {"servers", "twice", "2", "3"}},
    {{"check", "--servers", "2", "--servers", "3"}, 64, {"--servers"}},
    {{"check", "--property", "election_safty"}, 64, {"did you mean 'election_safety'?", "none"}},
    {{"check", "--property", ""}, 64, {"property ''", "election_safety", "none"}},
    {{"check", "--property", "none", "--property", "vote_once"}, 64, {"'none' cannot go with"}},
    {{"check", "--threads", "0"}, 64, {"--threads is '0'", "1 to 1024"}},
    {{"check", "--threads", "1025"}, 64, {"--threads is '1025'", "1 to 1024"}},
    {{"check", "--threads", "-1"}, 64, {"--threads is '-1'", "1 to 1024"}},
    {{"check", "--threads", "two"}, 64, {"--threads is 'two'", "1 to 1024"}},
    {{"check", "--max-states", "0"}, 64, {"--max-states is '0'", "at least 1"}},
    {{"check", "--max-states", "-5"}, 64, {"--max-states is '-5'", "at least 1"}},
    {{"check", "--max-states", "1.5"}, 64, {"--max-states is '1.5'", "whole number"}},
    {{"check", "--max-states", "99999999999999999999"}, 64, {"--max-states is '9999"}},
    {{"check", "--max-memory", "lots"}, 64, {"--max-memory is 'lots'", "512M"}},
    {{"check", "--max-memory", "-1G"}, 64, {"--max-memory is '-1G'", "512M"}},
    {{"check", "--max-memory", "5X"}, 64, {"--max-memory is '5X'", "512M"}},
    {{"check", "--time-limit", "5 m"}, 64, {"--time-limit is '5 m'", "30s", "10m"}},
    {{"check", "--time-limit", "-3s"}, 64, {"--time-limit is '-3s'", "30s"}},
    {{"check", "--time-limit", "0"}, 64, {"--time-limit is '0'", "30s"}},
    {{"check", "--time-limit", "soon"}, 64, {"--time-limit is 'soon'", "30s"}},
    {{"check", "--graph", "states.png"}, 64, {"--graph is 'states.png'", "*.dot or *.graphml"}},
    {{"check", "--graph-states", "5"}, 64, {"--graph-states goes with --graph"}},
    {{"list", "everything"}, 64, {"everything", "settings"}},
    {{"list", "settings", "variants"}, 64, {"variants"}},
};

const std::vector<BadWords> bad_settings = {
    {{"--servers", "8"}, 65, {"servers is 8", "an integer from 1 to 7"}},
    {{"--servers", "0"}, 65, {"servers is 0", "an integer from 1 to 7"}},
    {{"--servers", "three"}, 65, {"servers is 'three'", "an integer from 1 to 7"}},
    {{"--servers", "3.0"}, 65, {"servers is '3.0'", "an integer from 1 to 7"}},
    {{"--servers", "99999999999999999999"}, 65, {"servers is '9999", "an integer from 1 to 7"}},
    {{"--max-term", "-1"}, 65, {"max_term is -1", "an integer from 1 to 7"}},
    {{"--max-term=-1"}, 65, {"max_term is -1", "an integer from 1 to 7"}},
    {{"--set", "max_crashes=8"}, 65, {"max_crashes is 8", "an integer from 0 to 7"}},
    {{"--set", "servers="}, 65, {"servers is ''", "an integer from 1 to 7"}},
    {{"--set", "network=lossy"}, 65, {"network is 'lossy'", "duplicating, at-most-once"}},
    {{"--set", "guards.clear_votes=1"}, 65, {"guards.clear_votes is '1'", "true or false"}},
    {{"--set", "guards.quorum=true"}, 65, {"guards.quorum is 'true'", "majority", "half"}},
    {{"--set", "server=3"}, 65, {"unknown key 'server'", "did you mean 'servers'?", "timeouts"}},
    {{"--set", "clear_votes=true"}, 65, {"did you mean 'guards.clear_votes'?"}},
    {{"--set", "a b=c=d"}, 65, {"unknown key 'a b'"}},
    {{"--servers", "7", "--max-term", "7"}, 65, {"bits", "max_term to 4", "servers to 5"}},
    {{"--json", "/no-such-folder/result.json"}, 65, {"/no-such-folder/result.json", "No such"}},
    {{"--json", "/"}, 65, {"/ is a folder"}},
    {{"--graph", "/no-such-folder/states.dot"}, 65, {"/no-such-folder/states.dot", "No such"}},
    {{"/no-such-folder/settings.toml"}, 65, {"/no-such-folder/settings.toml", "No such file"}},
    {{"no-such-file.toml"}, 65, {"no-such-file.toml", "No such file"}},
    {{"/"}, 65, {"/: is a directory", "a settings file"}},
};

struct BadFile {
  std::string text;
  std::vector<std::string> fragments;  // the first one follows the file's name
};

const std::vector<BadFile> bad_files = {
    {"server = 3\n", {":1: unknown key 'server'", "did you mean 'servers'?", "max_term"}},
    {"servers = 3\nmax_term = 8\n", {":2: max_term is 8", "an integer from 1 to 7"}},
    {"servers = -3\n", {":1: servers is -3", "an integer from 1 to 7"}},
    {"servers = 9223372036854775807\n", {":1: servers is 9223372036854775807", "from 1 to 7"}},
    {"servers = 99999999999999999999\n", {":1: ", "99999999999999999999"}},
    {"# three\n\nservers = \"3\"\n", {":3: servers is a string", "an integer from 1 to 7"}},
    {"servers = 3.0\n", {":1: servers is a floating-point number", "an integer from 1 to 7"}},
    {"servers = true\n", {":1: servers is a boolean", "an integer from 1 to 7"}},
    {"servers = [3]\n", {":1: servers is an array", "an integer from 1 to 7"}},
    {"servers = {n = 3}\n", {":1: servers is a table", "an integer from 1 to 7"}},
    {"servers = 2024-01-01\n", {":1: servers is a date or time", "an integer from 1 to 7"}},
    {"network = 2\n", {":1: network is an integer", "duplicating, at-most-once"}},
    {"network = \"lossy\"\n", {":1: network is 'lossy'", "duplicating, at-most-once"}},
    {"[guards]\nclear_votes = 0\n", {":2: guards.clear_votes is an integer", "true or false"}},
    {"[guards]\nquorum = \"most\"\n", {":2: guards.quorum is 'most'", "majority", "half"}},
    {"[guards]\nclear_vote = true\n", {":2: ", "did you mean 'guards.clear_votes'?"}},
    {"[guards]\nservers = 3\n", {":2: unknown key 'guards.servers'"}},
    {"[guards.more]\nclear_votes = true\n", {":1: unknown key 'guards.more'"}},
    {"[limits]\nstates = 1\n", {":1: unknown key 'limits'", "servers"}},
    {"guards = true\n", {":1: ", "'guards'"}},
    {"[guard]\nclear_votes = true\n", {":1: unknown key 'guard'", "guards.clear_votes"}},
    {"servers = 3\nservers = 4\n", {":2: ", "servers"}},
    {"[guards]\nquorum = \"half\"\n[guards]\nclear_votes = true\n", {":3: ", "guards"}},
    {"guards.quorum = \"half\"\nguards.quorum = \"half\"\n", {":2: ", "quorum"}},
    {"servers = 3\nmax_term\n", {":2: "}},
    {"servers 3\n", {":1: "}},
    {"servers = 3 max_term = 2\n", {":1: "}},
    {"network = \"at-most-once\n", {":1: "}},
    {"servers = 3\n[guards\nclear_votes = true\n", {":2: "}},
    {"variant = \"splt-brain\"\n", {":1: variant is 'splt-brain'", "did you mean 'split-brain'?"}},
    {"\nvariant = 3\n", {":2: variant is an integer", "write-up-fix"}},
    {"[variant]\nname = \"raft\"\n", {":1: variant is a table", "write-up-fix"}},
    {std::string("\x7f"
                 "ELF\0\x01\xff\xfe\0\0",
                 10),
     {":1: "}},
    {"servers = 3\n\xff\xfe\n", {":", "utf-8"}},
};

}  // namespace

TEST_CASE("cli: wrong usage is told in one line with a hint, exit 64") {
  REQUIRE(bad_usage.size() >= 25);
  for (const BadWords& bad : bad_usage) {
    CAPTURE(bad.words.size());
    expect_reason(run_inside(bad.words), bad.exit_status, bad.fragments);
  }
}

TEST_CASE("cli: a setting or path that cannot be taken is told in one line, exit 65") {
  for (const BadWords& bad : bad_settings) {
    std::vector<std::string> words = {"check"};
    words.insert(words.end(), bad.words.begin(), bad.words.end());
    expect_reason(run_inside(words), bad.exit_status, bad.fragments);
  }
}

TEST_CASE("cli: a bad settings file is told with file, line, key and accepted values, exit 65") {
  REQUIRE(bad_files.size() >= 25);
  const TemporaryFolder folder;
  for (const BadFile& bad : bad_files) {
    CAPTURE(bad.text);
    const std::string file = folder.write("bad.toml", bad.text);
    std::vector<std::string> fragments = bad.fragments;
    fragments[0] = "scrutineer: " + file + fragments[0];
    expect_reason(run_inside({"check", file}), 65, fragments);
  }
}

TEST_CASE("cli: files that cannot be read are told as such") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path() + "/folder.toml");
  expect_reason(run_inside({"check", folder.path() + "/folder.toml"}), 65,
                {"/folder.toml", "is a directory", "a settings file"});
  const std::string file = folder.write("file.toml", "servers = 2\n");
  expect_reason(run_inside({"check", file + "/inner.toml"}), 65,
                {"/file.toml/inner.toml", "Not a directory"});
  expect_reason(run_inside({"check", SCRUTINEER_PROGRAM}), 65, {SCRUTINEER_PROGRAM});
  std::filesystem::permissions(file, std::filesystem::perms::none);
  if (geteuid() == 0) return;  // the superuser may read everything
  expect_reason(run_inside({"check", file}), 65, {"/file.toml", "Permission denied"});
}

TEST_CASE("cli: the bounds that the refusal of too wide a state names do fit") {
  for (const std::string bounds : {"--servers 7 --max-term 4", "--servers 5 --max-term 7"}) {
    const ProgramResult result = run_line("check " + bounds + " --max-states 50 --quiet");
    CHECK(result.exit_status == 2);
    CHECK(has(result.out, "the limit of 50 states was reached"));
  }
  // They are the greatest that fit.
  for (const std::string bounds : {"--servers 7 --max-term 5", "--servers 6 --max-term 7"}) {
    CHECK(run_line("check " + bounds + " --max-states 50 --quiet").exit_status == 65);
  }
}

TEST_CASE("cli: an unknown command is named") {
  expect_reason(run_inside({"chekc"}), 64, {"chekc"});
  expect_reason(run_inside({"--frobnicate"}), 64, {"--frobnicate"});
}

// An empty value is what an unset variable of a script leaves; it must not mean "the default".
TEST_CASE("cli: an empty value is refused, whatever the option") {
  for (const std::string option : {"--servers", "--max-term", "--threads", "--max-states",
                                   "--max-memory", "--time-limit", "--json", "--graph"}) {
    CAPTURE(option);
    const ProgramResult result = run_inside({"check", "vote-twice", "--quiet", option, ""});
    CHECK((result.exit_status == 64 || result.exit_status == 65));
    CHECK(result.out.empty());
  }
}

TEST_CASE("cli: a reason stays one line, without control characters, whatever was typed") {
  const TemporaryFolder folder;
  expect_reason(run_inside({"check", "two\nlines"}), 64, {"unknown variant"});
  expect_reason(run_inside({"check", "--set", "two\nlines=1"}), 65, {"unknown key"});
  expect_reason(run_inside({"check", "--set", "servers=3\n4"}), 65, {"servers is"});
  expect_reason(run_inside({"check", "--threads", "\x1b[31m"}), 64, {"--threads is"});
  for (const std::string text :
       {"\"two\\nlines\" = 1\n", "variant = \"two\\nlines\"\n", "network = \"\\u001b[31m\"\n"}) {
    CAPTURE(text);
    const std::string file = folder.write("bad.toml", text);
    expect_reason(run_inside({"check", file}), 65, {file + ":1: "});
  }
}

TEST_CASE("cli: a key given twice in a file is refused, quoted with its table or not") {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("twice.toml", "\"guards.clear_votes\" = false\n[guards]\nclear_votes = true\n");
  expect_reason(run_inside({"check", file}), 65, {file + ":", "guards.clear_votes"});
}

TEST_CASE("cli: a JSON file below a file is refused before the search") {
  const TemporaryFolder folder;
  const std::string file = folder.write("file", "");
  expect_reason(run_inside({"check", "split-brain", "--json", file + "/result.json"}), 65,
                {file + "/result.json", "Not a directory"});
}

TEST_CASE("cli: files that would overwrite each other, or be read for ever, are refused") {
  const TemporaryFolder folder;
  const std::string toml = folder.write("ok.toml", "servers = 2\nmax_term = 1\n");
  const std::string dot = folder.path() + "/a.dot";
  expect_reason(run_inside({"check", "--json", dot, "--graph", dot}), 64,
                {"--json and --graph are the same file"});
  expect_reason(run_inside({"check", "--json", "new.json", "--trace", "./new.json"}), 64,
                {"--json and --trace are the same file"});
  expect_reason(run_inside({"check", toml, "--json", folder.path() + "/./ok.toml"}), 64,
                {"the settings file and --json are the same file"});
  CHECK(read_file(toml) == "servers = 2\nmax_term = 1\n");
  expect_reason(run_inside({"check", "--json", "--quiet"}), 64, {"--json is '--quiet'"});
  CHECK(run_inside({"check", toml, "--quiet", "--json", "/dev/null"}).exit_status == 0);
  std::filesystem::create_symlink("/dev/zero", folder.path() + "/zero.toml");
  expect_reason(run_inside({"check", folder.path() + "/zero.toml"}), 65, {"no regular file"});
  const std::string large = folder.write("large.toml", std::string((1U << 20U) + 1, '#'));
  expect_reason(run_inside({"check", large}), 65, {"larger than 1 MiB"});
}

TEST_CASE("cli: a file's name of any bytes neither forges a line nor breaks the JSON") {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("a\nHOLDS: everything\x1b[31m\xff.toml", "servers = 2\nmax_term = 1\n");
  const ProgramResult result = run_inside({"check", file});
  CHECK(result.exit_status == 0);
  CHECK_FALSE(has(result.out, "\nHOLDS: everything"));
  CHECK_FALSE(has(result.out, "\x1b"));
  const ProgramResult json = run_inside({"check", file, "--quiet", "--json", "-"});
  CHECK(json.exit_status == 0);
  CHECK(parse_json(json.out).at("verdict") == "holds");
}

}  // namespace scrutineer::test
