#include "cli/manual_command.h"

#include <ostream>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command_tree.h"
#include "cli/exit_status.h"
#include "model/version.h"

namespace scrutineer::cli {
namespace {

// Text for roff: a backslash, a hyphen that is a minus, and what would begin a request.
std::string roff(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool begins_line = result.empty() || result.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
  }
  return result;
}

std::string option_entry(const OptionText& option) {
  const std::string value = option.takes_value && !option.is_positional ? " \\fIVALUE\\fR" : "";
  std::string text =
      fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(option.name), value, roff(option.sentence));
  if (!option.words.empty()) {
    text += ".br\nOne of:";
    for (const std::string& word : option.words) text += " " + roff(word);
    text += ".\n";
  }
  return text;
}

// Examples and exit statuses, as they are laid out.
std::string footer_block(const std::string& footer) {
  std::istringstream lines(footer);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (text.empty() && line.empty()) continue;
    text += roff(line) + "\n";
  }
  return text.empty() ? "" : ".PP\n.nf\n" + text + ".fi\n";
}

class ManualCommand : public Command {
 public:
  CLI::App* declare(CLI::App& program) override {
    CLI::App* command = program.add_subcommand("manual", "Print the manual page, for man");
    command->footer("\nExample:\n  scrutineer manual > scrutineer.1 && man ./scrutineer.1");
    return command;
  }
  int run(const Streams& streams) override {
    streams.out << manual_page();
    return exit_holds;
  }
};

}  // namespace

std::unique_ptr<Command> make_manual_command() { return std::make_unique<ManualCommand>(); }

std::string manual_page() {
  const std::vector<CommandText> tree = command_tree();
  std::string text = fmt::format(
      ".TH SCRUTINEER 1 \"\" \"scrutineer {}\" \"User Commands\"\n.SH NAME\n"
      "scrutineer \\- check a leader election exhaustively\n.SH SYNOPSIS\n",
      roff(std::string(version)));
  for (const CommandText& command : tree) {
    if (command.name.empty()) continue;
    text += fmt::format(".B scrutineer {}\n[\\fIOPTION\\fR ...]", roff(command.name));
    for (const OptionText& option : command.options) {
      if (option.is_positional) text += fmt::format(" \\fI{}\\fR", roff(option.name));
    }
    text += "\n.br\n";
  }
  text += fmt::format(".SH DESCRIPTION\n{}\n", roff(tree.front().sentence));
  text += ".SH COMMANDS\n";
  for (const CommandText& command : tree) {
    if (command.name.empty()) continue;
    text += fmt::format(".SS {}\n{}.\n", roff(command.name), roff(command.sentence));
    for (const OptionText& option : command.options) text += option_entry(option);
    // The program's own footer, which `check` shares, has a section of its own.
    if (command.footer != tree.front().footer) text += footer_block(command.footer);
  }
  return text + ".SH EXAMPLES AND EXIT STATUS\n" + footer_block(tree.front().footer);
}

}  // namespace scrutineer::cli
