#include "model/raft/surrounded_rules.h"

namespace scrutineer::raft {
namespace {

// As by a crash that keeps what is on stable storage.
void stop(Server& server) {
  server.up = false;
  server.role = Role::follower;
  server.votes.clear();
}

}  // namespace

mitigations::Electorate electorate_of(const State& state, const Settings& settings) {
  mitigations::Electorate electorate;
  electorate.servers = settings.servers;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    const Server& s = state.server(i);
    electorate.member[static_cast<std::size_t>(i)] = {s.up, s.up && s.role == Role::leader, s.term,
                                                      s.removed};
  }
  for (int t = 1; t <= settings.max_term; ++t) {
    if (!state.elected[static_cast<std::size_t>(t)].is_empty()) electorate.last_led_term = t;
  }
  return electorate;
}

SurroundedRules::SurroundedRules(const Settings& settings, const mitigations::History& history)
    : election_(settings) {
  if (mitigations::is_active(settings.mitigations) || history != mitigations::History{}) {
    environment_.emplace(
        mitigations::Bounds{settings.mitigations, history, settings.servers, settings.max_term});
  }
}

std::vector<Step> SurroundedRules::steps(const State& state) const {
  std::vector<Step> steps = election_.steps(state);
  if (!environment_) return steps;
  const mitigations::Electorate before = electorate_of(state, settings());
  for (Step& step : steps) {
    const mitigations::Electorate after = electorate_of(step.next, settings());
    mitigations::Rules::forget(before, after, step.next.environment);
    environment_->watch(after, step.next.environment);
  }
  for (const mitigations::Step& step : environment_->steps(before, state.environment)) {
    steps.push_back(applied(step, state));
  }
  return steps;
}

// An action of the environment, with what it does to the election.
Step SurroundedRules::applied(const mitigations::Step& step, const State& before) const {
  Step whole{of_environment(step.action), before};
  whole.next.environment = step.next;
  if (step.action.kind == mitigations::ActionKind::remove_peer) {
    whole.next.server(step.action.server).removed.insert(step.action.peer);
  }
  for (ServerId i = 1; i <= settings().servers; ++i) {
    if (step.stopped.contains(i)) stop(whole.next.server(i));
  }
  environment_->watch(electorate_of(whole.next, settings()), whole.next.environment);
  return whole;
}

}  // namespace scrutineer::raft
