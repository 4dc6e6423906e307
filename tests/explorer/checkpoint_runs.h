// Searches with checkpoints for tests: everything that a search tells as one value, a run that is
// copied at each of its checkpoints, one that is ended at each of them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "explorer/checkpoint.h"
#include "explorer/search.h"
#include "explorer/shortest_path.h"
#include "tests/run_program.h"

namespace scrutineer::test {

/// What must be the same for a search that went on from a checkpoint.
template <class Model>
struct Told {
  using State = typename Model::State;
  using Step = std::pair<typename Model::Action, State>;

  Verdict verdict{};
  StopReason stop{};
  std::uint64_t distinct = 0, generated = 0, expanded = 0;
  std::uint32_t depth = 0;
  std::vector<std::uint64_t> actions;
  std::vector<PropertyVerdict> verdicts;
  std::vector<std::tuple<State, std::optional<Step>, std::uint32_t>> findings;
  std::vector<std::pair<State, std::vector<Step>>> paths;  // to the findings
  std::vector<std::vector<State>> levels;                  // in their order

  bool operator==(const Told&) const = default;
};

template <class Model>
using PropertiesOf = std::vector<Property<typename Model::State>>;

/// Runs the search to its end.
template <class Model>
Told<Model> told_by(const Model& model, const PropertiesOf<Model>& properties,
                    const SearchOptions& options) {
  Search<Model> search(model, properties, options);
  const SearchResult<Model>& result = search.run();
  Told<Model> told{result.verdict,
                   result.stop,
                   result.distinct,
                   result.generated,
                   result.expanded,
                   result.depth,
                   result.actions,
                   {},
                   {},
                   {},
                   {}};
  for (const auto& one : result.properties) {
    told.verdicts.push_back(one.verdict);
    if (!one.finding) continue;
    told.findings.emplace_back(one.finding->state, one.finding->step, one.finding->length);
    const std::size_t level = one.finding->length - (one.finding->step ? 1 : 0);
    const auto path =
        shortest_path(model, search.store(), search.workers(), one.finding->state, level);
    REQUIRE(path);
    told.paths.emplace_back(path->initial, path->steps);
  }
  const auto& store = search.store();
  for (std::size_t level = 0; level < store.level_count(); ++level) {
    told.levels.emplace_back();
    store.for_each_of_level(level, 0, store.level_size(level),
                            [&](const auto& state) { told.levels.back().push_back(state); });
  }
  return told;
}

inline SearchOptions with_checkpoint(SearchOptions options, Checkpoint& checkpoint,
                                     std::chrono::milliseconds interval) {
  options.checkpoint = &checkpoint;
  options.checkpoint_interval = interval;
  return options;
}

constexpr std::chrono::milliseconds every_round{0};
constexpr std::chrono::milliseconds never{1'000'000'000};

/// The same, going on from the checkpoint in the folder.
template <class Model>
Told<Model> told_after(const std::string& folder, const Model& model,
                       const PropertiesOf<Model>& properties, const SearchOptions& options) {
  Checkpoint checkpoint = Checkpoint::open(folder);
  return told_by(model, properties, with_checkpoint(options, checkpoint, never));
}

/// Runs the search with a checkpoint in front of every round, and copies each to `place`/1,
/// `place`/2, ... Returns how many there are.
template <class Model>
std::size_t copy_checkpoints(const std::string& place, const Model& model,
                             const PropertiesOf<Model>& properties, SearchOptions options) {
  Checkpoint checkpoint = Checkpoint::begin(place + "/0", "{}");
  std::size_t count = 0;
  options = with_checkpoint(options, checkpoint, every_round);
  options.on_checkpoint = [&](const CheckpointNote& note) {
    REQUIRE(note.failure.empty());
    ++count;
    std::filesystem::copy(place + "/0", place + "/" + std::to_string(count));
  };
  (void)told_by(model, properties, options);
  REQUIRE(checkpoint.is_complete());
  return count;
}

/// A search that is thrown out of at its second checkpoint, and again and again when it goes on,
/// until it comes to its end. `runs` is how often it was begun.
template <class Model>
Told<Model> told_in_pieces(const std::string& folder, const Model& model,
                           const PropertiesOf<Model>& properties, SearchOptions options,
                           std::size_t& runs) {
  struct Killed {};
  for (runs = 1;; ++runs) {
    Checkpoint checkpoint = runs == 1 ? Checkpoint::begin(folder, "{}") : Checkpoint::open(folder);
    SearchOptions piece = with_checkpoint(options, checkpoint, every_round);
    std::size_t notes = 0;
    piece.threads = static_cast<unsigned>(runs % 3 + 1);
    piece.on_checkpoint = [&](const CheckpointNote& note) {
      REQUIRE(note.failure.empty());
      if (++notes == 2) throw Killed();
    };
    try {
      return told_by(model, properties, piece);
    } catch (const Killed&) {
      REQUIRE(runs < 10000);
    }
  }
}

}  // namespace scrutineer::test
