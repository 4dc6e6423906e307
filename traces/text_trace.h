// A behaviour as plain lines, for any model: a user's own has no columns of servers.
#pragma once

#include <string>

#include <fmt/format.h>

#include "explorer/shortest_path.h"

namespace scrutineer {

/// One line a step: its number, the action, the state it leads to. Ends with a newline.
template <class Model>
[[nodiscard]] std::string plain_trace(const Model& model, const Path<Model>& path) {
  std::string text =
      fmt::format("{:>4}  {:<32}  {}\n", 0, "(initial)", model.describe(path.initial));
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    const auto& [action, state] = path.steps[k];
    text +=
        fmt::format("{:>4}  {:<32}  {}\n", k + 1, model.describe(action), model.describe(state));
  }
  return text;
}

}  // namespace scrutineer
