#include "traces/raft_check.h"

#include <array>

#include "model/raft/packed_layout.h"

namespace scrutineer::raft {
namespace {

// A width that no count has is rounded up. The words beyond the layout stay zero and cost no memory
// in the store, which keeps significant bits only; each width costs half a minute of compilation.
using CheckFunction = RaftOutcome (*)(const Settings&, const PropertyChoice&, const CheckOptions&);
struct Width {
  std::size_t words;
  CheckFunction run;
};
constexpr std::array<Width, 5> widths = {{{2, check_packed<2>},
                                          {4, check_packed<4>},
                                          {6, check_packed<6>},
                                          {10, check_packed<10>},
                                          {16, check_packed<words_max>}}};

const Width& width_for(const Settings& settings) {
  const std::size_t words = packed_words(settings, words_max);
  for (const Width& width : widths) {
    if (width.words >= words) return width;
  }
  throw std::logic_error("no packed form is wide enough");
}

}  // namespace

std::size_t words_used(const Settings& settings) { return width_for(settings).words; }

RaftOutcome check(const Settings& settings, const PropertyChoice& properties,
                  const CheckOptions& options) {
  return width_for(settings).run(settings, properties, options);
}

}  // namespace scrutineer::raft
