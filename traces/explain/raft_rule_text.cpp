#include "traces/explain/raft_rule_text.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "traces/explain/wording.h"

namespace scrutineer::raft {
namespace {

bool is_quorum(const Setting& guard) { return guard.key == "guards.quorum"; }
bool is_around(const Setting& guard) { return guard.key.starts_with("mitigations."); }

std::vector<std::string> names_of(const GuardRows& guards) {
  std::vector<std::string> names;
  for (const Setting* guard : guards) names.push_back(guard_name(*guard));
  return names;
}

// "The guard clear_votes is off", "The quorum rule is half".
std::string state_text(const Settings& settings, const Setting& guard) {
  if (is_quorum(guard)) return fmt::format("The quorum rule is {}", value_text(guard, settings));
  if (is_around(guard)) {
    return fmt::format("The setting {} is {}", guard_name(guard), value_text(guard, settings));
  }
  return fmt::format("The guard {} is off", guard_name(guard));
}

std::string rules_text(const GuardRows& guards) {
  std::vector<std::string> rules;
  for (const Setting* guard : guards) rules.push_back(rule_text(*guard));
  return listed(rules);
}

// Rules around an election are not Raft's.
std::string_view in_raft(const GuardRows& guards) {
  return std::none_of(guards.begin(), guards.end(), [](const Setting* g) { return is_around(*g); })
             ? "in Raft "
             : "";
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
  return std::string(guard.key.substr(guard.key.find('.') + 1));
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
       "a vote stands for the whole term, whatever else is received in it (Raft section 5.2)"},
      {"mitigations.max_drift",
       "a lease excludes others only while its holder's clock does not lag behind the lock "
       "service's"},
      {"mitigations.lease_from",
       "a holder has to count its lease from the moment when it asked, as the lock service began "
       "to "
       "count no later"},
      {"mitigations.fencing",
       "a store is safe from late writes only if it refuses every mark below the highest that it "
       "has seen"},
      {"mitigations.max_removals",
       "a member is removed for all servers at once, through the log (Raft section 6)"},
      {"mitigations.repair_rule",
       "of several leaders the one of the highest term is the one that a majority follows (Raft "
       "section 5.1)"}};
  return std::string(rules.at(guard.key));
}

std::string repair_text(const GuardRows& guards, const Settings& right) {
  std::vector<std::string> on;
  std::string text;
  for (const Setting* guard : guards) {
    if (is_quorum(*guard)) {
      text = "quorum majority";
    } else if (is_around(*guard)) {
      text += fmt::format("{}{} {}", text.empty() ? "" : " and ", guard_name(*guard),
                          value_text(*guard, right));
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
    const Setting& guard = *blame.decisive[0];
    text = fmt::format("{}: {}{}.", state_text(settings, guard), is_around(guard) ? "" : "in Raft ",
                       rule_text(guard));
  } else if (!blame.decisive.empty()) {
    text = fmt::format("{} {}, put right, would have prevented this: {}{}.",
                       blame.decisive.size() == 2 ? "Either" : "Any one of",
                       listed(names_of(blame.decisive), "or"), in_raft(blame.decisive),
                       rules_text(blame.decisive));
  } else {
    text = fmt::format("{} have to be put right together to prevent this: {}{}.",
                       listed(names_of(blame.together)), in_raft(blame.together),
                       rules_text(blame.together));
  }
  const std::string which =
      blame.decisive.size() > 1 ? guard_name(*blame.decisive[0]) : std::string("this");
  text += fmt::format(" The first step that {} would have changed is {}.", which,
                      cite.step(differs_at));
  const GuardRows rest = bystanders(blame);
  if (!rest.empty()) {
    const bool is_one = rest.size() == 1;
    text += fmt::format(" {} {} not as {} either, but putting {} right does not prevent this.",
                        listed(names_of(rest)), is_one ? "is" : "are",
                        in_raft(rest).empty() ? "it should be" : "in Raft",
                        is_one ? "that" : "any one of these");
  }
  return cite.sentence(std::move(text));
}

}  // namespace scrutineer::raft
