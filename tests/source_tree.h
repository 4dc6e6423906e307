// The rules of house style as pure functions from text to findings; tidy_test.cpp applies them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer::tidy {

inline constexpr std::size_t max_file_lines = 400;
inline constexpr std::size_t max_columns = 100;
inline constexpr std::size_t max_function_lines = 70;

struct SourceFile {
  std::string path;  // relative to the root, with '/'
  std::string text;
};

struct Finding {
  std::string path;
  std::size_t line = 0;  // 0: the finding is about the name, not about a line
  std::string what;
};

using Findings = std::vector<Finding>;

struct Token {
  std::string text;
  std::size_t line = 0;
};

using Tokens = std::vector<Token>;

struct Function {
  std::string name;
  std::size_t first_line = 0;  // where its name stands
  std::size_t last_line = 0;   // where its body closes
};

struct Outline {
  std::vector<Function> functions;  // in the order in which they end
  std::size_t unbalanced = 0;       // the first line whose brace has no partner, 0 if none
};

enum class Literals { kept, blanked };

// Returns the text with comments (and, on demand, the insides of literals) blanked in place.
std::string strip(const std::string& text, Literals literals);

// Returns the tokens of stripped code, each with the line on which it begins.
Tokens tokenize(const std::string& code);

// Returns the functions of a C++ text; a lambda within a function is part of that function.
Outline outline_of(const std::string& text);

// Returns every text file beneath the root, except for git's own and build folders.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

// Returns the names of the root's entries, those of folders with a '/' at the end.
std::vector<std::string> read_top_level(const std::filesystem::path& root);

// Returns whether the word is one of the words listed.
inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Returns whether the character can be part of an identifier or number (ASCII only).
inline bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Returns whether the text ends with the suffix.
inline bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

// Returns the lines without their newlines; a last line without a newline counts as a line.
inline std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

// Returns "path:line: what", or "path: what" for a finding without a line.
inline std::string to_text(const Finding& finding) {
  const std::string line = finding.line == 0 ? "" : ":" + std::to_string(finding.line);
  return finding.path + line + ": " + finding.what;
}

// Returns "count unit (at most limit)".
inline std::string measure(std::size_t count, const std::string& unit, std::size_t limit) {
  return std::to_string(count) + " " + unit + " (at most " + std::to_string(limit) + ")";
}

// Returns the top-level folder of a relative path, or "" for a top-level file.
inline std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// Returns whether the path lies in a folder that is under house style.
inline bool is_ours(const std::string& path) {
  return is_one_of(folder_of(path), {"model", "properties", "explorer", "traces", "cli", "tests",
                                     "bench", "examples"});
}

// Returns whether the path is a C++ file, or a template of one, in a folder under house style.
inline bool is_cpp(const std::string& path) {
  const std::string name = ends_with(path, ".in") ? path.substr(0, path.size() - 3) : path;
  return is_ours(path) &&
         (ends_with(name, ".h") || ends_with(name, ".hpp") || ends_with(name, ".cpp") ||
          ends_with(name, ".inl"));
}

// Rule 1: length, width, tabs, trailing white space and the last newline of sources and scripts.
inline Findings check_shape(const SourceFile& file) {
  Findings found;
  const std::string name = file.path.substr(file.path.rfind('/') + 1);
  const bool script = is_one_of(name, {"bootstrap", "CMakeLists.txt"});
  const bool ours = is_ours(file.path) && (ends_with(name, ".sh") || ends_with(name, ".in"));
  const bool top_level = name == file.path;
  if (!is_cpp(file.path) && !ours && !(script && (top_level || is_ours(file.path)))) return found;
  const std::vector<std::string> lines = split_lines(file.text);
  const auto add = [&](std::size_t line, const std::string& what) {
    found.push_back({file.path, line, what});
  };
  if (lines.size() > max_file_lines) {
    add(lines.size(), measure(lines.size(), "lines in the file", max_file_lines));
  }
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const std::string& line = lines[at];
    const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) >> 6U) != 2U; };
    const auto columns = std::count_if(line.begin(), line.end(), is_first_byte);
    const auto width = static_cast<std::size_t>(columns);
    if (width > max_columns) add(at + 1, measure(width, "columns", max_columns));
    if (line.find('\t') != std::string::npos) add(at + 1, "tab character");
    if (!line.empty() && is_one_of(line.substr(line.size() - 1), {" ", "\t", "\r"})) {
      add(at + 1, "trailing white space");
    }
  }
  const bool ends_well = !lines.empty() && !lines.back().empty() && file.text.back() == '\n';
  if (!ends_well) add(lines.size(), "the file does not end with exactly one newline");
  return found;
}

