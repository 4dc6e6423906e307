#include "model/raft/word_tokens.h"

#include <cctype>

namespace scrutineer::raft {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

namespace {

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (std::size_t k = 0; k < text.size();) {
    std::size_t end = k + 1;
    if (is_alphanumeric(text[k])) {
      while (end < text.size() && is_alphanumeric(text[end])) ++end;
    } else if (text.substr(k, 2) == "->") {
      end = k + 2;
    }
    const std::string token = lower(text.substr(k, end - k));
    const bool is_blank = token == "," || std::isspace(static_cast<unsigned char>(token[0])) != 0;
    if (!is_blank) tokens.push_back(token == "->" ? ">" : token);
    k = end;
  }
  return tokens;
}

}  // namespace scrutineer::raft
