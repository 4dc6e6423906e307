// The election model up to its reductions: the same steps, and a representative for every state.
#pragma once

#include "model/raft/packed_model.h"
#include "model/raft/reduction/reducer.h"

namespace scrutineer::raft {

/// A TransitionSystem with representatives (see HasRepresentative and R7). Immutable; any thread.
template <std::size_t Count>
class ReducedModel : public PackedModel<Count> {
 public:
  using State = typename PackedModel<Count>::State;
  using Action = typename PackedModel<Count>::Action;

  /// REQUIRES: as PackedModel and Reducer.
  ReducedModel(const Settings& settings, const ReductionChoice& choice)
      : PackedModel<Count>(settings), reducer_(this->layout(), choice) {}

  [[nodiscard]] State representative(const State& state) const {
    State words = state;
    reducer_.represent(words);
    return words;
  }

 private:
  Reducer reducer_;
};

}  // namespace scrutineer::raft
