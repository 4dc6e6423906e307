// Walks over the states of the election model, alone or in its environment, reduced and not, for
// the tests of reductions.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include <doctest/doctest.h>
#include <boost/container_hash/hash.hpp>

#include "model/raft/reduction/reduced_mitigated.h"
#include "model/raft/reduction/reduced_model.h"
#include "properties/raft/property_list.h"
#include "tests/configurations.h"

namespace scrutineer::test {

inline constexpr std::size_t walk_words = 8;
using WalkWords = Words<walk_words>;
using WalkModel = raft::ReducedModel<walk_words>;
using WalkMitigated = raft::ReducedMitigated<walk_words>;
using WalkSet = std::unordered_set<WalkWords, boost::hash<WalkWords>>;

/// What a search can tell of a state space beyond its counts.
struct Walked {
  /// The level at which each projection to the visible variables appears first.
  std::map<WalkWords, int> first_levels;
  /// By property: the length of the shortest violation or way to a witness.
  std::vector<std::optional<int>> lengths;
  std::size_t states = 0;
};

template <class Model>
inline constexpr bool has_environment = raft::detail::HasEnvironment<Model>;

/// All visible variables; hidden are the messages and the votes gathered.
template <class Model>
WalkWords visible_part(const Model& model, const WalkWords& state) {
  static constexpr std::array<std::string_view, 8> names = {"role",    "term", "voted_for", "down",
                                                            "elected", "cut",  "crashes",   "cuts"};
  WalkWords mask = model.bits_of(names);
  if constexpr (has_environment<Model>) {
    const WalkWords environment = model.environment_bits();
    for (std::size_t w = 0; w < walk_words; ++w) mask[w] |= environment[w];
  }
  WalkWords result;
  for (std::size_t w = 0; w < walk_words; ++w) result[w] = state[w] & mask[w];
  return result;
}

/// The state with server i renamed to `name_of[i]`; slot 0 stays. Written on readable states, with
/// nothing of the reductions in it.
inline raft::State renamed(const raft::State& state, const std::vector<int>& name_of) {
  const auto name = [&](int i) { return name_of[static_cast<std::size_t>(i)]; };
  const auto set = [&](const raft::ServerSet& servers) {
    raft::ServerSet result;
    for (int i = 1; i < static_cast<int>(name_of.size()); ++i) {
      if (servers.contains(i)) result.insert(name(i));
    }
    return result;
  };
  raft::State result = state;
  result.messages.clear();
  result.cut = {};
  const int n = static_cast<int>(name_of.size()) - 1;
  for (int i = 1; i <= n; ++i) {
    raft::Server& server = result.server(name(i));
    server = state.server(i);
    server.voted_for = static_cast<std::uint8_t>(name(server.voted_for));
    server.votes = set(server.votes);
    for (int j = 1; j <= n; ++j) {
      if (state.cut.contains(i, j)) result.cut.insert(name(i), name(j));
    }
  }
  for (auto& elected : result.elected) elected = set(elected);
  const mitigations::Environment& before = state.environment;
  mitigations::Environment& after = result.environment;
  for (std::size_t i = 1; i < name_of.size(); ++i) {
    const auto at = static_cast<std::size_t>(name_of[i]);
    after.reply[at] = before.reply[i];
    after.lease[at] = before.lease[i];
    after.token_left[at] = before.token_left[i];
  }
  after.lock.holder = static_cast<std::uint8_t>(name(before.lock.holder));
  for (mitigations::Write& write : after.writes) {
    write.from = static_cast<std::uint8_t>(name(write.from));
  }
  for (raft::Message m : state.messages) {
    m.from = static_cast<std::uint8_t>(name(m.from));
    m.to = static_cast<std::uint8_t>(name(m.to));
    result.messages.insert(m);
  }
  return result;
}

/// The least of all renamings of a state.
template <class Model>
WalkWords least_renaming(const Model& model, const WalkWords& state) {
  const auto readable = model.unpack(state);
  std::vector<int> names;
  for (int i = 0; i <= view(model, state).servers(); ++i) names.push_back(i);
  WalkWords least = state;
  while (std::next_permutation(names.begin() + 1, names.end())) {
    least = std::min(least, model.pack(renamed(readable, names)));
  }
  return least;
}

/// The properties that say something in this model.
template <class Model>
raft::PropertyChoice told_properties(const Model& model) {
  if constexpr (has_environment<Model>) {
    raft::Settings settings;
    settings.mitigations = model.bounds().settings;
    return raft::telling_properties(settings, model.bounds().history);
  } else {
    raft::PropertyChoice choice;
    for (const raft::PropertyText& text : raft::election_property_texts()) {
      choice.names.push_back(text.name);
    }
    return choice;
  }
}

/// Visits all states breadth first, up to representatives unless `is_plain`; evaluates every
/// property on the way, as a search does. Empty if there are more than `states_max`.
template <class Model>
std::optional<Walked> walk(const Model& model, bool is_plain,
                           std::size_t states_max = ~std::size_t{0}) {
  const auto represent = [&](const WalkWords& s) { return is_plain ? s : model.representative(s); };
  const auto properties = raft::bind_properties(model, told_properties(model));
  Walked walked;
  walked.lengths.resize(properties.size());
  std::map<WalkWords, int> levels;  // by projection, not renamed
  WalkSet known;
  std::vector<WalkWords> frontier;
  const auto reach = [&](const WalkWords& state, int level, std::vector<WalkWords>& next) {
    if (!known.insert(state).second) return;
    next.push_back(state);
    levels.try_emplace(visible_part(model, state), level);
    for (std::size_t p = 0; p < properties.size(); ++p) {
      if (!properties[p].holds || walked.lengths[p]) continue;
      const bool is_witness = properties[p].kind == PropertyKind::reachable;
      if (properties[p].holds(state) == is_witness) walked.lengths[p] = level;
    }
  };
  for (const WalkWords& state : model.initial_states()) reach(represent(state), 0, frontier);
  for (int level = 1; !frontier.empty(); ++level) {
    std::vector<WalkWords> next;
    for (const WalkWords& state : frontier) {
      if (known.size() > states_max) return std::nullopt;  // a level may be larger than all before
      model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& after) {
        if (after == state) return;
        for (std::size_t p = 0; p < properties.size(); ++p) {
          if (!properties[p].holds_on_step || walked.lengths[p]) continue;
          if (!properties[p].holds_on_step(state, after)) walked.lengths[p] = level;
        }
        reach(represent(after), level, next);
      });
    }
    frontier = std::move(next);
  }
  walked.states = known.size();
  for (const auto& [projection, level] : levels) {
    const WalkWords name = least_renaming(model, projection);
    const auto [at, is_new] = walked.first_levels.try_emplace(name, level);
    if (!is_new) at->second = std::min(at->second, level);
  }
  return walked;
}

