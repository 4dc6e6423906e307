#include "traces/explain/wording.h"

#include <algorithm>

#include <fmt/format.h>

namespace scrutineer {

std::size_t Citations::cite(std::size_t k) {
  cited_.push_back(names_ == nullptr ? k : names_->at(k));
  return cited_.back();
}

std::string Citations::step(std::size_t k) { return fmt::format("step {}", cite(k)); }

std::string Citations::steps(const std::vector<std::size_t>& list) {
  std::vector<std::string> numbers;
  for (const std::size_t k : list) numbers.push_back(fmt::format("{}", cite(k)));
  return fmt::format("{} {}", list.size() == 1 ? "step" : "steps", listed(numbers));
}

Sentence Citations::sentence(std::string text) {
  std::sort(cited_.begin(), cited_.end());
  cited_.erase(std::unique(cited_.begin(), cited_.end()), cited_.end());
  Sentence sentence{std::move(text), std::move(cited_)};
  cited_.clear();
  return sentence;
}

std::string listed(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    if (k > 0) text += k + 1 == parts.size() ? fmt::format(" {} ", last) : std::string(", ");
    text += parts[k];
  }
  return text;
}

std::string counted(int count, std::string_view noun) {
  if (count == 0) return fmt::format("no {}", noun);
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace scrutineer
