// Explanations: every sentence is true of its trace, and every guard that is named is to blame.
#include "traces/explain/raft_explain.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "model/raft/variants.h"
#include "tests/traces/explain/citations.h"
#include "tests/traces/explain/counterexamples.h"
#include "tests/traces/explain/walks.h"
#include "traces/explain/raft_rerun.h"
#include "traces/judge.h"

namespace scrutineer::test {
namespace {

struct Subject {
  raft::Settings settings;
  std::string property;
  RaftPath path;
};

// The counterexamples and witnesses of all variants, and many found by random walks.
std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const raft::Variant& variant : raft::variants()) {
    for (const auto& names : {std::vector<std::string>{}, {"single_leader"}}) {
      for (auto& one : counterexamples(variant.settings, names)) {
        all.push_back({variant.settings, one.property, one.path});
      }
    }
  }
  for (unsigned seed = 1; seed <= 400; ++seed) {
    const raft::Settings settings = broken_settings(seed);
    for (const std::string& property : all_properties()) {
      const auto path = walk_to_decision(raft::Trial(settings, property), seed, 80);
      if (path) all.push_back({settings, property, *path});
    }
  }
  return all;
}

const raft::Server& server_after(const RaftPath& path, std::size_t step, const std::string& name) {
  return raft::state_after(path, step).server(std::stoi(name.substr(1)));
}

// Each visit gets the parts of one match of `pattern` in `text`, the whole match first.
template <class Visit>
std::size_t for_each_match(const std::string& text, const std::string& pattern, Visit&& visit) {
  const std::regex expression(pattern);
  std::size_t count = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    std::vector<std::string> parts;
    for (const auto& part : *at) parts.push_back(part.str());
    visit(parts);
    ++count;
  }
  return count;
}

// What the sentences say of leaders, votes, crashes and heartbeats, held against the states.
std::size_t check_claims(const RaftPath& path, const std::string& text) {
  std::size_t claims = 0;
  const auto action = [&](const std::string& step) {
    return path.steps[std::stoul(step) - 1].first;
  };
  claims += for_each_match(
      text, "(n.) became leader of term (.)(?: by its timeout)? at step ([0-9]+)", [&](auto& m) {
        const std::size_t step = std::stoul(m[3]);
        CHECK(server_after(path, step, m[1]).role == raft::Role::leader);
        CHECK(server_after(path, step, m[1]).term == std::stoi(m[2]));
        CHECK(server_after(path, step - 1, m[1]).role != raft::Role::leader);
      });
  claims += for_each_match(
      text,
      "(n.) voted twice in term (.): at step ([0-9]+) for (n.|itself), at step ([0-9]+) for "
      "(n.|itself)",
      [&](auto& m) {
        for (const std::size_t k : {std::size_t{3}, std::size_t{5}}) {
          const raft::Server& voter = server_after(path, std::stoul(m[k]), m[1]);
          const std::string candidate = m[k + 1] == "itself" ? m[1] : m[k + 1];
          CHECK(voter.term == std::stoi(m[2]));
          CHECK("n" + std::to_string(voter.voted_for) == candidate);
        }
        CHECK(m[4] != m[6]);
      });
  claims += for_each_match(text, "[Ii]ts crash at step ([0-9]+)",
                           [&](auto& m) { CHECK(action(m[1]).kind == raft::ActionKind::crash); });
  claims +=
      for_each_match(text, "heartbeat of term (.) that it received at step ([0-9]+)", [&](auto& m) {
        CHECK(action(m[2]).kind == raft::ActionKind::receive_heartbeat);
        CHECK(action(m[2]).message.term == std::stoi(m[1]));
      });
  claims += for_each_match(text, "(n.) denied (n.) its vote at step ([0-9]+)", [&](auto& m) {
    CHECK(action(m[3]).kind == raft::ActionKind::receive_request_vote);
    CHECK("n" + std::to_string(action(m[3]).message.to) == m[1]);
    CHECK("n" + std::to_string(action(m[3]).message.from) == m[2]);
  });
  claims += for_each_match(text, "(n.) came to term (.) at step ([0-9]+)", [&](auto& m) {
    CHECK(server_after(path, std::stoul(m[3]), m[1]).term == std::stoi(m[2]));
    CHECK(server_after(path, std::stoul(m[3]) - 1, m[1]).term != std::stoi(m[2]));
  });
  return claims;
}

void check_sentence(const RaftPath& path, const Sentence& sentence) {
  CAPTURE(sentence.text);
  CHECK(steps_named(sentence.text) == sentence.steps);
  for (const std::size_t step : sentence.steps) {
    CHECK(step >= 1);
    CHECK(step <= path.steps.size());
  }
  CHECK(sentence.text.ends_with("."));
  CHECK(sentence.text.find("  ") == std::string::npos);
  CHECK(sentence.text.find("n0") == std::string::npos);
  CHECK(sentence.text.find("step 0") == std::string::npos);
}

