// Checkpoints of searches: one that goes on from any of them ends as one that was never ended.
#include "explorer/checkpoint.h"

#include <doctest/doctest.h>

#include "tests/explorer/packed_graph.h"

namespace scrutineer {
namespace {

using test::copy_checkpoints;
using test::never;
using test::PackedGraph;
using test::properties_of;
using test::ReducedGraph;
using test::small_rounds;
using test::TemporaryFolder;
using test::told_after;
using test::told_by;
using test::told_in_pieces;
using test::with_checkpoint;

template <class Model>
void require_same_from_everywhere(const Model& model, bool is_violated) {
  CAPTURE(model.seed);
  CAPTURE(is_violated);
  const auto properties = properties_of(model, is_violated);
  const auto whole = told_by(model, properties, small_rounds());
  REQUIRE(whole.stop == (is_violated ? StopReason::violation : StopReason::exhausted));
  REQUIRE(whole.findings.size() >= 2);
  REQUIRE(whole.levels.size() >= 4);
  const TemporaryFolder folder;
  const std::size_t count = copy_checkpoints(folder.path(), model, properties, small_rounds());
  REQUIRE(count > whole.levels.size() - 2);
  for (std::size_t k = 1; k <= count; ++k) {
    CAPTURE(k);
    SearchOptions options = small_rounds();
    options.threads = static_cast<unsigned>(k % 3 + 1);
    const std::string copy = folder.path() + "/" + std::to_string(k);
    CHECK((told_after(copy, model, properties, options) == whole));
  }
  std::size_t runs = 0;
  CHECK((told_in_pieces(folder.path() + "/pieces", model, properties, small_rounds(), runs) ==
         whole));
  CHECK(runs == count);
}

TEST_CASE("checkpoint: a search that goes on from any of them ends as if it had never stopped") {
  for (const bool is_violated : {false, true}) {
    require_same_from_everywhere(PackedGraph{4000, 1}, is_violated);
    require_same_from_everywhere(PackedGraph{3000, 2, 2}, is_violated);
    require_same_from_everywhere(PackedGraph{600, 3, 3, true}, is_violated);
  }
}

TEST_CASE("checkpoint: a search up to representatives goes on as well") {
  for (const bool is_violated : {false, true}) {
    ReducedGraph model;
    model.classes = 6000;
    model.seed = 3;
    require_same_from_everywhere(model, is_violated);
  }
}

TEST_CASE("checkpoint: a level of several rounds has several") {
  const PackedGraph model{4000, 4, 8};
  const auto properties = properties_of(model, false);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  CHECK(copy_checkpoints(folder.path(), model, properties, small_rounds()) >
        whole.levels.size() + 5);
}

TEST_CASE("checkpoint: a search that a limit or a request ended goes on from its last round") {
  const PackedGraph model{2000, 5, 2, true};
  const auto properties = properties_of(model, false);
  const auto whole = told_by(model, properties, small_rounds());
  for (const unsigned threads : {1U, 3U}) {
    for (const std::uint64_t states :
         {std::uint64_t{1}, std::uint64_t{500}, whole.distinct / 2, whole.distinct - 1}) {
      CAPTURE(states);
      const TemporaryFolder folder;
      const std::string place = folder.path() + "/c";
      SearchOptions limited = small_rounds();
      limited.threads = threads;
      limited.limits.states_max = states;
      {
        Checkpoint checkpoint = Checkpoint::begin(place, "{}");
        const auto part = told_by(model, properties, with_checkpoint(limited, checkpoint, never));
        REQUIRE(part.stop == StopReason::state_limit);
        REQUIRE(part.distinct == states);
        CHECK_FALSE(checkpoint.is_complete());
      }
      // The same limit ends it at the same state; without it, it comes to its end.
      if (states > 1) {
        limited.threads = 4 - threads;
        CHECK(
            (told_after(place, model, properties, limited) == told_by(model, properties, limited)));
      }
      CHECK((told_after(place, model, properties, small_rounds()) == whole));
    }
  }
  for (std::uint32_t level = 1; level < whole.levels.size() - 1; level += 40) {
    CAPTURE(level);
    const TemporaryFolder folder;
    const std::string place = folder.path() + "/c";
    std::atomic<bool> stop{false};
    SearchOptions options = small_rounds();
    options.threads = 2;
    options.stop_requested = &stop;
    options.progress_interval = std::chrono::milliseconds(0);
    options.on_progress = [&](const Progress& progress) { stop = progress.level >= level; };
    {
      Checkpoint checkpoint = Checkpoint::begin(place, "{}");
      const auto part = told_by(model, properties, with_checkpoint(options, checkpoint, never));
      REQUIRE(part.stop == StopReason::interrupted);
    }
    CHECK((told_after(place, model, properties, small_rounds()) == whole));
  }
}

TEST_CASE("checkpoint: one from before the first round begins anew; a complete one ends again") {
  const PackedGraph model{600, 6, 3, true};
  const auto properties = properties_of(model, true);
  const auto whole = told_by(model, properties, small_rounds());
  const TemporaryFolder folder;
  const std::string place = folder.path() + "/c";
  { (void)Checkpoint::begin(place, "{}"); }
  for (int k = 0; k < 3; ++k) {
    CHECK((told_after(place, model, properties, small_rounds()) == whole));
    CHECK(Checkpoint::open(place).is_complete());
  }
}

TEST_CASE("checkpoint: progress tells what was restored, and the time of all runs is kept") {
  const PackedGraph model{4000, 7};
  const TemporaryFolder folder;
  const std::size_t count = copy_checkpoints(folder.path(), model, {}, small_rounds());
  Checkpoint checkpoint = Checkpoint::open(folder.path() + "/" + std::to_string(count));
  const std::uint64_t states = checkpoint.position()->states();
  const double seconds = checkpoint.position()->seconds;
  CHECK(seconds > 0);
  SearchOptions options = with_checkpoint(small_rounds(), checkpoint, never);
  options.progress_interval = std::chrono::milliseconds(0);
  std::size_t restoring = 0;
  std::size_t searching = 0;
  options.on_progress = [&](const Progress& progress) {
    CHECK(progress.restored == states);
    if (progress.is_restoring) {
      ++restoring;
      CHECK(progress.distinct < states);
      CHECK(searching == 0);
    } else {
      ++searching;
      CHECK(progress.distinct >= states);
      CHECK(progress.generated >= progress.expanded);
    }
  };
  Search<PackedGraph> search(model, {}, options);
  CHECK(search.run().seconds_before == seconds);
  CHECK(restoring > 2);
  CHECK(searching > 0);
}

}  // namespace
}  // namespace scrutineer
