// A checker of ShiViz logs, written from its documentation: expression, delimiter, vector clocks.
#include <algorithm>
#include <map>
#include <regex>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/traces/variant_stories.h"
#include "traces/formats/format_list.h"

namespace scrutineer::test {
namespace {

using Clock = std::map<std::string, int>;

class Fault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void require(bool is_right, const std::string& what) {
  if (!is_right) throw Fault(what);
}

// An expression with named groups, as ShiViz splits it into group names and a plain expression.
struct Expression {
  std::vector<std::string> names;
  std::regex plain;

  explicit Expression(const std::string& text) {
    static const std::regex group(R"(\(\?<(\w+)>)");
    for (std::sregex_iterator at(text.begin(), text.end(), group), end; at != end; ++at) {
      names.push_back((*at)[1]);
    }
    const auto parentheses = static_cast<std::size_t>(std::count(text.begin(), text.end(), '('));
    require(parentheses == names.size(), "a parenthesis that is no named group");
    plain = std::regex(std::regex_replace(text, group, "("));
  }

  [[nodiscard]] std::map<std::string, std::string> parts_of(const std::string& line) const {
    std::smatch match;
    require(std::regex_match(line, match, plain), "no match: " + line);
    std::map<std::string, std::string> parts;
    for (std::size_t k = 0; k < names.size(); ++k) parts[names[k]] = match[k + 1];
    return parts;
  }
};

struct Event {
  std::string host;
  Clock clock;
  std::map<std::string, std::string> parts;
};

struct Log {
  std::vector<std::string> names;  // of the executions
  std::vector<std::vector<Event>> executions;
};

bool is_at_most(const Clock& a, const Clock& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
    const auto found = b.find(entry.first);
    return found != b.end() && entry.second <= found->second;
  });
}

// Own entries count 1, 2, 3; others name events that are there, with all that was before them.
void require_vector_clocks(const std::vector<Event>& events) {
  std::map<std::string, std::vector<Clock>> by_host;
  for (const Event& event : events) {
    std::vector<Clock>& own = by_host[event.host];
    require(event.clock.contains(event.host), "a clock without its host");
    require(event.clock.at(event.host) == static_cast<int>(own.size()) + 1, "a gap in a clock");
    require(own.empty() || is_at_most(own.back(), event.clock), "a clock that goes back");
    own.push_back(event.clock);
  }
  for (const Event& event : events) {
    for (const auto& [host, count] : event.clock) {
      require(by_host.contains(host), "a host without events: " + host);
      require(count >= 1 && count <= static_cast<int>(by_host[host].size()), "no such event");
      require(is_at_most(by_host[host][static_cast<std::size_t>(count - 1)], event.clock),
              "a clock that forgets what it heard of");
    }
  }
}

Log read_log(const std::string& text) {
  const std::vector<std::string> lines = text_lines(text);
  require(lines.size() > 3, "too short");
  const Expression expression(lines[0]);
  for (const char* needed : {"host", "clock", "event"}) {
    require(std::count(expression.names.begin(), expression.names.end(), needed) == 1, needed);
  }
  const Expression delimiter(lines[1]);
  Log log;
  for (std::size_t k = 2; k < lines.size(); ++k) {
    if (std::regex_match(lines[k], delimiter.plain)) {
      log.names.push_back(delimiter.parts_of(lines[k])["trace"]);
      log.executions.emplace_back();
      continue;
    }
    require(!log.executions.empty(), "an event outside of executions");
    Event event;
    event.parts = expression.parts_of(lines[k]);
    event.host = event.parts["host"];
    const auto clock = nlohmann::json::parse(event.parts["clock"]);
    for (const auto& [host, count] : clock.items()) event.clock[host] = count.get<int>();
    log.executions.back().push_back(std::move(event));
  }
  for (const auto& execution : log.executions) require_vector_clocks(execution);
  return log;
}

// A delivery has heard of the sending, and of nothing that the story does not let it hear of.
void check_against(const Story& story, const std::vector<Event>& events) {
  REQUIRE(events.size() == story.lanes.size() + story.length());
  const auto event_of = [&](std::size_t moment) -> const Event& {
    return events[story.lanes.size() + moment - 1];
  };
  for (std::size_t k = 1; k <= story.length(); ++k) {
    const Moment& moment = story.moments[k];
    CHECK(event_of(k).parts.at("step") == std::to_string(k));
    CHECK(event_of(k).host == (moment.actor ? story.lanes[*moment.actor].name : "network"));
    CHECK(event_of(k).parts.at("event").starts_with(moment.action));
    std::size_t heard = 0;
    for (const std::size_t t : moment.delivered) {
      heard += 1;
      CHECK(is_at_most(event_of(story.transits[t].sent).clock, event_of(k).clock));
    }
    if (heard > 0 || !moment.actor) continue;
    Clock own = event_of(k).clock;
    --own[event_of(k).host];
    bool is_known = false;
    for (const Event& event : events) is_known |= event.clock == own;
    CHECK(is_known);
  }
}

TEST_CASE("shiviz: every variant's log is taken by its rules, and its clocks tell the messages") {
  for (const std::string& name : story_names()) {
    CAPTURE(name);
    const Story& story = named_story(name);
    const Log log = read_log(render_shiviz(story, {}));
    REQUIRE(log.executions.size() == 1 + story.passing.size());
    check_against(story, log.executions[0]);
  }
}

TEST_CASE("shiviz: random behaviours with faults of the network keep the rules") {
  bool has_network = false;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    const Story story = random_story(seed);
    const std::string text = render_shiviz(story, {});
    check_against(story, read_log(text).executions.at(0));
    has_network = has_network || text.find("{\"network\":1}") != std::string::npos;
  }
  CHECK(has_network);
}

TEST_CASE("shiviz: counterexample and passing run are two executions of one log") {
  Story story = variant_story("split-brain");
  Story passing = variant_story("forget-vote");
  passing.variant = "split-brain";
  story.passing = {passing};
  const Log log = read_log(render_shiviz(story, {}));
  CHECK(log.names ==
        std::vector<std::string>{"split-brain: counterexample of election_safety",
                                 "split-brain with wait_for_quorum: keeps election_safety"});
  check_against(story, log.executions[0]);
  check_against(passing, log.executions[1]);
}

TEST_CASE("shiviz: the checker sees each rule broken") {
  const std::string head = "(?<host>\\S+) (?<clock>\\{.*?\\}) (?<event>.*)\n=== (?<trace>.*) ===\n";
  const std::string begin = head + "=== x ===\na {\"a\":1} e\nb {\"b\":1} e\n";
  CHECK_NOTHROW((void)read_log(begin + "b {\"a\":1,\"b\":2} e\n"));
  for (const char* wrong : {"b {\"a\":1,\"b\":3} e\n", "b {\"a\":2,\"b\":2} e\n",
                            "b {\"b\":2,\"c\":1} e\n", "b {\"a\":1} e\n", "no clock\n",
                            "a {\"a\":2,\"b\":1} e\nb {\"a\":2,\"b\":2} e\na {\"a\":3} e\n"}) {
    CAPTURE(wrong);
    CHECK_THROWS((void)read_log(begin + wrong));
  }
  CHECK_THROWS((void)read_log("(?<host>(a|b)) (?<clock>.*) (?<event>.*)\n(?<trace>=)\n=\n=\n"));
}

}  // namespace
}  // namespace scrutineer::test
