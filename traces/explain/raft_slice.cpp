#include "traces/explain/raft_slice.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "traces/explain/raft_atoms.h"
#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_history.h"
#include "traces/explain/raft_proof.h"
#include "traces/explain/raft_shrink.h"

namespace scrutineer::raft {
namespace {

// The reads and writes of every step of a path.
struct Effects {
  std::vector<std::vector<Place>> reads;
  std::vector<std::vector<Place>> writes;
};

Effects effects_of(const Settings& settings, const Path<ReadableModel>& path) {
  Effects effects;
  for (std::size_t k = 1; k <= path.steps.size(); ++k) {
    const auto& [action, after] = path.steps[k - 1];
    const State& before = state_after(path, k - 1);
    effects.reads.push_back(reads_of(settings, before, action, after));
    effects.writes.push_back(writes_of(settings, before, after));
  }
  return effects;
}

// Backward from the deciding places; the last step is kept whatever it wrote.
std::vector<bool> causes_of_end(const Trial& trial, const Path<ReadableModel>& path,
                                const Effects& effects) {
  const std::size_t length = path.steps.size();
  std::vector<bool> is_cause(length, false);
  const auto deciding = deciding_places(trial.settings(), trial.property().name,
                                        state_after(path, length - 1), path.steps.back().second);
  std::set<Place> asked(deciding.begin(), deciding.end());
  for (std::size_t k = length; k-- > 0;) {
    const auto& writes = effects.writes[k];
    is_cause[k] = k + 1 == length || std::any_of(writes.begin(), writes.end(), [&](const Place& p) {
                    return asked.count(p) != 0;
                  });
    if (!is_cause[k]) continue;
    // A step invariant is about the places before its last step, which that step reads.
    const bool is_read = k + 1 == length && trial.property().kind == PropertyKind::step_invariant;
    if (!is_read) {
      for (const Place& place : writes) asked.erase(place);
    }
    asked.insert(effects.reads[k].begin(), effects.reads[k].end());
  }
  return is_cause;
}

// By step: the last writers of what it reads; 0 alone if nobody has written any of it.
std::vector<std::vector<std::size_t>> causes_by_step(const Effects& effects) {
  std::map<Place, std::size_t> last_writer;
  std::vector<std::vector<std::size_t>> causes;
  for (std::size_t k = 0; k < effects.reads.size(); ++k) {
    std::set<std::size_t> writers;
    for (const Place& place : effects.reads[k]) {
      const auto found = last_writer.find(place);
      if (found != last_writer.end()) writers.insert(found->second);
    }
    if (writers.empty()) writers.insert(0);
    causes.emplace_back(writers.begin(), writers.end());
    for (const Place& place : effects.writes[k]) last_writer[place] = k + 1;
  }
  return causes;
}

std::vector<std::size_t> indices_of(const std::vector<bool>& chosen) {
  std::vector<std::size_t> indices;
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    if (chosen[k]) indices.push_back(k);
  }
  return indices;
}

// Of a needed step the causes are those within the slice: it replays without the others.
void set_causes_within(const Settings& settings, Slice& slice) {
  const auto within = causes_by_step(effects_of(settings, slice.path));
  for (std::size_t j = 0; j < within.size(); ++j) {
    auto& causes = slice.causes[slice.numbers[j + 1] - 1];
    causes.clear();
    for (const std::size_t k : within[j]) causes.push_back(slice.numbers[k]);
  }
}

// The kept steps as a behaviour of their own.
struct KeptPath {
  Path<ReadableModel> path;
  std::vector<std::size_t> numbers = {0};
};

KeptPath kept_path(const Path<ReadableModel>& path, const KeptSteps& kept) {
  KeptPath result;
  result.path.initial = path.initial;
  for (std::size_t j = 0; j < kept.indices.size(); ++j) {
    const std::size_t k = kept.indices[j];
    result.path.steps.emplace_back(path.steps[k].first, kept.states[j]);
    result.numbers.push_back(k + 1);
  }
  return result;
}

void set_needed(KeptPath kept, Slice& slice) {
  slice.path = std::move(kept.path);
  slice.numbers = std::move(kept.numbers);
  slice.is_needed.assign(slice.is_needed.size(), false);
  for (std::size_t j = 1; j < slice.numbers.size(); ++j) {
    slice.is_needed[slice.numbers[j] - 1] = true;
  }
}

Slice whole_slice(const Path<ReadableModel>& path) {
  Slice slice;
  slice.is_needed.assign(path.steps.size(), true);
  slice.is_cause = slice.is_needed;
  slice.path = path;
  for (std::size_t k = 0; k <= path.steps.size(); ++k) slice.numbers.push_back(k);
  return slice;
}

}  // namespace

Slice slice_of(const Trial& trial, const Path<ReadableModel>& path,
               const std::vector<Sentence>& proof, const SliceEffort& effort) {
  Slice slice = whole_slice(path);
  const std::size_t length = path.steps.size();
  if (length == 0) return slice;
  const Effects effects = effects_of(trial.settings(), path);
  slice.causes = causes_by_step(effects);

  std::vector<bool> is_fixed(length, false);
  is_fixed[length - 1] = true;
  for (const Sentence& sentence : proof) {
    for (const std::size_t k : sentence.steps) is_fixed[k - 1] = true;
  }
  const auto keeps_proof = [&](const KeptSteps& kept) {
    if (proof.empty()) return true;
    const KeptPath part = kept_path(path, kept);
    return proof_of(History(trial.settings(), part.path, &part.numbers), trial.property().name) ==
           proof;
  };
  std::vector<bool> is_cause = causes_of_end(trial, path, effects);
  for (std::size_t k = 0; k < length; ++k) is_cause[k] = is_cause[k] || is_fixed[k];
  auto kept = kept_steps(trial, path, indices_of(is_cause));
  if (kept && keeps_proof(*kept)) {
    slice.is_cause = std::move(is_cause);
  } else {
    kept = kept_steps(trial, path, indices_of(slice.is_cause));
    if (!kept) return slice;
  }

  slice.grade = SliceGrade::verified;
  const std::vector<std::size_t> causes = kept->indices;
  if (shrink(trial, path, is_fixed, keeps_proof, effort.steps, *kept)) {
    slice.grade = SliceGrade::minimal;
  }
  const std::size_t size = kept->indices.size();
  auto fewest = fewest_steps(trial, path, is_fixed, causes, size, effort.states);
  if (fewest.smaller && !keeps_proof(*fewest.smaller)) {
    fewest = fewest_good_steps(trial, path, is_fixed, causes, keeps_proof,
                               fewest.smaller->indices.size(), size, effort.steps);
  }
  if (fewest.smaller) kept = std::move(fewest.smaller);
  if (fewest.is_complete) slice.grade = SliceGrade::smallest;
  set_needed(kept_path(path, *kept), slice);
  set_causes_within(trial.settings(), slice);
  return slice;
}

}  // namespace scrutineer::raft
