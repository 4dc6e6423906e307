// The parts of the search, each on real states: the first levels of the 3-server, 2-term,
// at-most-once election. Figures are per operation (`items_per_second`).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "explorer/recent_states.h"
#include "explorer/search.h"
#include "model/raft/packed_model.h"
#include "model/raft/reduction/reduced_model.h"
#include "model/raft/rules.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "traces/raft_check.h"

namespace scrutineer {
namespace {

using Model = raft::PackedModel<2>;

raft::Settings big_settings() {
  raft::Settings settings;
  settings.network = raft::Network::at_most_once;
  return settings;
}

const Model& model() {
  static const Model instance(big_settings());
  return instance;
}

// Some 100,000 distinct states, in the order of a search.
const std::vector<Model::State>& states() {
  static const std::vector<Model::State> found = [] {
    SearchOptions options;
    options.limits.states_max = 100000;
    options.threads = 1;
    Search<Model> search(model(), {}, options);
    (void)search.run();
    std::vector<Model::State> all;
    for (std::size_t level = 0; level < search.store().level_count(); ++level) {
      search.store().for_each_of_level(level, 0, search.store().level_size(level),
                                       [&](const Model::State& s) { all.push_back(s); });
    }
    return all;
  }();
  return found;
}

void packed_successors(benchmark::State& state) {
  std::int64_t generated = 0;
  std::size_t k = 0;
  for (auto _ : state) {
    model().for_each_successor(states()[k], [&](const auto&, const auto& next) {
      benchmark::DoNotOptimize(next);
      ++generated;
    });
    k = k + 1 == states().size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(generated);
}
BENCHMARK(packed_successors);

void readable_successors(benchmark::State& state) {
  const raft::Rules rules(big_settings());
  std::int64_t generated = 0;
  std::size_t k = 0;
  for (auto _ : state) {
    const auto steps = rules.steps(model().unpack(states()[k]));
    generated += static_cast<std::int64_t>(steps.size());
    k = k + 1 == states().size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(generated);
}
BENCHMARK(readable_successors);

void mix(benchmark::State& state) {
  const StateMix<2> state_mix(model().significant_bits());
  std::size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(state_mix.mix(states()[k]));
    k = k + 1 == states().size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(mix);

// One new, seven known: as in the search.
template <class Lanes>
void insert_new_and_known(benchmark::State& state) {
  using Store = WordStore<2, Lanes>;
  for (auto _ : state) {
    Store store(model().significant_bits(), "/tmp");
    for (int round = 0; round < 8; ++round) {
      typename Store::Candidates candidates;
      for (const auto& s : states()) {
        const auto image = store.prepare(s);
        candidates.push(store.shard_of(image), image);
      }
      std::uint64_t room = ~std::uint64_t{0};
      for (std::size_t s = 0; s < shard_count; ++s) {
        benchmark::DoNotOptimize(store.insert(s, candidates, room, ~std::uint64_t{0}));
      }
    }
  }
  state.SetItemsProcessed(state.iterations() * 8 * static_cast<std::int64_t>(states().size()));
}
BENCHMARK(insert_new_and_known<PortableLanes>)->Unit(benchmark::kMillisecond);
BENCHMARK(insert_new_and_known<BestLanes>)->Unit(benchmark::kMillisecond);

void represent(benchmark::State& state) {
  const raft::ReducedModel<2> reduced(big_settings(), raft::every_reduction);
  std::size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(reduced.representative(states()[k]));
    k = k + 1 == states().size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(represent);

void default_invariants(benchmark::State& state) {
  const auto properties = raft::bind_properties(model(), raft::choose_properties({}));
  std::size_t k = 0;
  for (auto _ : state) {
    for (const auto& property : properties) {
      if (property.holds) benchmark::DoNotOptimize(property.holds(states()[k]));
    }
    k = k + 1 == states().size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(default_invariants);

void whole_search(benchmark::State& state) {
  std::int64_t distinct = 0;
  const Model duplicating{raft::Settings{}};
  for (auto _ : state) {
    SearchOptions options;
    options.threads = static_cast<unsigned>(state.range(0));
    Search<Model> search(duplicating, {}, options);
    distinct += static_cast<std::int64_t>(search.run().distinct);
  }
  state.SetItemsProcessed(distinct);
}
BENCHMARK(whole_search)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

// A gate of small checks in one process: every variant at its own bounds, or at most 3 servers, 2
// terms and one crash.
void sixty_small_checks(benchmark::State& state) {
  const auto properties = raft::choose_properties({});
  for (auto _ : state) {
    for (std::size_t k = 0; k < 60; ++k) {
      raft::Settings settings = raft::variants()[k % raft::variants().size()].settings;
      settings.servers = std::min(settings.servers, 3);
      settings.max_term = std::min(settings.max_term, 2);
      const auto plan = raft::plan_check(settings, properties, raft::every_reduction);
      benchmark::DoNotOptimize(raft::check(settings, properties, CheckOptions{}, plan.in_force));
    }
  }
}
BENCHMARK(sixty_small_checks)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace scrutineer
