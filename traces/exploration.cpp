#include "traces/exploration.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/raft/changes.h"
#include "traces/judge.h"
#include "traces/kept_history.h"

namespace scrutineer::raft {
namespace {

std::string server_line(const Server& s, ServerId i) {
  std::string line = fmt::format("  n{}  {} t{}", i, role_name(s.role), s.term);
  if (s.voted_for != no_server) line += fmt::format(", voted for n{}", s.voted_for);
  if (!s.votes.is_empty()) line += fmt::format(", has votes {}", names_in(s.votes));
  if (!s.up) line += ", down";
  if (!s.removed.is_empty()) line += fmt::format(", without {}", names_in(s.removed));
  return line + "\n";
}

// "RequestVote t1 n1>n2 n1>n3; Vote t1 n2>n1 granted": by type and term.
std::string messages_text(const State& state) {
  std::string text;
  const Message* last = nullptr;
  for (const Message& m : state.messages) {
    if (last == nullptr || last->type != m.type || last->term != m.term) {
      text +=
          fmt::format("{}{} t{}", last == nullptr ? "" : "; ", message_type_name(m.type), m.term);
    }
    text += fmt::format(" n{}>n{}", m.from, m.to);
    if (m.type == MessageType::vote) text += m.granted ? " granted" : " denied";
    last = &m;
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace

Exploration::Exploration(TraceFile trace)
    : trace_(std::move(trace)),
      model_(trace_.settings, kept_history(trace_.path, trace_.property)),
      properties_(bind_properties(model_, told_properties(trace_.settings, model_.rules().history(),
                                                          trace_.property))) {
  go_to(length());
}

const State& Exploration::state(std::size_t k) const {
  return k == 0 ? trace_.path.initial : trace_.path.steps.at(k - 1).second;
}

const Action& Exploration::action(std::size_t k) const { return trace_.path.steps.at(k - 1).first; }

bool Exploration::take(Action action) {
  const auto step = std::find_if(enabled_.begin(), enabled_.end(),
                                 [&](const Step& one) { return one.action == action; });
  if (step == enabled_.end()) return false;
  auto& steps = trace_.path.steps;
  if (position_ == steps.size() || !(steps[position_].first == action)) {
    steps.resize(position_);
    steps.emplace_back(action, step->next);
  }
  go_to(position_ + 1);
  return true;
}

void Exploration::go_to(std::size_t k) {
  position_ = k;
  enabled_ = model_.rules().steps(state());
}

std::vector<PropertyStanding> Exploration::standings() const {
  std::vector<PropertyStanding> all;
  for (std::size_t p = 0; p < properties_.size(); ++p) {
    const Property<State>& property = properties_[p];
    const bool is_step = property.kind == PropertyKind::step_invariant;
    const bool is_reachable = property.kind == PropertyKind::reachable;
    PropertyStanding standing{property.name, is_reachable ? Standing::open : Standing::holds, {}};
    for (std::size_t k = is_step ? 1 : 0; k <= position_ && !standing.decided_at; ++k) {
      const bool holds =
          is_step ? property.holds_on_step(state(k - 1), state(k)) : property.holds(state(k));
      if (holds == is_reachable) standing.decided_at = k;
    }
    if (standing.decided_at) {
      standing.standing = is_reachable ? Standing::witnessed : Standing::violated;
    }
    all.push_back(standing);
  }
  return all;
}

TraceFile Exploration::trace_to_here() const {
  TraceFile here = trace_;
  here.program.clear();
  here.path.steps.resize(position_);
  here.property = no_property;
  for (const PropertyStanding& standing : standings()) {
    if (standing.decided_at != position_) continue;
    here.property = standing.name;
    break;
  }
  return here;
}

std::string state_lines(const State& state, const Settings& settings) {
  std::string text;
  for (ServerId i = 1; i <= settings.servers; ++i) text += server_line(state.server(i), i);
  if (!state.cut.is_empty()) {
    text += fmt::format("  failed links  {}\n", describe(state.cut, settings));
  }
  for (int t = 1; t <= settings.max_term; ++t) {
    const ServerSet& elected = state.elected[static_cast<std::size_t>(t)];
    if (elected.is_empty()) continue;
    text += fmt::format("  elected in term {}  {}\n", t, names_in(elected));
  }
  const std::string around = mitigations::describe(state.environment, settings.servers);
  if (!around.empty()) text += fmt::format("  around     {}\n", around);
  return text + "  in flight  " + messages_text(state) + "\n";
}

}  // namespace scrutineer::raft
