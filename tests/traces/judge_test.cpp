// The judge has to reject what is no behaviour, or proves nothing.
#include "traces/judge.h"

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"
#include "tests/explorer/toy_models.h"
#include "traces/raft_check.h"

namespace scrutineer {
namespace {

using raft::ReadableModel;

struct Judged {
  ReadableModel model;
  Property<raft::State> property;
  Path<ReadableModel> path;
};

// The counterexample of a variant's election_safety, as `check` tells it.
Judged judged(std::string_view variant) {
  const raft::Settings settings = raft::find_variant(variant)->settings;
  const auto choice = raft::choose_properties(std::vector<std::string>{"election_safety"});
  Judged result{ReadableModel(settings), {}, {}};
  result.property = raft::bind_properties(result.model, choice).at(0);
  result.path = *raft::check(settings, choice, {}).properties.at(0).trace;
  return result;
}

TEST_CASE("judge: it accepts the shortest counterexamples of the search") {
  for (const char* variant : {"split-brain", "write-up-fix", "vote-twice"}) {
    const Judged one = judged(variant);
    // The model moved with the struct: bind again to this one.
    const auto property = raft::bind_properties(
        one.model, raft::choose_properties(std::vector<std::string>{"election_safety"}));
    CHECK_NOTHROW(judge(one.model, property.at(0), one.path));
  }
}

// Every member of every state and action of a trace is changed in turn; the judge must see it.
TEST_CASE("judge: a trace changed in any state or action is rejected") {
  const Judged one = judged("write-up-fix");
  const auto property = raft::bind_properties(
      one.model, raft::choose_properties(std::vector<std::string>{"election_safety"}));
  const auto rejects = [&](const Path<ReadableModel>& path) {
    CHECK_THROWS_AS(judge(one.model, property.at(0), path), TraceRejected);
  };
  for (std::size_t k = 0; k <= one.path.steps.size(); ++k) {
    const auto change = [&](auto&& mutate) {
      Path<ReadableModel> changed = one.path;
      mutate(k == 0 ? changed.initial : changed.steps[k - 1].second);
      rejects(changed);
    };
    for (raft::ServerId i = 1; i <= 3; ++i) {
      change([&](raft::State& s) { s.server(i).term ^= 1; });
      change([&](raft::State& s) { s.server(i).voted_for ^= 1; });
      change([&](raft::State& s) { s.server(i).up = !s.server(i).up; });
      change([&](raft::State& s) {
        s.server(i).role =
            s.server(i).role == raft::Role::follower ? raft::Role::leader : raft::Role::follower;
      });
      change([&](raft::State& s) {
        s.server(i).votes = raft::ServerSet::from_mask(s.server(i).votes.mask() ^ 4U);
      });
    }
    change([](raft::State& s) { s.elected[1].insert(2); });
    change([](raft::State& s) { s.cut.insert(1, 2); });
    change([](raft::State& s) { ++s.crashes; });
    change([](raft::State& s) { ++s.cuts; });
    change([](raft::State& s) {
      const raft::Message message{raft::MessageType::heartbeat, 2, 2, 1, false};
      if (s.messages.erase(message) == 0) s.messages.insert(message);
    });
  }
}

TEST_CASE("judge: a trace with a step left out, added or repeated is rejected") {
  const Judged one = judged("write-up-fix");
  const auto properties = raft::bind_properties(
      one.model, raft::choose_properties(std::vector<std::string>{"election_safety"}));
  for (std::size_t k = 0; k < one.path.steps.size(); ++k) {
    auto changed = one.path;
    changed.steps.erase(changed.steps.begin() + static_cast<std::ptrdiff_t>(k));
    CHECK_THROWS_AS(judge(one.model, properties.at(0), changed), TraceRejected);
    changed = one.path;
    changed.steps[k].first.server = 7;
    CHECK_THROWS_AS(judge(one.model, properties.at(0), changed), TraceRejected);
  }
  auto longer = one.path;
  longer.steps.push_back(longer.steps.back());
  CHECK_THROWS_AS(judge(one.model, properties.at(0), longer), TraceRejected);
}

TEST_CASE("judge: a behaviour that decides nothing, or decides it too early, proves nothing") {
  test::GraphModel model;
  model.successors = {{1}, {2}, {}};
  const auto below = [](std::uint32_t bound) {
    return test::invariant<std::uint32_t>("below", [bound](auto s) { return s < bound; });
  };
  Path<test::GraphModel> path{0, {{0U, 1U}, {0U, 2U}}};
  CHECK_NOTHROW(judge(model, below(2), path));
  CHECK_THROWS_AS(judge(model, below(3), path), TraceRejected);
  CHECK_THROWS_AS(judge(model, below(1), path), TraceRejected);
  path.initial = 1;
  CHECK_THROWS_AS(judge(model, below(2), path), TraceRejected);
  const auto witness = test::reachable<std::uint32_t>("two", [](auto s) { return s == 2; });
  CHECK_NOTHROW(judge(model, witness, Path<test::GraphModel>{0, {{0U, 1U}, {0U, 2U}}}));
  CHECK_THROWS_AS(judge(model, witness, Path<test::GraphModel>{0, {{0U, 1U}}}), TraceRejected);
  const auto step = test::step_invariant<std::uint32_t>("grow", [](auto, auto b) { return b < 2; });
  CHECK_NOTHROW(judge(model, step, Path<test::GraphModel>{0, {{0U, 1U}, {0U, 2U}}}));
  CHECK_THROWS_AS(judge(model, step, Path<test::GraphModel>{0, {}}), TraceRejected);
}

}  // namespace
}  // namespace scrutineer
