// What the tests need of a Markdown text: its console commands and its links.
#pragma once

#include <cctype>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace scrutineer::test {

/// A line that begins with "$ " in a fenced block of ```console, its continuations joined.
struct ConsoleCommand {
  std::size_t line = 0;
  std::string text;     // without the "$ " and without a trailing comment
  int exit_status = 0;  // as "# exit N" tells it, behind the command or below it
};

namespace detail {

inline std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// The comment of a command line, from its # on; a # in quotes or within a word begins none.
inline std::size_t comment_begin(const std::string& line) {
  char quote = 0;
  for (std::size_t k = 0; k < line.size(); ++k) {
    const char c = line[k];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#' && (k == 0 || line[k - 1] == ' ')) {
      return k;
    }
  }
  return line.size();
}

inline void take_exit_status(ConsoleCommand& command, const std::string& text) {
  static const std::regex form(R"(# exit (\d+))");
  std::smatch parts;
  if (std::regex_search(text, parts, form)) command.exit_status = std::stoi(parts[1]);
}

}  // namespace detail

/// The lines of a text with what is in fenced blocks: the word behind the fence, or empty outside
/// of blocks and for the fences themselves.
struct MarkdownLine {
  std::string text;
  bool is_fenced = false;
  std::string fence;
};

inline std::vector<MarkdownLine> markdown_lines(const std::string& markdown) {
  std::vector<MarkdownLine> lines;
  std::istringstream stream(markdown);
  std::string opening;  // of the block that is open
  std::string fence;
  for (std::string line; std::getline(stream, line);) {
    const std::string text = detail::trimmed(line);
    const bool is_fence = text.starts_with("```") || text.starts_with("~~~");
    if (is_fence && opening.empty()) {
      opening = text.substr(0, text.find_first_not_of(text[0]));
      fence = detail::trimmed(text.substr(opening.size()));
      lines.push_back({"", true, ""});
    } else if (!opening.empty() && text == opening) {
      opening.clear();
      lines.push_back({"", true, ""});
    } else {
      lines.push_back({line, !opening.empty(), opening.empty() ? "" : fence});
    }
  }
  return lines;
}

inline std::vector<ConsoleCommand> console_commands(const std::string& markdown) {
  std::vector<ConsoleCommand> commands;
  bool is_below = false;  // a line of this block after its first command
  bool is_continued = false;
  std::size_t number = 0;
  for (const MarkdownLine& line : markdown_lines(markdown)) {
    ++number;
    if (line.fence != "console") {
      is_below = is_continued = false;
      continue;
    }
    const std::string trimmed = detail::trimmed(line.text);
    if (is_continued || trimmed.starts_with("$ ")) {
      const std::string words = is_continued ? trimmed : trimmed.substr(2);
      if (!is_continued) commands.push_back({number, "", 0});
      ConsoleCommand& command = commands.back();
      std::string text = detail::trimmed(words.substr(0, detail::comment_begin(words)));
      detail::take_exit_status(command, words);
      is_continued = text.ends_with("\\");
      if (is_continued) text = detail::trimmed(text.substr(0, text.size() - 1));
      command.text += (command.text.empty() ? "" : " ") + text;
      is_below = true;
    } else if (is_below) {
      detail::take_exit_status(commands.back(), line.text);
    }
  }
  return commands;
}

/// The targets of inline links, images and reference definitions outside of fenced blocks and
/// code spans that are relative paths, without their "#anchor".
inline std::vector<std::string> relative_links(const std::string& markdown) {
  static const std::regex code_span("`[^`]*`");
  static const std::regex link(R"(\]\(\s*<?([^)\s>]+))");
  static const std::regex definition(R"(^\s*\[[^\]]+\]:\s+<?([^\s>]+))");
  static const std::regex elsewhere(R"([A-Za-z][A-Za-z0-9+.-]*:.*|#.*|//.*)");
  std::vector<std::string> targets;
  for (const MarkdownLine& line : markdown_lines(markdown)) {
    if (line.is_fenced) continue;
    const std::string text = std::regex_replace(line.text, code_span, "code");
    for (const std::regex* form : {&link, &definition}) {
      for (std::sregex_iterator at(text.begin(), text.end(), *form), end; at != end; ++at) {
        const std::string target = (*at)[1];
        if (std::regex_match(target, elsewhere)) continue;
        targets.push_back(target.substr(0, target.find('#')));
      }
    }
  }
  return targets;
}

}  // namespace scrutineer::test
