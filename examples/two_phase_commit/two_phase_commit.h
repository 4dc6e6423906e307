// Two-phase commit: the actions of TwoPhase.tla (TLA+ Examples), one by one, and what must hold.
//
// N resource managers (RM) and a transaction manager (TM) agree to commit or to abort: Gray and
// Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006. Messages are never removed:
// each may be received many times, and losing one needs no action, since nobody has to receive it.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/container_hash/hash.hpp>

#include <scrutineer/model/transition_system.h>
#include <scrutineer/properties/property.h>

namespace two_phase_commit {

inline constexpr std::size_t rms_max = 10;

enum class RmState : std::uint8_t { working, prepared, committed, aborted };
enum class TmState : std::uint8_t { init, committed, aborted };

/// One value for each resource manager; those past the last keep their initial value.
template <class T>
using ByRm = std::array<T, rms_max>;

struct State {
  ByRm<RmState> rm_state{};
  TmState tm_state = TmState::init;
  ByRm<bool> tm_prepared{};    // from whom the TM has received Prepared
  ByRm<bool> prepared_sent{};  // the messages: Prepared(rm), ...
  bool commit_sent = false;    // ... Commit, ...
  bool abort_sent = false;     // ... Abort

  auto operator<=>(const State&) const = default;
};

/// The list of the members, for all that needs one. A structured binding names every member or
/// does not compile, so that none can be forgotten here.
inline auto members(const State& state) {
  const auto& [rm_state, tm_state, tm_prepared, prepared_sent, commit_sent, abort_sent] = state;
  return std::tie(rm_state, tm_state, tm_prepared, prepared_sent, commit_sent, abort_sent);
}

inline std::size_t hash_value(const State& state) { return boost::hash_value(members(state)); }

enum class ActionKind : std::uint8_t {
  tm_commit,
  tm_abort,
  tm_rcv_prepared,
  rm_prepare,
  rm_choose_to_abort,
  rm_rcv_commit_msg,
  rm_rcv_abort_msg,
};

/// The names of TwoPhase.tla, in the order of `ActionKind`.
inline constexpr std::array<std::string_view, 7> action_names = {
    "TMCommit",        "TMAbort",        "TMRcvPrepared", "RMPrepare",
    "RMChooseToAbort", "RMRcvCommitMsg", "RMRcvAbortMsg"};

struct Action {
  ActionKind kind = ActionKind::tm_commit;
  std::size_t rm = 0;  // 0 also where no resource manager takes part

  auto operator<=>(const Action&) const = default;
};

struct Settings {
  std::size_t rms = 3;  // 1..rms_max
  /// The guard of TMCommit: every RM has told the TM that it is prepared.
  bool commit_needs_all_prepared = true;
};

/// A scrutineer::TransitionSystem.
class Model {
 public:
  using State = two_phase_commit::State;
  using Action = two_phase_commit::Action;

  explicit Model(const Settings& settings) : settings_(settings) {
    actions_ = {{ActionKind::tm_commit}, {ActionKind::tm_abort}};
    for (std::size_t rm = 0; rm < settings.rms; ++rm) {
      for (const ActionKind kind :
           {ActionKind::tm_rcv_prepared, ActionKind::rm_prepare, ActionKind::rm_choose_to_abort,
            ActionKind::rm_rcv_commit_msg, ActionKind::rm_rcv_abort_msg}) {
        actions_.push_back({kind, rm});
      }
    }
  }

  [[nodiscard]] std::vector<State> initial_states() const { return {State{}}; }

  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (const Action& action : actions_) {
      if (is_enabled(state, action)) sink(action, after(state, action));
    }
  }

  [[nodiscard]] std::vector<std::string_view> action_kinds() const {
    return {action_names.begin(), action_names.end()};
  }
  [[nodiscard]] std::size_t kind(const Action& action) const {
    return static_cast<std::size_t>(action.kind);
  }

  [[nodiscard]] std::string describe(const State& state) const;
  [[nodiscard]] std::string describe(const Action& action) const;

 private:
  // The guards.
  [[nodiscard]] bool is_enabled(const State& state, const Action& action) const {
    switch (action.kind) {
      case ActionKind::tm_commit:
        return state.tm_state == TmState::init &&
               (has_heard_all(state) || !settings_.commit_needs_all_prepared);
      case ActionKind::tm_abort: return state.tm_state == TmState::init;
      case ActionKind::tm_rcv_prepared:
        return state.tm_state == TmState::init && state.prepared_sent[action.rm];
      case ActionKind::rm_prepare:
      case ActionKind::rm_choose_to_abort: return state.rm_state[action.rm] == RmState::working;
      case ActionKind::rm_rcv_commit_msg: return state.commit_sent;
      case ActionKind::rm_rcv_abort_msg: break;
    }
    return state.abort_sent;
  }

