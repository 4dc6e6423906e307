#include "cli/completion_command.h"

#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cli/command_tree.h"
#include "cli/exit_status.h"

namespace scrutineer::cli {
namespace {

// In single quotes of a shell; `also` are characters that get a backslash before them.
std::string in_quotes(const std::string& text, const std::string& also = "") {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      if (also.find(c) != std::string::npos) result += '\\';
      result += c;
    }
  }
  return result + "'";
}

std::vector<std::string> names_of(const std::vector<CommandText>& tree) {
  std::vector<std::string> names;
  for (const CommandText& command : tree) {
    if (!command.name.empty()) names.push_back(command.name);
  }
  return names;
}

// ---- bash

// The case of one command: what an option's value may be, else options, else positionals.
std::string bash_command(const CommandText& command) {
  std::vector<std::string> options;
  std::string values;
  std::string positional_words;
  bool takes_files = false;
  for (const OptionText& option : command.options) {
    if (option.is_positional) {
      positional_words += fmt::format(" {}", fmt::join(option.words, " "));
      takes_files |= option.is_file;
      continue;
    }
    options.push_back(option.name);
    if (!option.takes_value) continue;
    const std::string files = option.is_file ? "_scrutineer_files" : ":";
    values += fmt::format("        {}) _scrutineer_words {}; {}; return ;;\n", option.name,
                          in_quotes(fmt::format("{}", fmt::join(option.words, " "))), files);
  }
  return fmt::format(
      "    {})\n      case $previous in\n{}      esac\n"
      "      if [[ $current == -* ]]; then _scrutineer_words {}\n"
      "      else _scrutineer_words {}; {}; fi ;;\n",
      command.name, values, in_quotes(fmt::format("{}", fmt::join(options, " "))),
      in_quotes(positional_words), takes_files ? "_scrutineer_files" : ":");
}

std::string bash_script(const std::vector<CommandText>& tree) {
  std::string cases;
  for (const CommandText& command : tree) {
    if (!command.name.empty()) cases += bash_command(command);
  }
  return fmt::format(
      "# bash completion for scrutineer\n"
      "_scrutineer_words() {{ COMPREPLY+=($(compgen -W \"$1\" -- \"$current\")); }}\n"
      "_scrutineer_files() {{ COMPREPLY+=($(compgen -f -- \"$current\")); }}\n"
      "_scrutineer() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n    _scrutineer_words {}\n    return\n  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n{}  esac\n"
      "  if [[ ${{COMPREPLY[0]-}} == *= ]] && type compopt >/dev/null 2>&1; then\n"
      "    compopt -o nospace 2>/dev/null\n  fi\n"
      "  return 0\n}}\n"
      "complete -o filenames -F _scrutineer scrutineer\n",
      in_quotes(fmt::format("{} --help --version", fmt::join(names_of(tree), " "))), cases);
}

// ---- zsh

std::string zsh_action(const OptionText& option) {
  if (option.words.empty()) return option.is_file ? "_files" : " ";
  const std::string words = fmt::format("({})", fmt::join(option.words, " "));
  return option.is_file ? fmt::format("_alternative \"files:file:_files\" \"words:word:{}\"", words)
                        : words;
}

std::string zsh_command(const CommandText& command) {
  std::string text = fmt::format("    {})\n      _arguments", command.name);
  for (const OptionText& option : command.options) {
    // Brackets and colons mean something to _arguments.
    const std::string sentence = in_quotes(option.sentence, "[]:\\");
    const std::string plain = sentence.substr(1, sentence.size() - 2);
    if (option.is_positional) {
      text += fmt::format(" \\\n        '*:{}:{}'", option.name, zsh_action(option));
    } else if (option.takes_value) {
      text +=
          fmt::format(" \\\n        '*{}[{}]:value:{}'", option.name, plain, zsh_action(option));
    } else {
      text += fmt::format(" \\\n        '{}[{}]'", option.name, plain);
    }
  }
  return text + " ;;\n";
}

std::string zsh_script(const std::vector<CommandText>& tree) {
  std::string commands;
  std::string cases;
  for (const CommandText& command : tree) {
    if (command.name.empty()) continue;
    commands +=
        fmt::format("    {}\n", in_quotes(fmt::format("{}:{}", command.name, command.sentence)));
    cases += zsh_command(command);
  }
  return fmt::format(
      "#compdef scrutineer\n"
      "_scrutineer() {{\n  local -a commands=(\n{}  )\n"
      "  if ((CURRENT == 2)); then\n    _describe command commands\n    return\n  fi\n"
      "  local command=$words[2]\n  shift words\n  ((CURRENT--))\n"
      "  case $command in\n{}  esac\n}}\n"
      "if [[ $funcstack[1] == _scrutineer ]]; then _scrutineer \"$@\"\n"
      "else compdef _scrutineer scrutineer; fi\n",
      commands, cases);
}

// ---- fish

std::string fish_script(const std::vector<CommandText>& tree) {
  std::string text = "# fish completion for scrutineer\ncomplete -c scrutineer -f\n";
  for (const CommandText& command : tree) {
    if (command.name.empty()) continue;
    text += fmt::format("complete -c scrutineer -n __fish_use_subcommand -a {} -d {}\n",
                        command.name, in_quotes(command.sentence, "\\"));
    const std::string seen = in_quotes("__fish_seen_subcommand_from " + command.name);
    for (const OptionText& option : command.options) {
      const std::string words =
          option.words.empty()
              ? ""
              : fmt::format(" -a {}", in_quotes(fmt::format("{}", fmt::join(option.words, " "))));
      const std::string files = option.is_file ? " -F" : "";
      if (option.is_positional) {
        if (!words.empty() || option.is_file) {
          text += fmt::format("complete -c scrutineer -n {}{}{}\n", seen, files, words);
        }
        continue;
      }
      text += fmt::format("complete -c scrutineer -n {} -l {}{}{}{} -d {}\n", seen,
                          option.name.substr(2), option.takes_value ? " -r" : "", files, words,
                          in_quotes(option.sentence, "\\"));
    }
  }
  return text;
}

class CompletionCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command =
        program.add_subcommand("completion", "Print a completion script for a shell");
    command->add_option("SHELL", shell_, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->footer(
        "\nExamples:\n"
        "  scrutineer completion bash > ~/.local/share/bash-completion/completions/scrutineer\n"
        "  scrutineer completion fish > ~/.config/fish/completions/scrutineer.fish");
    return command;
  }
  int run(const Streams& streams) override {
    streams.out << completion_script(shell_);
    return exit_holds;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion_command() { return std::make_unique<CompletionCommand>(); }

std::string completion_script(const std::string& shell) {
  const std::vector<CommandText> tree = command_tree();
  if (shell == "zsh") return zsh_script(tree);
  return shell == "fish" ? fish_script(tree) : bash_script(tree);
}

}  // namespace scrutineer::cli
