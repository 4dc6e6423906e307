// The tidiest counterexample of the election and the number of all shortest ones, against every
// path there is. The oracle reads actors, faults and names off the texts of the actions.
#include "traces/explain/raft_shortest.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <sstream>
#include <tuple>

#include <doctest/doctest.h>

#include "model/raft/variants.h"
#include "tests/configurations.h"
#include "tests/explorer/every_path.h"
#include "traces/explain/raft_terms.h"
#include "traces/explain/wide_model.h"

namespace scrutineer::raft {
namespace {

using Texts = std::vector<std::string>;
using One = PropertyOutcome<ReadableModel>;

bool is_of_network(const std::string& text) {
  return text.starts_with("Partition") || text.starts_with("CutLink") ||
         text.starts_with("HealLink");
}
bool is_fault_text(const std::string& text) {
  return is_of_network(text) || text.starts_with("Crash") || text.starts_with("Restart");
}
// '1' for n1; 0 for nobody.
char actor_in(const std::string& text) {
  if (is_of_network(text)) return 0;
  const std::size_t arrow = text.find('>');
  return arrow == std::string::npos ? text.at(text.find("(n") + 2) : text.at(arrow + 2);
}

// "{n3 n2} {n1}" as "{n1} {n2 n3}".
std::string sorted_groups(const std::string& text) {
  std::vector<std::string> groups;
  for (std::size_t from = text.find('{'); from != std::string::npos; from = text.find('{', from)) {
    const std::size_t to = text.find('}', from);
    std::istringstream words(text.substr(from + 1, to - from - 1));
    std::set<std::string> group;
    for (std::string word; words >> word;) group.insert(word);
    groups.push_back("{");
    for (const std::string& word : group) groups.back() += word + " ";
    from = to;
  }
  if (groups.empty()) return text;
  std::sort(groups.begin(), groups.end());
  return std::accumulate(groups.begin(), groups.end(), std::string());
}

std::string renamed_text(std::string text, const std::string& names) {
  for (std::size_t k = 0; k + 1 < text.size(); ++k) {
    if (text[k] == 'n' && text[k + 1] >= '1' && text[k + 1] <= '9') {
      text[k + 1] = names[static_cast<std::size_t>(text[k + 1] - '1')];
    }
  }
  return sorted_groups(text);
}

// The least of all renamings.
Texts class_of(const Texts& texts, int servers) {
  std::string names = std::string("1234567").substr(0, static_cast<std::size_t>(servers));
  Texts least;
  do {
    Texts renamed;
    for (const std::string& text : texts) renamed.push_back(renamed_text(text, names));
    if (least.empty() || renamed < least) least = renamed;
  } while (std::next_permutation(names.begin(), names.end()));
  return least;
}

std::pair<int, int> cost_of(const Texts& texts) {
  std::pair<int, int> cost;
  char last = 0;
  for (const std::string& text : texts) {
    if (is_fault_text(text)) ++cost.second;
    const char actor = actor_in(text);
    if (actor == 0) continue;
    if (last != 0 && actor != last) ++cost.first;
    last = actor;
  }
  return cost;
}

Texts texts_of(const Path<ReadableModel>& path, const Settings& settings) {
  Texts texts;
  for (const auto& step : path.steps) texts.push_back(describe(step.first, settings));
  return texts;
}

void require_like_every_path(const Settings& settings, const One& one) {
  const WideModel model(settings);
  const auto property = model.bind(choose_properties(Texts{one.name})).at(0);
  const test::EveryPath<WideModel> every(model, property, one.length());
  std::set<Texts> classes;
  std::optional<std::tuple<std::pair<int, int>, std::vector<PackedAction>, Texts>> tidiest;
  for (const auto& path : every.paths()) {
    std::vector<PackedAction> actions;
    Texts texts;
    for (const auto& step : path.steps) {
      actions.push_back(step.first);
      texts.push_back(describe(model.unpack(step.first), settings));
    }
    classes.insert(class_of(texts, settings.servers));
    std::tuple candidate(cost_of(texts), actions, texts);
    if (!tidiest || candidate < *tidiest) tidiest = candidate;
  }
  REQUIRE(tidiest);
  CHECK(one.shortest->paths == every.paths().size());
  CHECK(one.shortest->paths_up_to_naming == classes.size());
  CHECK(texts_of(*one.trace, settings) == std::get<2>(*tidiest));
}

RaftOutcome checked(const Settings& settings, const PropertyChoice& properties,
                    const ReductionChoice& reductions, unsigned threads, bool goes_on = false) {
  CheckOptions options;
  options.search.threads = threads;
  options.search.continue_after_violation = goes_on;
  return check(settings, properties, options,
               plan_check(settings, properties, reductions).in_force);
}

void require_same_traces(const RaftOutcome& a, const RaftOutcome& b) {
  REQUIRE(a.properties.size() == b.properties.size());
  for (std::size_t p = 0; p < a.properties.size(); ++p) {
    const One& one = a.properties[p];
    const One& other = b.properties[p];
    CAPTURE(one.name);
    REQUIRE(one.trace.has_value() == other.trace.has_value());
    if (!one.trace) continue;
    REQUIRE(one.shortest);
    REQUIRE(other.shortest);
    CHECK(one.trace->steps == other.trace->steps);
    CHECK(one.shortest->paths == other.shortest->paths);
    CHECK(one.shortest->paths_up_to_naming == other.shortest->paths_up_to_naming);
  }
}

// Every reduction and number of threads tells the same. Returns how many traces were compared with
// every path there is.
int require_tidiest(const Settings& settings, const PropertyChoice& properties,
                    bool goes_on = false) {
  const RaftOutcome outcome = checked(settings, properties, every_reduction, 1, goes_on);
  for (const unsigned threads : {2U, 3U}) {
    require_same_traces(outcome, checked(settings, properties, every_reduction, threads, goes_on));
  }
  for (const ReductionChoice& choice :
       {ReductionChoice{}, ReductionChoice{true, false, false}, ReductionChoice{true, true, false},
        ReductionChoice{false, false, true}}) {
    require_same_traces(outcome, checked(settings, properties, choice, 2, goes_on));
  }
  int compared = 0;
  for (const One& one : outcome.properties) {
    if (!one.trace || one.shortest->paths > 5000) continue;
    CAPTURE(one.name);
    require_like_every_path(settings, one);
    ++compared;
  }
  return compared;
}

TEST_CASE("shortest: every variant tells its tidiest counterexample and counts all of them") {
  int compared = 0;
  for (const Variant& variant : variants()) {
    if (variant.settings.max_term > 2) continue;
    CAPTURE(variant.name);
    compared += require_tidiest(variant.settings, choose_properties({}));
    compared += require_tidiest(variant.settings, choose_properties(Texts{"single_leader"}));
  }
  CHECK(compared > 50);
}

TEST_CASE("shortest: with crashes, failed links and guards off at random, all paths are counted") {
  int compared = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    PropertyChoice properties;
    for (const PropertyText& text : election_property_texts())
      properties.names.push_back(text.name);
    compared += require_tidiest(test::random_settings(seed), properties, true);
  }
  CHECK(compared > 15);
}

TEST_CASE("shortest: the numbers of the incident, its fix and correct Raft") {
  const auto shortest = [](std::string_view variant, const std::string& property) {
    const auto outcome = checked(find_variant(variant)->settings,
                                 choose_properties(Texts{property}), every_reduction, 1);
    return outcome.properties.at(0).shortest.value();
  };
  // Two of three servers, in either order.
  CHECK(shortest("split-brain", "election_safety").paths == 6);
  CHECK(shortest("split-brain", "election_safety").paths_up_to_naming == 1);
  CHECK(shortest("write-up-fix", "election_safety").paths == 12);
  CHECK(shortest("write-up-fix", "election_safety").paths_up_to_naming == 2);
  CHECK(shortest("raft", "single_leader").paths == 24);
  CHECK(shortest("raft", "single_leader").paths_up_to_naming == 4);
  // Any of three stands, any of the other two votes for it.
  CHECK(shortest("raft", "leader_elected").paths == 6);
}

TEST_CASE("shortest: a search that ends within the violation's level claims no number") {
  const Settings settings = find_variant("write-up-fix")->settings;
  const auto properties = choose_properties(Texts{"election_safety"});
  CheckOptions options;
  const std::uint64_t all = check(settings, properties, options).distinct;
  int violated = 0;
  for (std::uint64_t max = all - 800; max <= all; max += 50) {
    options.search.limits.states_max = max;
    const RaftOutcome outcome = check(settings, properties, options);
    const One& one = outcome.properties.at(0);
    if (!one.trace) continue;
    ++violated;
    CHECK(one.length() == 6);
    CHECK(one.shortest.has_value() == (outcome.stop == StopReason::violation));
  }
  CHECK(violated > 5);
}

TEST_CASE("raft terms: who acts, what is a fault, and renaming agree with the actions' texts") {
  const Settings settings =
      test::settings_of("servers=3 max_term=2 max_crashes=1 max_cuts=1 network=at-most-once");
  for (const CutKind cut : {CutKind::groups, CutKind::links}) {
    Settings here = settings;
    here.cut = cut;
    const ReadableModel model(here);
    std::set<Action> actions;
    State state = initial_state();
    std::mt19937 random(7);
    for (int k = 0; k < 400; ++k) {
      std::vector<State> successors;
      model.for_each_successor(state, [&](const Action& action, const State& next) {
        actions.insert(action);
        successors.push_back(next);
      });
      const bool is_over = k % 25 == 24 || successors.empty();
      state = is_over ? initial_state() : successors[random() % successors.size()];
    }
    REQUIRE(actions.size() > 50);
    for (const Action& action : actions) {
      const std::string text = describe(action, here);
      CAPTURE(text);
      const char actor = actor_in(text);
      CHECK(actor_of(action) == (actor == 0 ? 0 : actor - '0'));
      CHECK(is_fault(action.kind) == is_fault_text(text));
      const std::string other = describe(renamed(action, {0, 2, 3, 1}), here);
      CHECK(sorted_groups(other) == renamed_text(text, "231"));
    }
  }
}

TEST_CASE("raft terms: the cycle types of n servers stand for all n! renamings") {
  std::uint64_t factorial = 1;
  const std::vector<std::size_t> types = {1, 2, 3, 5, 7, 11, 15};  // partitions of n
  for (int n = 1; n <= servers_max; ++n) {
    factorial *= static_cast<std::uint64_t>(n);
    const auto all = cycle_types(n);
    CHECK(all.size() == types[static_cast<std::size_t>(n - 1)]);
    std::uint64_t sum = 0;
    for (const CycleType& type : all) {
      sum += type.size;
      std::set<int> names(type.names.begin() + 1, type.names.begin() + 1 + n);
      CHECK(names.size() == static_cast<std::size_t>(n));
      CHECK(*names.begin() == 1);
      CHECK(*names.rbegin() == n);
    }
    CHECK(sum == factorial);
    CHECK(all[0].size == 1);
    for (int i = 1; i <= n; ++i) CHECK(all[0].names[static_cast<std::size_t>(i)] == i);
  }
  // How many renamings of four servers have each number of fixed ones: 9, 8, 6, 0, 1.
  std::map<int, std::uint64_t> by_fixed;
  for (const CycleType& type : cycle_types(4)) {
    int fixed = 0;
    for (int i = 1; i <= 4; ++i) fixed += type.names[static_cast<std::size_t>(i)] == i ? 1 : 0;
    by_fixed[fixed] += type.size;
  }
  CHECK(by_fixed == std::map<int, std::uint64_t>{{0, 9}, {1, 8}, {2, 6}, {4, 1}});
}

}  // namespace
}  // namespace scrutineer::raft