// "a, b": the guards of a contrast.
std::vector<std::string> guards_of(const Contrast& contrast) {
  std::vector<std::string> guards;
  std::istringstream words(contrast.guard);
  for (std::string word; words >> word;) {
    if (word.ends_with(",")) word.pop_back();
    guards.push_back(word);
  }
  return guards;
}

std::vector<std::size_t> needed_steps(const Explanation& explanation) {
  std::vector<std::size_t> steps;
  for (std::size_t k = 0; k < explanation.is_needed.size(); ++k) {
    if (explanation.is_needed[k]) steps.push_back(k + 1);
  }
  return steps;
}

bool holds_throughout(const raft::Trial& trial, const RaftPath& path) {
  for (std::size_t k = 1; k <= path.steps.size(); ++k) {
    if (trial.decides(raft::state_after(path, k - 1), raft::state_after(path, k))) return false;
  }
  return true;
}

void check_contrast(const Subject& subject, const Explanation& explanation) {
  const Contrast& contrast = *explanation.contrast;
  CAPTURE(contrast.guard);
  raft::Settings repaired = subject.settings;
  const raft::Settings correct;
  for (const std::string& guard : guards_of(contrast)) {
    const raft::Setting& row = raft::setting_named("guards." + guard);
    CHECK(row.get(subject.settings) != row.get(correct));
    row.set(repaired, row.get(correct));
    REQUIRE(explanation.broken_rule);
    CHECK(explanation.broken_rule->text.find(guard == "quorum" ? "quorum" : guard) !=
          std::string::npos);
  }
  // The needed steps are no counterexample any more, and the passing run keeps the property.
  const raft::Trial trial(repaired, subject.property);
  const auto needed = needed_steps(explanation);
  std::vector<raft::Action> schedule;
  for (const std::size_t k : needed) schedule.push_back(subject.path.steps[k - 1].first);
  CHECK_FALSE(trial.proof(subject.path.initial, schedule));
  const auto run =
      raft::explain_with_passing_run(subject.settings, subject.property, subject.path).passing;
  REQUIRE(run);
  CHECK(run->settings == repaired);
  const Path<raft::ReadableModel>* const passing = &run->path;
  CHECK(fault_of_behaviour(raft::ReadableModel(repaired), *passing).value_or("") == "");
  CHECK(holds_throughout(trial, *passing));
  REQUIRE(contrast.actions.size() == passing->steps.size());
  for (std::size_t k = 0; k < passing->steps.size(); ++k) {
    CHECK(contrast.actions[k] == raft::describe(passing->steps[k].first, repaired));
  }
  // Up to the first difference both are the same.
  CHECK(std::count(needed.begin(), needed.end(), contrast.step) == 1);
  for (std::size_t k = 0; needed[k] < contrast.step; ++k) {
    CHECK(passing->steps[k].first == schedule[k]);
  }
  CHECK(contrast.difference.find(fmt::format("step {}", contrast.step)) != std::string::npos);
}

}  // namespace

TEST_CASE("explain: every sentence cites steps of the trace, and what it says of them is so") {
  std::size_t claims = 0;
  for (const Subject& subject : subjects()) {
    const auto explanation = raft::explain(subject.settings, subject.property, subject.path);
    const std::string settings = raft::differences_from_default(subject.settings);
    CAPTURE(subject.property);
    CAPTURE(settings);
    CHECK(explanation.is_slice_verified);
    CHECK(explanation.proof.size() >= 2);
    CHECK(explanation.proof.size() <= 10);
    for (const Sentence& sentence : explanation.proof) {
      check_sentence(subject.path, sentence);
      claims += check_claims(subject.path, sentence.text);
    }
    for (const Sentence& sentence : explanation.proof) {
      for (const std::size_t step : sentence.steps) CHECK(explanation.is_needed[step - 1]);
    }
    if (explanation.broken_rule) check_sentence(subject.path, *explanation.broken_rule);
  }
  CHECK(claims > 1000);
}

