// What must hold: the kinds of properties, and a property as a value that a search evaluates.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace scrutineer {

/// invariant: of every reachable state. step_invariant: of every transition that changes the
/// state. reachable: some reachable state is a witness; without one the run fails, which guards
/// every "holds" beside it against being vacuous.
enum class PropertyKind { invariant, step_invariant, reachable };

[[nodiscard]] constexpr std::string_view property_kind_name(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::invariant: return "invariant";
    case PropertyKind::step_invariant: return "step invariant";
    case PropertyKind::reachable: break;
  }
  return "reachable";
}

/// A property of a model with this state type. The functions are called from several threads at
/// once and must depend on their arguments only.
template <class State>
struct Property {
  std::string name;
  PropertyKind kind = PropertyKind::invariant;
  std::string sentence;  // what it says, without a full stop
  std::string source;    // where it comes from
  /// invariant: true where it holds. reachable: true for a witness.
  std::function<bool(const State&)> holds;
  /// step_invariant: true where the step keeps it. REQUIRES: true whenever the step changes
  /// nothing that the property reads, so that self-loops need not be looked at.
  std::function<bool(const State& before, const State& after)> holds_on_step;
  /// The variables of the model that it reads, by their field names; reductions may not hide
  /// them. Empty: unknown, hence all.
  std::vector<std::string_view> reads;
  /// Whether it gives the same answer however the model's interchangeable parts (servers, say) are
  /// numbered. A reduction by symmetry needs it.
  bool is_symmetric = false;
  /// Whether a violation ends the search at the end of its level. A companion property (false)
  /// is reported with its own shortest counterexample, and the search goes on.
  bool stops_search = true;
};

}  // namespace scrutineer
