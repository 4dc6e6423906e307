// A trace as something to be told: lanes, moments and messages, in no protocol's terms.
//
// Every format of `formats/format_list.h` renders a story and nothing else; what knows a protocol
// (`raft_story.h`) makes one. So a new format is one file, and a new protocol, or a lock service
// beside the servers, gets all formats at once.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "properties/property.h"
#include "traces/explanation.h"
#include "traces/value.h"

namespace scrutineer {

/// Somebody who acts or is acted on: a server, a lock service, a store, an operator.
struct Lane {
  std::string name;                 // "n1"; unique
  std::vector<std::string> fields;  // what is shown of it: "role", "term", "vote", "votes"
};

/// A lane at one moment.
struct LaneState {
  std::vector<std::string> fields;  // a text for each field of the lane; "" for nothing
  std::string brief;                // all of it in a few characters: "C t1 >n1 {n1n2}"
  std::string tone;                 // for colours: "follower", "candidate", "leader", "down", ""
  bool is_up = true;
  bool is_changed = false;  // since the moment before
  std::string text;         // as `brief`, a little longer: "candidate t1 >n1 {n1 n2}"
};

/// A message from its sending on. Moments are indices into Story::moments.
struct Transit {
  std::string text;      // "Vote t1 n2>n1 granted"
  std::string label;     // without the lanes: "Vote t1 granted"
  std::size_t from = 0;  // lanes
  std::size_t to = 0;
  std::size_t sent = 0;
  std::vector<std::size_t> resent;     // sent again while it was in flight
  std::vector<std::size_t> delivered;  // several times in a network that duplicates
  std::optional<std::size_t> lost;     // to a failed link; may be the moment of sending
  bool is_in_flight_at_end = false;    // never lost, and still there (or never delivered)
};

enum class Standing { holds, violated, witnessed, open };  // open: a witness is still to come

struct Moment {
  std::string action;       // "Timeout(n1)"; "(initial)" for moment 0
  std::string action_kind;  // "Timeout"; empty for moment 0
  std::vector<NamedValue> parameters;
  std::optional<std::size_t> actor;  // lane; none for what happens to the network
  bool is_fault = false;             // crash, restart, partition
  std::vector<LaneState> lanes;      // one a lane
  // Indices into Story::transits: in flight after the step; and what the step did.
  std::vector<std::size_t> in_flight;
  std::vector<std::size_t> sent;
  std::vector<std::size_t> delivered;
  std::vector<std::size_t> lost;
  std::vector<std::pair<std::size_t, std::size_t>> failed_links;  // lanes from, to
  std::string failed_links_text;                                  // "{n1} {n2 n3}"; "" for none
  std::vector<std::string> remarks;   // "elected in term 1: n1 n3  <- more than one"
  std::vector<Standing> properties;   // one for each of Story::properties
  std::vector<NamedValue> variables;  // every variable of the model
};

/// A variable of the model and its type in Apalache's notation, "Int -> Set(Int)".
struct Variable {
  std::string name;
  std::string type;
};

struct Story {
  std::string program;      // "scrutineer 0.1.0"
  std::string model;        // "raft"
  std::string variant;      // printable
  std::string description;  // of the variant; may be empty
  std::string bounds;       // bounds, network and guards in force, one line
  std::vector<NamedValue> settings;
  std::string property;  // the one that the trace decides
  PropertyKind kind = PropertyKind::invariant;
  std::string sentence;                 // what it says
  std::vector<std::string> properties;  // all whose standing the moments have, `property` first
  std::vector<PropertyKind> kinds;      // of `properties`, one each
  std::vector<Lane> lanes;
  std::string key;        // how to read a lane's text: "t1 term 1; >n1 voted for n1; ..."
  std::string brief_key;  // and its brief, besides: "F follower, C candidate, L leader"
  std::vector<Variable> variables;
  std::vector<Moment> moments;  // at least the initial one
  std::vector<Transit> transits;
  Explanation explanation;
  /// The nearest run that keeps the property (see Contrast), told the same way; at most one.
  std::vector<Story> passing;
  /// The trace file that `replay` reads back; see docs/json-schema.md.
  std::string document;

  [[nodiscard]] std::size_t length() const { return moments.size() - 1; }
};

}  // namespace scrutineer
