// The election on packed states of one width, for what is done after a search.
//
// A search has the narrowest states that fit, and a version of everything for each width, which
// takes minutes to compile. Analyses of a trace look at some thousand states; the widest form does
// for all of them, compiled once and called through a pointer.
#pragma once

#include <memory>
#include <vector>

#include "explorer/successor_sink.h"
#include "model/raft/action.h"
#include "model/raft/packed_model.h"
#include "model/raft/readable_model.h"
#include "model/raft/reduction/reducer.h"
#include "properties/raft/property_list.h"
#include "traces/raft_check.h"

namespace scrutineer::raft {

/// The same steps in the same order as `PackedModel`. Immutable; any thread.
class WideModel {
 public:
  using State = Words<words_max>;
  using Action = PackedAction;

  /// REQUIRES: as PackedModel<words_max>.
  explicit WideModel(const Settings& settings);
  WideModel(const WideModel&) = delete;
  WideModel& operator=(const WideModel&) = delete;
  ~WideModel();

  [[nodiscard]] const Settings& settings() const;
  [[nodiscard]] const PackedLayout& layout() const;

  [[nodiscard]] std::vector<State> initial_states() const;
  void for_each_successor(const State& state, const SuccessorSink<WideModel>& sink) const;

  [[nodiscard]] State pack(const raft::State& state) const;
  [[nodiscard]] raft::State unpack(const State& state) const;
  [[nodiscard]] raft::Action unpack(const Action& action) const;

  /// Properties evaluated on packed states; they must not outlive the model.
  [[nodiscard]] std::vector<Property<State>> bind(const PropertyChoice& choice) const;

 private:
  std::unique_ptr<const PackedModel<words_max>> packed_;
};

}  // namespace scrutineer::raft
