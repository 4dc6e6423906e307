#include "model/raft/conditions.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "model/raft/environment_conditions.h"
#include "model/raft/links.h"

namespace scrutineer::raft {
namespace {

bool are_all_met(const std::vector<Condition>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [](const Condition& condition) { return condition.is_met(); });
}

// `what` with its value and verb: "crashes so far (1) are".
Condition below(std::string_view what, int value, std::string_view key, int bound) {
  return {fmt::format("{} below {} ({})", what, key, bound),
          fmt::format("{} not below {} ({})", what, key, bound), value < bound, key};
}

Condition is_up(const State& s, ServerId i) {
  return {fmt::format("n{} is up", i), fmt::format("n{} is down", i), s.server(i).up};
}

Condition link_works(const State& s, ServerId from, ServerId to) {
  return {fmt::format("the link n{}>n{} works", from, to),
          fmt::format("the link n{}>n{} has failed", from, to), !s.cut.contains(from, to)};
}

// ---- parameters ----

bool is_server(const Settings& settings, ServerId i) { return i >= 1 && i <= settings.servers; }

bool is_message_of(const Settings& settings, const Action& action) {
  const Message& m = action.message;
  return delivery_of(m.type) == action.kind && is_server(settings, m.from) &&
         is_server(settings, m.to) && m.from != m.to && m.term <= settings.max_term;
}

std::vector<std::pair<ServerId, ServerId>> links_in(const Settings& settings,
                                                    const LinkSet& links) {
  std::vector<std::pair<ServerId, ServerId>> result;
  for (const auto& [from, to] : all_links(settings.servers)) {
    if (links.contains(from, to)) result.emplace_back(from, to);
  }
  return result;
}

// Whether all the links are between servers of this configuration.
bool are_links_of(const Settings& settings, const LinkSet& links) {
  LinkSet known;
  for (const auto& [from, to] : all_links(settings.servers)) known.insert(from, to);
  return links.is_subset_of(known);
}

bool are_parameters_around(const Settings& settings, const mitigations::Action& around) {
  const std::uint32_t beyond = ~((1U << settings.servers) - 1U);
  return around.server <= settings.servers && around.peer <= settings.servers &&
         around.write.from <= settings.servers && (around.late.mask() & beyond) == 0;
}

bool are_parameters_of(const Settings& settings, const Action& action) {
  switch (action.kind) {
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: return is_server(settings, action.server);
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return is_message_of(settings, action);
    case ActionKind::partition: return are_links_of(settings, action.links);
    case ActionKind::cut_link:
    case ActionKind::heal_link: break;
    case ActionKind::environment: return are_parameters_around(settings, action.around);
  }
  return are_links_of(settings, action.links) && links_in(settings, action.links).size() == 1;
}

Condition foreign(const Settings& settings) {
  const std::string among =
      fmt::format("n1 to n{} and terms up to {}", settings.servers, settings.max_term);
  return {"it is about what this configuration has: " + among,
          "it is about what this configuration does not have, beyond " + among, false, "servers"};
}

// ---- enabling ----

// The live leader that keeps server i from suspecting anything, if it hears one.
std::optional<ServerId> heard_leader(const Settings& settings, const State& s, ServerId i) {
  for (ServerId l = 1; l <= settings.servers; ++l) {
    const Server& leader = s.server(l);
    const bool is_heard = l != i && leader.up && leader.role == Role::leader &&
                          leader.term >= s.server(i).term && !s.cut.contains(l, i);
    if (is_heard) return l;
  }
  return std::nullopt;
}

std::vector<Condition> enabling_timeout(const Settings& settings, const State& s, ServerId i) {
  const Server& me = s.server(i);
  std::vector<Condition> all = {is_up(s, i),
                                {fmt::format("n{} is not leader", i),
                                 fmt::format("n{} is leader already", i), me.role != Role::leader},
                                below(fmt::format("the term of n{} ({}) is", i, me.term), me.term,
                                      "max_term", settings.max_term)};
  if (settings.timeouts == Timeouts::suspect) {
    const auto leader = heard_leader(settings, s, i);
    all.push_back({fmt::format("n{} hears no live leader of its own or a later term", i),
                   leader ? fmt::format("n{} hears the live leader n{} of term {}", i, *leader,
                                        s.server(*leader).term)
                          : "",
                   !leader, "timeouts"});
  }
  return all;
}

std::vector<Condition> enabling_delivery(const State& s, const Message& m) {
  return {{"the message is in flight", "the message is not in flight", s.messages.contains(m)},
          is_up(s, m.to),
          link_works(s, m.from, m.to)};
}

Condition may_fail_at_all(const Settings& settings) {
  return {fmt::format("links may fail: max_cuts ({}) is above 0", settings.max_cuts),
          "no link may fail: max_cuts is 0", settings.max_cuts > 0, "max_cuts"};
}

Condition fails_as(const Settings& settings, CutKind kind) {
  return kind == CutKind::groups ? Condition{"links fail by groups", "links fail one by one",
                                             settings.cut == CutKind::groups, "cut"}
                                 : Condition{"links fail one by one", "links fail by groups",
                                             settings.cut == CutKind::links, "cut"};
}

Condition has_cut_left(const Settings& settings, const State& s) {
  return below(fmt::format("cuts so far ({}) are", s.cuts), s.cuts, "max_cuts", settings.max_cuts);
}

std::vector<Condition> enabling_partition(const Settings& settings, const State& s,
                                          const LinkSet& links) {
  const std::vector<LinkSet> splits = partition_splits(settings.servers);
  const bool is_split = std::find(splits.begin(), splits.end(), links) != splits.end();
  const std::string cut = describe(s.cut, settings);
  return {may_fail_at_all(settings),
          fails_as(settings, CutKind::groups),
          {"these links split the servers into groups",
           "these links do not split the servers into groups", is_split},
          {fmt::format("the failed links change (they are: {})", cut),
           fmt::format("the failed links are these already ({})", cut), !(links == s.cut)},
          links.is_subset_of(s.cut)
              ? Condition{"links only heal, which is free", "a link fails", true}
              : has_cut_left(settings, s)};
}

std::vector<Condition> enabling_link(const Settings& settings, const State& s,
                                     const Action& action) {
  const auto [from, to] = links_in(settings, action.links).front();
  std::vector<Condition> all = {may_fail_at_all(settings), fails_as(settings, CutKind::links)};
  const Condition works = link_works(s, from, to);
  if (action.kind == ActionKind::cut_link) {
    all.push_back(works);
    all.push_back(has_cut_left(settings, s));
  } else {
    all.push_back({works.denial, works.text, !works.holds});
  }
  return all;
}

std::vector<Condition> enabling(const Settings& settings, const State& s, const Action& action) {
  const ServerId i = action.server;
  switch (action.kind) {
    case ActionKind::timeout: return enabling_timeout(settings, s, i);
    case ActionKind::send_heartbeats:
      return {is_up(s, i),
              {fmt::format("n{} is leader", i), fmt::format("n{} is no leader", i),
               s.server(i).role == Role::leader}};
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return enabling_delivery(s, action.message);
    case ActionKind::crash:
      return {is_up(s, i), below(fmt::format("crashes so far ({}) are", s.crashes), s.crashes,
                                 "max_crashes", settings.max_crashes)};
    case ActionKind::restart:
      return {{fmt::format("n{} is down", i), fmt::format("n{} is up", i), !s.server(i).up}};
    case ActionKind::partition: return enabling_partition(settings, s, action.links);
    case ActionKind::cut_link:
    case ActionKind::heal_link: break;
    case ActionKind::environment: return enabling_around(settings, s, action.around);
  }
  return enabling_link(settings, s, action);
}

}  // namespace

bool Decision::is_taken() const { return are_all_met(conditions); }

bool ActionConditions::is_enabled() const { return are_all_met(enabling); }

std::string ActionConditions::refusal() const {
  std::string text;
  for (const Condition& condition : enabling) {
    if (condition.is_met()) continue;
    text += (text.empty() ? "" : ", and ") + condition.denial;
  }
  return text;
}

ActionConditions conditions_of(const Settings& settings, const State& state, const Action& action) {
  if (!are_parameters_of(settings, action)) return {{foreign(settings)}, {}};
  return {enabling(settings, state, action), decisions_of(settings, state, action)};
}

}  // namespace scrutineer::raft
