#include "traces/raft_simulation_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "traces/formats/text.h"
#include "traces/printable.h"

namespace scrutineer::raft {
namespace {

using One = PropertyOutcome<ReadableModel>;

std::string walks_text(std::uint64_t walks) {
  return fmt::format("{} random {}", count_text(walks), walks == 1 ? "walk" : "walks");
}

std::string property_line(const One& one, const std::optional<WalkEvidence>& evidence) {
  std::string text = "undecided: no walk met a violation";
  if (one.kind == PropertyKind::reachable) text = "undecided: no walk met a witness";
  if (evidence) {
    text = fmt::format(
        "{} {}; met by walk {} at step {}",
        one.verdict == PropertyVerdict::violated ? "violated in" : "holds: witness after",
        steps_text(one.length()), count_text(evidence->found.walk + 1),
        count_text(evidence->found.step));
  }
  return fmt::format("  {:<18} {}\n", one.name, text);
}

std::string actions_text(const RaftSimulation& outcome) {
  std::vector<std::string> taken;
  std::vector<std::string> never;
  const WalkStatistics& sums = outcome.statistics;
  for (std::size_t k = 0; k < outcome.action_kinds.size(); ++k) {
    const std::string& name = outcome.action_kinds[k];
    if (sums.taken[k] > 0) {
      taken.push_back(fmt::format("{} {}", name, count_text(sums.taken[k])));
    } else if (sums.enabled[k] > 0) {
      never.push_back(fmt::format("{} (enabled {} times)", name, count_text(sums.enabled[k])));
    } else {
      never.push_back(name);
    }
  }
  std::string text = fmt::format("taken       {}\n", fmt::join(taken, ", "));
  if (!never.empty()) text += fmt::format("never taken {}\n", fmt::join(never, ", "));
  return text;
}

std::string statistics_text(const SimulationOptions& options, const RaftSimulation& outcome) {
  const WalkStatistics& sums = outcome.statistics;
  const auto steps = static_cast<double>(sums.steps);
  const double mean = sums.walks > 0 ? steps / static_cast<double>(sums.walks) : 0;
  const double rate = outcome.seconds > 0 ? steps / outcome.seconds : 0;
  return fmt::format(
             "walks       {} of {}, {} of them to a dead end\n"
             "steps       {} in all; a walk {:.1f} on average, {} at least, {} at most\n"
             "states      about {} distinct, an estimate (standard error {:.1f} %)\n"
             "cost        {:.2f} s ({} steps/s)\n",
             count_text(sums.walks), count_text(options.walks_max), count_text(sums.dead_ends),
             count_text(sums.steps), mean, count_text(sums.steps_min), count_text(sums.steps_max),
             count_text(sums.distinct.count()), 100 * DistinctEstimate::standard_error,
             outcome.seconds, count_text(static_cast<std::uint64_t>(rate))) +
         actions_text(outcome);
}

std::string names_of(const RaftSimulation& outcome, PropertyVerdict verdict) {
  std::vector<std::string> names;
  for (const One& one : outcome.properties) {
    if (one.verdict != verdict) continue;
    names.push_back(one.trace ? fmt::format("{} in {}", one.name, steps_text(one.length()))
                              : one.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

// What is known of the violations' traces: of all of them, hence the least.
std::string minimality_text(const RaftSimulation& outcome) {
  bool is_single_minimal = true;
  bool is_pair_minimal = true;
  for (std::size_t p = 0; p < outcome.properties.size(); ++p) {
    if (outcome.properties[p].verdict != PropertyVerdict::violated) continue;
    is_single_minimal &= outcome.evidence[p]->is_single_minimal;
    is_pair_minimal &= outcome.evidence[p]->is_pair_minimal;
  }
  if (is_pair_minimal) return "neither a step nor two can be left out";
  if (is_single_minimal) return "no single step can be left out";
  return "shortening it was not brought to its end";
}

std::string cut_text(const SimulationOptions& options, const RaftSimulation& outcome) {
  if (outcome.stop == SimulationStop::interrupted) return ", then it was interrupted";
  if (outcome.stop != SimulationStop::time_limit) return "";
  const auto max = options.time_max.value_or(std::chrono::milliseconds{0});
  return fmt::format(", then the time limit of {:g} s was reached",
                     std::chrono::duration<double>(max).count());
}

}  // namespace

std::string simulation_verdict(const ReportSubject& subject, const SimulationOptions& options,
                               const RaftSimulation& outcome) {
  const std::string walks = walks_text(outcome.statistics.walks);
  std::string head;
  if (outcome.verdict == Verdict::violated) {
    head = fmt::format("VIOLATED: {}; found at random, {}; not known to be the shortest",
                       names_of(outcome, PropertyVerdict::violated), minimality_text(outcome));
  } else if (outcome.properties.empty()) {
    head =
        fmt::format("INCOMPLETE: {}{}; no property was checked", walks, cut_text(options, outcome));
  } else {
    head = fmt::format("INCOMPLETE: {} met no violation{}; nothing is proved", walks,
                       cut_text(options, outcome));
  }
  return fmt::format("{}\n  within {}; no reductions; walks of at most {}; --seed {}\n", head,
                     bounds_text(subject.settings), steps_text(options.depth_max), options.seed);
}

std::string simulation_text(const ReportSubject& subject, const SimulationOptions& options,
                            const RaftSimulation& outcome, const std::vector<Story>& stories,
                            const RenderOptions& view) {
  std::string text = report_head(subject, stories, view);
  if (!outcome.properties.empty()) text += "properties\n";
  for (std::size_t p = 0; p < outcome.properties.size(); ++p) {
    text += property_line(outcome.properties[p], outcome.evidence[p]);
  }
  return text + statistics_text(options, outcome) + simulation_verdict(subject, options, outcome);
}

}  // namespace scrutineer::raft
