// Sentences that cite steps.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "traces/explanation.h"

namespace scrutineer {

/// Collects the steps that a sentence names while its text is put together, so that the two cannot
/// disagree: a step is written only through this.
class Citations {
 public:
  /// `names`: what each step is called, by step from 0 on; null if its number is its name. Has to
  /// outlive the citations.
  explicit Citations(const std::vector<std::size_t>* names = nullptr) : names_(names) {}

  /// "step 3".
  std::string step(std::size_t k);
  /// "steps 3, 5 and 8"; "step 3" for one. REQUIRES: not empty.
  std::string steps(const std::vector<std::size_t>& list);
  /// The sentence with the steps cited so far, which are then forgotten.
  [[nodiscard]] Sentence sentence(std::string text);

 private:
  std::size_t cite(std::size_t k);

  const std::vector<std::size_t>* names_;
  std::vector<std::size_t> cited_;
};

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string listed(const std::vector<std::string>& parts,
                                 std::string_view last = "and");

/// "1 vote", "2 votes", "no vote".
[[nodiscard]] std::string counted(int count, std::string_view noun);

}  // namespace scrutineer