/// Representatives of all successors, and of the state itself; sorted.
template <class Model>
std::vector<WalkWords> classes_after(const Model& model, const WalkWords& state) {
  std::vector<WalkWords> classes = {model.representative(state)};
  model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& next) {
    classes.push_back(model.representative(next));
  });
  std::sort(classes.begin(), classes.end());
  classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
  return classes;
}

/// R7 at one state: the same classes are one step away from it and from its representative, which
/// looks the same (up to renaming) and represents itself.
template <class Model>
bool is_kept_at(const Model& model, const WalkWords& state) {
  const WalkWords representative = model.representative(state);
  return model.representative(representative) == representative &&
         classes_after(model, state) == classes_after(model, representative);
}

/// The environments in which every guard is tried.
inline const std::vector<std::string>& environments() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> result;
    for (const char* network : {"duplicating", "at-most-once"}) {
      for (const char* rest :
           {"", "max_crashes=1", "max_cuts=1", "max_cuts=1 cut=links",
            "max_cuts=1 cut_messages=held", "max_cuts=1 cut=links cut_messages=held",
            "max_crashes=1 timeouts=suspect", "max_crashes=1 max_cuts=1 timeouts=suspect"}) {
        result.push_back(std::string("network=") + network + " " + rest);
      }
    }
    return result;
  }();
  return all;
}

/// Correct Raft, each guard switched off singly, and the write-up's fix; as settings.
inline std::vector<std::string> guard_variants() {
  std::vector<std::string> all = {"", "guards.quorum=half", "guards.quorum=peers-majority",
                                  "guards.clear_votes=false guards.recheck_before_leading=false "
                                  "guards.step_down_on_higher_term=false"};
  for (const std::string& key : guard_keys()) {
    if (key != "guards.quorum") all.push_back(key + "=false");
  }
  return all;
}

/// Each reduction alone (with what it needs), and all together.
inline std::vector<raft::ReductionChoice> reduction_choices() {
  return {{true, false, false}, {true, true, false}, {false, false, true}, raft::every_reduction};
}

/// What of a choice is in force under these settings; properties play no part.
inline raft::ReductionChoice in_force(const raft::Settings& settings,
                                      const raft::ReductionChoice& choice) {
  return raft::plan_reductions(settings, choice, {}).in_force;
}

}  // namespace scrutineer::test
