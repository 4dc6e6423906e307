#include "cli/command_tree.h"

#include <algorithm>
#include <map>

#include <CLI/CLI.hpp>

#include "cli/arguments.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"

namespace scrutineer::cli {
namespace {

std::vector<std::string> setting_words() {
  std::vector<std::string> words;
  for (const raft::Setting& setting : raft::setting_table()) {
    words.push_back(std::string(setting.key) + "=");
  }
  return words;
}

template <class Texts>
std::vector<std::string> names_of(const Texts& texts) {
  std::vector<std::string> words;
  for (const auto& text : texts) words.emplace_back(text.name);
  return words;
}

// What the value of an option may be, by the option's name; the same in every command.
const std::map<std::string, std::vector<std::string>>& value_words() {
  static const std::map<std::string, std::vector<std::string>> words = {
      {"TARGET", names_of(raft::variants())},
      {"VARIANT", names_of(raft::variants())},
      {"--set", setting_words()},
      {"--property", names_of(raft::property_texts())},
      {"--reduction", names_of(raft::reduction_texts())},
      {"WHAT", {"models", "variants", "settings", "properties", "reductions", "formats"}},
      {"SHELL", {"bash", "zsh", "fish"}},
      {"COMMAND", {}}};
  return words;
}

bool is_number(const std::string& name) {
  static constexpr auto names = {"--servers",    "--max-term", "--threads",      "--max-states",
                                 "--max-memory", "--jobs",     "--time-limit",   "--deadline",
                                 "--only",       "--step",     "--graph-states", "--seed"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

OptionText option_text(const CLI::Option& option) {
  OptionText text;
  text.is_positional = option.get_positional();
  text.name = text.is_positional ? option.get_single_name() : option.get_name(false, false);
  const std::size_t comma = text.name.find(',');
  if (comma != std::string::npos) text.name.erase(0, comma + 1);  // "-h,--help"
  text.sentence = first_line(option.get_description());
  text.takes_value = option.get_items_expected_max() > 0;
  const auto words = value_words().find(text.name);
  if (words != value_words().end()) text.words = words->second;
  const bool has_file = text.name == "TARGET" || words == value_words().end();
  text.is_file = text.takes_value && has_file && !is_number(text.name);
  return text;
}

CommandText command_text(const CLI::App& app, const std::string& name) {
  CommandText text{name, app.get_description(), app.get_footer(), {}};
  for (const CLI::Option* option : app.get_options()) {
    text.options.push_back(option_text(*option));
  }
  return text;
}

}  // namespace

std::vector<CommandText> command_tree() {
  std::vector<CommandText> tree;
  describe_program([&](const CLI::App& program) {
    tree.push_back(command_text(program, ""));
    for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
      tree.push_back(command_text(*command, command->get_name()));
    }
  });
  return tree;
}

}  // namespace scrutineer::cli
