// What the reductions drop, merge and leave alone, and when they switch themselves off.
#include "tests/model/reduction_walks.h"

namespace scrutineer::test {
namespace {

using raft::MessageType;
using raft::Reduction;

// A model and a state of it to be built up; all servers up, followers, in term 0.
struct Scene {
  explicit Scene(const std::string& settings,
                 const raft::ReductionChoice& choice = {true, false, false})
      : model(settings_of(settings), choice) {}

  void server(int i, raft::Role role, int term, int voted_for, std::vector<int> votes = {}) {
    raft::Server& s = state.server(i);
    s.role = role;
    s.term = static_cast<std::uint8_t>(term);
    s.voted_for = static_cast<std::uint8_t>(voted_for);
    for (const int voter : votes) s.votes.insert(voter);
  }
  void send(MessageType type, int term, int from, int to, bool granted = false) {
    state.messages.insert({type, static_cast<std::uint8_t>(term), static_cast<std::uint8_t>(from),
                           static_cast<std::uint8_t>(to), granted});
  }
  [[nodiscard]] raft::State representative() const {
    return model.unpack(model.representative(model.pack(state)));
  }
  [[nodiscard]] bool keeps_all() const { return representative() == state; }
  [[nodiscard]] bool drops_all_messages() const { return representative().messages.empty(); }

