// Every small change to a trace file, one at a time: each must be rejected, at the right step.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "traces/raft_replay.h"
#include "traces/trace_file.h"

namespace scrutineer::test {

using TraceJson = nlohmann::ordered_json;

/// What was seen while changing, so that a test can insist on it.
struct MutationCounts {
  std::size_t changes = 0;
  std::size_t not_traces = 0;               // refused by the reader
  std::array<std::size_t, 5> by_kind = {};  // by raft::ReplayFaultKind
};

namespace detail {

/// The values to put in the place of a leaf.
inline std::vector<TraceJson> other_values(const TraceJson& value, const std::string& key) {
  if (value.is_boolean()) return {!value.get<bool>(), TraceJson()};
  if (value.is_null()) return {1, 2, false};
  if (value.is_number_integer()) {
    const int number = value.get<int>();
    return {number + 1, number - 1, TraceJson(), std::to_string(number)};
  }
  const std::string text = value.get<std::string>();
  std::set<std::string> others = {text + "x", ""};
  if (key == "role") others.insert({"follower", "candidate", "leader"});
  if (key == "type") others.insert({"RequestVote", "Vote", "Heartbeat", "HeartbeatReject"});
  if (key == "name") others.insert({"Timeout", "SendHeartbeats", "Crash", "Restart"});
  if (key == "network") others.insert({"duplicating", "at-most-once"});
  if (key == "cut") others.insert({"groups", "links"});
  if (key == "cut_messages") others.insert({"lost", "held"});
  if (key == "timeouts") others.insert({"any", "suspect"});
  if (key == "quorum") others.insert({"majority", "peers-majority", "half"});
  if (key == "variant") others.insert({"raft", "split-brain", "mine.toml"});
  if (key == "program") others.insert("scrutineer 9.9.9");
  if (key == "property") {
    others.insert({"election_safety", "single_leader", "leader_has_quorum", "leader_elected",
                   "vote_once", "term_monotonic", "none"});
  }
  others.erase(text);
  return {others.begin(), others.end()};
}

/// Calls `try_it` with the whole document after each change at or below `place` in it.
inline void change_each(TraceJson& document, TraceJson& place, const std::string& pointer,
                        const std::string& key,
                        const std::function<void(const std::string& pointer)>& try_it) {
  const TraceJson original = place;
  const auto attempt = [&](const TraceJson& changed, const std::string& where) {
    place = changed;
    try_it(where);
    place = original;
  };
  if (original.is_object()) {
    for (const auto& member : original.items()) {
      TraceJson shorter = original;
      shorter.erase(member.key());
      attempt(shorter, pointer + "/" + member.key());
      change_each(document, place[member.key()], pointer + "/" + member.key(), member.key(),
                  try_it);
    }
    TraceJson longer = original;
    longer["another"] = 1;
    attempt(longer, pointer + "/another");
  } else if (original.is_array()) {
    for (std::size_t k = 0; k < original.size(); ++k) {
      const std::string where = pointer + "/" + std::to_string(k);
      TraceJson shorter = original;
      shorter.erase(k);
      attempt(shorter, where);
      TraceJson longer = original;
      longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(k), original[k]);
      attempt(longer, where);
      if (k > 0) {
        TraceJson swapped = original;
        std::swap(swapped[k - 1], swapped[k]);
        attempt(swapped, pointer + "/" + std::to_string(k - 1));
      }
      change_each(document, place[k], where, key, try_it);
    }
  } else {
    for (const TraceJson& other : other_values(original, key)) attempt(other, pointer);
  }
}

/// 1-based; 0 for the initial state; none elsewhere.
inline std::optional<std::size_t> step_of(const std::string& pointer) {
  if (pointer.starts_with("/initial/")) return 0;
  if (!pointer.starts_with("/steps/")) return std::nullopt;
  return std::stoul(pointer.substr(7)) + 1;
}

}  // namespace detail

/// Makes every change to the trace and requires that it is rejected; what is within a step or the
/// initial state, with that step.
inline MutationCounts expect_changes_rejected(const raft::TraceFile& trace) {
  MutationCounts counts;
  TraceJson document = TraceJson::parse(raft::trace_file_text(trace));
  detail::change_each(document, document, "", "", [&](const std::string& pointer) {
    ++counts.changes;
    const auto step = detail::step_of(pointer);
    const bool is_whole_step = step && *step > 0 && pointer.find('/', 7) == std::string::npos;
    try {
      const raft::Replay result = raft::replay(raft::read_with_contradictions(document.dump()));
      if (!result.fault) {
        FAIL_CHECK("not seen: ", pointer);
        return;
      }
      ++counts.by_kind.at(static_cast<std::size_t>(result.fault->kind));
      CHECK_FALSE(result.fault->text.empty());
      if (result.fault->kind == raft::ReplayFaultKind::not_enabled) {
        CHECK_FALSE(result.fault->unmet.empty());
      }
      if (!step || is_whole_step) return;
      CHECK_MESSAGE(result.fault->step == step, pointer << ": " << result.fault->text);
    } catch (const raft::NotATrace& error) {
      ++counts.not_traces;
      if (!step || is_whole_step) return;
      const std::string place = *step == 0 ? "/initial/" : "/steps/" + std::to_string(*step - 1);
      CHECK_MESSAGE(std::string(error.what()).starts_with(place), pointer << ": " << error.what());
    }
  });
  return counts;
}

}  // namespace scrutineer::test
