// Slices: verified by replay, as small as brute force finds, and sound about what a step reads.
#include "traces/explain/raft_slice.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>

#include "model/raft/links.h"
#include "model/raft/messages.h"
#include "model/raft/variants.h"
#include "tests/traces/explain/counterexamples.h"
#include "tests/traces/explain/walks.h"
#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_proof.h"
#include "traces/explain/raft_shrink.h"
#include "traces/judge.h"

namespace scrutineer::test {
namespace {

std::vector<raft::Action> chosen_actions(const RaftPath& path, const std::vector<bool>& chosen) {
  std::vector<raft::Action> actions;
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    if (chosen[k]) actions.push_back(path.steps[k].first);
  }
  return actions;
}

std::size_t size_of(const std::vector<bool>& chosen) {
  return static_cast<std::size_t>(std::count(chosen.begin(), chosen.end(), true));
}

// Whether these steps alone decide the property, with the same proof if there is one to keep.
bool tells_the_same(const raft::Trial& trial, const RaftPath& path, const std::vector<bool>& chosen,
                    const std::vector<Sentence>& proof) {
  const auto actions = chosen_actions(path, chosen);
  if (!trial.proof(path.initial, actions)) return false;
  if (proof.empty()) return true;
  std::vector<std::size_t> numbers = {0};
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    if (chosen[k]) numbers.push_back(k + 1);
  }
  const auto part = path_of(trial, actions);
  const raft::History history(trial.settings(), *part, &numbers);
  return raft::proof_of(history, trial.property().name) == proof;
}

// The size of the smallest choice among these steps that alone decide the property, with the same
// proof if there is one to keep: every choice is tried.
std::size_t smallest_by_force(const raft::Trial& trial, const RaftPath& path,
                              const std::vector<bool>& among,
                              const std::vector<Sentence>& proof = {}) {
  std::vector<std::size_t> steps;
  for (std::size_t k = 0; k < among.size(); ++k) {
    if (among[k]) steps.push_back(k);
  }
  std::size_t smallest = steps.size() + 1;
  for (std::uint32_t mask = 1; mask < (std::uint32_t{1} << steps.size()); ++mask) {
    std::vector<bool> chosen(path.steps.size());
    for (std::size_t j = 0; j < steps.size(); ++j) chosen[steps[j]] = ((mask >> j) & 1U) != 0;
    if (size_of(chosen) >= smallest) continue;
    if (tells_the_same(trial, path, chosen, proof)) smallest = size_of(chosen);
  }
  return smallest;
}

// What every slice promises, whatever its size.
void check_promises(const raft::Trial& trial, const RaftPath& path, const raft::Slice& slice,
                    const std::vector<Sentence>& proof = {}) {
  REQUIRE(slice.is_needed.size() == path.steps.size());
  REQUIRE(slice.causes.size() == path.steps.size());
  CHECK(slice.grade != raft::SliceGrade::whole);
  CHECK(slice.is_needed.back());
  CHECK(tells_the_same(trial, path, slice.is_needed, proof));
  CHECK(trial.proof(path.initial, chosen_actions(path, slice.is_needed)));
  for (std::size_t k = 0; k < path.steps.size(); ++k) {
    REQUIRE(!slice.causes[k].empty());
    for (const std::size_t cause : slice.causes[k]) {
      CHECK(cause <= k);
      CHECK((cause != 0 || slice.causes[k].size() == 1));
      if (slice.is_needed[k] && cause != 0) CHECK(slice.is_needed[cause - 1]);
    }
    if (slice.is_needed[k]) CHECK(slice.is_cause[k]);
    if (!slice.is_needed[k] || slice.grade < raft::SliceGrade::minimal) continue;
    std::vector<bool> without = slice.is_needed;
    without[k] = false;
    if (k + 1 < path.steps.size()) CHECK_FALSE(tells_the_same(trial, path, without, proof));
  }
}

