// A walk through the model, step by step, with its history: what `explore` moves about in.
//
// The history is one line of steps with a position on it. Going back keeps what lies ahead, until
// another step is taken there.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/raft/rules.h"
#include "properties/raft/property_list.h"
#include "traces/story.h"
#include "traces/trace_file.h"

namespace scrutineer::raft {

/// A property along the history up to the position.
struct PropertyStanding {
  std::string_view name;
  Standing standing = Standing::open;
  std::optional<std::size_t> decided_at;  // the first step that violates or witnesses it
};

/// Not to be copied: the properties refer to the model in it. One thread at a time.
class Exploration {
 public:
  /// Begins at the end of `trace`, whose path may be the initial state alone. REQUIRES: the path
  /// is a behaviour of the model with the trace's settings.
  explicit Exploration(TraceFile trace);
  Exploration(const Exploration&) = delete;
  Exploration& operator=(const Exploration&) = delete;

  [[nodiscard]] const Settings& settings() const { return trace_.settings; }
  [[nodiscard]] const TraceFile& trace() const { return trace_; }

  /// Steps from the initial state to here, and to the end of the history.
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] std::size_t length() const { return trace_.path.steps.size(); }

  /// The state after step k. REQUIRES: k <= length().
  [[nodiscard]] const State& state(std::size_t k) const;
  [[nodiscard]] const State& state() const { return state(position_); }

  /// Step k, 1-based. REQUIRES: 1 <= k <= length().
  [[nodiscard]] const Action& action(std::size_t k) const;

  /// The enabled actions here with their successors, in the order of actions.
  [[nodiscard]] const std::vector<Step>& enabled() const { return enabled_; }

  /// Takes the action and returns true if it is enabled. What lay ahead is dropped, unless it
  /// begins with this very step.
  bool take(Action action);

  /// REQUIRES: k <= length().
  void go_to(std::size_t k);

  /// Every property of the list, at the position.
  [[nodiscard]] std::vector<PropertyStanding> standings() const;

  /// The history up to the position, as a trace of the first property that is decided there and not
  /// before, else of none.
  [[nodiscard]] TraceFile trace_to_here() const;

 private:
  TraceFile trace_;
  ReadableModel model_;
  std::vector<Property<State>> properties_;
  std::size_t position_ = 0;
  std::vector<Step> enabled_;
};

/// The state in lines: a server each, the failed links, who was elected, messages in flight.
[[nodiscard]] std::string state_lines(const State& state, const Settings& settings);

}  // namespace scrutineer::raft
