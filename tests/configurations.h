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
/// each of its values often.
inline raft::Settings random_settings(unsigned seed) {
  std::mt19937 random(seed);
  raft::Settings settings;
  for (const raft::Setting& setting : raft::setting_table()) {
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

}  // namespace scrutineer::test
