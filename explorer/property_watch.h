// Which properties are still open, and the least finding of each in the current level.
//
// A worker offers what it sees to a watch of its own; the watches are merged at the end of the
// level. Taking the least makes the outcome independent of who saw what first.
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "explorer/search_result.h"
#include "properties/property.h"

namespace scrutineer {

template <class Model>
class PropertyWatch {
 public:
  using State = typename Model::State;
  using Action = typename Model::Action;
  using Properties = std::vector<Property<State>>;

  /// Watches those of `properties` (which must outlive the watch) that have no finding yet.
  void reset(const Properties& properties, const std::vector<PropertyResult<Model>>& results) {
    state_properties_.clear();
    step_properties_.clear();
    found_.assign(properties.size(), std::nullopt);
    for (std::size_t p = 0; p < properties.size(); ++p) {
      if (results[p].finding) continue;
      const bool is_step = properties[p].kind == PropertyKind::step_invariant;
      (is_step ? step_properties_ : state_properties_).push_back({p, &properties[p]});
    }
  }

  [[nodiscard]] bool watches_steps() const { return !step_properties_.empty(); }

  void see_state(const State& state) {
    for (const Watched& watched : state_properties_) {
      const bool is_witness = watched.property->kind == PropertyKind::reachable;
      if (watched.property->holds(state) != is_witness) continue;
      auto& least = found_[watched.index];
      if (!least || state < least->state) least = Finding<Model>{state, std::nullopt, 0};
    }
  }

  void see_step(const State& before, const Action& action, const State& after) {
    for (const Watched& watched : step_properties_) {
      if (watched.property->holds_on_step(before, after)) continue;
      auto& least = found_[watched.index];
      Finding<Model> finding{before, std::pair(action, after), 0};
      if (!least || is_less(finding, *least)) least = std::move(finding);
    }
  }

  /// Takes over the findings of `other` that are less than one's own.
  void merge(const PropertyWatch& other) {
    for (std::size_t p = 0; p < found_.size(); ++p) {
      const auto& theirs = other.found_[p];
      if (theirs && (!found_[p] || is_less(*theirs, *found_[p]))) found_[p] = theirs;
    }
  }

  /// Takes over a finding of the property at place `p` that was made earlier in this level.
  void take_over(std::size_t p, Finding<Model> finding) { found_[p] = std::move(finding); }

  [[nodiscard]] const std::optional<Finding<Model>>& found(std::size_t p) const {
    return found_[p];
  }

 private:
  struct Watched {
    std::size_t index;
    const Property<State>* property;
  };

  [[nodiscard]] static bool is_less(const Finding<Model>& a, const Finding<Model>& b) {
    return std::tie(a.state, a.step) < std::tie(b.state, b.step);
  }

  std::vector<Watched> state_properties_;
  std::vector<Watched> step_properties_;
  std::vector<std::optional<Finding<Model>>> found_;  // by property
};

}  // namespace scrutineer
