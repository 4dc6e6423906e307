// The documents' commands work: every `$ scrutineer ...` of a console block is run, every other
// command is of a kind that something else runs, and every relative link leads to a file.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "tests/docs/markdown.h"
#include "tests/run_program.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

const fs::path root = SCRUTINEER_SOURCE_DIR;

// README.md, docs/**.md, examples/**.md; paths relative to the root, sorted.
std::vector<std::string> documents() {
  std::vector<std::string> paths = {"README.md"};
  for (const char* folder : {"docs", "examples"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".md") continue;
      paths.push_back(fs::relative(entry.path(), root).string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> split_words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// The folders of examples/ are projects whose programs bear their names.
std::set<std::string> example_programs() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(root / "examples")) {
    if (entry.is_directory()) names.insert(entry.path().filename().string());
  }
  return names;
}

enum class Kind { scrutineer, run_elsewhere, unknown };

Kind kind_of(const std::string& command, const std::set<std::string>& examples) {
  const auto words = split_words(command);
  if (words.empty()) return Kind::unknown;
  if (words[0] == "scrutineer") return Kind::scrutineer;
  const std::string first_two = words[0] + " " + (words.size() > 1 ? words[1] : "");
  for (const char* pair : {"git clone", "sudo apt-get", "sudo apt"}) {
    if (first_two == pair) return Kind::run_elsewhere;
  }
  for (const char* word : {"./bootstrap", "cmake", "cpack", "ctest", "cd", "cp"}) {
    if (words[0] == word) return Kind::run_elsewhere;
  }
  const bool is_bench = words[0].starts_with("bench/") || words[0].starts_with("./bench/");
  const std::size_t slash = words[0].rfind('/');
  const bool is_example =
      slash != std::string::npos && examples.count(words[0].substr(slash + 1)) == 1;
  return is_bench || is_example ? Kind::run_elsewhere : Kind::unknown;
}

// A folder as a reader's working folder: the examples in it, the program on the path.
ProgramResult run_as_reader(const TemporaryFolder& folder, const std::string& command) {
  const fs::path program_folder = fs::path(SCRUTINEER_PROGRAM).parent_path();
  return run_shell("cd '" + folder.path() + "' && export PATH=\"" + program_folder.string() +
                   ":$PATH\" XDG_CACHE_HOME=\"$PWD/cache\" && timeout 300 " + command);
}

}  // namespace

TEST_CASE("docs: every scrutineer command of the documents ends as they say") {
  REQUIRE(fs::exists(root / "README.md"));
  std::map<std::string, std::size_t> runs;
  for (const std::string& path : documents()) {
    const TemporaryFolder folder;
    fs::create_directory_symlink(root / "examples", folder.path() + "/examples");
    for (const ConsoleCommand& command : console_commands(read_file((root / path).string()))) {
      if (kind_of(command.text, example_programs()) != Kind::scrutineer) continue;
      ++runs[path];
      const ProgramResult result = run_as_reader(folder, command.text);
      CHECK_MESSAGE(result.exit_status == command.exit_status, path << ":" << command.line << ": "
                                                                    << command.text << "\n"
                                                                    << result.err);
    }
  }
  CHECK(runs["README.md"] >= 1);
  CHECK(runs.size() >= 2);
}

TEST_CASE("docs: every other command of the documents is of a kind that is run elsewhere") {
  const std::set<std::string> examples = example_programs();
  for (const std::string& path : documents()) {
    for (const ConsoleCommand& command : console_commands(read_file((root / path).string()))) {
      CHECK_MESSAGE(kind_of(command.text, examples) != Kind::unknown,
                    path << ":" << command.line << ": nothing runs this: " << command.text);
    }
  }
}

TEST_CASE("docs: every example of settings ends as its head says") {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(root / "examples")) {
    if (entry.path().extension() != ".toml") continue;
    const std::string file = entry.path().string();
    CAPTURE(file);
    const bool is_violated = read_file(file).find("(exit status 1)") != std::string::npos;
    CHECK(run_inside({"check", file, "--quiet"}).exit_status == (is_violated ? 1 : 0));
    ++count;
  }
  CHECK(count >= 2);
}

TEST_CASE("docs: every suite of the examples passes a strict gate") {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(root / "examples" / "suites")) {
    const std::string file = entry.path().string();
    const auto result = run_inside({"suite", file, "--strict", "--no-cache", "--quiet"});
    CHECK_MESSAGE(result.exit_status == 0, file << "\n" << result.out);
    ++count;
  }
  CHECK(count >= 1);
}

TEST_CASE("docs: the suite of docs/ci.md is one, and its expectations are right") {
  const std::string text = read_file((root / "docs" / "ci.md").string());
  const std::size_t begin = text.find("```toml\n") + 8;
  const TemporaryFolder folder;
  folder.write("home-made.toml", read_file((root / "examples" / "home-made.toml").string()));
  const std::string file =
      folder.write("gate.toml", text.substr(begin, text.find("```", begin) - begin));
  const auto list = run_inside({"suite", file, "--list"});
  CHECK(std::count(list.out.begin(), list.out.end(), '\n') == 4 + 2 + 1 + 14);
  const auto result = run_inside({"suite", file, "--no-cache", "--quiet"});
  CHECK_MESSAGE(result.exit_status == 0, result.out);
}

