// The lexer under the function-length rule, and the reading of the tree.
#include "source_tree.h"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace scrutineer::tidy {
namespace {

namespace fs = std::filesystem;

// Blanks comments, and on demand the contents of literals; every newline stays where it was.
class Stripper {
 public:
  Stripper(const std::string& text, Literals literals)
      : text_(text), out_(text), blank_literals_(literals == Literals::blanked) {}

  // Returns the stripped text, of the same length as the original; call it once.
  std::string run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (text_.compare(at_, 2, "//") == 0) {
        skip_line_comment();
      } else if (text_.compare(at_, 2, "/*") == 0) {
        const std::size_t end = text_.find("*/", at_ + 2);
        blank_to(end == std::string::npos ? text_.size() : end + 2);
      } else if (c == '"' || c == '\'') {
        take_quoted(c);
      } else if (is_word(c)) {
        take_word();
      } else {
        ++at_;
      }
    }
    return out_;
  }

 private:
  void blank_to(std::size_t end) {
    for (; at_ < end; ++at_) {
      if (text_[at_] != '\n') out_[at_] = ' ';
    }
  }

  void skip_line_comment() {
    std::size_t end = std::min(text_.find('\n', at_), text_.size());
    while (end < text_.size() && text_[end - 1] == '\\') {
      end = std::min(text_.find('\n', end + 1), text_.size());
    }
    blank_to(end);
  }

  void take_quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2U : 1U;
    }
    take_literal(std::min(end, text_.size()));
  }

  // Takes the literal that opens here and whose closing quote (or broken end) is at `end`.
  void take_literal(std::size_t end) {
    ++at_;
    if (blank_literals_) blank_to(end);
    at_ = end < text_.size() && text_[end] != '\n' ? end + 1 : end;
  }

  void take_word() {
    const std::size_t from = at_;
    const bool number = text_[from] >= '0' && text_[from] <= '9';
    while (at_ < text_.size() && (is_word(text_[at_]) || (number && is_separator()))) ++at_;
    const std::string word = text_.substr(from, at_ - from);
    if (!is_one_of(word, {"R", "LR", "uR", "UR", "u8R"})) return;
    if (at_ == text_.size() || text_[at_] != '"') return;
    const std::size_t open = std::min(text_.find('(', at_), text_.size());
    const std::string close = ")" + text_.substr(at_ + 1, open - at_ - 1) + "\"";
    const std::size_t end = text_.find(close, open);
    take_literal(end == std::string::npos ? text_.size() : end + close.size() - 1);
  }

  bool is_separator() const {
    return text_[at_] == '\'' && at_ + 1 < text_.size() && is_word(text_[at_ + 1]);
  }

  const std::string& text_;
  std::string out_;
  bool blank_literals_;
  std::size_t at_ = 0;
};

// Returns the end of the token at `from`; an operator's name and a directive's are one token.
std::size_t token_end(const std::string& code, std::size_t from) {
  std::size_t end = from + 1;
  if (code[from] == '#') {
    end = std::min(code.find_first_not_of(" \t", end), code.size());
  } else if (!is_word(code[from])) {
    const std::string two = code.substr(from, 2);
    return is_one_of(two, {"::", "->", "==", "!=", "<=", ">=", "&&", "||"}) ? from + 2 : end;
  }
  while (end < code.size() && is_word(code[end])) ++end;
  if (code.substr(from, end - from) != "operator") return end;
  std::size_t sign = code.find_first_not_of(" \n", end);
  if (sign == std::string::npos || is_word(code[sign])) return end;
  if (code.compare(sign, 2, "()") == 0) return sign + 2;
  while (sign < code.size() && !is_word(code[sign]) &&
         !is_one_of(code.substr(sign, 1), {"(", ";", " ", "\n"})) {
    ++sign;
  }
  return sign;
}

// Returns the code with directives blanked, save for the marks "#if", "#else" and "#endif".
std::string fold_directives(const std::string& code) {
  std::string folded;
  bool continued = false;
  for (const std::string& line : split_lines(code)) {
    const std::size_t first = line.find_first_not_of(" \t");
    const bool directive = continued || (first != std::string::npos && line[first] == '#');
    if (!directive) folded += line;
    if (directive && !continued) {
      const std::string name = tokenize(line).front().text;
      if (is_one_of(name, {"#if", "#ifdef", "#ifndef"})) folded += "#if";
      if (is_one_of(name, {"#else", "#elif"})) folded += "#else";
      if (name == "#endif") folded += name;
    }
    continued = directive && ends_with(line, "\\");
    folded += '\n';
  }
  return folded;
}

