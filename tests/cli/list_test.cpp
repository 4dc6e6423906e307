// `scrutineer list` shows all there is to choose from.
#include <doctest/doctest.h>

#include <array>
#include <set>

#include "cli/list_command.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/setting_table.h"
#include "model/raft/variants.h"
#include "properties/raft/property_list.h"
#include "tests/cli/json_run.h"

namespace scrutineer::test {
namespace {

using cli::list_text;

// The line that begins with the name, after a mark, and the lines below it that belong to it.
std::string entry_of(const std::string& text, const std::string& name) {
  std::string entry;
  for (const std::string& line : lines_of(text)) {
    const std::size_t begin = std::min(line.find_first_not_of(" *"), line.size());
    const bool is_detail = begin > 3;
    if (entry.empty() && (is_detail || !line.substr(begin).starts_with(name + " "))) continue;
    if (!entry.empty() && !is_detail) break;
    entry += line + "\n";
  }
  return entry;
}

struct Row {
  std::string key;
  std::string accepted;
  std::string default_value;
};

// The specification's two tables.
const std::array<Row, 32> specified = {{
    {"servers", "an integer from 1 to 7", "3"},
    {"max_term", "an integer from 1 to 7", "2"},
    {"max_crashes", "an integer from 0 to 7", "0"},
    {"max_cuts", "an integer from 0 to 7", "0"},
    {"network", "one of duplicating, at-most-once", "duplicating"},
    {"cut", "one of groups, links", "groups"},
    {"cut_messages", "one of lost, held", "lost"},
    {"timeouts", "one of any, suspect", "any"},
    {"guards.wait_for_quorum", "true or false", "true"},
    {"guards.quorum", "one of majority, peers-majority, half", "majority"},
    {"guards.vote_once_per_term", "true or false", "true"},
    {"guards.persist_vote", "true or false", "true"},
    {"guards.persist_term", "true or false", "true"},
    {"guards.clear_votes", "true or false", "true"},
    {"guards.check_vote_term", "true or false", "true"},
    {"guards.count_only_grants", "true or false", "true"},
    {"guards.count_voters_once", "true or false", "true"},
    {"guards.recheck_before_leading", "true or false", "true"},
    {"guards.step_down_on_higher_term", "true or false", "true"},
    {"guards.check_heartbeat_term", "true or false", "true"},
    {"guards.keep_vote_within_term", "true or false", "true"},
    {"mitigations.leases", "true or false", "false"},
    {"mitigations.lease_ticks", "an integer from 1 to 7", "2"},
    {"mitigations.max_drift", "an integer from 0 to 7", "0"},
    {"mitigations.lease_from", "one of request, reply", "request"},
    {"mitigations.fencing", "one of none, expiring, monotonic", "none"},
    {"mitigations.token_ticks", "an integer from 1 to 7", "3"},
    {"mitigations.max_grants", "an integer from 1 to 7", "2"},
    {"mitigations.max_writes", "an integer from 0 to 7", "0"},
    {"mitigations.max_removals", "an integer from 0 to 7", "0"},
    {"mitigations.max_repairs", "an integer from 0 to 3", "0"},
    {"mitigations.repair_rule", "one of lowest-term, highest-term", "lowest-term"},
}};

}  // namespace

TEST_CASE("cli: list settings shows every setting with accepted values and default") {
  const std::string text = list_text("settings");
  for (const Row& row : specified) {
    CAPTURE(row.key);
    const std::string entry = entry_of(text, row.key);
    CHECK(has(entry, row.accepted + "; default " + row.default_value + "\n"));
  }
  CHECK(raft::setting_table().size() == specified.size());
  for (const raft::Setting& setting : raft::setting_table()) {
    const std::string entry = entry_of(text, std::string(setting.key));
    CHECK(has(entry, std::string(setting.sentence)));
  }
  CHECK(lines_of(text).size() == 2 + 2 * specified.size());
}

TEST_CASE("cli: list variants shows every variant with sentence, settings and source") {
  const std::string text = list_text("variants");
  for (const char* name : {"raft", "split-brain", "write-up-fix"}) {
    CHECK(raft::find_variant(name) != nullptr);
  }
  CHECK(raft::variants().size() >= 16);  // the three, and one for each guard
  for (const raft::Variant& variant : raft::variants()) {
    const std::string entry = entry_of(text, std::string(variant.name));
    CAPTURE(variant.name);
    CHECK(has(entry, std::string(variant.sentence)));
    CHECK(has(entry, "source: " + std::string(variant.source)));
    CHECK(has(entry, raft::differences_from_default(variant.settings)));
  }
  CHECK(has(entry_of(text, "split-brain"), "settings: guards.wait_for_quorum false\n"));
  CHECK_FALSE(has(entry_of(text, "raft"), "settings:"));
}

TEST_CASE("cli: list properties shows every property and marks the default ones") {
  const std::string text = list_text("properties");
  const std::vector<std::pair<std::string, std::string>> kinds = {
      {"election_safety", "invariant"},     {"single_leader", "invariant"},
      {"leader_has_quorum", "invariant"},   {"term_monotonic", "step invariant"},
      {"vote_once", "step invariant"},      {"leader_elected", "reachable"},
      {"two_leaders_at_most", "invariant"}, {"no_false_alarm", "invariant"},
      {"no_false_term_alarm", "invariant"}, {"lease_exclusive", "invariant"},
      {"no_stale_write", "invariant"},      {"repair_keeps_newest", "invariant"},
      {"alarm_catches", "invariant"}};
  const std::set<std::string> defaults = {"election_safety", "leader_has_quorum", "term_monotonic",
                                          "vote_once", "leader_elected"};
  CHECK(raft::property_texts().size() == kinds.size());
  for (const auto& [name, kind] : kinds) {
    const auto& name_here = name;
    CAPTURE(name_here);
    const std::string entry = entry_of(text, name);
    CHECK(has(entry, " " + kind + ": "));
    CHECK(entry.starts_with(" * ") == defaults.contains(name));
  }
  for (const raft::PropertyText& property : raft::property_texts()) {
    const std::string entry = entry_of(text, std::string(property.name));
    CHECK(has(entry, std::string(property.sentence)));
    CHECK(has(entry, "source: " + std::string(property.source)));
  }
}

TEST_CASE("cli: list reductions shows every reduction") {
  for (const raft::ReductionText& reduction : raft::reduction_texts()) {
    const std::string entry = entry_of(list_text("reductions"), std::string(reduction.name));
    CHECK(has(entry, std::string(reduction.sentence)));
  }
  CHECK(lines_of(list_text("reductions")).size() == 1 + raft::reduction_texts().size());
}

TEST_CASE("cli: list without a word shows all six lists, and each word its own") {
  const ProgramResult all = run_line("list");
  CHECK(all.exit_status == 0);
  CHECK(all.err.empty());
  std::string parts;
  for (const std::string what :
       {"models", "variants", "settings", "properties", "reductions", "formats"}) {
    const ProgramResult one = run_line("list " + what);
    CHECK(one.exit_status == 0);
    CHECK(one.out.starts_with(what));
    CHECK(one.out == list_text(what));
    parts += (parts.empty() ? "" : "\n") + one.out;
  }
  CHECK(all.out == parts);
  CHECK(has(list_text("models"), "\n  raft "));
}

}  // namespace scrutineer::test
