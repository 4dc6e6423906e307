// The prose of every variant, and of a handful of counterexamples around the election, word by
// word: tests/golden/prose/NAME.txt.
//
// After a change that is meant, run the tests with SCRUTINEER_UPDATE_GOLDEN=1: they then write the
// texts anew (and fail once, so that no run passes on texts that nobody has read).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "model/raft/variants.h"
#include "tests/run_program.h"
#include "tests/traces/explain/counterexamples.h"
#include "tests/traces/variant_stories.h"
#include "traces/explain/raft_explain.h"

namespace scrutineer::test {
namespace {

std::vector<std::size_t> needed_steps(const Explanation& explanation) {
  std::vector<std::size_t> steps;
  for (std::size_t k = 0; k < explanation.is_needed.size(); ++k) {
    if (explanation.is_needed[k]) steps.push_back(k + 1);
  }
  return steps;
}

std::string text_of(const raft::Settings& settings, const Counterexample& one) {
  const Explanation explanation = raft::explain(settings, one.property, one.path);
  std::string text = fmt::format("{} in {} steps\n", one.property, one.path.steps.size());
  for (std::size_t k = 0; k < one.path.steps.size(); ++k) {
    text += fmt::format("  {} {} because of {}\n", k + 1,
                        raft::describe(one.path.steps[k].first, settings),
                        fmt::join(explanation.causes[k], " "));
  }
  text += "proof\n";
  for (const Sentence& sentence : explanation.proof) text += "  " + sentence.text + "\n";
  if (explanation.broken_rule) text += "  " + explanation.broken_rule->text + "\n";
  text += fmt::format("needed {}{}\n", fmt::join(needed_steps(explanation), " "),
                      explanation.is_slice_verified ? "" : " (not verified)");
  if (const auto& contrast = explanation.contrast) {
    text += fmt::format("contrast ({}), from step {}\n  {}\n  {}\n", contrast->guard,
                        contrast->step, contrast->difference, contrast->consequence);
    for (const std::string& action : contrast->actions) text += "    " + action + "\n";
  }
  return text;
}

std::string prose_of(const SurroundedStory& story) {
  const raft::Settings settings = settings_of(story.settings);
  std::string text;
  for (const Counterexample& one : counterexamples(settings, {story.property})) {
    text += text_of(settings, one);
  }
  return text;
}

std::string prose_of(const raft::Variant& variant) {
  std::string text;
  auto all = counterexamples(variant.settings);
  for (auto& one : counterexamples(variant.settings, {"single_leader"})) all.push_back(one);
  for (const Counterexample& one : all) {
    text += fmt::format("{}{}", text.empty() ? "" : "\n", text_of(variant.settings, one));
  }
  return text;
}

void expect_golden(const std::string& name, const std::string& prose) {
  const std::filesystem::path folder =
      std::filesystem::path(SCRUTINEER_SOURCE_DIR) / "tests" / "golden" / "prose";
  const bool updates = std::getenv("SCRUTINEER_UPDATE_GOLDEN") != nullptr;
  CAPTURE(name);
  const std::filesystem::path file = folder / (name + ".txt");
  const std::string golden = std::filesystem::exists(file) ? read_file(file.string()) : "";
  if (updates && golden != prose) {
    std::filesystem::create_directories(folder);
    std::ofstream(file) << prose;
  }
  CHECK(prose == golden);
}

}  // namespace

TEST_CASE("prose: every variant is explained in the words of its golden text") {
  for (const raft::Variant& variant : raft::variants()) {
    expect_golden(std::string(variant.name), prose_of(variant));
  }
}

TEST_CASE("prose: what fails around the election is explained in the words of its golden text") {
  for (const SurroundedStory& story : surrounded_stories) {
    expect_golden(story.name, prose_of(story));
  }
}

}  // namespace scrutineer::test
