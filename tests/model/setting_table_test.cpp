#include "model/raft/setting_table.h"

#include <set>

#include <doctest/doctest.h>

#include "model/nearest_name.h"
#include "model/raft/variants.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

TEST_CASE("settings: the table has the specification's 32 keys, each once") {
  std::set<std::string_view> keys;
  for (const Setting& setting : setting_table()) keys.insert(setting.key);
  CHECK(keys.size() == setting_table().size());
  CHECK(keys.size() == 32);
  CHECK(test::guard_keys().size() == 13);
}

TEST_CASE("settings: every accepted value can be set as text and is read back") {
  for (const Setting& setting : setting_table()) {
    CAPTURE(setting.key);
    for (int value = setting.min; value <= setting.max; ++value) {
      Settings settings;
      assign(settings, setting, value);
      Settings again;
      assign_text(again, setting.key, value_text(setting, settings));
      CHECK(again == settings);
      CHECK(setting.get(again) == value);
    }
  }
}

TEST_CASE("settings: a value just out of range is refused with the accepted ones") {
  for (const Setting& setting : setting_table()) {
    CAPTURE(setting.key);
    Settings settings;
    CHECK_THROWS_AS(assign(settings, setting, setting.max + 1), SettingError);
    CHECK_THROWS_AS(assign(settings, setting, setting.min - 1), SettingError);
    CHECK(settings == Settings{});
  }
  Settings settings;
  CHECK_THROWS_WITH_AS(assign_text(settings, "servers", "8"),
                       "servers is 8; accepted: an integer from 1 to 7", SettingError);
}

TEST_CASE("settings: text of the wrong type is refused") {
  Settings settings;
  for (const char* text : {"", "3x", " 3", "3.0", "0x3", "three", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(assign_text(settings, "servers", text), SettingError);
  }
  CHECK_THROWS_AS(assign_text(settings, "guards.clear_votes", "1"), SettingError);
  CHECK_THROWS_AS(assign_text(settings, "network", "duplicating "), SettingError);
}

TEST_CASE("settings: an unknown key names the nearest one and all others") {
  Settings settings;
  try {
    assign_text(settings, "persist_vote", "true");
    FAIL("accepted");
  } catch (const SettingError& error) {
    const std::string what = error.what();
    CHECK(what.find("did you mean 'guards.persist_vote'?") != std::string::npos);
    CHECK(what.find("max_cuts") != std::string::npos);
    CHECK(error.key() == "persist_vote");
  }
}

TEST_CASE("settings: quorums are those of the specification") {
  const auto quorum = [](int servers, QuorumRule rule) {
    Settings settings;
    settings.servers = servers;
    settings.guards.quorum = rule;
    return quorum_size(settings);
  };
  for (int n = 1; n <= servers_max; ++n) {
    CHECK(quorum(n, QuorumRule::majority) == n / 2 + 1);
    CHECK(quorum(n, QuorumRule::peers_majority) == (n - 1) / 2 + 1);
    CHECK(quorum(n, QuorumRule::half) == (n + 1) / 2);
  }
}

TEST_CASE("variants: names are unique, and every guard has a variant that breaks it alone") {
  std::set<std::string_view> names;
  for (const Variant& variant : variants()) {
    CHECK(names.insert(variant.name).second);
    CHECK_FALSE(variant.sentence.empty());
    CHECK_FALSE(variant.source.empty());
  }
  CHECK(variants().front().settings == Settings{});
  for (const Setting& guard : setting_table()) {
    if (!guard.key.starts_with("guards.")) continue;
    CAPTURE(guard.key);
    bool is_found = false;
    for (const Variant& variant : variants()) {
      Settings only;
      guard.set(only, guard.get(variant.settings));
      is_found = is_found || (only.guards == variant.settings.guards && only != Settings{});
    }
    CHECK(is_found);
  }
}

TEST_CASE("nearest name: near misses are offered, far ones are not") {
  const std::vector<std::string_view> names = {"split-brain", "raft", "forget-vote"};
  CHECK(did_you_mean("splitbrain", names) == ", did you mean 'split-brain'?");
  CHECK(did_you_mean("rafft", names) == ", did you mean 'raft'?");
  CHECK(did_you_mean("paxos", names).empty());
  CHECK(did_you_mean("", names).empty());
}

}  // namespace
}  // namespace scrutineer::raft
