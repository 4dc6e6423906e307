#include "traces/explain/wide_model.h"

namespace scrutineer::raft {

WideModel::WideModel(const Settings& settings)
    : packed_(std::make_unique<PackedModel<words_max>>(settings)) {}

WideModel::~WideModel() = default;

const Settings& WideModel::settings() const { return packed_->settings(); }
const PackedLayout& WideModel::layout() const { return packed_->layout(); }

std::vector<WideModel::State> WideModel::initial_states() const {
  return packed_->initial_states();
}

void WideModel::for_each_successor(const State& state, const SuccessorSink<WideModel>& sink) const {
  packed_->for_each_successor(state, sink);
}

WideModel::State WideModel::pack(const raft::State& state) const { return packed_->pack(state); }
State WideModel::unpack(const State& state) const { return packed_->unpack(state); }
Action WideModel::unpack(const Action& action) const { return packed_->unpack(action); }

std::vector<Property<WideModel::State>> WideModel::bind(const PropertyChoice& choice) const {
  return bind_properties(*packed_, choice);
}

}  // namespace scrutineer::raft
