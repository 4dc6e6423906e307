#include <set>

#include <doctest/doctest.h>

#include "explorer/state_store.h"
#include "explorer/workers.h"

namespace scrutineer {
namespace {

constexpr std::uint64_t plenty = ~std::uint64_t{0};

struct Number {
  int value;
  auto operator<=>(const Number&) const = default;
  friend std::size_t hash_value(const Number& n) { return static_cast<std::size_t>(n.value); }
};

template <class State>
Insertion insert(ObjectShard<State>& shard, const State& state, std::uint64_t bytes_max = plenty) {
  const std::uint64_t hash = state_hash(state);
  return shard.insert(state, hash, shard.prefetch_state(hash), bytes_max);
}

TEST_CASE("object shard: it holds exactly the states inserted, over many growths of its index") {
  ObjectShard<Words<2>> shard;
  constexpr std::uint64_t count = 200000;
  for (std::uint64_t k = 0; k < count; ++k) {
    REQUIRE(insert(shard, Words<2>{k % 1000, k / 1000}) == Insertion::added);
  }
  CHECK(shard.size() == count);
  for (std::uint64_t k = 0; k < count; ++k) {
    REQUIRE(insert(shard, Words<2>{k % 1000, k / 1000}) == Insertion::known);
    REQUIRE(shard.at(k) == Words<2>{k % 1000, k / 1000});
  }
  CHECK(insert(shard, Words<2>{1000, 0}) == Insertion::added);
}

// Equal hashes are the worst case of an index; exact storage has to survive it.
TEST_CASE("object shard: states of equal hash are kept apart") {
  ObjectShard<Words<1>> shard;
  constexpr std::uint64_t hash = 0x0123456789abcdef;
  for (std::uint64_t k = 0; k < 40; ++k) {
    CHECK(shard.insert(Words<1>{k}, hash, {}, plenty) == Insertion::added);
  }
  for (std::uint64_t k = 0; k < 40; ++k) {
    CHECK(shard.insert(Words<1>{k}, hash, shard.prefetch_state(hash), plenty) == Insertion::known);
  }
}

TEST_CASE("object shard: a probe taken before other insertions is still good") {
  ObjectShard<Words<1>> shard;
  std::vector<std::uint64_t> values;
  for (std::uint64_t k = 0; k < 5000; ++k) values.push_back(k * k % 4001);
  const std::set<std::uint64_t> unique(values.begin(), values.end());
  for (std::size_t begin = 0; begin < values.size(); begin += 50) {
    std::vector<ObjectShard<Words<1>>::Probe> probes;
    for (std::size_t k = 0; k < 50; ++k) {
      probes.push_back(shard.prefetch_state(state_hash(Words<1>{values[begin + k]})));
    }
    for (std::size_t k = 0; k < 50; ++k) {
      const Words<1> state{values[begin + k]};
      (void)shard.insert(state, state_hash(state), probes[k], plenty);
    }
  }
  CHECK(shard.size() == unique.size());
}

TEST_CASE("object shard: it refuses what its memory does not hold, and still knows its states") {
  ObjectShard<Words<1>> shard;
  std::uint64_t k = 0;
  while (insert(shard, Words<1>{k}, 10000) == Insertion::added) ++k;
  CHECK(shard.bytes() <= 10000);
  CHECK(shard.bytes() > 5000);
  CHECK(insert(shard, Words<1>{k}, 10000) == Insertion::full);
  CHECK(insert(shard, Words<1>{0}, 10000) == Insertion::known);
  CHECK(shard.size() == k);
  ObjectShard<Words<1>> none;
  CHECK(insert(none, Words<1>{1}, 0) == Insertion::full);
}

TEST_CASE("object store: levels are ranges, visited in the same order by ordinals") {
  ObjectStore<Number> store;
  const auto add = [&](int from, int to) {
    ObjectStore<Number>::Candidates candidates;
    for (int k = from; k < to; ++k) candidates.push(store.shard_of({k}), {k});
    std::uint64_t room = plenty;
    for (std::size_t s = 0; s < shard_count; ++s) (void)store.insert(s, candidates, room, plenty);
  };
  store.begin_level();
  add(0, 100);
  store.begin_level();
  add(50, 300);
  CHECK(store.level_size(0) == 100);
  CHECK(store.level_size(1) == 200);
  std::vector<int> whole;
  store.for_each_of_level(1, 0, 200, [&](const Number& n) { whole.push_back(n.value); });
  std::vector<int> parts;
  for (std::uint64_t from = 0; from < 200; from += 7) {
    store.for_each_of_level(1, from, std::min<std::uint64_t>(from + 7, 200),
                            [&](const Number& n) { parts.push_back(n.value); });
  }
  CHECK(whole == parts);
  CHECK(std::set<int>(whole.begin(), whole.end()).size() == 200);
  CHECK(*std::min_element(whole.begin(), whole.end()) == 100);
}

TEST_CASE("workers: every index is visited once, and an exception is thrown on") {
  for (const unsigned threads : {1U, 2U, 8U}) {
    Workers workers(threads);
    std::vector<int> visits(1000);
    workers.for_each_index(visits.size(), true, [&](std::size_t i) { ++visits[i]; });
    CHECK(std::all_of(visits.begin(), visits.end(), [](int v) { return v == 1; }));
    CHECK_THROWS_AS(workers.for_each_index(100, true,
                                           [](std::size_t i) {
                                             if (i == 50) throw std::bad_alloc();
                                           }),
                    std::bad_alloc);
  }
}

}  // namespace
}  // namespace scrutineer
