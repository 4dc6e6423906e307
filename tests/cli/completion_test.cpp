// What is told of the commands in other forms: completion scripts and the manual page. Both have
// every command and every option, because they come from the parser itself.
#include <doctest/doctest.h>

#include "cli/command_tree.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

bool has_program(const std::string& name) {
  if (run_shell("command -v " + name).exit_status == 0) return true;
  MESSAGE("skipped: no " << name << " here");
  return false;
}

// What bash offers where the last of these words is being typed.
std::vector<std::string> offered(const std::string& words) {
  const TemporaryFolder folder;
  const std::string script = folder.write("completion.bash", run_line("completion bash").out);
  const auto result = run_shell("cd '" + folder.path() + "' && bash -c '. \"" + script +
                                "\"; COMP_WORDS=(" + words +
                                "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _scrutineer; "
                                "printf \"%s\\n\" \"${COMPREPLY[@]}\"'");
  CHECK(result.exit_status == 0);
  CHECK(result.err.empty());
  return lines_of(result.out);
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("completion: bash offers commands, options, their values and files") {
  CHECK(offered("scrutineer su") == Words{"suite"});
  CHECK(offered("scrutineer check --max-t") == Words{"--max-term"});
  CHECK(offered("scrutineer check split") == Words{"split-brain"});
  CHECK(offered("scrutineer check --property leader") ==
        Words{"leader_has_quorum", "leader_elected"});
  CHECK(offered("scrutineer check --set guards.keep") == Words{"guards.keep_vote_within_term="});
  CHECK(offered("scrutineer list var") == Words{"variants"});
  CHECK(offered("scrutineer completion z") == Words{"zsh"});
  CHECK(offered("scrutineer suite compl") == Words{"completion.bash"});
  CHECK(offered("scrutineer suite --junit compl") == Words{"completion.bash"});
  CHECK(offered("scrutineer suite --jobs compl") == Words{""});
}

TEST_CASE("completion: every script has every command and every option") {
  const auto tree = cli::command_tree();
  CHECK(tree.size() > 4);
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    CAPTURE(shell);
    const std::string script = run_line("completion " + shell).out;
    for (const cli::CommandText& command : tree) {
      if (command.name.empty()) continue;
      CHECK(has(script, command.name));
      for (const cli::OptionText& option : command.options) {
        CAPTURE(option.name);
        const std::string name = shell == "fish" ? "-l " + option.name.substr(2) : option.name;
        CHECK((option.is_positional || has(script, name)));
      }
    }
  }
  CHECK(run_line("completion tcsh").exit_status == 64);
  CHECK(run_line("completion").exit_status == 64);
}

TEST_CASE("completion: each shell takes its script") {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    if (!has_program(shell)) continue;
    const TemporaryFolder folder;
    const std::string script = folder.write("script", run_line("completion " + shell).out);
    const auto result = run_shell(shell + " -n '" + script + "'");
    CHECK_MESSAGE(result.exit_status == 0, shell << ": " << result.err);
  }
}

TEST_CASE("manual: the page has every command and option, and man takes it without a warning") {
  const std::string page = run_line("manual").out;
  CHECK(page.starts_with(".TH SCRUTINEER 1 "));
  if (!has_program("man")) return;
  const TemporaryFolder folder;
  const std::string file = folder.write("scrutineer.1", page);
  const auto result =
      run_shell("LC_ALL=C.UTF-8 MANWIDTH=200 man --warnings -l '" + file + "' | cat");
  CHECK(result.exit_status == 0);
  CHECK_MESSAGE(result.err.empty(), result.err);
  for (const cli::CommandText& command : cli::command_tree()) {
    CHECK(has(result.out, command.sentence.substr(0, 20)));
    for (const cli::OptionText& option : command.options) {
      if (!command.name.empty()) CHECK(has(result.out, option.name));
    }
  }
  CHECK(has(result.out, "  scrutineer check split-brain  "));
  CHECK(has(result.out, "130, 143 after SIGINT, SIGTERM"));
}

}  // namespace scrutineer::test
