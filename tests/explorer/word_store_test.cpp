// The store for packed states and its parts: exactness over many shapes, both forms of the lanes,
// limits, the log and its file.
#include <array>
#include <filesystem>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "explorer/recent_states.h"
#include "explorer/word_store.h"
#include "tests/run_program.h"

namespace scrutineer {
namespace {

constexpr std::uint64_t plenty = ~std::uint64_t{0};

// The low `bits` bits of each word.
template <std::size_t Count>
Words<Count> mask_of(const std::array<int, Count>& bits) {
  Words<Count> mask{};
  for (std::size_t w = 0; w < Count; ++w) {
    mask[w] = bits[w] == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits[w]) - 1;
  }
  return mask;
}

// States that differ in few bits, as those of a model do, some of them several times.
template <std::size_t Count>
std::vector<Words<Count>> clustered_states(const Words<Count>& mask, std::size_t count) {
  std::mt19937_64 random(7);
  std::vector<Words<Count>> states{Words<Count>{}};
  while (states.size() < count) {
    Words<Count> state = states[random() % states.size()];
    for (int flips = 0; flips < 2; ++flips) {
      const std::size_t w = random() % Count;
      state[w] ^= (std::uint64_t{1} << (random() % 64)) & mask[w];
    }
    states.push_back(state);
  }
  return states;
}

// Begins the collection of one slab.
template <class Store>
void begin_collection(Store& store, const typename Store::Candidates& candidates) {
  std::array<std::size_t, 1> states{};
  for (std::size_t s = 0; s < shard_count; ++s) states[0] += candidates.size(s);
  store.begin_collection(states);
}

// One round: a slab of states goes into the store; the new ones are returned in order.
template <class Store>
std::vector<typename Store::State> add(Store& store,
                                       const std::vector<typename Store::State>& states,
                                       std::uint64_t room = plenty,
                                       std::uint64_t bytes_max = plenty) {
  typename Store::Candidates candidates;
  for (const auto& state : states) {
    const auto image = store.prepare(state);
    candidates.push(store.shard_of(image), image);
  }
  for (std::size_t s = 0; s < shard_count; ++s) {
    (void)store.insert(s, candidates, room, bytes_max);
  }
  std::vector<typename Store::State> added;
  begin_collection(store, candidates);
  store.collect(0, candidates, [&](const auto& state) { added.push_back(state); });
  store.end_collection();
  return added;
}

template <std::size_t Count, class Lanes>
void require_exact(const Words<Count>& mask, std::size_t count) {
  WordStore<Count, Lanes> store(mask, "/tmp");
  store.begin_level();
  const auto states = clustered_states(mask, count);
  std::set<Words<Count>> known;
  std::vector<Words<Count>> all;
  for (std::size_t begin = 0; begin < states.size(); begin += 5000) {
    const std::vector<Words<Count>> part(
        states.begin() + static_cast<std::ptrdiff_t>(begin),
        states.begin() + static_cast<std::ptrdiff_t>(std::min(states.size(), begin + 5000)));
    std::vector<Words<Count>> expected;
    for (const auto& state : part) {
      if (known.insert(state).second) expected.push_back(state);
    }
    REQUIRE(add(store, part) == expected);
    all.insert(all.end(), expected.begin(), expected.end());
  }
  CHECK(add(store, states).empty());
  std::vector<Words<Count>> read;
  store.for_each_of_level(0, 0, store.level_size(0),
                          [&](const auto& state) { read.push_back(state); });
  CHECK(read == all);
}

template <class Lanes>
void require_exact_in_every_shape() {
  // The comments name the shape that a table of this size has in the end: slots and what is beside.
  require_exact<1, Lanes>(mask_of<1>({64}), 60000);             // 8, nothing
  require_exact<1, Lanes>(mask_of<1>({17}), 60000);             // 8, nothing; fewer bits than 48
  require_exact<2, Lanes>(mask_of<2>({64, 7}), 60000);          // 8, nothing
  require_exact<2, Lanes>(mask_of<2>({64, 23}), 60000);         // 6 or 7, one or two bytes
  require_exact<2, Lanes>(mask_of<2>({64, 40}), 60000);         // 5, four bytes
  require_exact<2, Lanes>(mask_of<2>({64, 64}), 60000);         // 4, a word
  require_exact<2, Lanes>(mask_of<2>({30, 64}), 60000);         // the same, a short first word
  require_exact<3, Lanes>(mask_of<3>({64, 64, 64}), 60000);     // 4, two words
  require_exact<3, Lanes>(mask_of<3>({64, 5, 64}), 60000);      // 4, a word, the second in the key
  require_exact<4, Lanes>(mask_of<4>({64, 64, 64, 0}), 60000);  // a word that is never used
  require_exact<6, Lanes>(mask_of<6>({64, 60, 64, 61, 64, 9}), 30000);
}

TEST_CASE("word store: it holds exactly the states inserted, in every shape of its lines") {
  require_exact_in_every_shape<PortableLanes>();
}

#ifdef SCRUTINEER_HAS_VECTOR_LANES
TEST_CASE("word store: vector comparisons answer as the portable ones do") {
  require_exact_in_every_shape<VectorLanes>();
  alignas(64) std::array<std::uint64_t, 8> keys = {3, 0, 7, 3, 1, 0, 7, 3};
  for (std::uint64_t key = 0; key < 9; ++key) {
    CHECK(VectorLanes::equal<8>(keys.data(), key) == PortableLanes::equal<8>(keys.data(), key));
    CHECK(VectorLanes::equal<7>(keys.data(), key) == PortableLanes::equal<7>(keys.data(), key));
    CHECK(VectorLanes::equal<5>(keys.data(), key) == PortableLanes::equal<5>(keys.data(), key));
    CHECK(VectorLanes::equal<4>(keys.data(), key) == PortableLanes::equal<4>(keys.data(), key));
  }
}
#endif

TEST_CASE("word store: the mixing of states is undone exactly") {
  std::mt19937_64 random(3);
  for (const int bits : {1, 13, 40, 41, 57, 63, 64}) {
    const Words<2> mask = mask_of<2>({bits, 31});
    const StateMix<2> mix(mask);
    for (int k = 0; k < 2000; ++k) {
      const Words<2> state = {random() & mask[0], random() & mask[1]};
      REQUIRE(mix.unmix(mix.mix(state)) == state);
      REQUIRE(mix.mix(state)[1] == state[1]);
    }
  }
}

TEST_CASE("word store: a state with a bit outside of its layout is an error, never another state") {
  const StateMix<2> mix(mask_of<2>({50, 10}));
  CHECK_THROWS_AS((void)mix.mix({std::uint64_t{1} << 50U, 0}), std::logic_error);
  CHECK_THROWS_AS((void)mix.mix({0, std::uint64_t{1} << 10U}), std::logic_error);
  CHECK_NOTHROW((void)mix.mix({(std::uint64_t{1} << 50U) - 1, 1023}));
}

TEST_CASE("word store: shards fill evenly with states that differ in few bits") {
  const WordStore<2> store(mask_of<2>({64, 20}), "/tmp");
  std::array<int, shard_count> counts{};
  constexpr int each = 1000;
  for (std::uint64_t k = 0; k < shard_count * each; ++k) {
    ++counts[store.shard_of(store.prepare({k << 20U, 0}))];
  }
  for (const int count : counts) {
    CHECK(count > each * 8 / 10);
    CHECK(count < each * 12 / 10);
  }
}

TEST_CASE("word store: it stops exactly where the room ends, and still knows its states") {
  const Words<2> mask = mask_of<2>({64, 23});
  const auto states = clustered_states(mask, 3000);
  const std::set<Words<2>> distinct(states.begin(), states.end());
  for (const std::uint64_t room : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{100},
                                   std::uint64_t{distinct.size() - 1}}) {
    WordStore<2> store(mask, "/tmp");
    store.begin_level();
    // The room is shared by the shards, which are filled one after the other.
    typename WordStore<2>::Candidates candidates;
    for (const auto& state : states) {
      const auto image = store.prepare(state);
      candidates.push(store.shard_of(image), image);
    }
    std::uint64_t left = room;
    bool is_limit_seen = false;
    for (std::size_t s = 0; s < shard_count; ++s) {
      is_limit_seen |= store.insert(s, candidates, left, plenty) == ShardEnd::state_limit;
    }
    CHECK(is_limit_seen);
    begin_collection(store, candidates);
    std::vector<Words<2>> added;
    store.collect(0, candidates, [&](const auto& state) { added.push_back(state); });
    store.end_collection();
    CHECK(store.size() == room);
    CHECK(added.size() == room);
    CHECK(add(store, added).empty());
  }
}

