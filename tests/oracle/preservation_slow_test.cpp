// Preservation: reduced and unreduced searches agree, over every guard, network and kind of fault.
//
// Compared are the verdict and the shortest length of every property, and the level at which each
// projection to the visible variables appears first (up to renaming of the servers). The cases
// named "long" are skipped; this runs them:
//
//   ctest --test-dir build/release -C long -R preservation_long
#include "tests/model/reduction_walks.h"

#include <random>

namespace scrutineer::test {
namespace {

std::string name_of(const raft::ReductionChoice& choice) {
  std::string name;
  for (const raft::ReductionText& text : raft::reduction_texts()) {
    if (choice.has(text.reduction)) name += std::string(text.name) + " ";
  }
  return name;
}

// More than that would take more memory than a workstation has.
constexpr std::size_t most_states = 8'000'000;

// Every choice of reductions against the search without any; nothing if that has more states than
// `states_max`.
void require_preserved(const raft::Settings& settings, std::size_t states_max = most_states) {
  CAPTURE(raft::differences_from_default(settings));
  const std::optional<Walked> plain = walk(WalkModel(settings, {}), true, states_max);
  if (!plain) return;
  std::set<std::string> done;
  for (const raft::ReductionChoice& choice : reduction_choices()) {
    const raft::ReductionChoice reductions = in_force(settings, choice);
    if (reductions.is_empty() || !done.insert(name_of(reductions)).second) continue;
    CAPTURE(name_of(reductions));
    const Walked reduced = *walk(WalkModel(settings, reductions), false);
    CHECK(reduced.lengths == plain->lengths);
    const bool has_same_levels = reduced.first_levels == plain->first_levels;
    CHECK(has_same_levels);
    CHECK(reduced.states <= plain->states);
  }
}

void require_preserved_everywhere(const std::string& size, std::size_t states_max = most_states) {
  for (const std::string& guard : guard_variants()) {
    for (const std::string& environment : environments()) {
      require_preserved(settings_of(size + " " + environment + " " + guard), states_max);
    }
  }
}

// Random walks, and at each of their states the condition of R7.
void require_kept_on_walks(const raft::Settings& settings, std::mt19937& random, int walks) {
  CAPTURE(raft::differences_from_default(settings));
  const auto choices = reduction_choices();
  const raft::ReductionChoice reductions = in_force(settings, choices[random() % choices.size()]);
  CAPTURE(name_of(reductions));
  const WalkModel model(settings, reductions);
  for (int k = 0; k < walks; ++k) {
    WalkWords state = model.initial_states()[0];
    for (int step = 0; step < 60; ++step) {
      const bool is_kept = is_kept_at(model, state);
      REQUIRE_MESSAGE(is_kept, model.describe(state));
      std::vector<WalkWords> next;
      model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& after) {
        if (after != state) next.push_back(after);
      });
      if (next.empty()) break;
      // Mostly a step that matters: the others are many.
      const WalkWords here = model.representative(state);
      for (int attempt = 0; attempt < 4; ++attempt) {
        state = next[random() % next.size()];
        if (model.representative(state) != here || random() % 3 == 0) break;
      }
    }
  }
}

// Settings as `random_settings` has them, at sizes that no exhaustive walk reaches.
raft::Settings large_random_settings(std::mt19937& random) {
  for (;;) {
    raft::Settings settings = random_settings(static_cast<unsigned>(random()));
    settings.servers = 3 + static_cast<int>(random() % 3);
    settings.max_term = 2 + static_cast<int>(random() % 2);
    settings.max_cuts *= 1 + static_cast<int>(random() % 2);
    // Without these two there is little that a reduction may do.
    if (random() % 8 != 0) settings.guards.check_heartbeat_term = true;
    if (random() % 8 != 0) settings.guards.persist_term = true;
    if (raft::packed_bits(settings) <= static_cast<int>(walk_words) * 64 - 16) return settings;
  }
}

void require_kept_at_random(unsigned seed, int configurations, int walks) {
  std::mt19937 random(seed);
  for (int k = 0; k < configurations; ++k) {
    require_kept_on_walks(large_random_settings(random), random, walks);
  }
}

TEST_CASE("preservation: two servers, two terms, everywhere") {
  require_preserved_everywhere("servers=2 max_term=2");
}

TEST_CASE("preservation: three servers, one term, everywhere") {
  // Two guards make millions of states where messages are lost: see below.
  require_preserved_everywhere("servers=3 max_term=1", 200'000);
}

TEST_CASE("preservation: random configurations") {
  for (unsigned seed = 0; seed < 300; ++seed) require_preserved(random_settings(seed), 50'000);
}

TEST_CASE("preservation: three servers, two terms, and four servers, correct Raft") {
  require_preserved(settings_of("servers=3 max_term=2"));
  require_preserved(settings_of("servers=4 max_term=1"));
}

TEST_CASE("preservation: classes are kept step by step, on random walks in large configurations") {
  require_kept_at_random(1, 3000, 3);
}

TEST_CASE("preservation (long): three servers, one term, everywhere" * doctest::skip()) {
  require_preserved_everywhere("servers=3 max_term=1");
}

TEST_CASE("preservation (long): three servers, two terms, duplicating, every guard" *
          doctest::skip()) {
  for (const std::string& guard : guard_variants()) {
    require_preserved(settings_of("servers=3 max_term=2 " + guard));
  }
}

TEST_CASE("preservation (long): four servers, one term, every guard and network" *
          doctest::skip()) {
  for (const std::string& guard : guard_variants()) {
    for (const char* rest : {"", "max_crashes=1", "max_cuts=1", "network=at-most-once"}) {
      require_preserved(settings_of("servers=4 max_term=1 " + guard + " " + rest));
    }
  }
}

TEST_CASE("preservation (long): random walks" * doctest::skip()) {
  for (unsigned seed = 2; seed < 22; ++seed) require_kept_at_random(seed, 2000, 10);
}

}  // namespace
}  // namespace scrutineer::test