// Every value that one variable of a state can take, one at a time, as long as `reads` has it not.
template <class Visit>
void for_each_neighbour(const raft::Settings& settings, const raft::State& state,
                        const std::vector<raft::Place>& reads, Visit&& visit) {
  const auto is_read = [&](const raft::Place& place) {
    return std::binary_search(reads.begin(), reads.end(), place);
  };
  const auto change = [&](const raft::Place& place, auto&& mutate) {
    if (is_read(place)) return;
    raft::State other = state;
    mutate(other);
    visit(other);
  };
  for (raft::ServerId i = 1; i <= settings.servers; ++i) {
    for (int v = 0; v <= 2; ++v) {
      change(raft::place_of(raft::Part::role, i),
             [&](raft::State& s) { s.server(i).role = static_cast<raft::Role>(v); });
    }
    for (int t = 0; t <= settings.max_term; ++t) {
      change(raft::place_of(raft::Part::term, i),
             [&](raft::State& s) { s.server(i).term = static_cast<std::uint8_t>(t); });
    }
    for (int v = 0; v <= settings.servers; ++v) {
      change(raft::place_of(raft::Part::voted_for, i),
             [&](raft::State& s) { s.server(i).voted_for = static_cast<std::uint8_t>(v); });
    }
    for (std::uint64_t mask = 0; mask < (std::uint64_t{1} << settings.servers); ++mask) {
      change(raft::place_of(raft::Part::votes, i),
             [&](raft::State& s) { s.server(i).votes = raft::ServerSet::from_mask(mask); });
    }
    change(raft::place_of(raft::Part::up, i),
           [&](raft::State& s) { s.server(i).up = !s.server(i).up; });
  }
  for (const auto& [from, to] : raft::all_links(settings.servers)) {
    change(raft::place_of(raft::Part::link, from, to), [from = from, to = to](raft::State& s) {
      s.cut.contains(from, to) ? s.cut.erase(from, to) : s.cut.insert(from, to);
    });
  }
  const raft::MessageUniverse universe(settings);
  for (int id = 0; id < universe.size(); ++id) {
    const raft::Message& m = universe.message(id);
    change(raft::place_of(m), [&](raft::State& s) {
      if (s.messages.erase(m) == 0) s.messages.insert(m);
    });
  }
}

bool is_same_at(const raft::Place& place, const raft::State& a, const raft::State& b) {
  const auto& x = a.server(place.a);
  const auto& y = b.server(place.a);
  switch (place.part) {
    case raft::Part::role: return x.role == y.role;
    case raft::Part::term: return x.term == y.term;
    case raft::Part::voted_for: return x.voted_for == y.voted_for;
    case raft::Part::votes: return x.votes == y.votes;
    case raft::Part::up: return x.up == y.up;
    case raft::Part::message:
      return a.messages.contains(place.message) == b.messages.contains(place.message);
    case raft::Part::link:
      return a.cut.contains(place.a, place.b) == b.cut.contains(place.a, place.b);
    case raft::Part::elected: break;
    default: return a.environment == b.environment;  // none is around these elections
  }
  return a.elected[place.a].contains(place.b) == b.elected[place.a].contains(place.b);
}

bool is_cut(const raft::Action& action) { return action.kind >= raft::ActionKind::partition; }

}  // namespace

TEST_CASE("slice: of a shortest counterexample no step can be left out") {
  for (const raft::Variant& variant : raft::variants()) {
    for (const Counterexample& one : counterexamples(variant.settings)) {
      CAPTURE(one.property);
      const raft::Trial trial(variant.settings, one.property);
      const raft::Slice slice = raft::slice_of(trial, one.path);
      check_promises(trial, one.path, slice);
      CHECK(slice.grade == raft::SliceGrade::smallest);
      CHECK(size_of(slice.is_needed) == one.path.steps.size());
    }
  }
}

TEST_CASE("slice: of a padded counterexample it is as small as brute force over its causes") {
  std::size_t padded_count = 0;
  std::size_t slices = 0;
  std::size_t smaller_elsewhere = 0;
  for (const raft::Variant& variant : raft::variants()) {
    for (const Counterexample& one : counterexamples(variant.settings)) {
      const raft::Trial trial(variant.settings, one.property);
      for (unsigned seed = 1; seed <= 6; ++seed) {
        const std::size_t room = 12 - one.path.steps.size();
        const RaftPath path = padded(trial, one.path, std::min<std::size_t>(room, 6), seed);
        padded_count += path.steps.size() - one.path.steps.size();
        const std::string name(variant.name);
        CAPTURE(name);
        CAPTURE(one.property);
        CAPTURE(seed);
        const raft::Slice slice = raft::slice_of(trial, path);
        check_promises(trial, path, slice);
        CHECK(slice.grade == raft::SliceGrade::smallest);
        CHECK(size_of(slice.is_needed) == smallest_by_force(trial, path, slice.is_cause));
        // A smaller choice with other steps tells another story: of a vote, say, that in this trace
        // arrived when the election was over.
        const std::vector<bool> all(path.steps.size(), true);
        const std::size_t smallest = smallest_by_force(trial, path, all);
        CHECK(smallest == one.path.steps.size());
        ++slices;
        if (size_of(slice.is_needed) > smallest) ++smaller_elsewhere;
      }
    }
  }
  CHECK(padded_count > 500);
  CHECK(smaller_elsewhere * 100 < slices);
}

