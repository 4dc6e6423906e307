// The one list of the election model's properties, those of its environment included. A new
// property is a file beside this one (or in `properties/mitigations/`) and a line in
// `PropertyTypes`; in `NamedPropertyTypes` if only who names it wants to hear of it; or in
// `EnvironmentPropertyTypes` if it reads what only an environment has.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/mitigations/environment.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/view.h"
#include "properties/mitigations/alarm_catches.h"
#include "properties/mitigations/lease_exclusive.h"
#include "properties/mitigations/no_false_alarm.h"
#include "properties/mitigations/no_false_term_alarm.h"
#include "properties/mitigations/no_stale_write.h"
#include "properties/mitigations/repair_keeps_newest.h"
#include "properties/property.h"
#include "properties/raft/election_safety.h"
#include "properties/raft/leader_elected.h"
#include "properties/raft/leader_has_quorum.h"
#include "properties/raft/single_leader.h"
#include "properties/raft/term_monotonic.h"
#include "properties/raft/two_leaders_at_most.h"
#include "properties/raft/vote_once.h"
#include "properties/raft/witnesses.h"

namespace scrutineer::raft {

/// Of the election alone, told at every step of every trace.
using PropertyTypes = std::tuple<ElectionSafety, SingleLeader, LeaderHasQuorum, TermMonotonic,
                                 VoteOnce, LeaderElected>;
/// Of the election alone, told only of their own traces.
using NamedPropertyTypes =
    std::tuple<TwoLeadersAtMost, mitigations::NoFalseAlarm, mitigations::NoFalseTermAlarm>;
/// Of the election in its environment.
using EnvironmentPropertyTypes =
    std::tuple<mitigations::LeaseExclusive, mitigations::NoStaleWrite,
               mitigations::RepairKeepsNewest, mitigations::AlarmCatches>;
/// What a gate asks for beside them, see `witnesses.h`.
using WitnessTypes = std::tuple<SomeoneElected, SomeLeader, SomeTerm, SomeVote, TimeoutCut>;

/// What `list properties` shows. `is_default`: checked where none is named.
struct PropertyText {
  std::string_view name;
  PropertyKind kind;
  bool is_default;
  bool is_companion;
  std::string_view sentence;
  std::string_view source;
  std::span<const std::string_view> reads;  // see Property
  bool is_symmetric;
  bool reads_environment;
  bool is_told;  // at the steps of traces of other properties
  /// What has to be set for it to say anything ("mitigations.leases = true"); empty if all is.
  std::string_view (*missing)(const mitigations::Settings&);
};

/// All properties, in the order of the list. Immutable; any thread.
[[nodiscard]] std::span<const PropertyText> property_texts();

/// The first of them: those of the election alone, which need no environment.
[[nodiscard]] std::span<const PropertyText> election_property_texts();

struct WitnessText {
  std::string_view name;
  std::string_view sentence;
  std::span<const std::string_view> reads;
  std::span<const std::string_view> exercises;  // properties that say nothing without it
};

/// All witnesses, in the order of the list. Immutable; any thread.
[[nodiscard]] std::span<const WitnessText> witness_texts();

/// A property name that the list does not have; `what()` names the nearest and all accepted.
class UnknownProperty : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which properties a check has, and which of them end the search.
struct PropertyChoice {
  std::vector<std::string_view> names;  // in the order of the list
  bool companions_stop = true;          // false in a check that names no property
  /// Asked for beside the properties, whose outcomes theirs follow; in the order of their list.
  std::vector<std::string_view> witnesses;
};

/// The choice that a user's names stand for: nothing for the defaults, "none" for no property,
/// else each name once. In the defaults the companions do not stop the search, so that a broken
/// variant is shown with the election that it breaks. Throws UnknownProperty.
[[nodiscard]] PropertyChoice choose_properties(std::span<const std::string> names);

/// A property that reads what is switched off, so that it would hold of nothing; `what()` says what
/// has to be set.
class UnavailableProperty : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws UnavailableProperty if one of the chosen properties says nothing under these settings.
void require_available(const PropertyChoice& choice, const Settings& settings);

/// The history variables that the chosen properties read.
[[nodiscard]] mitigations::History history_for(const PropertyChoice& choice);

/// Those that the property of this name reads; none for a name that the list does not have.
[[nodiscard]] mitigations::History history_for(std::string_view property);

/// All properties that say something about states of these settings with this history: those of
/// the election, and those of the environment that have what they read.
[[nodiscard]] PropertyChoice telling_properties(const Settings& settings,
                                                const mitigations::History& history);

/// Those of them that are told at every step of a trace of the property `of`, it included.
[[nodiscard]] PropertyChoice told_properties(const Settings& settings,
                                             const mitigations::History& history,
                                             std::string_view of);

/// Whether a check of these properties is one of the election in its environment: the settings let
/// the environment act, or a property reads it.
[[nodiscard]] bool needs_environment(const Settings& settings, const PropertyChoice& choice);

/// What reductions have to know of the chosen properties and witnesses.
[[nodiscard]] std::vector<PropertyNeeds> needs_of(const PropertyChoice& choice);

/// The chosen properties, then the witnesses, evaluated on the states of `model`, which must
/// outlive them. Packed states of the election alone have nothing for `EnvironmentPropertyTypes`:
/// std::invalid_argument.
template <class Model>
[[nodiscard]] std::vector<Property<typename Model::State>> bind_properties(
    const Model& model, const PropertyChoice& choice);

// ---- implementation ----

namespace detail {

/// A model on packed states.
template <class Model>
concept HasFieldBits = requires(const Model& model, std::span<const std::string_view> names) {
  model.bits_of(names);
};

/// A model whose states have an environment.
template <class Model>
concept HasEnvironment = requires(const Model& model, const typename Model::State& state) {
  view(model, state).is_alerted();
};

// True where the step changes none of the bits that the property reads.
template <std::size_t Count>
bool is_same_under(const Words<Count>& mask, const Words<Count>& a, const Words<Count>& b) {
  std::uint64_t changed = 0;
  for (std::size_t w = 0; w < Count; ++w) changed |= (a[w] ^ b[w]) & mask[w];
  return changed == 0;
}

// On packed states most steps are settled by a mask: they change nothing that the property reads.
template <class Type, class Model>
auto bind_step(const Model& model) {
  using ModelState = typename Model::State;
  if constexpr (HasFieldBits<Model>) {
    return [&model, mask = model.bits_of(Type::reads)](const ModelState& before,
                                                       const ModelState& after) {
      return is_same_under(mask, before, after) ||
             Type::holds_on_step(view(model, before), view(model, after));
    };
  } else {
    return [&model](const ModelState& before, const ModelState& after) {
      return Type::holds_on_step(view(model, before), view(model, after));
    };
  }
}

template <class Type, class Model>
Property<typename Model::State> bind(const Model& model, bool companions_stop) {
  using ModelState = typename Model::State;
  Property<ModelState> property;
  property.name = Type::name;
  property.kind = Type::kind;
  property.sentence = Type::sentence;
  property.source = Type::source;
  property.reads.assign(Type::reads.begin(), Type::reads.end());
  property.is_symmetric = Type::is_symmetric;
  property.stops_search = companions_stop || !Type::is_companion;
  if constexpr (Type::kind == PropertyKind::step_invariant) {
    property.holds_on_step = bind_step<Type>(model);
  } else {
    property.holds = [&model](const ModelState& state) { return Type::holds(view(model, state)); };
  }
  return property;
}

}  // namespace detail

template <class Model>
std::vector<Property<typename Model::State>> bind_properties(const Model& model,
                                                             const PropertyChoice& choice) {
  std::vector<Property<typename Model::State>> bound;
  const auto add = [&]<class Type>(const Type*, const std::vector<std::string_view>& names) {
    for (const std::string_view name : names) {
      if (name == Type::name) bound.push_back(detail::bind<Type>(model, choice.companions_stop));
    }
  };
  const auto add_all = [&]<class... Types>(const std::tuple<Types...>*, const auto& names) {
    (add(static_cast<const Types*>(nullptr), names), ...);
  };
  add_all(static_cast<const PropertyTypes*>(nullptr), choice.names);
  add_all(static_cast<const NamedPropertyTypes*>(nullptr), choice.names);
  if constexpr (detail::HasEnvironment<Model>) {
    add_all(static_cast<const EnvironmentPropertyTypes*>(nullptr), choice.names);
  }
  if (bound.size() != choice.names.size()) {
    throw std::invalid_argument("a property reads an environment that the states do not have");
  }
  add_all(static_cast<const WitnessTypes*>(nullptr), choice.witnesses);
  return bound;
}

}  // namespace scrutineer::raft
