// The step numbers that a text names, read back from it.
#pragma once

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

namespace scrutineer::test {

/// Those after "step" and "steps" ("steps 3, 5 and 8"), ascending, each once.
inline std::vector<std::size_t> steps_named(const std::string& text) {
  static const std::regex list("steps? ([0-9]+((, | and )[0-9]+)*)");
  static const std::regex number("[0-9]+");
  std::vector<std::size_t> steps;
  for (std::sregex_iterator at(text.begin(), text.end(), list), end; at != end; ++at) {
    const std::string numbers = (*at)[1];
    for (std::sregex_iterator n(numbers.begin(), numbers.end(), number); n != end; ++n) {
      steps.push_back(std::stoul(n->str()));
    }
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  return steps;
}

}  // namespace scrutineer::test
