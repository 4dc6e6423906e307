// What a step does, decided condition by condition: the LET parts of Election.tla in words.
#include <fmt/format.h>

#include "model/raft/conditions.h"
#include "model/raft/environment_conditions.h"
#include "model/raft/links.h"

namespace scrutineer::raft {
namespace {

using Decisions = std::vector<Decision>;

// `Cardinality(Count(votes, j))`.
int size_with(const Settings& settings, const ServerSet& votes, ServerId j) {
  if (settings.guards.count_voters_once) return votes.size() + (votes.contains(j) ? 0 : 1);
  return votes.size() < settings.servers ? votes.size() + 1 : votes.size();
}

// `Quorum(i)`: of the members that a server knows of, all servers but where an operator removes
// peers.
Condition reaches_quorum(const Settings& settings, const Server& me, std::string_view votes,
                         int size, std::string_view setting, bool is_waived) {
  const int members = settings.servers - me.removed.size();
  const int quorum = quorum_size(settings.guards.quorum, members);
  const std::string of = me.removed.is_empty() ? std::string()
                                               : fmt::format(" among {} known {}", members,
                                                             members == 1 ? "member" : "members");
  return {fmt::format("{} ({}) reach the quorum{} ({})", votes, size, of, quorum),
          fmt::format("{} ({}) do not reach the quorum{} ({})", votes, size, of, quorum),
          size >= quorum, setting, is_waived};
}

Condition is_higher(std::string_view what, int term, const State& s, ServerId i) {
  const int mine = s.server(i).term;
  return {
      fmt::format("the term of the {} ({}) is higher than that of n{} ({})", what, term, i, mine),
      fmt::format("the term of the {} ({}) is not higher than that of n{} ({})", what, term, i,
                  mine),
      term > mine};
}

// The guards that make up one decision: each is on where the rule is kept.
Condition steps_down_on_higher(const Settings& settings, ServerId i) {
  return {fmt::format("n{} heeds a higher term in a reply", i),
          fmt::format("n{} does not heed a higher term in a reply", i),
          settings.guards.step_down_on_higher_term, "guards.step_down_on_higher_term"};
}

Condition clears_votes(const Settings& settings, ServerId i) {
  return {fmt::format("n{} forgets votes that are over", i),
          fmt::format("n{} keeps its votes for ever", i), settings.guards.clear_votes,
          "guards.clear_votes"};
}

Condition looks_at_role(const Settings& settings, ServerId i) {
  return {fmt::format("n{} collects votes as a candidate only", i),
          fmt::format("n{} collects votes whatever its role has become", i),
          settings.guards.recheck_before_leading, "guards.recheck_before_leading"};
}

Decision forgets_votes(const Settings& settings, ServerId i, Condition reason) {
  return {"forgets_votes",
          fmt::format("n{} forgets the votes that it gathered", i),
          {std::move(reason), clears_votes(settings, i), looks_at_role(settings, i)}};
}

// A reply whose term is higher.
Decision steps_down(const Settings& settings, const State& s, std::string_view what,
                    const Message& m) {
  return {"steps_down",
          fmt::format("n{} steps down into term {}", m.to, m.term),
          {is_higher(what, m.term, s, m.to), steps_down_on_higher(settings, m.to)}};
}

Condition is_so(std::string text, std::string denial, bool holds) {
  return {std::move(text), std::move(denial), holds};
}

// `Carry`: listed only where links can fail.
void add_loss(Decisions& all, const Settings& settings, std::string text, Condition has_failed) {
  if (settings.max_cuts == 0) return;
  all.push_back({"loses",
                 std::move(text),
                 {std::move(has_failed),
                  {"a failed link loses its messages", "a failed link holds its messages",
                   settings.cut_messages == CutMessages::lost, "cut_messages"}}});
}

void add_loss_of_broadcast(Decisions& all, const Settings& settings, const State& s, ServerId i) {
  std::string failed;
  for (const auto& [from, to] : all_links(settings.servers)) {
    if (from == i && s.cut.contains(from, to)) failed += fmt::format(" n{}>n{}", from, to);
  }
  add_loss(all, settings, fmt::format("a message that n{} sends is lost", i),
           is_so(fmt::format("a link from n{} has failed:{}", i, failed),
                 fmt::format("no link from n{} has failed", i), !failed.empty()));
}

void add_loss_of_reply(Decisions& all, const Settings& settings, const State& s, const Message& m) {
  add_loss(
      all, settings, fmt::format("the reply to n{} is lost", m.from),
      is_so(fmt::format("the link n{}>n{} has failed", m.to, m.from),
            fmt::format("the link n{}>n{} works", m.to, m.from), s.cut.contains(m.to, m.from)));
}

Decisions of_timeout(const Settings& settings, const State& s, ServerId i) {
  const Server& me = s.server(i);
  const bool is_cleared = settings.guards.clear_votes;
  const int size = is_cleared ? 1 : size_with(settings, me.votes, i);
  Decisions all;
  all.push_back(
      {"keeps_votes",
       fmt::format("n{} counts votes of an earlier candidacy", i),
       {{fmt::format("n{} keeps its votes for ever", i),
         fmt::format("n{} forgets votes that are over", i), !is_cleared, "guards.clear_votes"},
        is_so(fmt::format("n{} has gathered votes ({})", i, me.votes.size()),
              fmt::format("n{} has gathered no votes", i), !me.votes.is_empty())}});
  all.push_back(
      {"wins",
       fmt::format("n{} leads term {} at once", i, me.term + 1),
       {reaches_quorum(settings, me, "the votes with its own", size,
                       settings.guards.wait_for_quorum ? "guards.quorum" : "guards.wait_for_quorum",
                       !settings.guards.wait_for_quorum)}});
  add_loss_of_broadcast(all, settings, s, i);
  return all;
}

Decisions of_request_vote(const Settings& settings, const State& s, const Message& m) {
  const Server& me = s.server(m.to);
  const Condition higher = is_higher("request", m.term, s, m.to);
  const ServerId voted_for = higher.holds ? no_server : me.voted_for;
  const int term = std::max<int>(m.term, me.term);
  const bool is_free = voted_for == no_server || voted_for == m.from;
  Decisions all;
  all.push_back({"adopts_term", fmt::format("n{} follows into term {}", m.to, m.term), {higher}});
  all.push_back({"grants",
                 fmt::format("n{} grants its vote to n{}", m.to, m.from),
                 {is_so(fmt::format("the term of the request ({}) is not behind that of n{} ({})",
                                    m.term, m.to, me.term),
                        fmt::format("the term of the request ({}) is behind that of n{} ({})",
                                    m.term, m.to, me.term),
                        m.term == term),
                  {fmt::format("n{} has voted for nobody else in term {}", m.to, term),
                   fmt::format("n{} has voted for n{} in term {}", m.to, voted_for, term), is_free,
                   "guards.vote_once_per_term", !settings.guards.vote_once_per_term}}});
  all.push_back(forgets_votes(settings, m.to, higher));
  add_loss_of_reply(all, settings, s, m);
  return all;
}

// `collecting`: whether server i gathers votes at all.
Condition is_collecting(const Settings& settings, const State& s, ServerId i) {
  const Server& me = s.server(i);
  if (settings.guards.recheck_before_leading) {
    return {fmt::format("n{} is a candidate", i), fmt::format("n{} is a {}", i, role_name(me.role)),
            me.role == Role::candidate, "guards.recheck_before_leading"};
  }
  const bool is_late = me.role == Role::follower && !me.votes.is_empty();
  return {fmt::format("n{} is a candidate, or a follower with votes", i),
          fmt::format("n{} is a {}{}", i, role_name(me.role),
                      me.role == Role::follower ? " without votes" : ""),
          me.role == Role::candidate || is_late, "guards.recheck_before_leading"};
}

Condition has_right_term(const Settings& settings, const State& s, const Message& m) {
  const int mine = s.server(m.to).term;
  const bool is_earlier_taken = !settings.guards.recheck_before_leading && m.term <= mine;
  Condition condition = {
      fmt::format("the term of the vote ({}) is that of n{} ({})", m.term, m.to, mine),
      fmt::format("the term of the vote ({}) is not that of n{} ({})", m.term, m.to, mine),
      m.term == mine, "guards.check_vote_term",
      !settings.guards.check_vote_term || is_earlier_taken};
  if (settings.guards.check_vote_term && is_earlier_taken) {
    condition.setting = "guards.recheck_before_leading";
  }
  return condition;
}

Condition is_new_vote(const Settings& settings, const State& s, const Message& m) {
  const ServerSet& votes = s.server(m.to).votes;
  if (settings.guards.count_voters_once) {
    return {fmt::format("n{} was not counted before", m.from),
            fmt::format("n{} was counted before", m.from), !votes.contains(m.from),
            "guards.count_voters_once"};
  }
  return {
      fmt::format("the votes ({}) are fewer than the servers ({})", votes.size(), settings.servers),
      fmt::format("the votes ({}) are as many as the servers", votes.size()),
      votes.size() < settings.servers, "guards.count_voters_once"};
}

// `m.from \in members[i]`, listed only where an operator may remove peers.
void add_membership(const Settings& settings, const State& s, const Message& m,
                    std::vector<Condition>& conditions) {
  if (settings.mitigations.max_removals == 0) return;
  conditions.push_back({fmt::format("n{} is a member, as far as n{} has heard", m.from, m.to),
                        fmt::format("n{} is no member, as far as n{} has heard", m.from, m.to),
                        !s.server(m.to).removed.contains(m.from), "mitigations.max_removals"});
}

Decisions of_vote(const Settings& settings, const State& s, const Message& m) {
  Decisions all;
  all.push_back(steps_down(settings, s, "vote", m));
  const bool is_stepping_down = all.back().is_taken();
  const Condition stays = is_so(fmt::format("n{} does not step down", m.to),
                                fmt::format("n{} steps down", m.to), !is_stepping_down);
  all.push_back({"counts",
                 "the vote counts",
                 {stays,
                  is_collecting(settings, s, m.to),
                  has_right_term(settings, s, m),
                  {"the vote is granted", "the vote is denied", m.granted,
                   "guards.count_only_grants", !settings.guards.count_only_grants}}});
  add_membership(settings, s, m, all.back().conditions);
  const Condition counts =
      is_so("the vote counts", "the vote does not count", all.back().is_taken());
  all.push_back(
      {"grows", fmt::format("n{} has a vote more", m.to), {counts, is_new_vote(settings, s, m)}});
  const int size = size_with(settings, s.server(m.to).votes, m.from);
  all.push_back({"wins",
                 fmt::format("n{} wins term {}", m.to, s.server(m.to).term),
                 {counts, reaches_quorum(settings, s.server(m.to), "the votes with this one", size,
                                         "guards.quorum", false)}});
  all.push_back(forgets_votes(settings, m.to, {stays.denial, stays.text, is_stepping_down}));
  return all;
}

Decisions of_heartbeat(const Settings& settings, const State& s, const Message& m) {
  const Server& me = s.server(m.to);
  Decisions all;
  all.push_back({"follows",
                 fmt::format("n{} follows n{} into term {}", m.to, m.from, m.term),
                 {{fmt::format("the term of the heartbeat ({}) is not behind that of n{} ({})",
                               m.term, m.to, me.term),
                   fmt::format("the term of the heartbeat ({}) is behind that of n{} ({})", m.term,
                               m.to, me.term),
                   m.term >= me.term, "guards.check_heartbeat_term",
                   !settings.guards.check_heartbeat_term}}});
  const Condition follows =
      is_so(fmt::format("n{} follows", m.to), fmt::format("n{} refuses the heartbeat", m.to),
            all.back().is_taken());
  all.push_back({"forgets_vote",
                 fmt::format("n{} forgets whom it voted for", m.to),
                 {follows,
                  {fmt::format("its term changes, from {} to {}", me.term, m.term),
                   fmt::format("its term stays {}", me.term), m.term != me.term,
                   "guards.keep_vote_within_term", !settings.guards.keep_vote_within_term}}});
  all.push_back(forgets_votes(settings, m.to, follows));
  if (!follows.holds) add_loss_of_reply(all, settings, s, m);
  return all;
}

Decisions of_heartbeat_reject(const Settings& settings, const State& s, const Message& m) {
  Decisions all;
  all.push_back(steps_down(settings, s, "answer", m));
  const bool is_stepping_down = all.back().is_taken();
  all.push_back(
      forgets_votes(settings, m.to,
                    is_so(fmt::format("n{} steps down", m.to),
                          fmt::format("n{} does not step down", m.to), is_stepping_down)));
  return all;
}

Decisions of_crash(const Settings& settings, ServerId i) {
  const auto forgotten = [&](std::string_view name, std::string_view what, bool is_persistent,
                             std::string_view guard) -> Decision {
    return {name,
            fmt::format("n{} forgets its {}", i, what),
            {{fmt::format("the {} is in memory only", what),
              fmt::format("the {} is on stable storage", what), !is_persistent, guard}}};
  };
  return {forgotten("forgets_vote", "vote", settings.guards.persist_vote, "guards.persist_vote"),
          forgotten("forgets_term", "term", settings.guards.persist_term, "guards.persist_term")};
}

// The messages in flight over links that are failed after the step.
Decisions of_cut(const Settings& settings, const State& s, const Action& action) {
  LinkSet cut = action.kind == ActionKind::partition ? action.links : s.cut;
  for (const auto& [from, to] : all_links(settings.servers)) {
    if (action.kind == ActionKind::partition || !action.links.contains(from, to)) continue;
    if (action.kind == ActionKind::cut_link) cut.insert(from, to);
    if (action.kind == ActionKind::heal_link) cut.erase(from, to);
  }
  int crossing = 0;
  for (const Message& m : s.messages) crossing += cut.contains(m.from, m.to) ? 1 : 0;
  Decisions all;
  add_loss(all, settings, "messages in flight are lost",
           is_so(fmt::format("messages in flight ({}) are on links that are failed then", crossing),
                 "no message in flight is on a link that is failed then", crossing > 0));
  return all;
}

}  // namespace

std::vector<Decision> decisions_of(const Settings& settings, const State& state,
                                   const Action& action) {
  switch (action.kind) {
    case ActionKind::timeout: return of_timeout(settings, state, action.server);
    case ActionKind::send_heartbeats: {
      Decisions all;
      add_loss_of_broadcast(all, settings, state, action.server);
      return all;
    }
    case ActionKind::receive_request_vote: return of_request_vote(settings, state, action.message);
    case ActionKind::receive_vote: return of_vote(settings, state, action.message);
    case ActionKind::receive_heartbeat: return of_heartbeat(settings, state, action.message);
    case ActionKind::receive_heartbeat_reject:
      return of_heartbeat_reject(settings, state, action.message);
    case ActionKind::crash: return of_crash(settings, action.server);
    case ActionKind::partition:
    case ActionKind::cut_link:
    case ActionKind::heal_link: return of_cut(settings, state, action);
    case ActionKind::restart: break;
    case ActionKind::environment: return decisions_around(settings, state, action.around);
  }
  return {};
}

}  // namespace scrutineer::raft
