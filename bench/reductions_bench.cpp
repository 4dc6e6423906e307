// The representative of a raw successor, as a reduced search asks for it: by the reductions in
// force, for 3 and for 5 servers.
#include <benchmark/benchmark.h>

#include <set>
#include <vector>

#include "model/raft/reduction/reduced_model.h"

namespace scrutineer {
namespace {

using Model = raft::ReducedModel<6>;

constexpr std::array<raft::ReductionChoice, 4> choices = {
    {{true, false, false}, {true, true, false}, {false, false, true}, raft::every_reduction}};

// Successors of the first few thousand representatives.
std::vector<Model::State> raw_successors(const Model& model) {
  std::vector<Model::State> known = {model.representative(model.initial_states()[0])};
  std::set<Model::State> seen(known.begin(), known.end());
  std::vector<Model::State> raw;
  for (std::size_t k = 0; k < known.size() && raw.size() < 50000; ++k) {
    const Model::State state = known[k];
    model.for_each_successor(state, [&](const auto&, const Model::State& next) {
      if (next == state) return;
      raw.push_back(next);
      const Model::State representative = model.representative(next);
      if (seen.insert(representative).second) known.push_back(representative);
    });
  }
  return raw;
}

void representative(benchmark::State& state) {
  raft::Settings settings;
  settings.servers = static_cast<int>(state.range(0));
  settings.max_term = 3;
  const raft::ReductionChoice& choice = choices[static_cast<std::size_t>(state.range(1))];
  const Model model(settings, choice);
  const std::vector<Model::State> raw = raw_successors(model);
  std::size_t k = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(model.representative(raw[k]));
    k = k + 1 == raw.size() ? 0 : k + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(representative)->ArgsProduct({{3, 5}, {0, 1, 2, 3}})->ArgNames({"servers", "choice"});

}  // namespace
}  // namespace scrutineer
