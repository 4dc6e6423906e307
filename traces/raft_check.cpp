#include "traces/raft_check.h"

#include <array>
#include <stdexcept>

#include "model/raft/packed_layout.h"
#include "traces/mitigated_check.h"

namespace scrutineer::raft {
namespace {

// A width that no count has is rounded up. The words beyond the layout stay zero and cost no memory
// in the store, which keeps significant bits only; each width costs a minute of compilation.
using CheckPacked = RaftOutcome (*)(const Settings&, const PropertyChoice&, const CheckOptions&);
using CheckReduced = RaftOutcome (*)(const Settings&, const PropertyChoice&, const CheckOptions&,
                                     const ReductionChoice&);
struct Width {
  std::size_t words;
  CheckPacked run;
  CheckReduced run_reduced;
};
template <std::size_t Count>
constexpr Width width = {Count, check_packed<Count>, check_reduced<Count>};
constexpr std::array<Width, 5> widths = {width<2>, width<4>, width<6>, width<10>, width<words_max>};

const Width& width_for(const Settings& settings) {
  const std::size_t words = packed_words(settings, words_max);
  for (const Width& one : widths) {
    if (one.words >= words) return one;
  }
  throw std::logic_error("no packed form is wide enough");
}

}  // namespace

std::size_t words_used(const Settings& settings) {
  return mitigations::is_active(settings.mitigations) ? mitigated_words_used(settings)
                                                      : width_for(settings).words;
}

ReductionPlan plan_check(const Settings& settings, const PropertyChoice& properties,
                         const ReductionChoice& choice) {
  return plan_reductions(settings, choice, needs_of(properties));
}

RaftOutcome check(const Settings& settings, const PropertyChoice& properties,
                  const CheckOptions& options, const ReductionChoice& reductions) {
  require_available(properties, settings);
  const ReductionPlan plan = plan_check(settings, properties, reductions);
  if (plan.in_force != reductions) {
    const SwitchedOff& off = plan.switched_off.front();
    throw std::invalid_argument("no reduction " + off.name + " here: " + off.reason);
  }
  if (needs_environment(settings, properties)) {
    return check_mitigated(settings, properties, options, reductions);
  }
  const Width& chosen = width_for(settings);
  if (reductions.is_empty()) return chosen.run(settings, properties, options);
  return chosen.run_reduced(settings, properties, options, reductions);
}

}  // namespace scrutineer::raft
