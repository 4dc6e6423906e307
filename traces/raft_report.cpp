#include "traces/raft_report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explorer/state_graph.h"
#include "model/raft/setting_table.h"
#include "traces/formats/text.h"
#include "traces/printable.h"
#include "traces/raft_story.h"

namespace scrutineer::raft {
namespace {

using One = PropertyOutcome<ReadableModel>;

bool is_violated(const One& one) { return one.verdict == PropertyVerdict::violated; }

std::string limit_text(const ReportSubject& subject, StopReason stop) {
  const Limits& limits = subject.limits;
  switch (stop) {
    case StopReason::state_limit:
      return fmt::format("the limit of {} states was reached",
                         count_text(limits.states_max.value_or(0)));
    case StopReason::memory_limit:
      return limits.memory_bytes_max ? fmt::format("the memory limit of {} was reached",
                                                   size_text(*limits.memory_bytes_max))
                                     : std::string("memory ran out");
    case StopReason::time_limit: {
      const auto max = limits.time_max.value_or(std::chrono::milliseconds{0});
      return fmt::format("the time limit of {:g} s was reached",
                         std::chrono::duration<double>(max).count());
    }
    case StopReason::interrupted: return "the search was interrupted";
    case StopReason::exhausted:
    case StopReason::violation: break;
  }
  return "";
}

std::string property_line(const One& one, const RaftOutcome& outcome) {
  std::string text;
  switch (one.verdict) {
    case PropertyVerdict::holds:
      text = one.kind == PropertyKind::reachable
                 ? fmt::format("holds: witness after {}", steps_text(one.length()))
                 : "holds";
      break;
    case PropertyVerdict::violated:
      text = fmt::format("violated in {}", steps_text(one.length()));
      if (!is_trace_shown(outcome.properties, one)) {
        text += fmt::format("; --property {} shows them", one.name);
      }
      break;
    case PropertyVerdict::undecided: text = "undecided: the search ended before"; break;
    case PropertyVerdict::expectation_not_met:
      text = "expectation not met: no reachable state is a witness";
      break;
  }
  return fmt::format("  {:<18} {}\n", one.name, text);
}

std::string counts_text(const ReportSubject& subject, const RaftOutcome& outcome) {
  std::vector<std::string> actions;
  for (const auto& [name, count] : outcome.actions) {
    if (count > 0) actions.push_back(fmt::format("{} {}", name, count_text(count)));
  }
  const double rate =
      outcome.seconds > 0 ? static_cast<double>(outcome.distinct) / outcome.seconds : 0;
  std::string text = fmt::format(
      "states      {} distinct{}, {} generated, depth {}\n"
      "cost        {:.2f} s ({} states/s), {} at the peak\n",
      count_text(outcome.distinct),
      subject.reductions.in_force.is_empty() ? "" : " up to reductions",
      count_text(outcome.generated), outcome.depth, outcome.seconds,
      count_text(static_cast<std::uint64_t>(rate)), size_text(subject.peak_memory_bytes));
  if (outcome.stop != StopReason::exhausted) {
    text += fmt::format("covered     {} of the {} states were expanded\n",
                        count_text(outcome.expanded), count_text(outcome.distinct));
  }
  text += fmt::format("actions     {}\n", fmt::join(actions, ", "));
  if (outcome.graph) {
    const GraphAnalysis analysis = analyse(*outcome.graph);
    text += fmt::format(
        "graph       {} of {} states, {} transitions, {} strongly connected "
        "components, {} terminal states\n",
        count_text(outcome.graph->states.size()), count_text(outcome.graph->states_reached),
        count_text(outcome.graph->transitions.size()), count_text(analysis.strong_components),
        count_text(analysis.terminal_states));
  }
  return text;
}

std::string finding_text(const RaftOutcome& outcome, PropertyVerdict verdict) {
  std::vector<std::string> parts;
  for (const One& one : outcome.properties) {
    if (one.verdict != verdict) continue;
    parts.push_back(is_violated(one) ? fmt::format("{} in {}", one.name, steps_text(one.length()))
                                     : one.name);
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string guards_text(const Settings& settings) {
  std::vector<std::string> off;
  const Settings correct;
  for (const Setting& setting : setting_table()) {
    if (!setting.key.starts_with("guards.")) continue;
    if (setting.get(settings) == setting.get(correct)) continue;
    std::string name(setting.key.substr(7));
    if (setting.type == SettingType::choice) {
      name = fmt::format("{} {}", name, value_text(setting, settings));
    }
    off.push_back(std::move(name));
  }
  if (off.empty()) return "all guards on";
  return fmt::format("guards off: {}", fmt::join(off, ", "));
}

// "; mitigations leases, lease_ticks 2, ...": those that act, with what bounds them; else nothing.
std::string mitigations_text(const Settings& settings) {
  const mitigations::Settings& m = settings.mitigations;
  std::vector<std::string> keys;
  const auto add = [&keys](bool acts, std::initializer_list<const char*> all) {
    if (acts) keys.insert(keys.end(), all.begin(), all.end());
  };
  add(m.leases, {"leases", "lease_ticks", "max_drift", "lease_from", "max_grants"});
  add(m.max_writes > 0 || has_tokens(m), {"fencing"});
  add(has_tokens(m), {"token_ticks"});
  add(m.max_writes > 0, {"max_writes"});
  add(m.max_removals > 0, {"max_removals"});
  add(m.max_repairs > 0, {"max_repairs", "repair_rule"});
  std::vector<std::string> parts;
  for (const std::string& key : keys) {
    const Setting& setting = setting_named("mitigations." + key);
    parts.push_back(setting.type == SettingType::boolean
                        ? key
                        : fmt::format("{} {}", key, value_text(setting, settings)));
  }
  return parts.empty() ? "" : fmt::format("; mitigations {}", fmt::join(parts, ", "));
}

// "dead-parts, symmetry (facts off: ...)".
std::string reductions_text(const ReductionPlan& plan) {
  const std::vector<std::string> names = plan.names();
  std::string text = names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
  std::vector<std::string> parts;
  for (std::size_t k = 0; k < plan.switched_off.size();) {
    const std::string& reason = plan.switched_off[k].reason;
    std::vector<std::string> off;
    for (; k < plan.switched_off.size() && plan.switched_off[k].reason == reason; ++k) {
      off.push_back(plan.switched_off[k].name);
    }
    parts.push_back(fmt::format("{} off: {}", fmt::join(off, ", "), reason));
  }
  if (!parts.empty()) text += fmt::format(" ({})", fmt::join(parts, "; "));
  return text;
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
  static constexpr std::array<std::string_view, 5> units = {"B", "KiB", "MiB", "GiB", "TiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

std::string count_text(std::uint64_t count) {
  std::string digits = fmt::format("{}", count);
  for (std::size_t k = 3; k < digits.size(); k += 4) digits.insert(digits.size() - k, 1, ',');
  return digits;
}

std::string steps_text(std::size_t steps) {
  return fmt::format("{} {}", steps, steps == 1 ? "step" : "steps");
}

std::string bounds_text(const Settings& settings) {
  std::vector<std::string> parts;
  for (const std::string_view key : {"servers", "max_term", "max_crashes", "max_cuts"}) {
    parts.push_back(fmt::format("{} {}", key, value_text(setting_named(key), settings)));
  }
  std::string text = fmt::format("{}; network {}", fmt::join(parts, ", "),
                                 value_text(setting_named("network"), settings));
  if (settings.max_cuts > 0) {
    text += fmt::format(", cut {}, cut_messages {}", value_text(setting_named("cut"), settings),
                        value_text(setting_named("cut_messages"), settings));
  }
  return fmt::format("{}; timeouts {}; {}{}", text, value_text(setting_named("timeouts"), settings),
                     guards_text(settings), mitigations_text(settings));
}

std::string verdict_line(const ReportSubject& subject, const RaftOutcome& outcome) {
  std::string head;
  switch (outcome.verdict) {
    case Verdict::holds:
      head = outcome.properties.empty()
                 ? "HOLDS, vacuously: no property was checked, every state was visited"
                 : fmt::format("HOLDS: {}", finding_text(outcome, PropertyVerdict::holds));
      break;
    case Verdict::violated:
      head = fmt::format("VIOLATED: {}", finding_text(outcome, PropertyVerdict::violated));
      if (is_limit(outcome.stop)) head += fmt::format(" ({})", limit_text(subject, outcome.stop));
      break;
    case Verdict::incomplete:
      head = fmt::format("INCOMPLETE: {}; nothing is proved", limit_text(subject, outcome.stop));
      break;
    case Verdict::expectation_not_met:
      head = fmt::format("EXPECTATION NOT MET: no state within the bounds is a witness of {}",
                         finding_text(outcome, PropertyVerdict::expectation_not_met));
      break;
  }
  return fmt::format("{}\n  within {}; reductions {}; storage exact\n", head,
                     bounds_text(subject.settings), reductions_text(subject.reductions));
}

Story told_trace(const ReportSubject& subject, const One& one) {
  return tell_explained({subject.variant, subject.description, subject.settings, one.name},
                        *one.trace, one.shortest);
}

bool is_trace_shown(const std::vector<One>& properties, const One& one) {
  if (!is_violated(one)) return false;
  return one.stops_search ||
         std::none_of(properties.begin(), properties.end(),
                      [](const One& other) { return is_violated(other) && other.stops_search; });
}

std::vector<Story> told_counterexamples(const ReportSubject& subject,
                                        const std::vector<One>& properties) {
  std::vector<Story> stories;
  for (const One& one : properties) {
    if (is_trace_shown(properties, one)) stories.push_back(told_trace(subject, one));
  }
  return stories;
}

std::vector<Story> told_counterexamples(const ReportSubject& subject, const RaftOutcome& outcome) {
  return told_counterexamples(subject, outcome.properties);
}

std::string report_head(const ReportSubject& subject, const std::vector<Story>& stories,
                        const RenderOptions& view) {
  const std::string variant = printable(subject.variant);
  std::string text = subject.description.empty()
                         ? fmt::format("{}\n", variant)
                         : fmt::format("{}: {}\n", variant, subject.description);
  for (const Story& story : stories) text += "\n" + text_of_trace(story, view);
  text += "\n";
  return text;
}

std::string report_text(const ReportSubject& subject, const RaftOutcome& outcome,
                        const std::vector<Story>& stories, const RenderOptions& view) {
  std::string text = report_head(subject, stories, view);
  if (!outcome.properties.empty()) text += "properties\n";
  for (const One& one : outcome.properties) text += property_line(one, outcome);
  return text + counts_text(subject, outcome) + verdict_line(subject, outcome);
}

std::string report_text(const ReportSubject& subject, const RaftOutcome& outcome) {
  return report_text(subject, outcome, told_counterexamples(subject, outcome), {});
}

}  // namespace scrutineer::raft