TEST_CASE("explain: a guard that is named is off, and the trace fails with it put right") {
  std::size_t contrasts = 0;
  std::size_t joint = 0;
  for (const Subject& subject : subjects()) {
    const auto explanation = raft::explain(subject.settings, subject.property, subject.path);
    const std::string settings = raft::differences_from_default(subject.settings);
    CAPTURE(subject.property);
    CAPTURE(settings);
    CHECK(explanation.contrast.has_value() == explanation.broken_rule.has_value());
    if (explanation.contrast) {
      ++contrasts;
      if (guards_of(*explanation.contrast).size() > 1) ++joint;
      check_contrast(subject, explanation);
      continue;
    }
    CHECK_FALSE(
        raft::explain_with_passing_run(subject.settings, subject.property, subject.path).passing);
    // Nothing to blame: a witness, or two leaders that correct Raft allows.
    CHECK((subject.property == "leader_elected" || subject.property == "single_leader"));
  }
  CHECK(contrasts > 400);
  CHECK(joint > 0);
}

TEST_CASE("explain: of each variant's election the one guard that is off is named") {
  const std::vector<std::pair<std::string_view, std::string_view>> guards = {
      {"split-brain", "wait_for_quorum"},
      {"write-up-fix", "recheck_before_leading"},
      {"half-quorum", "quorum"},
      {"forget-self", "quorum"},
      {"vote-twice", "vote_once_per_term"},
      {"forget-vote", "persist_vote"},
      {"forget-term", "persist_term"},
      {"keep-old-votes", "clear_votes"},
      {"count-stale-votes", "check_vote_term"},
      {"count-denials", "count_only_grants"},
      {"count-votes-twice", "count_voters_once"},
      {"forget-recheck", "recheck_before_leading"},
      {"obey-stale-heartbeats", "check_heartbeat_term"},
      {"forget-vote-on-heartbeat", "keep_vote_within_term"}};
  for (const auto& [name, guard] : guards) {
    const auto& name_here = name;
    CAPTURE(name_here);
    const raft::Settings settings = raft::find_variant(name)->settings;
    const auto one = counterexamples(settings, {"election_safety"}).at(0);
    const auto explanation = raft::explain(settings, one.property, one.path);
    REQUIRE(explanation.contrast);
    CHECK(explanation.contrast->guard == guard);
  }
}

TEST_CASE("explain: a guard that is off and does not matter is not to blame") {
  raft::Settings settings = raft::find_variant("split-brain")->settings;
  settings.guards.keep_vote_within_term = false;
  settings.guards.persist_vote = false;
  const auto one = counterexamples(settings, {"election_safety"}).at(0);
  const auto explanation = raft::explain(settings, one.property, one.path);
  REQUIRE(explanation.contrast);
  CHECK(explanation.contrast->guard == "wait_for_quorum");
  CHECK(explanation.broken_rule->text.find(
            "persist_vote and keep_vote_within_term are not as in Raft either") !=
        std::string::npos);
}

TEST_CASE("explain: two guards that cover for each other are named together") {
  // A crash that forgets both: with either kept, the other alone still lets the server vote again.
  const raft::Settings settings = test::settings_of(
      "max_term=1 max_crashes=1 guards.persist_vote=false guards.persist_term=false");
  const auto one = counterexamples(settings, {"election_safety"}).at(0);
  const auto explanation = raft::explain(settings, one.property, one.path);
  REQUIRE(explanation.contrast);
  CHECK(explanation.contrast->guard == "persist_vote, persist_term");
  CHECK(explanation.broken_rule->text.find("persist_vote and persist_term have to be put right "
                                           "together") != std::string::npos);
}

TEST_CASE("explain: two leaders at once under correct Raft have nothing to blame") {
  const raft::Settings settings;
  const auto one = counterexamples(settings, {"single_leader"}).at(0);
  const auto explanation = raft::explain(settings, one.property, one.path);
  CHECK_FALSE(explanation.contrast);
  CHECK_FALSE(explanation.broken_rule);
  REQUIRE(!explanation.proof.empty());
  CHECK(explanation.proof.back().text.find("correct Raft allows this") != std::string::npos);
}

TEST_CASE("explain: what cannot be explained is refused or left empty") {
  const RaftPath nothing{raft::initial_state(), {}};
  const auto explanation = raft::explain(raft::Settings{}, "election_safety", nothing);
  CHECK(explanation.proof.empty());
  CHECK_FALSE(explanation.is_slice_verified);
  CHECK_THROWS_AS((void)raft::explain(raft::Settings{}, "no_such", nothing), raft::UnknownProperty);
}

TEST_CASE("rerun: under the same rules a schedule goes the same way to its end") {
  const raft::Settings settings = raft::find_variant("forget-vote")->settings;
  const auto one = counterexamples(settings, {"election_safety"}).at(0);
  const raft::History history(settings, one.path);
  const raft::Rerun run = raft::rerun(raft::Trial(settings, one.property), history);
  CHECK(run.differs_at == 0);
  CHECK(run.decides);
  CHECK(run.path.steps == one.path.steps);
  CHECK(raft::broken_guards(raft::Settings{}).empty());
}

}  // namespace scrutineer::test
