// The Murphi twin (election.m.in), checked by Rumur here and now, against our search.
//
// The twin was written from the specification alone. Each configuration is generated: the
// template's placeholders are replaced, Rumur makes a checker in C, the C compiler builds it.
#include <cctype>
#include <cstdlib>
#include <map>
#include <regex>

#include <doctest/doctest.h>

#include "tests/oracle/count_rows.h"
#include "tests/run_program.h"

namespace scrutineer::test {
namespace {

std::string placeholder_value(const raft::Settings& s, const std::string& name) {
  const auto boolean = [](bool value) { return std::string(value ? "true" : "false"); };
  if (name == "duplicating") return boolean(s.network == raft::Network::duplicating);
  if (name == "cut_groups") return boolean(s.cut == raft::CutKind::groups);
  if (name == "lose_across_cut") return boolean(s.cut_messages == raft::CutMessages::lost);
  if (name == "suspect_only") return boolean(s.timeouts == raft::Timeouts::suspect);
  if (name == "quorum") return std::to_string(static_cast<int>(s.guards.quorum));
  const raft::Setting* setting = raft::find_setting(name);
  if (setting == nullptr) setting = raft::find_setting("guards." + name);
  REQUIRE_MESSAGE(setting != nullptr, "the template has an unknown placeholder: " << name);
  return raft::value_text(*setting, s);
}

// The template with every placeholder replaced.
std::string murphi_model(const raft::Settings& settings) {
  const std::string text =
      read_file(std::string(SCRUTINEER_SOURCE_DIR) + "/tests/oracle/election.m.in");
  const std::regex placeholder("@([a-z_]+)@");
  std::string model;
  auto last = text.begin();
  int replaced = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), placeholder), end; it != end; ++it) {
    model.append(last, text.begin() + it->position());
    model += placeholder_value(settings, (*it)[1]);
    last = text.begin() + it->position() + it->length();
    ++replaced;
  }
  REQUIRE(replaced == 21);
  return model.append(last, text.end());
}

struct RumurCounts {
  std::uint64_t states = 0;
  std::uint64_t rules = 0;
};

RumurCounts rumur_counts(const raft::Settings& settings) {
  const TemporaryFolder folder;
  folder.write("election.m", murphi_model(settings));
  const ProgramResult run = run_shell(
      "cd '" + folder.path() +
      "' && rumur --quiet --deadlock-detection off --symmetry-reduction off --threads 1 "
      "--counterexample-trace off --output-format machine-readable --set-capacity 8388608 "
      "--output e.c election.m && cc -std=c11 -O2 -o e e.c -lpthread && ./e");
  REQUIRE_MESSAGE(run.exit_status == 0, run.err);
  std::smatch found;
  const std::regex summary(R"x(<summary states="(\d+)" rules_fired="(\d+)" errors="0")x");
  REQUIRE(std::regex_search(run.out, found, summary));
  return {std::stoull(found[1]), std::stoull(found[2])};
}

void require_twin_agrees(const std::string& text) {
  CAPTURE(text);
  const raft::Settings settings = settings_of(text);
  const RumurCounts twin = rumur_counts(settings);
  const auto ours = raft::check(settings, raft::choose_properties(std::vector<std::string>{"none"}),
                                CheckOptions{});
  CHECK(ours.distinct == twin.states);
  CHECK(ours.generated == twin.rules);
}

bool has_rumur() {
  const bool is_there = run_shell("command -v rumur && command -v cc").exit_status == 0;
  if (!is_there) MESSAGE("rumur or cc is not installed; the live oracle is skipped");
  return is_there;
}

TEST_CASE("oracle: the Murphi twin under Rumur agrees on chosen configurations") {
  if (!has_rumur()) return;
  for (const char* settings :
       {"servers=3 max_term=1", "servers=2 max_term=3 network=at-most-once",
        "servers=3 max_term=1 max_crashes=2", "servers=4 max_term=1",
        "servers=3 max_term=1 max_cuts=2 cut=links network=at-most-once",
        "servers=3 max_term=1 max_cuts=1 cut=links cut_messages=held",
        "servers=3 max_term=1 max_cuts=1 max_crashes=1 network=at-most-once",
        "servers=2 max_term=2 max_cuts=2 cut_messages=held timeouts=suspect",
        "servers=3 max_term=1 guards.keep_vote_within_term=false network=at-most-once",
        "servers=2 max_term=3 guards.clear_votes=false guards.recheck_before_leading=false "
        "guards.step_down_on_higher_term=false",
        "servers=4 max_term=1 guards.quorum=half",
        "servers=3 max_term=1 guards.persist_term=false "
        "max_crashes=1 guards.count_voters_once=false"}) {
    require_twin_agrees(settings);
  }
}

TEST_CASE("oracle: the Murphi twin under Rumur agrees on each guard switched off") {
  if (!has_rumur()) return;
  for (const std::string& guard : guard_keys()) {
    const bool is_choice = raft::setting_named(guard).type == raft::SettingType::choice;
    require_twin_agrees("servers=2 max_term=2 max_crashes=1 network=at-most-once " + guard + "=" +
                        (is_choice ? "peers-majority" : "false"));
  }
}

}  // namespace
}  // namespace scrutineer::test
