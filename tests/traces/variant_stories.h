// Stories that tests of formats share: a counterexample of every variant, a handful of what stands
// around the election, and random behaviours.
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

/// A counterexample of what stands around the election, under a name of its own.
struct SurroundedStory {
  const char* name;
  const char* settings;
  const char* property;
};

inline constexpr SurroundedStory surrounded_stories[] = {
    {"around-late-write", "servers=2 mitigations.leases=true mitigations.max_writes=2",
     "no_stale_write"},
    {"around-expiring-token",
     "servers=2 mitigations.leases=true mitigations.max_writes=2 mitigations.fencing=expiring",
     "no_stale_write"},
    {"around-lagging-clock", "servers=3 mitigations.leases=true mitigations.max_drift=1",
     "lease_exclusive"},
    {"around-lowest-term", "servers=3 mitigations.max_repairs=1", "repair_keeps_newest"},
    {"around-remove-peer", "servers=3 max_term=1 mitigations.max_removals=2", "election_safety"},
};

/// The names of all variants, and of those stories.
inline std::vector<std::string> story_names() {
  std::vector<std::string> names = variant_names();
  for (const SurroundedStory& story : surrounded_stories) names.emplace_back(story.name);
  return names;
}

/// The story of that name. Checked once.
inline const Story& named_story(std::string_view name) {
  static std::map<std::string, Story, std::less<>> stories;
  if (const auto found = stories.find(name); found != stories.end()) return found->second;
  for (const SurroundedStory& one : surrounded_stories) {
    if (name != one.name) continue;
    raft::ReportSubject subject;
    subject.variant = "raft";
    subject.description = raft::find_variant("raft")->sentence;
    subject.settings = settings_of(one.settings);
    const auto choice = raft::choose_properties(std::vector<std::string>{one.property});
    const auto plan = raft::plan_check(subject.settings, choice, raft::every_reduction);
    auto told = raft::told_counterexamples(
        subject, raft::check(subject.settings, choice, {}, plan.in_force));
    REQUIRE(told.size() == 1);
    return stories.emplace(std::string(name), std::move(told.front())).first->second;
  }
  return variant_story(name);
}

/// A behaviour at random with crashes, failed links, lost and repeated messages in it; every other
/// one with an environment around the election.
inline Story random_story(unsigned seed, std::size_t steps = 20) {
  raft::Settings settings = seed % 2 == 0 ? random_mitigated_settings(seed) : random_settings(seed);
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
