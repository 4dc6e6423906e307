// The commands and options of the program as plain values, for what tells them in another form:
// completion scripts and the manual page. There is no second list to be kept up to date.
#pragma once

#include <string>
#include <vector>

namespace scrutineer::cli {

struct OptionText {
  std::string name;      // "--servers"; of a positional "FILE"
  std::string sentence;  // one line
  bool takes_value = true;
  bool is_positional = false;
  std::vector<std::string> words;  // what its value may be, where that is a list
  bool is_file = false;            // its value may be a file or a folder
};

struct CommandText {
  std::string name;  // empty for the program itself
  std::string sentence;
  std::string footer;  // examples, exit status; may be empty
  std::vector<OptionText> options;
};

/// The program itself first, then its commands in the order of --help.
[[nodiscard]] std::vector<CommandText> command_tree();

}  // namespace scrutineer::cli
