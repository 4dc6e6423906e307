#include "model/raft/reduction/reduction_list.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"
#include "model/raft/reduction/premises.h"

namespace scrutineer::raft {
namespace {

const ReductionText& text_of(Reduction reduction) {
  const auto texts = reduction_texts();
  return *std::find_if(texts.begin(), texts.end(),
                       [&](const ReductionText& text) { return text.reduction == reduction; });
}

std::string reason_in_settings(const ReductionText& text, const Settings& settings) {
  if (settings.mitigations.max_removals > 0) return "remove-peer makes servers' quorums differ";
  if (text.reduction == Reduction::symmetry || Premises(settings).terms_only_rise) return "";
  const std::string_view guard =
      settings.guards.check_heartbeat_term ? "persist_term" : "check_heartbeat_term";
  return fmt::format("terms may fall without {}", guard);
}

std::string reason_in_properties(const ReductionText& text,
                                 std::span<const PropertyNeeds> properties) {
  for (const PropertyNeeds& property : properties) {
    if (text.hides_names && !property.is_symmetric) {
      return fmt::format("{} tells servers apart", property.name);
    }
    if (text.hides.empty()) continue;
    if (property.reads.empty()) return fmt::format("{} may read anything", property.name);
    for (const std::string_view hidden : text.hides) {
      if (std::find(property.reads.begin(), property.reads.end(), hidden) != property.reads.end()) {
        return fmt::format("{} reads {}", property.name, hidden);
      }
    }
  }
  return "";
}

}  // namespace

std::span<const ReductionText> reduction_texts() {
  static const std::vector<ReductionText> texts = {
      {Reduction::dead_parts,
       "dead-parts",
       "messages and votes that can make no difference any more are dropped",
       std::nullopt,
       {"message", "votes"},
       false},
      {Reduction::facts,
       "facts",
       "messages in flight that amount to the same are kept once, votes as their number",
       Reduction::dead_parts,
       {"message", "votes"},
       false},
      {Reduction::symmetry,
       "symmetry",
       "states that differ in the numbering of the servers are kept once",
       std::nullopt,
       {},
       true}};
  return texts;
}

bool ReductionChoice::has(Reduction reduction) const {
  switch (reduction) {
    case Reduction::dead_parts: return dead_parts;
    case Reduction::facts: return facts;
    case Reduction::symmetry: break;
  }
  return symmetry;
}

void ReductionChoice::set(Reduction reduction, bool value) {
  switch (reduction) {
    case Reduction::dead_parts: dead_parts = value; break;
    case Reduction::facts: facts = value; break;
    case Reduction::symmetry: symmetry = value; break;
  }
}

ReductionChoice choose_reductions(std::span<const std::string> names) {
  std::vector<std::string_view> known;
  for (const ReductionText& text : reduction_texts()) known.push_back(text.name);
  ReductionChoice choice;
  if (names.size() == 1 && names[0] == "none") return choice;
  for (const std::string& name : names) {
    if (name == "none") throw UnknownReduction("reduction 'none' cannot go with another reduction");
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw UnknownReduction(fmt::format("unknown reduction '{}'{}; accepted: {}, none", name,
                                         did_you_mean(name, known), fmt::join(known, ", ")));
    }
    const auto at = static_cast<std::size_t>(found - known.begin());
    const ReductionText& text = reduction_texts()[at];
    choice.set(text.reduction, true);
    if (text.needs) choice.set(*text.needs, true);
  }
  return choice;
}

std::vector<std::string> ReductionPlan::names() const {
  std::vector<std::string> result;
  for (const ReductionText& text : reduction_texts()) {
    if (in_force.has(text.reduction)) result.emplace_back(text.name);
  }
  return result;
}

ReductionPlan plan_reductions(const Settings& settings, const ReductionChoice& choice,
                              std::span<const PropertyNeeds> properties) {
  ReductionPlan plan;
  for (const ReductionText& text : reduction_texts()) {
    if (!choice.has(text.reduction)) continue;
    std::string reason = reason_in_settings(text, settings);
    if (reason.empty()) reason = reason_in_properties(text, properties);
    if (reason.empty() && text.needs && !plan.in_force.has(*text.needs)) {
      reason = fmt::format("it needs {}", text_of(*text.needs).name);
    }
    if (reason.empty()) {
      plan.in_force.set(text.reduction, true);
    } else {
      plan.switched_off.push_back({std::string(text.name), std::move(reason)});
    }
  }
  return plan;
}

}  // namespace scrutineer::raft
