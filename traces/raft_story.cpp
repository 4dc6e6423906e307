#include "traces/raft_story.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/raft/links.h"
#include "model/version.h"
#include "properties/raft/property_list.h"
#include "traces/environment_story.h"
#include "traces/environment_values.h"
#include "traces/explain/raft_explain.h"
#include "traces/kept_history.h"
#include "traces/printable.h"
#include "traces/raft_report.h"
#include "traces/raft_transits.h"
#include "traces/raft_values.h"
#include "traces/trace_file.h"

namespace scrutineer::raft {
namespace {

using Properties = std::vector<Property<State>>;

std::string server_name(ServerId i) { return fmt::format("n{}", i); }

std::string names_of(const ServerSet& set, std::string_view between) {
  std::vector<std::string> names;
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (set.contains(i)) names.push_back(server_name(i));
  }
  return fmt::format("{}", fmt::join(names, between));
}

// Without count_voters_once the votes are a counter, of which the specification says only the size.
std::string votes_text(const Server& s, const Settings& settings, std::string_view between) {
  if (s.votes.is_empty()) return "";
  if (settings.guards.count_voters_once) return names_of(s.votes, between);
  return fmt::format("{} {}", s.votes.size(), s.votes.size() == 1 ? "vote" : "votes");
}

// "C t1 >n1 {n1n2}", or with its role in words "candidate t1 >n1 {n1 n2}". A server that is down
// has no role to speak of.
std::string text_of(const Server& s, const Settings& settings, bool is_brief) {
  std::string role = s.up ? std::string(role_name(s.role)) : "down";
  if (is_brief && s.up) role = std::string(1, static_cast<char>(role[0] - 'a' + 'A'));
  std::string text = fmt::format("{} t{}", role, s.term);
  if (s.voted_for != no_server) text += fmt::format(" >{}", server_name(s.voted_for));
  if (!s.votes.is_empty()) {
    text += fmt::format(" {{{}}}", votes_text(s, settings, is_brief ? "" : " "));
  }
  if (!s.removed.is_empty()) text += fmt::format(" -{}", names_of(s.removed, is_brief ? "" : " "));
  return text;
}

LaneState lane_state(const Server& s, const Settings& settings) {
  LaneState lane;
  lane.fields = {std::string(role_name(s.role)), fmt::format("{}", s.term),
                 s.voted_for == no_server ? "" : server_name(s.voted_for),
                 votes_text(s, settings, " ")};
  lane.brief = text_of(s, settings, true);
  lane.text = text_of(s, settings, false);
  lane.tone = s.up ? std::string(role_name(s.role)) : "down";
  lane.is_up = s.up;
  return lane;
}

std::vector<LaneState> lane_states(const State& state, const State* before,
                                   const Settings& settings) {
  std::vector<LaneState> lanes;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    lanes.push_back(lane_state(state.server(i), settings));
    lanes.back().is_changed = before != nullptr && before->server(i) != state.server(i);
    add_belongings(state, before, i, settings, lanes.back());
  }
  add_environment_states(state, before, settings, lanes);
  return lanes;
}

std::vector<std::string> remarks_on(const State& before, const Action& action, const State& after,
                                    const Settings& settings) {
  std::vector<std::string> remarks;
  for (int t = 1; t <= settings.max_term; ++t) {
    const ServerSet& elected = after.elected[static_cast<std::size_t>(t)];
    if (elected == before.elected[static_cast<std::size_t>(t)]) continue;
    remarks.push_back(fmt::format("elected in term {}: {}{}", t, names_of(elected, " "),
                                  elected.size() > 1 ? "  <- more than one" : ""));
  }
  add_environment_remarks(before, action, after, settings, remarks);
  return remarks;
}

void tell_links(Moment& moment, const State& state, const Settings& settings) {
  for (const auto& [from, to] : all_links(settings.servers)) {
    if (!state.cut.contains(from, to)) continue;
    moment.failed_links.emplace_back(from - 1, to - 1);
  }
  if (!state.cut.is_empty()) moment.failed_links_text = describe(state.cut, settings);
}

void tell_action(Moment& moment, const Action& action, const Settings& settings) {
  moment.action = describe(action, settings);
  moment.action_kind = action_name(action);
  moment.parameters = action_parameters(action, settings);
  moment.is_fault = is_fault(action.kind);
  if (action.kind == ActionKind::environment) {
    moment.actor = environment_actor(action.around, settings);
  } else if (const ServerId actor = actor_of(action); actor != no_server) {
    moment.actor = static_cast<std::size_t>(actor - 1);
  }
}

Standing standing_of(const Property<State>& property, const State* before, const State& state) {
  switch (property.kind) {
    case PropertyKind::invariant: break;
    case PropertyKind::step_invariant:
      return before == nullptr || property.holds_on_step(*before, state) ? Standing::holds
                                                                         : Standing::violated;
    case PropertyKind::reachable:
      return property.holds(state) ? Standing::witnessed : Standing::open;
  }
  return property.holds(state) ? Standing::holds : Standing::violated;
}