// Rule 2: functions that are too long, and braces that would leave the lexer guessing.
inline Findings check_functions(const SourceFile& file) {
  Findings found;
  if (!is_cpp(file.path)) return found;
  const Outline outline = outline_of(file.text);
  for (const Function& function : outline.functions) {
    const std::size_t length = function.last_line - function.first_line + 1;
    if (length <= max_function_lines) continue;
    found.push_back({file.path, function.first_line,
                     measure(length, "lines in function " + function.name, max_function_lines)});
  }
  if (outline.unbalanced > 0) found.push_back({file.path, outline.unbalanced, "unbalanced brace"});
  return found;
}

// Returns why a file of the folder may not include the target, or "" if it may.
inline std::string include_fault(const std::string& from, const std::string& target) {
  static const std::map<std::string, int> layers = {
      {"model", 1}, {"properties", 2}, {"explorer", 3}, {"traces", 4}, {"cli", 5}};
  const std::string to = folder_of(target);
  const auto own = layers.find(from);
  const auto other = layers.find(to);
  const std::string barred = from + "/ may not include from " + to + "/";
  if (own == layers.end()) {
    return from == "examples" && is_one_of(to, {"cli", "tests", "bench"}) ? barred : "";
  }
  if (is_one_of(to, {"tests", "bench", "examples"})) return barred;
  if (other == layers.end()) return "";
  if (other->second > own->second) return barred;
  if (from != "explorer") return "";
  const bool protocol = to == "model" && target.find('/', to.size() + 1) != std::string::npos;
  if (protocol) return "explorer/ knows no protocol, it may include only model/*.h of model/";
  const bool property = to == "properties" && target != "properties/property.h";
  return property ? "explorer/ may include only properties/property.h of properties/" : "";
}

// Rule 3: includes against the direction cli -> traces -> explorer -> properties -> model.
inline Findings check_includes(const SourceFile& file) {
  Findings found;
  if (!is_cpp(file.path)) return found;
  const std::vector<std::string> raw = split_lines(file.text);
  const std::vector<std::string> code = split_lines(strip(file.text, Literals::blanked));
  for (std::size_t at = 0; at < code.size(); ++at) {
    const Tokens tokens = tokenize(code[at]);
    if (tokens.empty() || tokens.front().text != "#include") continue;
    const std::size_t open = std::min(code[at].find_first_of("\"<"), code[at].size());
    const std::size_t close = code[at].find_first_of("\">", open + 1);
    if (close == std::string::npos) continue;
    auto target = std::filesystem::path(raw[at].substr(open + 1, close - open - 1));
    if (target.empty()) continue;
    const bool climbs = *target.lexically_normal().begin() == "..";
    if (climbs) target = std::filesystem::path(file.path).parent_path() / target;
    const std::string name = target.lexically_normal().generic_string();
    const std::string fault = include_fault(folder_of(file.path), name);
    if (!fault.empty()) found.push_back({file.path, at + 1, name + ": " + fault});
  }
  return found;
}

// Rule 3, continued: the name of a protocol in explorer/, in code, literals or the file's name.
inline Findings check_protocol_words(const SourceFile& file) {
  Findings found;
  if (folder_of(file.path) != "explorer") return found;
  const auto names_protocol = [](const std::string& text) {
    for (std::size_t at = 1; at + 4 <= text.size(); ++at) {
      const std::string word = text.substr(at, 4);
      const bool small = text[at - 1] >= 'a' && text[at - 1] <= 'z';
      const bool large = text[at - 1] >= 'A' && text[at - 1] <= 'Z';
      if (word == "raft" && !small && !large) return true;  // "draft" is another word
      if ((word == "Raft" || word == "RAFT") && !large) return true;
    }
    return false;
  };
  const std::vector<std::string> lines = split_lines(strip(file.text, Literals::kept));
  if (names_protocol(file.path)) found.push_back({file.path, 0, "explorer/ knows no protocol"});
  for (std::size_t at = 0; at < lines.size() && is_cpp(file.path); ++at) {
    if (!names_protocol(" " + lines[at])) continue;
    found.push_back({file.path, at + 1, "explorer/ knows no protocol, not even by name"});
  }
  return found;
}

