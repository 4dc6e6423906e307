// What a property may read of a packed election in its environment: all that the election's own
// view has (`model/raft/view.h`, for example), and
//   believes(i)      server i leads and believes that it holds the lease
//   is_stale()       the store took a superseded leader's write after one of its successor's
//   is_misrepaired() the operator kept a leader that a later one had superseded
//   is_alerted()     the alert for several leaders was raised
// The last three are history variables: they are false where they are no part of the state.
#pragma once

#include "model/mitigations/packed_mitigated.h"

namespace scrutineer::mitigations {

template <class ElectionView, class State>
class PackedView : public ElectionView {
 public:
  PackedView(const ElectionView& election, const PackedLayout& layout, const State& state)
      : ElectionView(election), layout_(layout), state_(state) {}
  [[nodiscard]] bool believes(ServerId i) const {
    return this->leads(i) && layout_.lease_left[static_cast<std::size_t>(i)].read(state_) > 0;
  }
  [[nodiscard]] bool is_stale() const { return layout_.stale.read(state_) != 0; }
  [[nodiscard]] bool is_misrepaired() const { return layout_.misrepaired.read(state_) != 0; }
  [[nodiscard]] bool is_alerted() const { return layout_.alerted.read(state_) != 0; }

 private:
  const PackedLayout& layout_;
  const State& state_;
};

template <class Election>
[[nodiscard]] auto view(const PackedMitigated<Election>& model,
                        const typename PackedMitigated<Election>::State& state) {
  return PackedView(view(model.election(), state), model.layout(), state);
}

}  // namespace scrutineer::mitigations
