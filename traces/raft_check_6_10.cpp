// The check on packed states of 6 and 10 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_packed<6>(const Settings&, const PropertyChoice&, const CheckOptions&);
template RaftOutcome check_packed<10>(const Settings&, const PropertyChoice&, const CheckOptions&);

}  // namespace scrutineer::raft
