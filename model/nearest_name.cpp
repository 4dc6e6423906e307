#include "model/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace scrutineer {
namespace {

// Levenshtein's distance with one row of the table.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view given, std::span<const std::string_view> accepted) {
  std::string_view best;
  std::size_t best_distance = 0;
  for (const std::string_view name : accepted) {
    // "persist_vote" for "guards.persist_vote" is a near miss too.
    const bool is_suffix = given.size() >= 4 && name.ends_with(given);
    const std::size_t distance = is_suffix ? 0 : edit_distance(given, name);
    if (best.empty() || distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  if (best.empty() || best_distance * 3 > best.size()) return {};
  return ", did you mean '" + std::string(best) + "'?";
}

}  // namespace scrutineer
