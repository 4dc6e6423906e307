// The definitions of check_packed and check_reduced, for the files that instantiate them.
#pragma once

#include "model/raft/packed_model.h"
#include "model/raft/reduction/reduced_model.h"
#include "model/raft/sleeping_model.h"
#include "traces/explain/raft_shortest.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

namespace detail {

// Tells what was found on packed states in readable terms.
template <class Model>
class Unpacked {
 public:
  using State = typename Model::State;

  Unpacked(const Model& packed, ShortestOfElection& shortest)
      : packed_(packed), shortest_(shortest) {}

  template <class T>
  auto operator()(const T& packed_thing) const {
    return packed_.unpack(packed_thing);
  }
  std::optional<Shortest<ReadableModel>> tidiest(std::size_t property,
                                                 const ShortestGraph<State>& graph,
                                                 const WalkLimits& limits) const {
    const auto contains = [&graph](std::size_t level, const Words<words_max>& wide) {
      State state;
      std::copy_n(wide.begin(), state.size(), state.begin());
      return graph.levels[level].contains(state);
    };
    return shortest_.tidiest(property, graph.length, contains, limits);
  }

 private:
  const Model& packed_;
  ShortestOfElection& shortest_;
};

template <class Model>
RaftOutcome check_words(const Model& packed, const Settings& settings,
                        const PropertyChoice& properties, const ReductionChoice& reductions,
                        const CheckOptions& options) {
  const ReadableModel readable(settings);
  ShortestOfElection shortest(settings, properties, reductions);
  return check_translated(packed, bind_properties(packed, properties), readable,
                          bind_properties(readable, properties), Unpacked<Model>(packed, shortest),
                          options);
}

}  // namespace detail

template <std::size_t Count>
RaftOutcome check_packed(const Settings& settings, const PropertyChoice& properties,
                         const CheckOptions& options) {
  return detail::check_words(SleepingModel<Count>(settings), settings, properties, {}, options);
}

template <std::size_t Count>
RaftOutcome check_reduced(const Settings& settings, const PropertyChoice& properties,
                          const CheckOptions& options, const ReductionChoice& reductions) {
  return detail::check_words(ReducedModel<Count>(settings, reductions), settings, properties,
                             reductions, options);
}

}  // namespace scrutineer::raft
