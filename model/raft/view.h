// What a property may read of a state, whichever form the state has.
//
// A property is written once, as a template over a view; it is then evaluated on packed states by
// the search and on readable states by the judge. Both views have the same members:
//   servers(), max_term()          the bounds
//   role(i), term(i), voted_for(i) of server i in 1..servers(); voted_for is 0 for nobody
//   leads(i)                       it is a leader, and not down
//   removed(i)                     the peers that it has heard are no members any more
//   elected_count(t)               how many servers were ever leader of term t
//   is_up(i)                       whether server i runs
//   is_cut(i, j)                   whether the link from i to j fails (slow: it decodes)
//   is_suspect_only()              the setting timeouts = suspect
// A readable state has its environment with it; of packed states only those that have one
// (`model/mitigations/view.h`). Of that there are
//   believes(i)                    server i leads and believes that it holds the lease
//   is_stale(), is_misrepaired(), is_alerted()   the history variables of Mitigations.tla
#pragma once

#include <bit>

#include "model/raft/packed_model.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

class ReadableView {
 public:
  ReadableView(const ReadableModel& model, const State& state)
      : settings_(model.settings()), state_(state) {}
  [[nodiscard]] int servers() const { return settings_.servers; }
  [[nodiscard]] int max_term() const { return settings_.max_term; }
  [[nodiscard]] Role role(ServerId i) const { return state_.server(i).role; }
  [[nodiscard]] int term(ServerId i) const { return state_.server(i).term; }
  [[nodiscard]] ServerId voted_for(ServerId i) const { return state_.server(i).voted_for; }
  [[nodiscard]] bool leads(ServerId i) const { return is_up(i) && role(i) == Role::leader; }
  [[nodiscard]] ServerSet removed(ServerId i) const { return state_.server(i).removed; }
  [[nodiscard]] int elected_count(int t) const {
    return state_.elected[static_cast<std::size_t>(t)].size();
  }
  [[nodiscard]] bool believes(ServerId i) const {
    return leads(i) && state_.environment.lease[static_cast<std::size_t>(i)].left > 0;
  }
  [[nodiscard]] bool is_stale() const { return state_.environment.stale; }
  [[nodiscard]] bool is_misrepaired() const { return state_.environment.misrepaired; }
  [[nodiscard]] bool is_alerted() const { return state_.environment.alerted; }
  [[nodiscard]] bool is_up(ServerId i) const { return state_.server(i).up; }
  [[nodiscard]] bool is_cut(ServerId i, ServerId j) const { return state_.cut.contains(i, j); }
  [[nodiscard]] bool is_suspect_only() const { return settings_.timeouts == Timeouts::suspect; }

 private:
  const Settings& settings_;
  const State& state_;
};

template <std::size_t Count>
class PackedView {
 public:
  PackedView(const PackedModel<Count>& model, const Words<Count>& state)
      : layout_(model.layout()), state_(state) {}
  [[nodiscard]] int servers() const { return layout_.settings.servers; }
  [[nodiscard]] int max_term() const { return layout_.settings.max_term; }
  [[nodiscard]] Role role(ServerId i) const { return static_cast<Role>(part(i, layout_.role)); }
  [[nodiscard]] int term(ServerId i) const { return static_cast<int>(part(i, layout_.term)); }
  [[nodiscard]] ServerId voted_for(ServerId i) const {
    return static_cast<ServerId>(part(i, layout_.voted_for));
  }
  [[nodiscard]] bool leads(ServerId i) const { return is_up(i) && role(i) == Role::leader; }
  [[nodiscard]] ServerSet removed(ServerId i) const {
    return ServerSet::from_mask(part(i, layout_.removed));
  }
  [[nodiscard]] int elected_count(int t) const {
    return std::popcount(layout_.elected[static_cast<std::size_t>(t)].read(state_));
  }
  [[nodiscard]] bool is_up(ServerId i) const { return part(i, layout_.down) == 0; }
  [[nodiscard]] bool is_cut(ServerId i, ServerId j) const {
    return layout_.cut_code.decode(layout_.cut.read(state_)).contains(i, j);
  }
  [[nodiscard]] bool is_suspect_only() const {
    return layout_.settings.timeouts == Timeouts::suspect;
  }

 private:
  [[nodiscard]] std::uint64_t part(ServerId i, const BitField& field) const {
    const ServerPlace& place = layout_.server[static_cast<std::size_t>(i)];
    return (state_[place.word] >> (place.shift + field.shift)) & field.mask();
  }
  const PackedLayout& layout_;
  const Words<Count>& state_;
};

[[nodiscard]] inline ReadableView view(const ReadableModel& model, const State& state) {
  return {model, state};
}
template <std::size_t Count>
[[nodiscard]] PackedView<Count> view(const PackedModel<Count>& model, const Words<Count>& state) {
  return {model, state};
}

}  // namespace scrutineer::raft
