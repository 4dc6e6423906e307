#include "traces/explain/raft_explain.h"

#include <utility>

#include <fmt/format.h>

#include "properties/raft/property_list.h"
#include "traces/explain/raft_analysis.h"
#include "traces/explain/raft_contrast.h"
#include "traces/explain/raft_history.h"
#include "traces/explain/raft_rule_text.h"

namespace scrutineer::raft {
namespace {

// What Raft does not promise.
std::string_view promise_of(std::string_view property) {
  if (property == "no_false_term_alarm") {
    return "a server that hears nothing stands again and again, a term higher each time";
  }
  return "Raft promises at most one leader a term, not one at a time";
}

Sentence allowed_sentence(const Settings& settings, std::string_view property) {
  const std::string_view promise = promise_of(property);
  if (broken_guards(settings).empty()) {
    return {fmt::format("Every guard is on, so correct Raft allows this: {}.", promise), {}};
  }
  return {
      fmt::format("With every guard on the same schedule ends like this, so correct Raft allows "
                  "it: {}.",
                  promise),
      {}};
}

}  // namespace

Explained explain_with_passing_run(const Settings& settings, std::string_view property,
                                   const Path<ReadableModel>& path) {
  Explained explained;
  Explanation& explanation = explained.explanation;
  const Trial trial(settings, property);
  Analysis analysis = analyse(trial, path);
  explanation.proof = std::move(analysis.proof);
  explanation.is_needed = analysis.slice.is_needed;
  explanation.causes = analysis.slice.causes;
  explanation.is_slice_verified = analysis.slice.grade != SliceGrade::whole;
  if (analysis.blame.is_allowed_by_raft)
    explanation.proof.push_back(allowed_sentence(settings, property));
  if (analysis.repair.empty()) return explained;
  Rerun run = repaired_run(trial, analysis);
  const auto& numbers = analysis.slice.numbers;
  const History needed(settings, analysis.slice.path, &numbers);
  explanation.broken_rule = broken_rule(settings, analysis.blame, numbers[run.differs_at]);
  explanation.contrast = contrast_of(needed, property, analysis.repair, run);
  explained.passing = PassingRun{repaired(settings, analysis.repair), std::move(run.path)};
  return explained;
}

Explanation explain(const Settings& settings, std::string_view property,
                    const Path<ReadableModel>& path) {
  return explain_with_passing_run(settings, property, path).explanation;
}

}  // namespace scrutineer::raft
