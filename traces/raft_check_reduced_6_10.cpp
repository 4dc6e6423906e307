// The check up to reductions on packed states of 6 and 10 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_reduced<6>(const Settings&, const PropertyChoice&, const CheckOptions&,
                                      const ReductionChoice&);
template RaftOutcome check_reduced<10>(const Settings&, const PropertyChoice&, const CheckOptions&,
                                       const ReductionChoice&);

}  // namespace scrutineer::raft
