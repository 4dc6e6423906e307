// The definition of check_packed, for the files that instantiate it.
#pragma once

#include "model/raft/packed_model.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

template <std::size_t Count>
RaftOutcome check_packed(const Settings& settings, const PropertyChoice& properties,
                         const CheckOptions& options) {
  const PackedModel<Count> packed(settings);
  const ReadableModel readable(settings);
  const auto unpack = [&packed](const auto& packed_thing) { return packed.unpack(packed_thing); };
  return check_translated(packed, bind_properties(packed, properties), readable,
                          bind_properties(readable, properties), unpack, options);
}

}  // namespace scrutineer::raft
