#include "model/raft/packed_layout.h"

#include <doctest/doctest.h>

#include "model/raft/packed_model.h"
#include "tests/configurations.h"

namespace scrutineer::raft {
namespace {

TEST_CASE("packed layout: three servers and two terms take 87 bits") {
  CHECK(packed_bits(test::settings_of("servers=3 max_term=2")) == 87);
}

TEST_CASE("packed layout: every configuration fits or is refused with a bound that fits") {
  for (int servers = 1; servers <= servers_max; ++servers) {
    for (int term = 1; term <= terms_max; ++term) {
      Settings settings = test::settings_of("max_crashes=7 max_cuts=7 cut=links");
      settings.servers = servers;
      settings.max_term = term;
      CAPTURE(servers);
      CAPTURE(term);
      try {
        const std::size_t words = packed_words(settings, 16);
        CHECK(words * 64 >= static_cast<std::size_t>(packed_bits(settings)));
      } catch (const TooWide& error) {
        const std::string what = error.what();
        const std::size_t at = what.find("lower max_term to ");
        REQUIRE(at != std::string::npos);
        settings.max_term = what[at + 18] - '0';
        CHECK(packed_words(settings, 16) <= 16);
        ++settings.max_term;
        CHECK_THROWS_AS((void)packed_words(settings, 16), TooWide);
      }
    }
  }
}

TEST_CASE("packed layout: a state outside of the bounds throws") {
  const Settings settings = test::settings_of("servers=2 max_term=2");
  const PackedModel<1> model(settings);
  State state = initial_state();
  state.server(1).term = 3;
  CHECK_THROWS_AS((void)model.pack(state), PackedOverflow);
  state = initial_state();
  state.messages.insert({MessageType::heartbeat, 0, 1, 2, false});
  CHECK_THROWS_AS((void)model.pack(state), PackedOverflow);
  state = initial_state();
  state.messages.insert({MessageType::heartbeat_reject, 1, 1, 2, false});
  CHECK_THROWS_AS((void)model.pack(state), PackedOverflow);
}

TEST_CASE("packed layout: a model of too few words is refused") {
  CHECK_THROWS_AS(PackedModel<1>(test::settings_of("servers=3 max_term=2")), std::logic_error);
}

TEST_CASE("packed layout: messages keep the order of their ids, so actions keep theirs") {
  const PackedLayout layout(test::settings_of("servers=4 max_term=3 max_crashes=2 max_cuts=1"));
  for (std::size_t id = 1; id < layout.message_bit.size(); ++id) {
    CHECK(layout.message_bit[id - 1] < layout.message_bit[id]);
  }
}

TEST_CASE("message universe: ids are those of the messages, in order") {
  const MessageUniverse universe(test::settings_of("servers=3 max_term=2"));
  CHECK(universe.size() == 6 * (2 + 4 + 2 + 1));
  for (int id = 0; id < universe.size(); ++id) CHECK(universe.id_of(universe.message(id)) == id);
  CHECK(universe.id_of({MessageType::request_vote, 3, 1, 2, false}) == -1);
  CHECK(universe.id_of({MessageType::request_vote, 1, 1, 1, false}) == -1);
}

}  // namespace
}  // namespace scrutineer::raft
