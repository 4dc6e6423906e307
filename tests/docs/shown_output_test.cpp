// What a document shows below a command is what the command prints.
#include <doctest/doctest.h>

#include <filesystem>

#include "tests/docs/markdown.h"
#include "tests/run_program.h"

namespace scrutineer::test {
namespace {

namespace fs = std::filesystem;

struct Shown {
  std::string command;
  std::vector<std::string> output;  // "..." for any lines
};

// The commands of console blocks with the lines below them. (No command of the page is continued.)
std::vector<Shown> shown_in(const std::string& markdown) {
  std::vector<Shown> all;
  for (const MarkdownLine& line : markdown_lines(markdown)) {
    if (line.fence != "console") continue;
    if (line.text.starts_with("$ ")) {
      const std::string words = line.text.substr(2);
      all.push_back({detail::trimmed(words.substr(0, detail::comment_begin(words))), {}});
    } else if (!all.empty()) {
      all.back().output.push_back(line.text);
    }
  }
  return all;
}

bool matches(const std::vector<std::string>& pattern, std::size_t p,
             const std::vector<std::string>& lines, std::size_t k) {
  if (p == pattern.size()) return k == lines.size();
  if (pattern[p] == "...") {
    for (std::size_t rest = k; rest <= lines.size(); ++rest) {
      if (matches(pattern, p + 1, lines, rest)) return true;
    }
    return false;
  }
  return k < lines.size() && pattern[p] == lines[k] && matches(pattern, p + 1, lines, k + 1);
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("docs: what a page shows below a command is what it prints") {
  const fs::path root = SCRUTINEER_SOURCE_DIR;
  const fs::path program_folder = fs::path(SCRUTINEER_PROGRAM).parent_path();
  const std::vector<std::pair<const char*, std::size_t>> pages = {{"docs/replay.md", 9},
                                                                  {"docs/formats.md", 1}};
  for (const auto& [page, compared_min] : pages) {
    const TemporaryFolder folder;
    fs::create_directory_symlink(root / "examples", folder.path() + "/examples");
    std::size_t compared = 0;
    for (const Shown& shown : shown_in(read_file((root / page).string()))) {
      CAPTURE(shown.command);
      const ProgramResult result =
          run_shell("cd '" + folder.path() + "' && export PATH=\"" + program_folder.string() +
                    ":$PATH\" && " + shown.command);
      if (shown.output.empty()) continue;
      const auto lines = lines_in(result.out + result.err);
      CHECK_MESSAGE(matches(shown.output, 0, lines, 0), result.out << result.err);
      ++compared;
    }
    CHECK(compared >= compared_min);
  }
}

TEST_CASE("docs: the picture of a counterexample is what the program draws") {
  const std::string picture =
      read_file((fs::path(SCRUTINEER_SOURCE_DIR) / "docs" / "write-up-fix.svg").string());
  const ProgramResult result =
      run_shell("'" SCRUTINEER_PROGRAM "' check write-up-fix --format svg 2>/dev/null");
  CHECK(result.exit_status == 1);
  CHECK(result.out == picture);
}

TEST_CASE("docs: shown output is compared line by line, with dots for what is left out") {
  const std::vector<std::string> lines = {"a", "b", "c"};
  CHECK(matches({"a", "b", "c"}, 0, lines, 0));
  CHECK(matches({"a", "..."}, 0, lines, 0));
  CHECK(matches({"...", "b", "...", "c"}, 0, lines, 0));
  CHECK_FALSE(matches({"a", "b"}, 0, lines, 0));
  CHECK_FALSE(matches({"...", "d"}, 0, lines, 0));
  CHECK_FALSE(matches({"...", "b"}, 0, lines, 0));
  CHECK_FALSE(matches({"a", "b", "c", "d"}, 0, lines, 0));
}

}  // namespace scrutineer::test
