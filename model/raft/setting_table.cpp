#include "model/raft/setting_table.h"

#include <algorithm>
#include <charconv>
#include <type_traits>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"

namespace scrutineer::raft {
namespace {

Setting integer(std::string_view key, int Settings::*member, int min, int max,
                std::string_view sentence) {
  return {key,
          SettingType::integer,
          min,
          max,
          {},
          sentence,
          [member](const Settings& s) { return s.*member; },
          [member](Settings& s, int value) { s.*member = value; }};
}

template <class Enum>
Setting choice(std::string_view key, Enum Settings::*member, std::vector<std::string_view> choices,
               std::string_view sentence) {
  const int last = static_cast<int>(choices.size()) - 1;
  return {key,
          SettingType::choice,
          0,
          last,
          std::move(choices),
          sentence,
          [member](const Settings& s) { return static_cast<int>(s.*member); },
          [member](Settings& s, int value) { s.*member = static_cast<Enum>(value); }};
}

Setting guard(std::string_view key, bool Guards::*member, std::string_view sentence) {
  return {key,
          SettingType::boolean,
          0,
          1,
          {},
          sentence,
          [member](const Settings& s) { return static_cast<int>(s.guards.*member); },
          [member](Settings& s, int value) { s.guards.*member = value != 0; }};
}

Setting quorum_guard() {
  return {"guards.quorum",
          SettingType::choice,
          0,
          2,
          {"majority", "peers-majority", "half"},
          "how many votes make a leader",
          [](const Settings& s) { return static_cast<int>(s.guards.quorum); },
          [](Settings& s, int value) { s.guards.quorum = static_cast<QuorumRule>(value); }};
}

// A setting of the environment. `choices` are the names of an enumeration's values; booleans and
// integers have none.
template <class Value>
Setting mitigation(std::string_view key, Value mitigations::Settings::*member, int min, int max,
                   std::string_view sentence, std::vector<std::string_view> choices = {}) {
  SettingType type = SettingType::integer;
  if (!choices.empty()) type = SettingType::choice;
  if (std::is_same_v<Value, bool>) type = SettingType::boolean;
  return {key,
          type,
          min,
          max,
          std::move(choices),
          sentence,
          [member](const Settings& s) { return static_cast<int>(s.mitigations.*member); },
          [member](Settings& s, int value) { s.mitigations.*member = static_cast<Value>(value); }};
}

std::vector<Setting> mitigation_table() {
  using M = mitigations::Settings;
  return {
      mitigation("mitigations.leases", &M::leases, 0, 1,
                 "only a server that believes it holds the lease may write"),
      mitigation("mitigations.lease_ticks", &M::lease_ticks, 1, mitigations::ticks_max,
                 "length of a lease, in ticks of the lock service"),
      mitigation("mitigations.max_drift", &M::max_drift, 0, 7,
                 "ticks by which a server's clock may lag during one lease"),
      mitigation("mitigations.lease_from", &M::lease_from, 0, 1,
                 "the holder counts its lease from its request, or from the answer's arrival",
                 {"request", "reply"}),
      mitigation("mitigations.fencing", &M::fencing, 0, 2,
                 "the store takes any write, those with an unexpired token, or none with a token "
                 "below the highest seen",
                 {"none", "expiring", "monotonic"}),
      mitigation("mitigations.token_ticks", &M::token_ticks, 1, mitigations::ticks_max,
                 "life of an expiring token, in ticks"),
      mitigation("mitigations.max_grants", &M::max_grants, 1, mitigations::grants_max,
                 "leases granted in one behaviour, at most"),
      mitigation("mitigations.max_writes", &M::max_writes, 0, mitigations::writes_max,
                 "writes sent in one behaviour, at most"),
      mitigation("mitigations.max_removals", &M::max_removals, 0, 7,
                 "peers removed by the operator, each at one server, at most"),
      mitigation("mitigations.max_repairs", &M::max_repairs, 0, 3,
                 "how often the operator stops all leaders but one, at most"),
      mitigation("mitigations.repair_rule", &M::repair_rule, 0, 1,
                 "which leader the operator keeps", {"lowest-term", "highest-term"}),
  };
}

std::vector<Setting> make_table() {
  using S = Settings;
  using G = Guards;
  return {
      integer("servers", &S::servers, 1, servers_max, "how many servers, n1 to nN"),
      integer("max_term", &S::max_term, 1, terms_max, "no timeout at this term"),
      integer("max_crashes", &S::max_crashes, 0, 7, "crashes in one behaviour, at most"),
      integer("max_cuts", &S::max_cuts, 0, 7, "changes that fail a link, at most"),
      choice("network", &S::network, {"duplicating", "at-most-once"},
             "whether a delivered message stays in flight"),
      choice("cut", &S::cut, {"groups", "links"},
             "a partition into groups, or one direction of one link at a time"),
      choice("cut_messages", &S::cut_messages, {"lost", "held"},
             "what a failed link does to its messages"),
      choice("timeouts", &S::timeouts, {"any", "suspect"},
             "at any moment, or only where no live leader is connected"),
      guard("guards.wait_for_quorum", &G::wait_for_quorum,
            "a candidate leads only with a quorum of votes"),
      quorum_guard(),
      guard("guards.vote_once_per_term", &G::vote_once_per_term, "one vote per server and term"),
      guard("guards.persist_vote", &G::persist_vote, "the vote survives a crash"),
      guard("guards.persist_term", &G::persist_term, "the term survives a crash"),
      guard("guards.clear_votes", &G::clear_votes, "votes of an earlier candidacy are forgotten"),
      guard("guards.check_vote_term", &G::check_vote_term,
            "a vote counts only in the term it was given for"),
      guard("guards.count_only_grants", &G::count_only_grants, "a denial is not a vote"),
      guard("guards.count_voters_once", &G::count_voters_once,
            "votes are a set of voters, not a counter"),
      guard("guards.recheck_before_leading", &G::recheck_before_leading,
            "still candidate, and in the same term, when the quorum is reached"),
      guard("guards.step_down_on_higher_term", &G::step_down_on_higher_term,
            "a reply with a higher term makes one a follower of that term"),
      guard("guards.check_heartbeat_term", &G::check_heartbeat_term,
            "a heartbeat of an earlier term is rejected"),
      guard("guards.keep_vote_within_term", &G::keep_vote_within_term,
            "following a leader of the same term does not erase one's vote"),
  };
}

[[noreturn]] void reject(const Setting& setting, std::string_view given) {
  throw SettingError(std::string(setting.key), fmt::format("{} is {}; accepted: {}", setting.key,
                                                           given, accepted_values(setting)));
}

int parse_integer(const Setting& setting, std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    reject(setting, fmt::format("'{}'", text));
  }
  return value;
}

}  // namespace

