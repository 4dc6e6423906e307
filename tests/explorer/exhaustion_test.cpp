// What happens where something runs out in the middle: memory, the address of a table, its lines.
#include <filesystem>
#include <new>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "explorer/reached_graph.h"
#include "explorer/search.h"
#include "explorer/shortest_path.h"
#include "tests/explorer/toy_models.h"
#include "tests/run_program.h"

namespace scrutineer {
namespace {

using Packed = Words<1>;

/// Numbers below `size` in one word, each with three successors.
struct PackedNumbers {
  using State = Packed;
  using Action = std::uint32_t;
  std::uint64_t size = 300000;

  [[nodiscard]] std::vector<State> initial_states() const { return {Packed{1}}; }
  template <class Sink>
  void for_each_successor(const State& state, Sink&& sink) const {
    for (std::uint32_t k = 0; k < 3; ++k) sink(k, Packed{(state[0] * 3 + k) % size});
  }
  [[nodiscard]] std::vector<std::string_view> action_kinds() const { return {"step"}; }
  [[nodiscard]] std::size_t kind(const Action&) const { return 0; }
  [[nodiscard]] std::string describe(const Packed& state) const { return std::to_string(state[0]); }
  [[nodiscard]] std::string describe(const Action& action) const { return std::to_string(action); }
};

TEST_CASE("exhaustion: memory that runs out while a level is written leaves whole levels to read") {
  const PackedNumbers model;
  for (const unsigned threads : {1U, 3U}) {
    CAPTURE(threads);
    SearchOptions options;
    options.threads = threads;
    Search<PackedNumbers> search(model,
                                 {test::invariant<Packed>("memory",
                                                          [](const Packed& state) {
                                                            if (state[0] == 222222)
                                                              throw std::bad_alloc();
                                                            return true;
                                                          })},
                                 options);
    const auto& result = search.run();
    CHECK(result.stop == StopReason::memory_limit);
    CHECK(result.verdict == Verdict::incomplete);
    REQUIRE(result.distinct > 1000);
    std::set<Packed> read;
    std::optional<Packed> last;
    const auto& store = search.store();
    for (std::size_t level = 0; level < store.level_count(); ++level) {
      store.for_each_of_level(level, 0, store.level_size(level), [&](const Packed& state) {
        read.insert(state);
        last = state;
      });
    }
    CHECK(read.size() == result.distinct);
    CHECK(reached_graph(model, store, result.distinct, false)->states.size() == result.distinct);
    CHECK(shortest_path(model, store, search.workers(), *last, result.depth));
  }
}

TEST_CASE("exhaustion: without memory for the first state there is nothing, and it is told so") {
  const PackedNumbers model;
  Search<PackedNumbers> search(
      model,
      {test::invariant<Packed>("memory", [](const Packed&) -> bool { throw std::bad_alloc(); })},
      {});
  const auto& result = search.run();
  CHECK(result.stop == StopReason::memory_limit);
  CHECK(result.verdict == Verdict::incomplete);
  const auto graph = reached_graph(model, search.store(), 100, false);
  REQUIRE(graph);
  CHECK(graph->states.size() == result.distinct);
}

TEST_CASE("exhaustion: the greatest address still tells every image") {
  const StateMix<2> mix({~std::uint64_t{0}, 0xffff});
  const StateMix<1> narrow({0xff});
  int low_bits = 0;
  while (LineLayout<1>(narrow, 7, low_bits).may_grow(1)) ++low_bits;
  CHECK(low_bits >= 29);  // 7 * 2^29 lines in each of 64 shards
  const LineLayout<1> layout(narrow, 7, low_bits);
  for (std::uint64_t k = 0; k < 256; ++k) {
    const Words<1> image = narrow.mix({k});
    const std::uint64_t shard = image[0] >> (narrow.first_bits() - shard_bits);
    const std::uint64_t home = layout.line_of(image);
    REQUIRE(home < layout.lines());
    const auto none = [](std::size_t) { return std::uint64_t{0}; };
    CHECK(layout.image_of(shard, home, layout.key_of(image), none) == image);
    CHECK(layout.image_of(shard, layout.next_line(home, image), layout.key_of(image) + 1, none) ==
          image);
  }
  CHECK(LineLayout<2>(mix, 4, 30).may_grow(1));
}

TEST_CASE("exhaustion: images that share all their lines are kept beside the table") {
  // The first word says every line that is tried, so these fill 15 lines and then some.
  struct Entry {
    Words<2> image;
  };
  const StateMix<2> mix({~std::uint64_t{0}, ~std::uint64_t{0}});
  LinePool pool;
  LineTable<2, BestLanes> table(mix, pool, 0);
  std::vector<Entry> entries;
  for (std::uint64_t k = 0; k < 3000; ++k) entries.push_back({{k << 36U, 1}});  // room for all
  for (std::uint64_t k = 0; k < 80; ++k) entries.push_back({{12345, k}});
  std::uint64_t added = 0;
  const auto insert = [&](std::span<Entry> rest) {
    added = 0;
    while (!rest.empty()) {
      std::uint64_t room = ~std::uint64_t{0};
      auto stop = LineTable<2, BestLanes>::Stop::end;
      rest = rest.subspan(table.insert_run(
          rest, room, stop, [&](const Entry&, bool is_new) { added += is_new ? 1 : 0; }));
      if (stop == LineTable<2, BestLanes>::Stop::full) REQUIRE(table.grow(~std::uint64_t{0}));
    }
  };
  insert(entries);
  CHECK(added == entries.size());
  insert(entries);
  CHECK(added == 0);
  std::set<Words<2>> kept;
  table.for_each([&](const Words<2>& image) { kept.insert(image); });
  CHECK(kept.size() == entries.size());
  REQUIRE(table.grow(~std::uint64_t{0}));
  insert(entries);
  CHECK(added == 0);
}

TEST_CASE("line pool: slots of one size lie apart, zero and aligned, and may outlive the pool") {
  std::vector<LineMemory> memories;
  {
    LinePool pool;
    for (const std::size_t words :
         {std::size_t{4096}, std::size_t{5120}, std::size_t{100}, std::size_t{1} << 18U}) {
      for (std::size_t k = 0; k < shard_count + 3; ++k) {
        if (words > 5120 && k > 2) break;
        memories.emplace_back(words, pool);
        REQUIRE(reinterpret_cast<std::uintptr_t>(memories.back().data()) % 64 == 0);
        for (std::size_t w = 0; w < words; ++w) REQUIRE(memories.back().data()[w] == 0);
        std::fill_n(memories.back().data(), words, memories.size());
      }
    }
  }
  for (std::size_t m = 0; m < memories.size(); ++m) {
    const std::size_t words = memories[m].bytes() / sizeof(std::uint64_t);
    for (std::size_t w = 0; w < words; ++w) REQUIRE(memories[m].data()[w] == m + 1);
  }
}

TEST_CASE("level file: one in a file system that is memory itself is refused, with the reason") {
  if (!std::filesystem::exists("/dev/shm")) {
    MESSAGE("skipped: there is no /dev/shm here");
    return;
  }
  LevelFile file("/dev/shm");
  CHECK_FALSE(file.append(std::string_view("a level")));
  CHECK(file.failure() == "its file system is in memory itself");
}

}  // namespace
}  // namespace scrutineer