  WalkModel model;
  raft::State state = raft::initial_state();
};

constexpr raft::Role F = raft::Role::follower;
constexpr raft::Role C = raft::Role::candidate;
const raft::ReductionChoice with_facts = {true, true, false};

std::size_t reduced_states(const std::string& settings, const raft::ReductionChoice& choice) {
  return walk(WalkModel(settings_of(settings), choice), false)->states;
}

}  // namespace

TEST_CASE("dead parts: a stale request lives until its sender is in the last term") {
  Scene scene("servers=2 max_term=3");
  scene.server(1, C, 1, 1, {1});
  scene.server(2, F, 2, 0);
  scene.send(MessageType::request_vote, 1, 1, 2);
  CHECK(scene.keeps_all());
  scene.server(1, C, 3, 1);
  CHECK(scene.drops_all_messages());
}

TEST_CASE("dead parts: nobody listens to a stale request without step_down_on_higher_term") {
  Scene scene("servers=2 max_term=3 guards.step_down_on_higher_term=false");
  scene.server(1, C, 1, 1, {1});
  scene.server(2, F, 2, 0);
  scene.send(MessageType::request_vote, 1, 1, 2);
  scene.send(MessageType::vote, 2, 2, 1);
  CHECK(scene.drops_all_messages());
}

TEST_CASE("dead parts: a vote of an earlier term is dead, unless its term is not looked at") {
  for (const auto& [guards, is_dead] :
       std::vector<std::pair<std::string, bool>>{{"", true},
                                                 {" guards.check_vote_term=false", false},
                                                 {" guards.recheck_before_leading=false", false},
                                                 {" guards.count_voters_once=false", true},
                                                 {" guards.check_heartbeat_term=false", true}}) {
    const auto& guards_here = guards;
    CAPTURE(guards_here);
    Scene scene("servers=3 max_term=2" + guards);
    scene.server(1, C, 2, 1, {1});
    scene.send(MessageType::request_vote, 2, 1, 2);
    scene.send(MessageType::vote, 1, 2, 1, true);
    CHECK(scene.keeps_all() != is_dead);
  }
}

TEST_CASE("dead parts: a vote that is counted already is dead, unless voters may count twice") {
  for (const bool once : {true, false}) {
    CAPTURE(once);
    Scene scene(std::string("servers=5 max_term=1 guards.count_voters_once=") +
                (once ? "true" : "false"));
    scene.server(1, C, 1, 1, {1, 2});
    scene.server(2, F, 1, 1);
    scene.send(MessageType::request_vote, 1, 1, 3);
    scene.send(MessageType::vote, 1, 2, 1, true);
    CHECK(scene.keeps_all() != once);
  }
}

TEST_CASE("dead parts: a candidacy that cannot reach a quorum any more is hopeless") {
  Scene scene("servers=5 max_term=2 max_crashes=1");
  scene.server(1, C, 1, 1, {1, 2});
  scene.server(2, F, 1, 1);
  scene.server(3, F, 1, 4);
  scene.server(4, C, 1, 4, {4});
  scene.server(5, F, 2, 5);
  CHECK(scene.representative().server(1).votes.size() == 1);
  scene.send(MessageType::vote, 1, 5, 1, true);  // the third vote: enough
  CHECK(scene.keeps_all());
}

TEST_CASE("dead parts: a denial is dead once its term is reached, and tells it before") {
  for (const auto& [term, is_dead] : std::vector<std::pair<int, bool>>{{1, true}, {2, false}}) {
    const auto& term_here = term;
    CAPTURE(term_here);
    Scene scene("servers=3 max_term=3");
    scene.server(1, C, 1, 1, {1});
    scene.send(MessageType::request_vote, 1, 1, 2);
    scene.send(MessageType::vote, term, 3, 1);
    CHECK(scene.keeps_all() != is_dead);
  }
}

TEST_CASE("facts: whoever tells a term, and however, it is told once") {
  Scene scene("servers=3 max_term=2", with_facts);
  scene.server(1, C, 1, 1, {1});
  scene.server(2, F, 2, 2);
  scene.server(3, F, 2, 2);
  scene.send(MessageType::vote, 2, 2, 1);
  const raft::State one = scene.representative();
  CHECK(one.messages.size() == 1);
  scene.send(MessageType::vote, 2, 3, 1);
  scene.send(MessageType::heartbeat_reject, 2, 3, 1);
  CHECK(scene.representative() == one);
}

TEST_CASE("facts: who tells a term matters while links may fail") {
  Scene scene("servers=3 max_term=2 max_cuts=1", with_facts);
  scene.server(1, C, 1, 1, {1});
  scene.server(2, F, 2, 2);
  scene.send(MessageType::vote, 2, 2, 1);
  scene.send(MessageType::vote, 2, 3, 1);
  CHECK(scene.keeps_all());
  scene.send(MessageType::heartbeat_reject, 2, 3, 1);
  CHECK(scene.representative().messages.size() == 2);
  scene.state.cuts = 1;  // the last one, and healed
  CHECK(scene.representative().messages.size() == 1);
}

TEST_CASE("facts: of votes on the way, as many as are needed are as good as more") {
  Scene scene("servers=5 max_term=1", with_facts);
  scene.server(1, C, 1, 1, {1});
  for (int voter = 2; voter <= 5; ++voter) scene.send(MessageType::request_vote, 1, 1, voter);
  for (int voter = 2; voter <= 5; ++voter) {
    scene.server(voter, F, 1, 1);
    scene.send(MessageType::vote, 1, voter, 1, true);
    int votes = 0;
    for (const raft::Message& m : scene.representative().messages) votes += m.granted ? 1 : 0;
    CHECK(votes == std::min(voter - 1, 2));
  }
}

TEST_CASE("facts: a vote that a request may still obtain is its voter's and nobody else's") {
  Scene scene("servers=5 max_term=2", with_facts);
  scene.server(1, C, 2, 1, {1});
  scene.server(2, F, 1, 1);  // has not voted in term 2, may be asked
  scene.server(3, F, 2, 1);
  scene.send(MessageType::request_vote, 2, 1, 2);
  scene.send(MessageType::vote, 2, 3, 1, true);
  const raft::Message not_given{MessageType::vote, 2, 2, 1, true};
  CHECK_FALSE(scene.representative().messages.contains(not_given));
  CHECK(scene.representative().messages.size() == 2);
}

TEST_CASE("facts: probes are one where messages are never used up, else a number") {
  for (const bool is_duplicating : {true, false}) {
    CAPTURE(is_duplicating);
    Scene scene(std::string("servers=2 max_term=4 network=") +
                    (is_duplicating ? "duplicating" : "at-most-once"),
                with_facts);
    scene.server(1, C, 2, 1, {1});
    scene.server(2, F, 3, 2);
    scene.send(MessageType::request_vote, 2, 1, 2);
    const raft::State one = scene.representative();
    CHECK(one.messages.size() == 1);
    scene.send(MessageType::request_vote, 1, 1, 2);
    CHECK((scene.representative() == one) == is_duplicating);
    CHECK(scene.representative().messages.size() == (is_duplicating ? 1 : 2));
  }
}

TEST_CASE("symmetry: every renaming of a state has the same representative") {
  for (const char* settings :
       {"servers=3 max_term=1 max_crashes=1 max_cuts=1", "servers=4 max_term=1",
        "servers=3 max_term=1 network=at-most-once max_cuts=1 cut=links",
        "servers=3 max_term=1 guards.count_voters_once=false guards.clear_votes=false"}) {
    CAPTURE(settings);
    for (const raft::ReductionChoice& choice : {raft::every_reduction, {false, false, true}}) {
      const WalkModel model(settings_of(settings), choice);
      std::vector<WalkWords> states = model.initial_states();
      WalkSet known(states.begin(), states.end());
      bool is_same = true;
      for (std::size_t k = 0; k < states.size() && k < 3000; ++k) {
        const WalkWords state = states[k];
        std::vector<int> names;
        for (int i = 0; i <= model.settings().servers; ++i) names.push_back(i);
        while (std::next_permutation(names.begin() + 1, names.end())) {
          const WalkWords other = model.pack(renamed(model.unpack(state), names));
          is_same = is_same && model.representative(other) == model.representative(state);
        }
        model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& next) {
          if (known.insert(next).second) states.push_back(next);
        });
      }
      CHECK(is_same);
    }
  }
}