  // The effects. REQUIRES: is_enabled(state, action).
  [[nodiscard]] static State after(State state, const Action& action) {
    switch (action.kind) {
      case ActionKind::tm_commit:
        state.tm_state = TmState::committed;
        state.commit_sent = true;
        break;
      case ActionKind::tm_abort:
        state.tm_state = TmState::aborted;
        state.abort_sent = true;
        break;
      case ActionKind::tm_rcv_prepared: state.tm_prepared[action.rm] = true; break;
      case ActionKind::rm_prepare:
        state.rm_state[action.rm] = RmState::prepared;
        state.prepared_sent[action.rm] = true;
        break;
      case ActionKind::rm_rcv_commit_msg: state.rm_state[action.rm] = RmState::committed; break;
      case ActionKind::rm_choose_to_abort:
      case ActionKind::rm_rcv_abort_msg: state.rm_state[action.rm] = RmState::aborted; break;
    }
    return state;
  }

  [[nodiscard]] bool has_heard_all(const State& state) const {
    return std::all_of(state.tm_prepared.begin(), state.tm_prepared.begin() + count(),
                       [](bool has_heard) { return has_heard; });
  }

  [[nodiscard]] std::ptrdiff_t count() const { return static_cast<std::ptrdiff_t>(settings_.rms); }

  Settings settings_;
  std::vector<Action> actions_;  // all, in the order in which they are enumerated
};

static_assert(scrutineer::TransitionSystem<Model>);

inline std::string Model::describe(const Action& action) const {
  const std::string_view name = action_names[kind(action)];
  const bool is_of_tm_alone = action.kind <= ActionKind::tm_abort;
  return is_of_tm_alone ? std::string(name) : fmt::format("{}(r{})", name, action.rm + 1);
}

/// One line: what each RM is; what the TM is, and from whom it has heard; what was sent.
inline std::string Model::describe(const State& state) const {
  constexpr std::array rm_names = {"working", "prepared", "committed", "aborted"};
  constexpr std::array tm_names = {"init", "committed", "aborted"};
  std::vector<std::string> rms, heard, sent;
  for (std::size_t rm = 0; rm < settings_.rms; ++rm) {
    rms.emplace_back(rm_names[static_cast<std::size_t>(state.rm_state[rm])]);
    if (state.tm_prepared[rm]) heard.push_back(fmt::format("r{}", rm + 1));
    if (state.prepared_sent[rm]) sent.push_back(fmt::format("Prepared(r{})", rm + 1));
  }
  if (state.commit_sent) sent.emplace_back("Commit");
  if (state.abort_sent) sent.emplace_back("Abort");
  return fmt::format("{}; TM {}{}{}{}{}", fmt::join(rms, " "),
                     tm_names[static_cast<std::size_t>(state.tm_state)],
                     heard.empty() ? "" : ", heard ", fmt::join(heard, " "),
                     sent.empty() ? "" : "; sent ", fmt::join(sent, " "));
}

[[nodiscard]] inline std::size_t count_rms(const State& state, RmState wanted) {
  return static_cast<std::size_t>(std::count(state.rm_state.begin(), state.rm_state.end(), wanted));
}

[[nodiscard]] inline bool is_decided(RmState state) {
  return state == RmState::committed || state == RmState::aborted;
}

/// What Gray and Lamport ask of transaction commit (section 2), and that neither end is vacuous.
[[nodiscard]] inline std::vector<scrutineer::Property<State>> properties(const Settings& settings) {
  using scrutineer::PropertyKind;
  scrutineer::Property<State> consistency;
  consistency.name = "consistency";
  consistency.kind = PropertyKind::invariant;
  consistency.sentence = "no RM is committed while another is aborted";
  consistency.holds = [](const State& state) {
    return count_rms(state, RmState::committed) == 0 || count_rms(state, RmState::aborted) == 0;
  };

  scrutineer::Property<State> stability;
  stability.name = "stability";
  stability.kind = PropertyKind::step_invariant;
  stability.sentence = "an RM that is committed or aborted remains so";
  stability.holds_on_step = [](const State& before, const State& after) {
    for (std::size_t rm = 0; rm < rms_max; ++rm) {
      const RmState old = before.rm_state[rm];
      if (is_decided(old) && after.rm_state[rm] != old) return false;
    }
    return true;
  };

  scrutineer::Property<State> all_committed;
  all_committed.name = "all_committed";
  all_committed.kind = PropertyKind::reachable;
  all_committed.sentence = "every RM is committed";
  all_committed.holds = [rms = settings.rms](const State& state) {
    return count_rms(state, RmState::committed) == rms;
  };

  scrutineer::Property<State> all_aborted;
  all_aborted.name = "all_aborted";
  all_aborted.kind = PropertyKind::reachable;
  all_aborted.sentence = "every RM is aborted";
  all_aborted.holds = [rms = settings.rms](const State& state) {
    return count_rms(state, RmState::aborted) == rms;
  };

  return {consistency, stability, all_committed, all_aborted};
}

}  // namespace two_phase_commit
