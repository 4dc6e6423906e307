#include "traces/mitigated_check.h"

#include <array>

#include <fmt/format.h>

#include "model/mitigations/packed_layout.h"
#include "model/raft/packed_layout.h"

namespace scrutineer::raft {
namespace {

using CheckWords = RaftOutcome (*)(const Settings&, const PropertyChoice&, const CheckOptions&,
                                   const ReductionChoice&);
struct Width {
  std::size_t words;
  CheckWords run;
};
constexpr std::array<Width, 3> widths = {
    Width{2, check_mitigated_words<2>}, Width{4, check_mitigated_words<4>},
    Width{mitigated_words_max, check_mitigated_words<mitigated_words_max>}};

const Width& width_for(const Settings& settings, const mitigations::History& history) {
  const mitigations::PackedLayout layout(bounds_for(settings, history),
                                         PackedLayout(settings).bits);
  for (const Width& one : widths) {
    if (one.words >= layout.bits.word_count()) return one;
  }
  throw TooWide(fmt::format(
      "servers {}, max_term {} with mitigations: a state needs {} bits, at most {} are supported; "
      "lower max_term or servers",
      settings.servers, settings.max_term, layout.bits.bit_count(), mitigated_words_max * 64));
}

}  // namespace

mitigations::Bounds bounds_for(const Settings& settings, const mitigations::History& history) {
  return {settings.mitigations, history, settings.servers, settings.max_term};
}

std::size_t mitigated_words_used(const Settings& settings) {
  return width_for(settings, {true, true, true}).words;
}

RaftOutcome check_mitigated(const Settings& settings, const PropertyChoice& properties,
                            const CheckOptions& options, const ReductionChoice& reductions) {
  return width_for(settings, history_for(properties))
      .run(settings, properties, options, reductions);
}

}  // namespace scrutineer::raft
