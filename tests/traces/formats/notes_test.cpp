#include "traces/formats/notes.h"

#include <set>

#include <doctest/doctest.h>

#include "tests/traces/variant_stories.h"

namespace scrutineer::test {
namespace {

TEST_CASE("notes: letters are short, and different for different messages") {
  CHECK(letter_of(0) == "a");
  CHECK(letter_of(25) == "z");
  CHECK(letter_of(26) == "aa");
  CHECK(letter_of(27) == "ab");
  CHECK(letter_of(51) == "az");
  CHECK(letter_of(52) == "ba");
  CHECK(letter_of(26 + 26 * 26) == "aaa");
  std::set<std::string> letters;
  for (std::size_t t = 0; t < 2000; ++t) CHECK(letters.insert(letter_of(t)).second);
}

TEST_CASE("notes: a fate is an arrival, a loss or a flight") {
  Transit transit;
  CHECK(fate_text(transit) == "still in flight at the end");
  transit.lost = 4;
  CHECK(fate_text(transit) == "lost at 4");
  transit.delivered = {2};
  CHECK(fate_text(transit) == "arrives at 2");
  transit.delivered = {2, 5, 7};
  CHECK(fate_text(transit) == "arrives at 2, 5 and 7");
}

TEST_CASE("notes: the heading says what was decided, and when") {
  Story story = variant_story("split-brain");
  CHECK(heading_of(story) ==
        "election_safety is violated in 2 steps: it says that over the whole history, at most one "
        "server was ever elected in any term.");
  story.moments.pop_back();
  CHECK(heading_of(story).starts_with("A behaviour of 1 step, in which election_safety holds: "));
  const raft::ReadableModel model(raft::find_variant("split-brain")->settings);
  const auto path = path_of(model, {"Timeout(n1)", "Timeout(n2)", "Timeout(n3)"});
  CHECK(heading_of(raft::tell({"a", "", model.settings(), "none"}, path, {}))
            .starts_with("A behaviour of 3 steps; election_safety is violated at 2: "));
  CHECK(heading_of(raft::tell({"a", "", model.settings(), "leader_elected"}, path, {}))
            .starts_with("A behaviour of 3 steps; leader_elected is witnessed at 1: "));
}

TEST_CASE("notes: every change of a property's standing is told, and nothing else") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    const Story story = random_story(seed);
    for (std::size_t k = 1; k < story.moments.size(); ++k) {
      std::string told;
      for (const Note& note : notes_on(story, k, {})) {
        const bool is_standing =
            note.kind == Note::Kind::property || note.kind == Note::Kind::alarm;
        if (is_standing) told += note.text + "\n";
      }
      for (std::size_t p = 0; p < story.properties.size(); ++p) {
        const Standing before = story.moments[k - 1].properties[p];
        const Standing now = story.moments[k].properties[p];
        const bool is_silent =
            now == Standing::holds && story.kinds[p] == PropertyKind::step_invariant;
        const bool is_told = told.find(story.properties[p]) != std::string::npos;
        CHECK(is_told == (before != now && !is_silent));
      }
    }
  }
}

}  // namespace
}  // namespace scrutineer::test
