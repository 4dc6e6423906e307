// The definition of check_mitigated_words, for the files that instantiate it.
#pragma once

#include "model/raft/reduction/reduced_mitigated.h"
#include "traces/mitigated_check.h"

namespace scrutineer::raft {

namespace detail {

// Tells what was found on packed states in readable terms: the canonical path. (How many shortest
// ones there are is counted of elections alone.)
template <class Model>
class UnpackedInEnvironment {
 public:
  explicit UnpackedInEnvironment(const Model& packed) : packed_(packed) {}

  template <class T>
  auto operator()(const T& packed_thing) const {
    return packed_.unpack(packed_thing);
  }

 private:
  const Model& packed_;
};

}  // namespace detail

template <std::size_t Count>
RaftOutcome check_mitigated_words(const Settings& settings, const PropertyChoice& properties,
                                  const CheckOptions& options, const ReductionChoice& reductions) {
  using Model = ReducedMitigated<Count>;
  const mitigations::History history = history_for(properties);
  const Model packed(settings, bounds_for(settings, history), reductions);
  const ReadableModel readable(settings, history);
  return check_translated(packed, bind_properties(packed, properties), readable,
                          bind_properties(readable, properties),
                          detail::UnpackedInEnvironment<Model>(packed), options);
}

}  // namespace scrutineer::raft