// What a brace outside of all functions opens; a block is any brace within a function.
enum class Opens { declarations, function, lambda, initialiser, block };

struct Opening {
  Opens opens = Opens::declarations;
  Token name;
};

// The tokens since the last declaration ended, with each closed group drawn together to "()".
class Header {
 public:
  void clear() { tokens_.clear(); }
  bool in_group() const { return contains("(") || contains("["); }

  // Takes the next token; a closing bracket draws its group together.
  void push(const Token& token) {
    const bool label = token.text == ":" && tokens_.size() == 1 &&
                       is_one_of(text(0), {"public", "protected", "private"});
    if (label || (token.text == ";" && !contains("("))) return clear();
    tokens_.push_back(token);
    if (token.text == ")") draw_together("(", "()");
    if (token.text == "]") draw_together("[", "[]");
    if (token.text == ">") draw_together("<", "<>");
  }

  // Returns what the brace after these tokens opens, and for a function its name.
  Opening opening() const {
    const Opening value{Opens::initialiser, {}};
    if (is_requires_expression()) return value;
    const std::size_t end = tokens_.size();
    for (std::size_t at = 0; at < end; ++at) {
      if (begins_lambda(at)) return {Opens::lambda, {"lambda", tokens_[at].line}};
    }
    const bool linkage = end >= 3 && tokens_[end - 3].text == "extern";
    if (contains("namespace") || linkage) return {Opens::declarations, {}};
    if (contains("=") || contains("(")) return value;
    for (std::size_t at = 1; at < end; ++at) {
      if (text(at) != "()" || !is_name(at - 1) || !ends_header(at + 1)) continue;
      const bool in_list = contains(":") && !is_one_of(text(end - 1), {"()", "{}", "."});
      return in_list ? value : Opening{Opens::function, tokens_[at - 1]};
    }
    const bool type = contains("class") || contains("struct") || contains("union");
    return type || contains("enum") ? Opening{} : value;
  }

 private:
  std::string text(std::size_t at) const {
    return at < tokens_.size() ? tokens_[at].text : std::string();
  }

  bool contains(const std::string& word) const {
    return std::any_of(tokens_.begin(), tokens_.end(),
                       [&word](const Token& token) { return token.text == word; });
  }

  void draw_together(const std::string& open, const std::string& group) {
    for (std::size_t at = tokens_.size(); at-- > 0;) {
      if (text(at) == open) {
        tokens_.resize(at + 1);
        tokens_[at].text = group;
        return;
      }
      if (group == "<>" && is_one_of(text(at), {"(", "["})) return;
    }
  }

  bool is_requires_expression() const {
    if (tokens_.empty()) return false;
    const std::size_t last = tokens_.size() - 1;
    if (text(last) == "requires") return true;
    return last >= 2 && text(last) == "()" && text(last - 1) == "requires" &&
           is_one_of(text(last - 2), {"requires", "=", "&&", "||", "("});
  }

  bool begins_lambda(std::size_t at) const {
    if (text(at) != "[]") return false;
    if (at > 0 && !is_one_of(text(at - 1), {"=", "(", ",", "&&", "||", "?", ":"})) return false;
    std::size_t end = at + 1;
    if (text(end) == "<>") ++end;
    if (text(end) == "()") ++end;
    return ends_header(end);
  }

  bool is_name(std::size_t at) const {
    if (is_one_of(text(at), {"*", "&"})) return contains("operator");
    return text(at) == "<>" ||
           (is_word(text(at).front()) &&
            !is_one_of(text(at), {"if", "for", "while", "switch", "catch", "alignas", "decltype",
                                  "noexcept", "requires", "explicit", "sizeof"}));
  }

  // Returns whether only what may follow a parameter list stands from `at` to the end.
  bool ends_header(std::size_t at) const {
    while (is_one_of(text(at), {"const", "volatile", "noexcept", "override", "final", "mutable",
                                "constexpr", "&", "&&", "try", "[]"})) {
      at += text(at) == "noexcept" && text(at + 1) == "()" ? 2U : 1U;
    }
    return at >= tokens_.size() || is_one_of(text(at), {"->", "requires", ":"});
  }

  Tokens tokens_;
};