TEST_CASE("reductions: classes are kept step by step, over every guard and environment") {
  for (const std::string& guard : guard_variants()) {
    for (const std::string& environment : environments()) {
      const raft::Settings settings =
          settings_of("servers=3 max_term=1 " + environment + " " + guard);
      CAPTURE(raft::differences_from_default(settings));
      const WalkModel model(settings, in_force(settings, raft::every_reduction));
      std::vector<WalkWords> states = model.initial_states();
      WalkSet known(states.begin(), states.end());
      bool is_kept = true;
      for (std::size_t k = 0; k < states.size() && k < 400; ++k) {
        const WalkWords state = states[k];
        is_kept = is_kept && is_kept_at(model, state);
        model.for_each_successor(state, [&](const raft::PackedAction&, const WalkWords& next) {
          if (known.insert(next).second) states.push_back(next);
        });
      }
      CHECK(is_kept);
    }
  }
}

TEST_CASE("reductions: recorded counts") {
  const std::string raft3 = "servers=3 max_term=2";
  CHECK(reduced_states(raft3, {true, false, false}) == 1944);
  CHECK(reduced_states(raft3, {true, true, false}) == 891);
  CHECK(reduced_states(raft3, raft::every_reduction) == 161);
  CHECK(reduced_states(raft3 + " network=at-most-once", raft::every_reduction) == 620);
  CHECK(reduced_states("servers=4 max_term=2", raft::every_reduction) == 654);
  CHECK(reduced_states("servers=7 max_term=1", raft::every_reduction) == 161);
}

TEST_CASE("reductions: names stand for reductions, and bring along what they need") {
  using Names = std::vector<std::string>;
  CHECK(raft::choose_reductions(Names{"facts"}) == raft::ReductionChoice{true, true, false});
  CHECK(raft::choose_reductions(Names{"symmetry"}) == raft::ReductionChoice{false, false, true});
  CHECK(raft::choose_reductions(Names{"none"}).is_empty());
  CHECK_THROWS_AS((void)raft::choose_reductions(Names{"fact"}), raft::UnknownReduction);
  CHECK_THROWS_AS((void)raft::choose_reductions(Names{"none", "facts"}), raft::UnknownReduction);
}

TEST_CASE("reductions: terms that may fall leave nothing but symmetry") {
  for (const auto& [settings, count] : std::vector<std::pair<std::string, std::size_t>>{
           {"", 3},
           {"guards.check_heartbeat_term=false", 1},
           {"guards.persist_term=false", 3},
           {"guards.persist_term=false max_crashes=1", 1}}) {
    const auto& settings_here = settings;
    CAPTURE(settings_here);
    const auto plan = raft::plan_reductions(settings_of(settings), raft::every_reduction, {});
    CHECK(plan.names().size() == count);
    CHECK(plan.switched_off.size() == 3 - count);
  }
}

TEST_CASE("reductions: a property switches off what would hide it") {
  const auto names = [](const raft::PropertyNeeds& needs) {
    return raft::plan_reductions({}, raft::every_reduction, std::vector{needs}).names();
  };
  using Names = std::vector<std::string>;
  CHECK(names({"reads_roles", {"role", "term"}, true}).size() == 3);
  CHECK(names({"reads_messages", {"message"}, true}) == Names{"symmetry"});
  CHECK(names({"reads_votes", {"role", "votes"}, true}) == Names{"symmetry"});
  CHECK(names({"reads_anything", {}, true}) == Names{"symmetry"});
  CHECK(names({"names_server_1", {"role"}, false}) == Names{"dead-parts", "facts"});
  const auto plan = raft::plan_reductions(
      {}, raft::every_reduction, std::vector<raft::PropertyNeeds>{{"p", {"votes"}, false}});
  REQUIRE(plan.switched_off.size() == 3);
  CHECK(plan.switched_off[0].reason == "p reads votes");
  CHECK(plan.switched_off[2].reason == "p tells servers apart");
}

TEST_CASE("reductions: every name that a reduction hides is a field of the state") {
  const raft::PackedLayout layout(settings_of("max_crashes=1 max_cuts=1"));
  for (const raft::ReductionText& text : raft::reduction_texts()) {
    for (const std::string_view hidden : text.hides) {
      const auto fields = layout.bits.fields();
      const bool is_there = std::any_of(fields.begin(), fields.end(),
                                        [&](const auto& field) { return field.name == hidden; });
      CHECK_MESSAGE(is_there, hidden);
    }
  }
}

}  // namespace scrutineer::test