std::span<const Setting> setting_table() {
  static const std::vector<Setting> table = [] {
    std::vector<Setting> all = make_table();
    for (Setting& setting : mitigation_table()) all.push_back(std::move(setting));
    return all;
  }();
  return table;
}

const Setting* find_setting(std::string_view key) {
  const auto table = setting_table();
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const Setting& setting) { return setting.key == key; });
  return row == table.end() ? nullptr : &*row;
}

const Setting& setting_named(std::string_view key) {
  if (const Setting* found = find_setting(key)) return *found;
  std::vector<std::string_view> keys;
  for (const Setting& setting : setting_table()) keys.push_back(setting.key);
  throw SettingError(std::string(key), fmt::format("unknown key '{}'{}; accepted: {}", key,
                                                   did_you_mean(key, keys), fmt::join(keys, ", ")));
}

void assign(Settings& settings, const Setting& setting, long long value) {
  if (value < setting.min || value > setting.max) reject(setting, fmt::format("{}", value));
  setting.set(settings, static_cast<int>(value));
}

void assign_text(Settings& settings, std::string_view key, std::string_view text) {
  const Setting& setting = setting_named(key);
  if (setting.type == SettingType::integer) {
    assign(settings, setting, parse_integer(setting, text));
    return;
  }
  static const std::vector<std::string_view> booleans = {"false", "true"};
  const auto& names = setting.type == SettingType::boolean ? booleans : setting.choices;
  const auto name = std::find(names.begin(), names.end(), text);
  if (name == names.end()) reject(setting, fmt::format("'{}'", text));
  setting.set(settings, static_cast<int>(name - names.begin()));
}

std::string value_text(const Setting& setting, const Settings& settings) {
  const int value = setting.get(settings);
  switch (setting.type) {
    case SettingType::integer: return fmt::format("{}", value);
    case SettingType::boolean: return value != 0 ? "true" : "false";
    case SettingType::choice: break;
  }
  return std::string(setting.choices.at(static_cast<std::size_t>(value)));
}

std::string accepted_values(const Setting& setting) {
  switch (setting.type) {
    case SettingType::integer:
      return fmt::format("an integer from {} to {}", setting.min, setting.max);
    case SettingType::boolean: return "true or false";
    case SettingType::choice: break;
  }
  return fmt::format("one of {}", fmt::join(setting.choices, ", "));
}

std::string differences_from_default(const Settings& settings) {
  const Settings defaults;
  std::vector<std::string> parts;
  for (const Setting& setting : setting_table()) {
    if (setting.get(settings) == setting.get(defaults)) continue;
    parts.push_back(fmt::format("{} {}", setting.key, value_text(setting, settings)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace scrutineer::raft
