// Settings written as text, for tables of test rows.
#pragma once

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "model/raft/setting_table.h"

namespace scrutineer::test {

/// "servers=3 network=at-most-once": the defaults with these settings on top.
inline raft::Settings settings_of(const std::string& text) {
  raft::Settings settings;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    raft::assign_text(settings, word.substr(0, equals), word.substr(equals + 1));
  }
  return settings;
}

/// The keys of all guards.
inline std::vector<std::string> guard_keys() {
  std::vector<std::string> keys;
  for (const raft::Setting& setting : raft::setting_table()) {
    if (setting.key.starts_with("guards.")) keys.emplace_back(setting.key);
  }
  return keys;
}

/// Small settings, at random but the same for the same seed: every guard and every choice takes
/// each of its values often. The election is alone.
inline raft::Settings random_settings(unsigned seed) {
  std::mt19937 random(seed);
  raft::Settings settings;
  for (const raft::Setting& setting : raft::setting_table()) {
    if (setting.key.starts_with("mitigations.")) continue;
    const int span = setting.max - setting.min + 1;
    int value = setting.min + static_cast<int>(random() % static_cast<unsigned>(span));
    if (setting.key.starts_with("guards.") && random() % 3 != 0) value = setting.get(settings);
    setting.set(settings, value);
  }
  settings.servers = 2 + static_cast<int>(random() % 2);
  settings.max_term = settings.servers == 2 ? 2 : 1;
  settings.max_crashes = static_cast<int>(random() % 2);
  settings.max_cuts = static_cast<int>(random() % 2);
  return settings;
}

/// Such settings with an environment around the election: each part of it is on about half of the
/// time, each value is small.
inline raft::Settings random_mitigated_settings(unsigned seed) {
  std::mt19937 random(seed);
  raft::Settings settings = random_settings(seed);
  const auto pick = [&random](int min, int max) {
    return min + static_cast<int>(random() % static_cast<unsigned>(max - min + 1));
  };
  mitigations::Settings& m = settings.mitigations;
  m.leases = random() % 2 == 0;
  m.lease_ticks = pick(1, 3);
  m.max_drift = pick(0, 1);
  m.lease_from = static_cast<mitigations::LeaseFrom>(pick(0, 1));
  m.fencing = static_cast<mitigations::Fencing>(pick(0, 2));
  m.token_ticks = pick(1, 3);
  m.max_grants = pick(1, 3);
  m.max_writes = random() % 2 == 0 ? pick(1, 3) : 0;
  m.max_removals = random() % 2 == 0 ? pick(1, 2) : 0;
  m.max_repairs = random() % 2 == 0 ? pick(1, 2) : 0;
  m.repair_rule = static_cast<mitigations::RepairRule>(pick(0, 1));
  return settings;
}

}  // namespace scrutineer::test
