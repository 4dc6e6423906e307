#include "traces/suite/remarks.h"

#include <algorithm>
#include <array>
#include <random>

#include <fmt/format.h>

#include "traces/raft_report.h"

namespace scrutineer::raft {
namespace {

// How far an action is sought, see the header.
constexpr std::uint64_t states_sought = 20'000;
constexpr int walks = 64;
constexpr int walk_steps = 40;

// Whether the settings allow the action at all; what they exclude needs no remark.
bool is_possible(ActionKind kind, const Settings& settings) {
  const bool has_links = settings.servers > 1;
  const bool has_cuts = has_links && settings.max_cuts > 0;
  switch (kind) {
    case ActionKind::crash:
    case ActionKind::restart: return settings.max_crashes > 0;
    case ActionKind::partition: return has_cuts && settings.cut == CutKind::groups;
    case ActionKind::cut_link:
    case ActionKind::heal_link: return has_cuts && settings.cut == CutKind::links;
    case ActionKind::timeout:
    case ActionKind::send_heartbeats: return true;
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: break;
    case ActionKind::environment: return false;  // see is_possible of the environment's kinds
  }
  return has_links;
}

void remark_on_actions(std::vector<Remark>& remarks, const SuiteRun& run,
                       const ReductionChoice& reductions, const RaftOutcome& outcome) {
  const bool drops_messages = reductions.dead_parts || reductions.facts;
  for (std::size_t k = 0; k < outcome.actions.size(); ++k) {
    const auto& [name, count] = outcome.actions[k];
    if (k >= action_kind_count) {
      const auto kind = static_cast<mitigations::ActionKind>(k - action_kind_count);
      if (count > 0 || !mitigations::is_possible(kind, run.settings.mitigations)) continue;
      remarks.push_back({name, fmt::format("{} was never enabled", name)});
      continue;
    }
    const auto kind = static_cast<ActionKind>(k);
    if (count > 0 || !is_possible(kind, run.settings)) continue;
    std::string text = fmt::format("{} was never enabled", name);
    if (drops_messages && is_delivery(kind)) {
      const Sought sought = seek_action(run.settings, kind);
      if (sought == Sought::found) continue;
      if (sought == Sought::not_found) {
        text = fmt::format("{} was never seen enabled (sought without reductions, not everywhere)",
                           name);
      }
    }
    remarks.push_back({name, std::move(text)});
  }
}

void remark_on_properties(std::vector<Remark>& remarks, const RaftOutcome& outcome,
                          const std::vector<RaftProperty>& witnesses) {
  for (const RaftProperty& one : outcome.properties) {
    if (one.verdict == PropertyVerdict::expectation_not_met) {
      remarks.push_back({one.name, fmt::format("{} was never reached", one.name)});
    }
  }
  for (const WitnessText& text : witness_texts()) {
    const bool is_missing = std::any_of(witnesses.begin(), witnesses.end(), [&](const auto& one) {
      return one.name == text.name && one.verdict == PropertyVerdict::expectation_not_met;
    });
    if (!is_missing) continue;
    for (const RaftProperty& one : outcome.properties) {
      const auto& names = text.exercises;
      if (std::find(names.begin(), names.end(), one.name) == names.end()) continue;
      remarks.push_back({one.name, fmt::format("{} was never exercised: of no reachable state it "
                                               "is true that {}",
                                               one.name, text.sentence)});
    }
  }
}

void remark_on_bounds(std::vector<Remark>& remarks, const Settings& settings,
                      const std::vector<RaftProperty>& witnesses) {
  for (const RaftProperty& one : witnesses) {
    if (one.name != TimeoutCut::name || one.verdict != PropertyVerdict::holds) continue;
    remarks.push_back({"max_term", fmt::format("max_term {} cuts behaviour: it alone forbids a "
                                               "timeout, first after {}",
                                               settings.max_term, steps_text(one.length()))});
  }
}

}  // namespace

std::vector<std::string_view> all_witnesses() {
  std::vector<std::string_view> names;
  for (const WitnessText& text : witness_texts()) names.push_back(text.name);
  return names;
}

std::vector<RaftProperty> take_witnesses(RaftOutcome& outcome, const PropertyChoice& choice) {
  const auto first =
      outcome.properties.end() - static_cast<std::ptrdiff_t>(choice.witnesses.size());
  std::vector<RaftProperty> witnesses(first, outcome.properties.end());
  outcome.properties.erase(first, outcome.properties.end());
  // Only a witness can have made it this; a violation or a limit would have come first.
  if (outcome.verdict == Verdict::expectation_not_met &&
      std::none_of(outcome.properties.begin(), outcome.properties.end(), [](const auto& one) {
        return one.verdict == PropertyVerdict::expectation_not_met;
      })) {
    outcome.verdict = Verdict::holds;
  }
  return witnesses;
}

std::vector<Remark> remarks_on(const SuiteRun& run, const ReductionChoice& reductions,
                               const RaftOutcome& outcome,
                               const std::vector<RaftProperty>& witnesses) {
  std::vector<Remark> remarks;
  if (outcome.stop == StopReason::exhausted) {
    remark_on_actions(remarks, run, reductions, outcome);
    remark_on_properties(remarks, outcome, witnesses);
  }
  remark_on_bounds(remarks, run.settings, witnesses);
  for (Remark& remark : remarks) {
    remark.is_allowed = run.allowed.count(remark.subject) == 1;
    for (const PropertyExpectation& one : run.expectation.properties) {
      // An unreached witness that the suite expects is declared already.
      remark.is_allowed |=
          one.property == remark.subject && one.verdict == PropertyVerdict::expectation_not_met;
    }
  }
  return remarks;
}

Sought seek_action(const Settings& settings, ActionKind kind) {
  CheckOptions options;
  options.search.threads = 1;
  options.search.limits.states_max = states_sought;
  PropertyChoice none;
  const RaftOutcome outcome = check(settings, none, options);
  if (outcome.actions.at(static_cast<std::size_t>(kind)).second > 0) return Sought::found;
  if (outcome.stop == StopReason::exhausted) return Sought::impossible;
  const SurroundedRules rules(settings);
  std::mt19937_64 random(1);  // its sequence is the same everywhere, unlike a distribution's
  for (int walk = 0; walk < walks; ++walk) {
    State state = initial_state();
    for (int step = 0; step < walk_steps; ++step) {
      std::vector<Step> steps = rules.steps(state);
      if (steps.empty()) break;
      if (std::any_of(steps.begin(), steps.end(),
                      [&](const Step& one) { return one.action.kind == kind; })) {
        return Sought::found;
      }
      state = std::move(steps[random() % steps.size()].next);
    }
  }
  return Sought::not_found;
}

}  // namespace scrutineer::raft