TEST_CASE("word store: it refuses what its memory does not hold") {
  const Words<2> mask = mask_of<2>({64, 23});
  WordStore<2> store(mask, "/tmp");
  store.begin_level();
  constexpr std::uint64_t bytes_of_shard = 4000;
  const auto states = clustered_states(mask, 60000);
  const auto added = add(store, states, plenty, bytes_of_shard);
  CHECK(added.size() > 1000);
  CHECK(store.size() == added.size());
  CHECK(store.bytes() <= bytes_of_shard * shard_count + 11 * added.size());
  CHECK(add(store, added).empty());
}

TEST_CASE("level log: blocks that were moved to a file are read as before") {
  const test::TemporaryFolder folder;
  LevelFile probe(folder.path());
  if (!probe.append(std::string_view("x"))) {
    MESSAGE("skipped: " << probe.failure());
    return;
  }
  const Words<3> mask = mask_of<3>({64, 9, 33});
  const auto states = clustered_states(mask, 20000);
  LevelFile file(folder.path());
  LevelLog<3> log(mask);
  for (std::size_t begin = 0; begin < states.size(); begin += 100) {
    log.open_blocks(std::array<std::size_t, 3>{60, 0, 40});
    log.fill_block(0, [&](const auto& append) {
      for (std::size_t k = begin; k < begin + 60; ++k) append(states[k]);
    });
    log.fill_block(2, [&](const auto& append) {
      for (std::size_t k = begin + 60; k < begin + 100; ++k) append(states[k]);
    });
    log.close_blocks();
  }
  const auto read = [&](std::uint64_t from, std::uint64_t to) {
    std::vector<Words<3>> all;
    log.for_each(from, to, [&](const auto& state) { all.push_back(state); });
    return all;
  };
  const std::uint64_t bytes = log.bytes();
  REQUIRE(read(0, states.size()) == states);
  log.move_to(file, 10050);
  CHECK(log.bytes() < bytes * 6 / 10);
  CHECK(file.size() > 0);
  CHECK(std::filesystem::is_empty(folder.path()));  // the file has no name
  CHECK(read(0, states.size()) == states);
  CHECK(read(9950, 10150) == std::vector<Words<3>>(states.begin() + 9950, states.begin() + 10150));
  CHECK(read(77, 78) == std::vector<Words<3>>{states[77]});
  CHECK(read(5, 5).empty());
}

