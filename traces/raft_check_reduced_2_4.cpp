// The check up to reductions on packed states of 2 and 4 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_reduced<2>(const Settings&, const PropertyChoice&, const CheckOptions&,
                                      const ReductionChoice&);
template RaftOutcome check_reduced<4>(const Settings&, const PropertyChoice&, const CheckOptions&,
                                      const ReductionChoice&);

}  // namespace scrutineer::raft