TEST_CASE("slice: of long random walks it is verified, and no step of it can be left out") {
  std::size_t walks = 0;
  std::size_t steps = 0;
  std::size_t kept = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    for (const std::string& property : all_properties()) {
      const raft::Trial trial(settings, property);
      const auto path = walk_to_decision(trial, seed, 80);
      if (!path) continue;
      CAPTURE(seed);
      CAPTURE(property);
      const raft::Slice slice = raft::slice_of(trial, *path);
      check_promises(trial, *path, slice);
      CHECK(slice.grade >= raft::SliceGrade::minimal);
      ++walks;
      steps += path->steps.size();
      kept += size_of(slice.is_needed);
    }
  }
  CHECK(walks > 300);
  CHECK(kept * 2 < steps);
}

TEST_CASE("slice: the proof holds of the needed steps alone, word for word") {
  std::size_t slices = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    for (const std::string& property : all_properties()) {
      const raft::Trial trial(settings, property);
      const auto path = walk_to_decision(trial, seed, 14);
      if (!path) continue;
      CAPTURE(seed);
      CAPTURE(property);
      const auto proof = raft::proof_of(raft::History(settings, *path), property);
      const raft::Slice slice = raft::slice_of(trial, *path, proof);
      check_promises(trial, *path, slice, proof);
      CHECK(slice.grade == raft::SliceGrade::smallest);
      CHECK(size_of(slice.is_needed) == smallest_by_force(trial, *path, slice.is_cause, proof));
      CHECK(slice.path.steps.size() == size_of(slice.is_needed));
      CHECK(fault_of_behaviour(raft::ReadableModel(settings), slice.path).value_or("") == "");
      ++slices;
    }
  }
  CHECK(slices > 100);
}

TEST_CASE("slice: with little effort it is still verified, and says that it may be larger") {
  const raft::Settings settings = raft::find_variant("forget-vote")->settings;
  const raft::Trial trial(settings, "election_safety");
  const auto shortest = counterexamples(settings, {"election_safety"}).at(0).path;
  const RaftPath path = padded(trial, shortest, 8, 3);
  REQUIRE(path.steps.size() == shortest.steps.size() + 8);
  const raft::Slice slice = raft::slice_of(trial, path, {}, {0, 0});
  check_promises(trial, path, slice);
  CHECK(slice.grade == raft::SliceGrade::verified);
  CHECK(raft::slice_of(trial, path, {}, {100'000, 0}).grade == raft::SliceGrade::minimal);
}

TEST_CASE("slice: a path that is no counterexample gets none") {
  const raft::Settings settings = raft::find_variant("forget-vote")->settings;
  const raft::Trial trial(settings, "election_safety");
  RaftPath path = counterexamples(settings, {"election_safety"}).at(0).path;
  path.steps.pop_back();
  const raft::Slice cut_off = raft::slice_of(trial, path);
  CHECK(cut_off.grade == raft::SliceGrade::whole);
  CHECK(size_of(cut_off.is_needed) == path.steps.size());
  CHECK(raft::slice_of(trial, {raft::initial_state(), {}}).is_needed.empty());
}

TEST_CASE("effects: what a step does not read may change, and it writes the same") {
  std::size_t count = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    const raft::ReadableModel model(settings);
    const raft::Trial trial(settings, "election_safety");
    raft::State state = raft::initial_state();
    std::mt19937 random(seed);
    for (int step = 0; step < 25; ++step) {
      const Successors successors = successors_of(settings, state);
      if (successors.empty()) break;
      const auto& [action, after] = successors[random() % successors.size()];
      const raft::State before = std::exchange(state, after);
      if (is_cut(action)) continue;  // replaces all links at once
      const auto reads = raft::reads_of(settings, before, action, after);
      const auto writes = raft::writes_of(settings, before, after);
      for_each_neighbour(settings, before, reads, [&](const raft::State& other) {
        const auto next = trial.successor(other, action);
        const std::string text = model.describe(action);
        CAPTURE(seed);
        CAPTURE(text);
        REQUIRE(next);
        const bool is_same = std::all_of(writes.begin(), writes.end(), [&](const auto& place) {
          return is_same_at(place, after, *next);
        });
        REQUIRE(is_same);
        ++count;
      });
    }
  }
  CHECK(count > 20'000);
}

}  // namespace scrutineer::test