// Whether the variables of Mitigations.tla are told.
bool has_environment(const Settings& settings, std::string_view property) {
  PropertyChoice choice;
  choice.names.push_back(property);
  return needs_environment(settings, choice);
}

// A witness once seen stays seen.
void tell_standings(Moment& moment, const Moment* earlier, const Properties& properties,
                    const State* before, const State& state) {
  for (std::size_t p = 0; p < properties.size(); ++p) {
    const bool was_seen = earlier != nullptr && earlier->properties[p] == Standing::witnessed;
    moment.properties.push_back(was_seen ? Standing::witnessed
                                         : standing_of(properties[p], before, state));
  }
}

// What is told at every step, that of the trace first.
Properties properties_of(const ReadableModel& model, std::string_view first) {
  Properties properties =
      bind_properties(model, told_properties(model.settings(), model.rules().history(), first));
  if (first == no_property) return properties;
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const auto& one) { return one.name == first; });
  if (found == properties.end()) {
    throw std::invalid_argument(fmt::format("a story of the unknown property '{}'", first));
  }
  std::rotate(properties.begin(), found, found + 1);
  return properties;
}

Moment moment_of(const State* before, const Action* action, const State& state,
                 const Settings& settings, bool has_around) {
  Moment moment;
  moment.action = "(initial)";
  if (action != nullptr) tell_action(moment, *action, settings);
  moment.lanes = lane_states(state, before, settings);
  tell_links(moment, state, settings);
  if (before != nullptr) moment.remarks = remarks_on(*before, *action, state, settings);
  moment.variables = variable_values(state, settings);
  if (has_around) add_environment_values(state, settings, moment.variables);
  return moment;
}

void tell_moments(Story& story, const Path<ReadableModel>& path, const Settings& settings,
                  const Properties& properties) {
  const bool has_around = has_environment(settings, story.property);
  story.moments.push_back(moment_of(nullptr, nullptr, path.initial, settings, has_around));
  tell_standings(story.moments.back(), nullptr, properties, nullptr, path.initial);
  const State* before = &path.initial;
  for (const auto& [action, state] : path.steps) {
    Moment moment = moment_of(before, &action, state, settings, has_around);
    tell_standings(moment, &story.moments.back(), properties, before, state);
    story.moments.push_back(std::move(moment));
    before = &state;
  }
}

void tell_messages(Story& story, MessageFates fates) {
  story.transits = std::move(fates.transits);
  for (std::size_t k = 0; k < story.moments.size(); ++k) {
    story.moments[k].in_flight = std::move(fates.moments[k].in_flight);
    story.moments[k].sent = std::move(fates.moments[k].sent);
    story.moments[k].delivered = std::move(fates.moments[k].delivered);
    story.moments[k].lost = std::move(fates.moments[k].lost);
  }
}

}  // namespace

std::vector<Lane> lanes_of(const Settings& settings) {
  std::vector<Lane> lanes;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    lanes.push_back({server_name(i), {"role", "term", "vote", "votes"}});
    add_server_fields(settings, lanes.back().fields);
  }
  add_environment_lanes(settings, lanes);
  return lanes;
}

Story tell(const StorySubject& subject, const Path<ReadableModel>& path, Explanation explanation) {
  const Settings& settings = subject.settings;
  const ReadableModel model(settings, kept_history(path, subject.property));
  const Properties properties = properties_of(model, subject.property);

  Story story;
  story.program = fmt::format("scrutineer {}", version);
  story.model = "raft";
  story.variant = printable(subject.variant);
  story.description = printable(subject.description);
  story.bounds = bounds_text(settings);
  story.settings = setting_values(settings);
  story.property = properties[0].name;
  story.kind = properties[0].kind;
  story.sentence = properties[0].sentence;
  for (const auto& property : properties) {
    story.properties.push_back(property.name);
    story.kinds.push_back(property.kind);
  }
  story.lanes = lanes_of(settings);
  story.key = fmt::format("t1 term 1; >n2 voted for n2; {}", settings.guards.count_voters_once
                                                                 ? "{n1 n2} votes gathered"
                                                                 : "{2 votes} votes counted") +
              environment_key(settings);
  story.brief_key = "F follower, C candidate, L leader";
  story.variables = variables_of_election();
  if (has_environment(settings, subject.property)) add_environment_variables(story.variables);
  tell_moments(story, path, settings, properties);
  tell_messages(story, message_fates(path, settings));
  story.explanation = std::move(explanation);
  story.document = trace_file_text(
      {subject.variant, subject.description, settings, std::string(subject.property), path});
  return story;
}

Story tell_explained(const StorySubject& subject, const Path<ReadableModel>& path,
                     std::optional<ShortestCount> shortest) {
  if (subject.property == "none") return tell(subject, path, {});
  auto [explanation, passing] = explain_with_passing_run(subject.settings, subject.property, path);
  explanation.shortest = std::move(shortest);
  Story story = tell(subject, path, std::move(explanation));
  if (passing) {
    StorySubject right = subject;
    right.settings = passing->settings;
    story.passing.push_back(tell(right, passing->path, {}));
  }
  return story;
}

}  // namespace scrutineer::raft
