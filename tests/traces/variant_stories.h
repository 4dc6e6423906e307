// Stories that tests of formats share: a counterexample of every variant, and random behaviours.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"
#include "tests/traces/random_path.h"
#include "traces/raft_check.h"
#include "traces/raft_report.h"
#include "traces/raft_story.h"

namespace scrutineer::test {

/// The story that `check` tells of a variant: the shortest counterexample of election_safety, or of
/// single_leader, which even correct Raft violates, where election_safety holds. Checked once.
inline const Story& variant_story(std::string_view name) {
  static std::map<std::string, Story, std::less<>> stories;
  if (const auto found = stories.find(name); found != stories.end()) return found->second;
  const raft::Variant* const variant = raft::find_variant(name);
  REQUIRE(variant != nullptr);
  for (const char* property : {"election_safety", "single_leader"}) {
    const std::vector<std::string> names = {property};
    const auto choice = raft::choose_properties(names);
    const auto plan = raft::plan_check(variant->settings, choice, raft::every_reduction);
    raft::ReportSubject subject;
    subject.variant = name;
    subject.description = variant->sentence;
    subject.settings = variant->settings;
    const auto outcome = raft::check(variant->settings, choice, {}, plan.in_force);
    auto told = raft::told_counterexamples(subject, outcome);
    if (told.empty()) continue;
    return stories.emplace(std::string(name), std::move(told.front())).first->second;
  }
  FAIL("nothing to tell of " << name);
  return stories.begin()->second;
}

inline std::vector<std::string> variant_names() {
  std::vector<std::string> names;
  for (const raft::Variant& variant : raft::variants()) names.emplace_back(variant.name);
  return names;
}

/// A behaviour at random with crashes, failed links, lost and repeated messages in it.
inline Story random_story(unsigned seed, std::size_t steps = 20) {
  raft::Settings settings = random_settings(seed);
  settings.max_cuts = 2;
  settings.max_crashes = 2;
  const raft::ReadableModel model(settings);
  return raft::tell({"random", "a walk", settings, "election_safety"},
                    random_path(model, seed, steps), {});
}

inline std::vector<std::string> text_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace scrutineer::test
