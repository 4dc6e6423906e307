// The check of election and environment on packed states of 2 words.
#include "traces/mitigated_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_mitigated_words<2>(const Settings&, const PropertyChoice&,
                                              const CheckOptions&, const ReductionChoice&);

}  // namespace scrutineer::raft
