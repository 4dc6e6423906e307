// The definitions of check_packed and check_reduced, for the files that instantiate them.
#pragma once

#include "model/raft/packed_model.h"
#include "model/raft/reduction/reduced_model.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

namespace detail {

template <class Model>
RaftOutcome check_words(const Model& packed, const Settings& settings,
                        const PropertyChoice& properties, const CheckOptions& options) {
  const ReadableModel readable(settings);
  const auto unpack = [&packed](const auto& packed_thing) { return packed.unpack(packed_thing); };
  return check_translated(packed, bind_properties(packed, properties), readable,
                          bind_properties(readable, properties), unpack, options);
}

}  // namespace detail

template <std::size_t Count>
RaftOutcome check_packed(const Settings& settings, const PropertyChoice& properties,
                         const CheckOptions& options) {
  return detail::check_words(PackedModel<Count>(settings), settings, properties, options);
}

template <std::size_t Count>
RaftOutcome check_reduced(const Settings& settings, const PropertyChoice& properties,
                          const CheckOptions& options, const ReductionChoice& reductions) {
  return detail::check_words(ReducedModel<Count>(settings, reductions), settings, properties,
                             options);
}

}  // namespace scrutineer::raft
