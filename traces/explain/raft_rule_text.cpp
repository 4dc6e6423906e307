#include "traces/explain/raft_rule_text.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "traces/explain/wording.h"

namespace scrutineer::raft {
namespace {

bool is_quorum(const Setting& guard) { return guard.type == SettingType::choice; }

std::vector<std::string> names_of(const GuardRows& guards) {
  std::vector<std::string> names;
  for (const Setting* guard : guards) names.push_back(guard_name(*guard));
  return names;
}

// "The guard clear_votes is off", "The quorum rule is half".
std::string state_text(const Settings& settings, const Setting& guard) {
  if (is_quorum(guard)) return fmt::format("The quorum rule is {}", value_text(guard, settings));
  return fmt::format("The guard {} is off", guard_name(guard));
}

std::string rules_text(const GuardRows& guards) {
  std::vector<std::string> rules;
  for (const Setting* guard : guards) rules.push_back(rule_text(*guard));
  return listed(rules);
}

GuardRows bystanders(const Blame& blame) {
  GuardRows rest;
  for (const Setting* guard : blame.innocent) {
    const auto& together = blame.together;
    if (std::find(together.begin(), together.end(), guard) == together.end()) {
      rest.push_back(guard);
    }
  }
  return rest;
}

}  // namespace

std::string guard_name(const Setting& guard) {
  return std::string(guard.key.substr(std::string_view("guards.").size()));
}

std::string rule_text(const Setting& guard) {
  static const std::map<std::string_view, std::string_view> rules = {
      {"guards.wait_for_quorum",
       "a candidate leads only with the votes of a majority (Raft section 5.2)"},
      {"guards.quorum", "a leader needs the votes of a majority of all servers (Raft section 5.2)"},
      {"guards.vote_once_per_term",
       "a server votes for at most one candidate in a term (Raft section 5.2)"},
      {"guards.persist_vote", "a server's vote survives a crash (Raft Figure 2, persistent state)"},
      {"guards.persist_term", "a server's term survives a crash (Raft Figure 2, persistent state)"},
      {"guards.clear_votes",
       "a candidate forgets the votes of its earlier candidacies (Raft section 5.2)"},
      {"guards.check_vote_term",
       "a vote counts only in the term for which it was given (Raft section 5.2)"},
      {"guards.count_only_grants",
       "an answer counts only if it grants the vote (Raft Figure 2, voteGranted)"},
      {"guards.count_voters_once",
       "a majority is one of servers, so that an answer that arrives twice counts once (Raft "
       "section 5.2)"},
      {"guards.recheck_before_leading",
       "only a candidate counts votes, and only those of its present term (Raft section 5.2)"},
      {"guards.step_down_on_higher_term",
       "a server that receives a higher term becomes follower of that term (Raft section 5.1)"},
      {"guards.check_heartbeat_term",
       "a heartbeat of an earlier term is rejected (Raft Figure 2, AppendEntries 1)"},
      {"guards.keep_vote_within_term",
       "a vote stands for the whole term, whatever else is received in it (Raft section 5.2)"}};
  return std::string(rules.at(guard.key));
}

std::string repair_text(const GuardRows& guards) {
  std::vector<std::string> on;
  std::string text;
  for (const Setting* guard : guards) {
    if (is_quorum(*guard)) {
      text = "quorum majority";
    } else {
      on.push_back(guard_name(*guard));
    }
  }
  if (!on.empty()) text += fmt::format("{}{} on", text.empty() ? "" : " and ", listed(on));
  return text;
}

std::optional<Sentence> broken_rule(const Settings& settings, const Blame& blame,
                                    std::size_t differs_at) {
  if (blame.is_allowed_by_raft || blame.repair().empty()) return std::nullopt;
  Citations cite;
  std::string text;
  if (blame.decisive.size() == 1) {
    text = fmt::format("{}: in Raft {}.", state_text(settings, *blame.decisive[0]),
                       rule_text(*blame.decisive[0]));
  } else if (!blame.decisive.empty()) {
    text = fmt::format("{} {}, put right, would have prevented this: in Raft {}.",
                       blame.decisive.size() == 2 ? "Either" : "Any one of",
                       listed(names_of(blame.decisive), "or"), rules_text(blame.decisive));
  } else {
    text = fmt::format("{} have to be put right together to prevent this: in Raft {}.",
                       listed(names_of(blame.together)), rules_text(blame.together));
  }
  const std::string which =
      blame.decisive.size() > 1 ? guard_name(*blame.decisive[0]) : std::string("this");
  text += fmt::format(" The first step that {} would have changed is {}.", which,
                      cite.step(differs_at));
  const GuardRows rest = bystanders(blame);
  if (!rest.empty()) {
    const bool is_one = rest.size() == 1;
    text += fmt::format(" {} {} not as in Raft either, but putting {} right does not prevent this.",
                        listed(names_of(rest)), is_one ? "is" : "are",
                        is_one ? "that" : "any one of these");
  }
  return cite.sentence(std::move(text));
}

}  // namespace scrutineer::raft