TEST_CASE("level log: without a folder for its file it stays in memory") {
  const Words<1> mask = {255};
  LevelFile file("/does/not/exist");
  LevelLog<1> log(mask);
  log.open_blocks(std::array<std::size_t, 1>{100});
  log.fill_block(0, [](const auto& append) {
    for (std::uint64_t k = 0; k < 100; ++k) append(Words<1>{k});
  });
  log.close_blocks();
  const std::uint64_t bytes = log.bytes();
  log.move_to(file, 100);
  CHECK(log.bytes() == bytes);
  CHECK_FALSE(file.failure().empty());
  std::uint64_t sum = 0;
  log.for_each(0, 100, [&](const Words<1>& state) { sum += state[0]; });
  CHECK(sum == 4950);
}

TEST_CASE("recent states: one is noted once, and none is taken for another") {
  RecentStates<2> recent;
  recent.clear();
  CHECK_FALSE(recent.note({0, 0}));  // the image of all zeros is no free place
  CHECK(recent.note({0, 0}));
  CHECK_FALSE(recent.note({0, 1}));
  CHECK_FALSE(recent.note({~std::uint64_t{0}, ~std::uint64_t{0}}));
  recent.clear();
  CHECK_FALSE(recent.note({0, 1}));
  std::mt19937_64 random(1);
  std::set<Words<2>> seen = {{0, 1}};
  for (int k = 0; k < 20000; ++k) {
    const Words<2> image = {random() % 5000 << 16U, random() % 3};
    const bool is_known = recent.note(image);
    if (is_known) REQUIRE(seen.count(image) == 1);
    seen.insert(image);
  }
}

}  // namespace
}  // namespace scrutineer
