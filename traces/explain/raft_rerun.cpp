#include "traces/explain/raft_rerun.h"

#include <algorithm>
#include <utility>

#include "traces/explain/raft_effects.h"

namespace scrutineer::raft {
namespace {

// Whether a state of `h` and one of a run under the settings `there` are the same to somebody who
// does not know which set of voters stands for a count (without count_voters_once the model keeps
// the count as a set of its size), nor of tokens that no store asks for.
bool is_same(const History& h, const Settings& there, State a, State b) {
  const bool counts_alike = there.guards.count_voters_once == h.settings().guards.count_voters_once;
  for (State* state : {&a, &b}) {
    for (Server& server : state->servers) {
      if (counts_alike) break;
      server.votes = ServerSet::from_mask((std::uint64_t{1} << server.votes.size()) - 1);
    }
    if (!mitigations::has_tokens(there.mitigations)) state->environment.token_left = {};
  }
  return a == b;
}

// Whether a step is about tokens only, and there are none under the rules of `trial`: a server
// registers one, or nothing but tokens runs out.
bool is_about_tokens_only(const Trial& trial, const State& before, const Action& action) {
  const bool is_around = action.kind == ActionKind::environment;
  if (!is_around || mitigations::has_tokens(trial.settings().mitigations)) return false;
  if (action.around.kind == mitigations::ActionKind::register_token) return true;
  const mitigations::Environment& e = before.environment;
  return action.around.kind == mitigations::ActionKind::tick && e.lock.left == 0 &&
         std::all_of(e.lease.begin(), e.lease.end(),
                     [](const mitigations::Lease& lease) { return lease.left == 0; });
}

// The message that the counterpart of the sending step sent in the place of the one that step `k`
// delivers.
std::optional<Message> substitute(const History& h, const Rerun& run, std::size_t k) {
  if (!is_delivery(h.action(k).kind)) return std::nullopt;
  const std::size_t sender = h.sent_at(k);
  const std::size_t there = sender == 0 ? 0 : run.step_of[sender - 1];
  if (there == 0) return std::nullopt;
  const auto& [action, after] = run.path.steps[there - 1];
  return message_sent(action, state_after(run.path, there - 1), after, h.action(k).message.to);
}

// The nearest to an action of the environment that the rules of `trial` allow: a tick that no clock
// misses, a repair that keeps another leader.
std::optional<Action> nearest_around(const Trial& trial, const State& before, Action action) {
  if (action.kind != ActionKind::environment) return std::nullopt;
  mitigations::Action& around = action.around;
  if (around.kind == mitigations::ActionKind::tick) {
    around.late = {};
    return action;
  }
  if (around.kind != mitigations::ActionKind::repair) return std::nullopt;
  for (ServerId i = 1; i <= trial.settings().servers; ++i) {
    around.server = static_cast<std::uint8_t>(i);
    if (trial.successor(before, action)) return action;
  }
  return std::nullopt;
}

bool prevents(const History& h, std::string_view property, const GuardRows& guards) {
  return !rerun(Trial(repaired(h.settings(), guards), property), h).decides;
}

// Fewer of `guards` that still prevent it together; none of the result can be left out.
GuardRows least_together(const History& h, std::string_view property, GuardRows guards) {
  for (bool is_smaller = true; is_smaller;) {
    is_smaller = false;
    for (std::size_t k = 0; k < guards.size(); ++k) {
      GuardRows fewer = guards;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      if (!prevents(h, property, fewer)) continue;
      guards = std::move(fewer);
      is_smaller = true;
      break;
    }
  }
  return guards;
}

}  // namespace

Rerun rerun(const Trial& trial, const History& h) {
  Rerun run;
  run.path.initial = h.state(0);
  for (std::size_t k = 1; k <= h.length(); ++k) {
    const State before = state_after(run.path, run.path.steps.size());
    Action action = h.action(k);
    auto next = trial.successor(before, action);
    if (!next && is_about_tokens_only(trial, before, action)) {
      run.step_of.push_back(0);
      continue;
    }
    if (!next) {
      if (const auto message = substitute(h, run, k)) {
        action.message = *message;
        action.kind = delivery_of(message->type);
        next = trial.successor(before, action);
      } else if (const auto nearest = nearest_around(trial, before, action)) {
        action = *nearest;
        next = trial.successor(before, action);
      }
    }
    const bool goes_alike =
        next && action == h.action(k) && is_same(h, trial.settings(), *next, h.state(k));
    if (!goes_alike && run.differs_at == 0) run.differs_at = k;
    if (!next) {
      run.step_of.push_back(0);
      continue;
    }
    run.decides = run.decides || trial.decides(before, *next);
    run.path.steps.emplace_back(action, *std::move(next));
    run.step_of.push_back(run.path.steps.size());
  }
  return run;
}

Settings right_settings(const Settings& settings) {
  Settings right = settings;
  right.guards = Guards{};
  const mitigations::Settings none;
  right.mitigations.max_drift = none.max_drift;
  right.mitigations.lease_from = none.lease_from;
  right.mitigations.max_removals = none.max_removals;
  if (right.mitigations.max_writes > 0) {
    right.mitigations.fencing = mitigations::Fencing::monotonic;
  }
  if (right.mitigations.max_repairs > 0) {
    right.mitigations.repair_rule = mitigations::RepairRule::highest_term;
  }
  return right;
}

GuardRows broken_guards(const Settings& settings) {
  const Settings right = right_settings(settings);
  GuardRows guards;
  for (const Setting& row : setting_table()) {
    if (row.get(settings) != row.get(right)) guards.push_back(&row);
  }
  return guards;
}

Settings repaired(Settings settings, const GuardRows& guards) {
  const Settings right = right_settings(settings);
  for (const Setting* row : guards) row->set(settings, row->get(right));
  return settings;
}

GuardRows Blame::repair() const {
  if (!decisive.empty()) return {decisive.front()};
  return together;
}

Blame blame_for(const History& h, std::string_view property) {
  Blame blame;
  std::vector<std::pair<std::size_t, const Setting*>> decisive;
  const GuardRows broken = broken_guards(h.settings());
  for (const Setting* guard : broken) {
    const Rerun run = rerun(Trial(repaired(h.settings(), {guard}), property), h);
    if (run.decides) {
      blame.innocent.push_back(guard);
    } else {
      decisive.emplace_back(run.differs_at, guard);
    }
  }
  // The latest difference is the nearest to the violation: a guard that would have stopped an early
  // leader prevents whatever came of it, but is rarely what a reader looks for.
  std::stable_sort(decisive.begin(), decisive.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& one : decisive) blame.decisive.push_back(one.second);
  blame.is_allowed_by_raft = !prevents(h, property, broken);
  if (blame.is_allowed_by_raft || !blame.decisive.empty()) return blame;
  blame.together = least_together(h, property, broken);
  return blame;
}

}  // namespace scrutineer::raft