// The step of the workflow, in a folder as its head describes it.
TEST_CASE("docs: the command of the workflow for GitHub Actions passes on a good suite") {
  const std::string text = read_file((root / "examples" / "github-actions.yml").string());
  const std::size_t begin = text.find("scrutineer suite ");
  REQUIRE(begin != std::string::npos);
  std::string command = text.substr(begin, text.find("\n\n", begin) - begin);
  std::replace(command.begin(), command.end(), '\n', ' ');
  const TemporaryFolder folder;
  fs::create_directory(folder.path() + "/election");
  fs::copy_file(root / "examples" / "suites" / "raft.toml", folder.path() + "/election/gate.toml");
  const auto result =
      run_as_reader(folder, "env GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=s.md " + command);
  CHECK_MESSAGE(result.exit_status == 0, command << result.err);
  for (const char* name : {"junit.xml", "scrutineer.sarif", "report/index.html", "s.md"}) {
    CHECK(fs::exists(folder.path() + "/" + name));
    CHECK((name == std::string("s.md") ||
           text.find(std::string(name).substr(0, 6)) != std::string::npos));
  }
}

TEST_CASE("docs: the counterexample in the README is what the program prints") {
  const std::string readme = read_file((root / "README.md").string());
  const std::size_t fence = readme.find("```text\n");
  REQUIRE(fence != std::string::npos);
  const std::size_t begin = fence + 8;
  const std::string shown = readme.substr(begin, readme.find("```", begin) - begin);
  CHECK(shown.size() > 500);
  CHECK(run_inside({"check", "write-up-fix"}).out.find(shown) != std::string::npos);
}

TEST_CASE("docs: every relative link leads to a file") {
  std::size_t count = 0;
  for (const std::string& path : documents()) {
    for (const std::string& link : relative_links(read_file((root / path).string()))) {
      ++count;
      const fs::path target = (root / path).parent_path() / link;
      CHECK_MESSAGE(fs::exists(target), path << " links to " << link);
    }
  }
  CHECK(count > 0);
}

TEST_CASE("docs: commands are read from console blocks with their exit status") {
  const auto commands = console_commands(
      "$ outside of any block\n"
      "```console\n"
      "$ scrutineer check raft\n"
      "HOLDS # exit 0 would be the same\n"
      "$ scrutineer check split-brain    # exit 1\n"
      "$ scrutineer check \\\n"
      "    --set 'a=#b' \\\n"
      "    --quiet  # two leaders, # exit 2\n"
      "$ scrutineer check nothing\n"
      "scrutineer: unknown variant\n"
      "# exit 64\n"
      "```\n"
      "```sh\n"
      "$ not a console\n"
      "```\n"
      "  ~~~ console\n"
      "  $ cmake --build build#1\n"
      "  ~~~\n");
  REQUIRE(commands.size() == 5);
  CHECK(commands[0].text == "scrutineer check raft");
  CHECK(commands[0].exit_status == 0);
  CHECK(commands[0].line == 3);
  CHECK(commands[1].text == "scrutineer check split-brain");
  CHECK(commands[1].exit_status == 1);
  CHECK(commands[2].text == "scrutineer check --set 'a=#b' --quiet");
  CHECK(commands[2].exit_status == 2);
  CHECK(commands[3].text == "scrutineer check nothing");
  CHECK(commands[3].exit_status == 64);
  CHECK(commands[4].text == "cmake --build build#1");
  CHECK(commands[4].line == 17);
  CHECK(console_commands("no block at all\n").empty());
}

TEST_CASE("docs: only commands of known kinds are left to others") {
  const std::set<std::string> examples = {"two_phase_commit"};
  CHECK(kind_of("scrutineer list", examples) == Kind::scrutineer);
  for (const char* known : {"./bootstrap demo", "cmake --preset release", "ctest", "cd scrutineer",
                            "git clone https://example.org/x", "sudo apt-get install g++",
                            "bench/run.sh", "build/example/two_phase_commit 3"}) {
    CHECK_MESSAGE(kind_of(known, examples) == Kind::run_elsewhere, known);
  }
  for (const char* unknown : {"", "rm -rf build", "git push", "sudo rm x", "make", "scrutineer2",
                              "two_phase_commit", "build/example/three_phase_commit"}) {
    CHECK_MESSAGE(kind_of(unknown, examples) == Kind::unknown, unknown);
  }
}

TEST_CASE("docs: a command that ends otherwise than it says is noticed") {
  const TemporaryFolder folder;
  CHECK(run_as_reader(folder, "scrutineer check split-brain --quiet").exit_status == 1);
  CHECK(run_as_reader(folder, "scrutineer check nothing").exit_status == 64);
  CHECK(run_as_reader(folder, "scrutineer list").exit_status == 0);
}

TEST_CASE("docs: relative links are found, others left alone") {
  const auto links = relative_links(
      "See [a](a.md), ![b](img/b.png) and [c](<c.md#part>).\n"
      "[web](https://example.org/x.md) [mail](mailto:x@y) [here](#there) `[code](no.md)`\n"
      "```\n[fenced](no.md)\n```\n"
      "[ref]: ../d.md\n");
  CHECK(links == std::vector<std::string>{"a.md", "img/b.png", "c.md", "../d.md"});
}

}  // namespace scrutineer::test
