// The check on packed states of 1 and 2 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_packed<1>(const Settings&, const PropertyChoice&, const CheckOptions&);
template RaftOutcome check_packed<2>(const Settings&, const PropertyChoice&, const CheckOptions&);

}  // namespace scrutineer::raft
