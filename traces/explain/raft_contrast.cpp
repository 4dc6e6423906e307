#include "traces/explain/raft_contrast.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "traces/explain/environment_proof.h"
#include "traces/explain/raft_atoms.h"
#include "traces/explain/raft_difference.h"
#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_election_text.h"
#include "traces/explain/raft_rule_text.h"

namespace scrutineer::raft {
namespace {

std::vector<std::string> names_of(const std::vector<ServerId>& servers) {
  std::vector<std::string> names;
  for (const ServerId i : servers) names.push_back(name_of(i));
  return names;
}

std::string elected_text(const Settings& settings, const State& last, int term) {
  std::vector<ServerId> elected;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (last.elected[static_cast<std::size_t>(term)].contains(i)) elected.push_back(i);
  }
  if (elected.empty()) return fmt::format("nobody is elected in term {}", term);
  return fmt::format("{} alone is elected in term {}", listed(names_of(elected)), term);
}

// How the schedule ends under the repaired rules, as far as the property is about it.
std::string ending_text(const History& h, std::string_view property, const Rerun& run) {
  const State& last = state_after(run.path, run.path.steps.size());
  const Settings& settings = h.settings();
  if (property == "election_safety") {
    return elected_text(settings, last, disputed_term(settings, h.state(h.length())));
  }
  if (property == "term_monotonic") return "no term falls";
  if (property == "vote_once") return "no vote changes within its term";
  if (const std::string text = environment_ending(h, property, last); !text.empty()) return text;
  const auto leaders = leaders_of(settings, last);
  if (leaders.empty()) return "nobody leads";
  if (property == "leader_has_quorum") {
    return fmt::format("{} leads, with a majority that voted for it or left its term",
                       listed(names_of(leaders)));
  }
  return fmt::format("{} alone leads", listed(names_of(leaders)));
}

// The steps after the first difference that go otherwise, by what becomes of them.
struct LaterDifferences {
  std::vector<std::size_t> replaced;  // another message is delivered
  std::vector<std::size_t> left_out;
  std::vector<std::size_t> no_leader;  // makes nobody leader there
};

LaterDifferences later_differences(const History& h, const Rerun& run) {
  LaterDifferences later;
  for (std::size_t k = run.differs_at; k <= h.length(); ++k) {
    const std::size_t there = run.step_of[k - 1];
    if (there == 0) {
      if (k > run.differs_at) later.left_out.push_back(k);
      continue;
    }
    const auto& [action, after] = run.path.steps[there - 1];
    if (!(action == h.action(k))) later.replaced.push_back(k);
    const ServerId i = actor_of(action);
    if (i == no_server || k == run.differs_at) continue;
    const bool leads_here =
        h.state(k - 1).server(i).role != Role::leader && h.state(k).server(i).role == Role::leader;
    if (leads_here && after.server(i).role != Role::leader) later.no_leader.push_back(k);
  }
  return later;
}

std::string consequence_text(const History& h, std::string_view property, const Rerun& run) {
  const LaterDifferences later = later_differences(h, run);
  Citations cite = h.citations();
  std::vector<std::string> parts;
  if (later.replaced.size() > 2) {
    parts.push_back(cite.steps(later.replaced) + " deliver other answers");
  } else {
    for (const std::size_t k : later.replaced) {
      const Action& action = run.path.steps[run.step_of[k - 1] - 1].first;
      if (action.kind == ActionKind::environment) {
        if (k != run.differs_at) {
          parts.push_back(fmt::format("{} is {} instead", cite.step(k), describe(action.around)));
        }
        continue;
      }
      parts.push_back(
          fmt::format("{} delivers {} instead", cite.step(k), describe(action.message)));
    }
  }
  for (const std::size_t k : later.no_leader) {
    parts.push_back(fmt::format("{} does not become leader at {}", name_of(actor_of(h.action(k))),
                                cite.step(k)));
  }
  if (!later.left_out.empty()) {
    const std::string are = later.left_out.size() == 1 ? "is not" : "are not";
    parts.push_back(fmt::format("{} {} possible", cite.steps(later.left_out), are));
  }
  const std::string ending = ending_text(h, property, run);
  if (parts.empty()) return fmt::format("In the end {}.", ending);
  return fmt::format("Then {}, and in the end {}.", listed(parts), ending);
}

// What steps before the first difference are left out: those about tokens that no store asks for.
std::string fallen_away_text(const Rerun& run, Citations& cite) {
  std::vector<std::size_t> steps;
  for (std::size_t k = 1; k < run.differs_at; ++k) {
    if (run.step_of[k - 1] == 0) steps.push_back(k);
  }
  if (steps.empty()) return "";
  return fmt::format("; without tokens {} {} away", cite.steps(steps),
                     steps.size() == 1 ? "falls" : "fall");
}

// The first step that goes otherwise. `there`: the repaired settings.
Fork fork_of(const History& h, const Rerun& run, const Settings& there) {
  const std::size_t k = run.differs_at;
  std::size_t before = 0;
  for (std::size_t j = 1; j < k; ++j) before = std::max(before, run.step_of[j - 1]);
  const std::size_t after = run.step_of[k - 1] == 0 ? before : run.step_of[k - 1];
  const State& start = state_after(run.path, before);
  const ServerId i = actor_of(h.action(k));
  const int removed = i == no_server ? 0 : start.server(i).removed.size();
  return {k,
          h.action(k),
          start,
          h.state(k),
          state_after(run.path, after),
          run.step_of[k - 1] != 0,
          quorum_size(there.guards.quorum, there.servers - removed)};
}

}  // namespace

Contrast contrast_of(const History& h, std::string_view property, const GuardRows& guards,
                     const Rerun& run) {
  Contrast contrast;
  std::vector<std::string> names;
  for (const Setting* guard : guards) names.push_back(guard_name(*guard));
  contrast.guard = fmt::format("{}", fmt::join(names, ", "));
  const Settings there = repaired(h.settings(), guards);
  for (const auto& step : run.path.steps) contrast.actions.push_back(describe(step.first, there));
  const Fork fork = fork_of(h, run, there);
  Citations cite = h.citations();
  const std::string what = difference_text(fork, cite);
  contrast.step = cite.sentence("").steps.front();  // the fork's, as the trace numbers it
  contrast.difference =
      fmt::format("With {}, {}{}.", repair_text(guards, there), what, fallen_away_text(run, cite));
  contrast.consequence = consequence_text(h, property, run);
  return contrast;
}

}  // namespace scrutineer::raft