// Rule 4: printing, leaving the program, or reading the environment in the layers below cli/.
inline Findings check_calls(const SourceFile& file) {
  Findings found;
  const std::string folder = folder_of(file.path);
  if (!is_cpp(file.path) || is_one_of(folder, {"cli", "tests", "bench", "examples"})) return found;
  Tokens tokens = {{}, {}};  // so that each token has two before it
  for (const Token& token : tokenize(strip(file.text, Literals::blanked))) tokens.push_back(token);
  tokens.push_back({});
  for (std::size_t at = 2; at + 1 < tokens.size(); ++at) {
    const std::string& name = tokens[at].text;
    const std::string& before = tokens[at - 1].text;
    const std::string& space = before == "::" ? tokens[at - 2].text : before;
    const bool of_library = before == "::" && is_one_of(space, {"std", "fmt"});
    const bool statement = is_one_of(space, {"return", "else", "do", "throw", "and", "or", "not"});
    const bool own = is_one_of(before, {".", "->"}) || (!space.empty() && is_word(space.front()));
    const bool stream =
        is_one_of(name, {"cout", "cerr", "clog", "wcout", "wcerr", "wclog", "stdout", "stderr"});
    const bool call = is_one_of(
        name, {"printf", "fprintf", "vprintf", "vfprintf", "puts", "putchar", "perror", "exit",
               "quick_exit", "_exit", "_Exit", "abort", "terminate", "getenv", "secure_getenv"});
    const bool reached = of_library || ((statement || !own) && tokens[at + 1].text == "(");
    const bool print = of_library && is_one_of(name, {"print", "println"});
    if (!stream && !print && !(call && reached)) continue;
    const std::string full = of_library ? space + "::" + name : name;
    found.push_back({file.path, tokens[at].line, full + ": only cli/ may print or exit"});
  }
  return found;
}

// Rule 5: a header begins with a comment that says what it is for, and has its include guard.
inline Findings check_header(const SourceFile& file) {
  Findings found;
  const bool unit = ends_with(file.path, ".cpp") || ends_with(file.path, ".cpp.in");
  if (!is_cpp(file.path) || unit) return found;
  const std::string first = file.text.substr(0, file.text.find('\n'));
  const bool says = first.compare(0, 2, "//") == 0 &&
                    std::any_of(first.begin(), first.end(), [](char c) { return is_word(c); });
  if (!says) found.push_back({file.path, 1, "the header's first line is not a comment"});
  const Tokens tokens = tokenize(strip(file.text, Literals::blanked));
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].text == "#pragma" && tokens[at + 1].text == "once") return found;
  }
  found.push_back({file.path, 1, "the header has no #pragma once"});
  return found;
}

// Rule 6: entries of the top level that have no place there; a folder's name ends with '/'.
inline Findings check_top_level(const std::vector<std::string>& entries) {
  Findings found;
  for (const std::string& entry : entries) {
    const bool folder = ends_with(entry, "/");
    const bool known = folder
                           ? is_ours(entry) || entry == "docs/" || entry.rfind("build", 0) == 0
                           : is_one_of(entry, {"CMakeLists.txt", "CMakePresets.json", "README.md",
                                               "LICENSE", "CHANGELOG.md", "bootstrap"});
    if (!known && entry[0] != '.') found.push_back({entry, 0, "has no place at the top level"});
  }
  return found;
}

// Returns whether the path found at `at` begins there, and is not the rest of a relative path.
inline bool begins_path(const std::string& line, std::size_t at) {
  std::size_t from = at;
  while (from > 0 && (is_word(line[from - 1]) ||
                      std::string_view("./-~})").find(line[from - 1]) != std::string_view::npos)) {
    --from;
  }
  const std::string before = line.substr(from, at - from);
  if (before.find_first_not_of('/') == std::string::npos) return true;
  return before[0] == '-' && before.find_first_of("./~})") == std::string::npos;  // as in -I
}

// Rule 7: traces of the machine it was written on, and marks of unfinished work.
inline Findings check_marks(const SourceFile& file) {
  Findings found;
  const std::string library = std::string(".lib") + "rary";
  const std::vector<std::string> roots = {"work", "home", "root"};
  const std::vector<std::string> marks = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                          std::string("XX") + "X", std::string("HA") + "CK"};
  const std::vector<std::string> lines = split_lines(file.text);
  for (std::size_t number = 1; number <= lines.size(); ++number) {
    const std::string line = " " + lines[number - 1] + " ";
    const auto search = [&](const std::string& needle, const auto& counts) {
      for (auto at = line.find(needle); at != std::string::npos; at = line.find(needle, at + 1)) {
        if (counts(at)) return found.push_back({file.path, number, "contains " + needle});
      }
    };
    search(library, [](std::size_t) { return true; });
    for (const std::string& root : roots) {
      search("/" + root + "/", [&](std::size_t at) { return begins_path(line, at); });
    }
    for (const std::string& mark : marks) {
      search(mark, [&](std::size_t at) {
        return !is_word(line[at - 1]) && !is_word(line[at + mark.size()]);
      });
    }
  }
  return found;
}

// Rule 8: vague words in the names of the files and folders of a layer.
inline Findings check_name(const SourceFile& file) {
  Findings found;
  const std::string folder = folder_of(file.path);
  if (!is_one_of(folder, {"model", "properties", "explorer", "traces", "cli"})) return found;
  std::string name = file.path.substr(folder.size());
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::transform(name.begin(), name.end(), name.begin(), lower);
  for (const char* vague : {"manager", "handler", "helper", "util", "info", "process", "data"}) {
    if (name.find(vague) == std::string::npos) continue;
    found.push_back({file.path, 0, std::string("vague name, it contains ") + vague});
  }
  return found;
}

}  // namespace scrutineer::tidy
