// The check up to reductions on packed states of 16 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_reduced<16>(const Settings&, const PropertyChoice&, const CheckOptions&,
                                       const ReductionChoice&);

}  // namespace scrutineer::raft
