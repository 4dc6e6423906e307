// The check on packed states of 16 words.
#include "traces/raft_check_packed.h"

namespace scrutineer::raft {

template RaftOutcome check_packed<16>(const Settings&, const PropertyChoice&, const CheckOptions&);

}  // namespace scrutineer::raft
