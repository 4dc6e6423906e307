// The check on packed states of 2 and 4 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_packed<2>(const Settings&, const PropertyChoice&, const CheckOptions&);
template RaftOutcome check_packed<4>(const Settings&, const PropertyChoice&, const CheckOptions&);

}  // namespace scrutineer::raft