// Follows the braces of a token stream; the branches of a conditional all start from one state.
class Outliner {
 public:
  // Returns the outline of the tokens; call it once.
  Outline run(const Tokens& tokens) {
    for (const Token& token : tokens) take(token);
    if (scopes_.size() > 1 && outline_.unbalanced == 0) outline_.unbalanced = scopes_[1].line;
    return outline_;
  }

 private:
  struct Scope {
    Opening opening;
    std::size_t line = 0;
    Header header;
  };

  void take(const Token& token) {
    Scope& scope = scopes_.back();
    if (token.text == "#if") {
      saved_.push_back(scopes_);
    } else if (token.text == "#else" && !saved_.empty()) {
      scopes_ = saved_.back();
    } else if (token.text == "#endif" && !saved_.empty()) {
      saved_.pop_back();
    } else if (token.text == "{") {
      const Opening opening = in_function() ? Opening{Opens::block, {}} : scope.header.opening();
      scopes_.push_back({opening, token.line, {}});
    } else if (token.text == "}") {
      close(token);
    } else if (is_separator(token)) {
      scope.header.clear();
    } else if (!in_function()) {
      scope.header.push(token);
    }
  }

  // Returns whether the token separates two elements of an initialiser.
  bool is_separator(const Token& token) const {
    const Scope& scope = scopes_.back();
    return scope.opening.opens == Opens::initialiser && token.text == "," &&
           !scope.header.in_group();
  }

  bool in_function() const {
    const Opens opens = scopes_.back().opening.opens;
    return opens == Opens::function || opens == Opens::lambda || opens == Opens::block;
  }

  void close(const Token& brace) {
    if (scopes_.size() == 1) {
      if (outline_.unbalanced == 0) outline_.unbalanced = brace.line;
      return;
    }
    const auto [opens, name] = scopes_.back().opening;
    scopes_.pop_back();
    if (opens == Opens::function || opens == Opens::lambda) {
      outline_.functions.push_back({name.text, name.line, brace.line});
    }
    if (opens == Opens::initialiser || opens == Opens::lambda) {
      scopes_.back().header.push({"{}", brace.line});
    } else if (opens != Opens::block) {
      scopes_.back().header.clear();
    }
  }

  Outline outline_;
  std::vector<Scope> scopes_ = {Scope{}};
  std::vector<std::vector<Scope>> saved_;
};

// Returns whether the entry is git's own or a folder of build products ("builder" inside is not).
bool is_foreign(const fs::directory_entry& entry, bool top_level) {
  const std::string name = entry.path().filename().string();
  if (name == ".git") return true;
  if (name.compare(0, 5, "build") != 0 || !entry.is_directory()) return false;
  return top_level || name.size() == 5 || is_one_of(name.substr(5, 1), {"-", "_", "."});
}

}  // namespace

std::string strip(const std::string& text, Literals literals) {
  return Stripper(text, literals).run();
}

Tokens tokenize(const std::string& code) {
  Tokens tokens;
  std::size_t line = 1;
  for (std::size_t at = 0; at < code.size();) {
    if (is_one_of(code.substr(at, 1), {" ", "\n", "\t", "\r", "\\"})) {
      line += code[at++] == '\n' ? 1U : 0U;
      continue;
    }
    const std::size_t end = token_end(code, at);
    std::string text = code.substr(at, end - at);
    const auto newlines = std::count(text.begin(), text.end(), '\n');
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    text.erase(std::remove_if(text.begin(), text.end(), is_blank), text.end());
    tokens.push_back({std::move(text), line});
    line += static_cast<std::size_t>(newlines);
    at = end;
  }
  return tokens;
}

Outline outline_of(const std::string& text) {
  return Outliner().run(tokenize(fold_directives(strip(text, Literals::blanked))));
}

std::vector<SourceFile> read_tree(const fs::path& root) {
  std::vector<SourceFile> files;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
    if (is_foreign(*at, at.depth() == 0)) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file()) continue;
    std::ifstream in(at->path(), std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + at->path().string());
    SourceFile file{at->path().lexically_relative(root).generic_string(), {}};
    file.text.assign(std::istreambuf_iterator<char>(in), {});
    if (file.text.find('\0') == std::string::npos) files.push_back(std::move(file));
  }
  return files;
}

std::vector<std::string> read_top_level(const fs::path& root) {
  std::vector<std::string> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
    entries.push_back(entry.path().filename().string() + (entry.is_directory() ? "/" : ""));
  }
  return entries;
}

}  // namespace scrutineer::tidy
