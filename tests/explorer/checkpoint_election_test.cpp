// Checkpoints of searches of the election model, with reductions and without: as for the toys, from
// each of them the search ends as one that was never ended.
#include <doctest/doctest.h>

#include "model/raft/packed_model.h"
#include "model/raft/reduction/reduced_model.h"
#include "model/raft/setting_table.h"
#include "model/raft/sleeping_model.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "tests/explorer/checkpoint_runs.h"

namespace scrutineer {
namespace {

using raft::Settings;
using test::TemporaryFolder;

Settings settings_of(const std::string& variant, int servers, int max_term) {
  Settings settings = raft::find_variant(variant)->settings;
  raft::assign_text(settings, "servers", std::to_string(servers));
  raft::assign_text(settings, "max_term", std::to_string(max_term));
  raft::assign_text(settings, "max_crashes", "1");
  return settings;
}

template <class Model>
void require_same(const Model& model, const std::vector<std::string>& names, Verdict verdict) {
  const auto properties = raft::bind_properties(model, raft::choose_properties(names));
  SearchOptions options;
  options.threads = 2;
  options.limits.memory_bytes_max = std::uint64_t{8} << 20U;  // hence small rounds
  const auto whole = test::told_by(model, properties, options);
  REQUIRE(whole.verdict == verdict);
  const TemporaryFolder folder;
  const std::size_t count = test::copy_checkpoints(folder.path(), model, properties, options);
  REQUIRE(count >= whole.levels.size() - 2);
  for (std::size_t k = 1; k <= count; ++k) {
    CAPTURE(k);
    options.threads = static_cast<unsigned>(k % 3 + 1);
    const std::string copy = folder.path() + "/" + std::to_string(k);
    CHECK((test::told_after(copy, model, properties, options) == whole));
  }
  std::size_t runs = 0;
  CHECK(
      (test::told_in_pieces(folder.path() + "/pieces", model, properties, options, runs) == whole));
  CHECK(runs == count);
}

}  // namespace

TEST_CASE("checkpoint: a check of an election goes on from any of them") {
  require_same(raft::PackedModel<2>(settings_of("raft", 2, 2)), {}, Verdict::holds);
  require_same(raft::PackedModel<2>(settings_of("split-brain", 2, 2)), {}, Verdict::violated);
  // With sleep sets, which no checkpoint has.
  require_same(raft::SleepingModel<2>(settings_of("raft", 2, 2)), {}, Verdict::holds);
  require_same(raft::SleepingModel<2>(settings_of("split-brain", 2, 2)), {}, Verdict::violated);
  // By a step; the companions, by states and steps, on the way.
  require_same(raft::PackedModel<2>(settings_of("forget-vote", 3, 1)), {"vote_once"},
               Verdict::violated);
  require_same(raft::PackedModel<2>(settings_of("forget-term", 3, 1)), {}, Verdict::violated);
}

TEST_CASE("checkpoint: a check of an election up to reductions goes on from any of them") {
  for (const char* variant : {"raft", "write-up-fix"}) {
    const Settings settings = settings_of(variant, 3, 2);
    const auto choice = raft::choose_properties(std::vector<std::string>{});
    const auto plan =
        raft::plan_reductions(settings, raft::every_reduction, raft::needs_of(choice));
    REQUIRE_FALSE(plan.in_force.is_empty());
    const raft::ReducedModel<2> model(settings, plan.in_force);
    const bool is_correct = std::string_view(variant) == "raft";
    require_same(model, {}, is_correct ? Verdict::holds : Verdict::violated);
  }
}

}  // namespace scrutineer
