// The election in its environment, up to the election's reductions.
//
// The environment sees of the election who is up, who leads, in which term, and who was elected:
// visible variables, which dead parts and facts leave alone. So they are sound around it as well:
// the election's half of a state is represented, the environment's stays. Symmetry renumbers both
// halves; all that the environment has to do with servers are belongings of single ones, which join
// their colours. (`docs/reductions.md` has the proof. What `remove-peer` does is not covered: it
// switches all of them off.)
#pragma once

#include <optional>

#include "model/mitigations/view.h"
#include "model/raft/packed_model.h"
#include "model/raft/reduction/reducer.h"
#include "model/raft/view.h"

namespace scrutineer::raft {

/// A TransitionSystem with representatives (see HasRepresentative and R7); with no reduction
/// chosen each state is its own. Immutable; any thread; stays where it is.
template <std::size_t Count>
class ReducedMitigated : public mitigations::PackedMitigated<PackedModel<Count>> {
 public:
  using Base = mitigations::PackedMitigated<PackedModel<Count>>;
  using State = typename Base::State;
  using Action = typename Base::Action;

  /// REQUIRES: as PackedModel, PackedMitigated and Reducer.
  ReducedMitigated(const Settings& settings, const mitigations::Bounds& bounds,
                   const ReductionChoice& choice)
      : Base(PackedModel<Count>(settings), bounds), environment_bits_(this->environment_bits()) {
    if (!choice.is_empty()) reducer_.emplace(this->election().layout(), choice);
  }
  ReducedMitigated(const ReducedMitigated&) = delete;
  ReducedMitigated& operator=(const ReducedMitigated&) = delete;

  [[nodiscard]] State representative(const State& state) const {
    if (!reducer_) return state;
    State words;
    for (std::size_t w = 0; w < Count; ++w) words[w] = state[w] & ~environment_bits_[w];
    const ServerOrder order = reducer_->represent(words, this->layout().belongings_of(state));
    this->layout().renumber(state, order, words);
    return words;
  }

 private:
  State environment_bits_;
  std::optional<Reducer> reducer_;
};

}  // namespace scrutineer::raft
