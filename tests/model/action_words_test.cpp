// Actions as they are typed: what traces print is read back, and slips are told.
#include "model/raft/action_words.h"

#include <doctest/doctest.h>

#include "tests/configurations.h"
#include "tests/model/every_action.h"

namespace scrutineer::raft {
namespace {

const Settings three;  // servers, two terms

std::string reason(const std::string& words, const Settings& settings = three) {
  try {
    const Action action = action_of_words(words, settings);
    return "read as " + describe(action, settings);
  } catch (const UnreadableAction& error) {
    return error.what();
  }
}

TEST_CASE("action words: what traces print is read back") {
  std::size_t count = 0;
  for (const char* text : {"servers=3", "servers=2 max_term=3", "servers=5 max_term=7", "servers=1",
                           "servers=7 max_term=1 guards.check_heartbeat_term=false"}) {
    const Settings settings = test::settings_of(text);
    for (const Action& action : test::every_action(settings)) {
      if (action.kind == ActionKind::partition) {
        const auto splits = partition_splits(settings.servers);
        if (std::find(splits.begin(), splits.end(), action.links) == splits.end()) continue;
      }
      const std::string words = describe(action, settings);
      CAPTURE(words);
      CHECK(action_of_words(words, settings) == action);
      CHECK(begins_with_action(words));
      ++count;
    }
  }
  CHECK(count > 1000);
}

TEST_CASE("action words: an example of each form is read") {
  const auto forms = action_forms();
  CHECK(forms.size() == action_kind_count);
  for (const std::string& form : forms) CHECK(reason(form) == "read as " + form);
}

TEST_CASE("action words: other ways to say the same are forgiven") {
  const std::vector<std::pair<std::string, std::string>> same = {
      {"timeout n1", "Timeout(n1)"},
      {"TIMEOUT 1", "Timeout(n1)"},
      {"  Timeout ( N1 ) ", "Timeout(n1)"},
      {"receivevote t1 n2 > n1 granted", "ReceiveVote(t1 n2>n1 granted)"},
      {"ReceiveVote(t1, n2->n1, no)", "ReceiveVote(t1 n2>n1 denied)"},
      {"Vote t1 n2>n1 yes", "ReceiveVote(t1 n2>n1 granted)"},
      {"RequestVote t2 n1>n2", "ReceiveRequestVote(t2 n1>n2)"},
      {"HeartbeatReject t2 n2>n1", "ReceiveHeartbeatReject(t2 n2>n1)"},
      {"Partition {n1} {n2 n3}", "Partition({n1} {n2 n3})"},
      {"partition n1 / n2 n3", "Partition({n1} {n2 n3})"},
      {"partition n2 n3 | n1", "Partition({n1} {n2 n3})"},
      {"partition healed", "Partition(healed)"},
      {"partition {n1 n2 n3}", "Partition(healed)"},
      {"heallink n3->n1", "HealLink(n3>n1)"}};
  for (const auto& [words, action] : same) CHECK(reason(words) == "read as " + action);
}

TEST_CASE("action words: a slip is told with the accepted form") {
  const std::string servers = " with servers n1 to n3 and terms t1 to t2";
  CHECK(reason("Timeout(n4)") ==
        "action 'Timeout(n4)': 'n4' is no server from n1 to n3; accepted: Timeout(n1)" + servers);
  CHECK(reason("Timeout") ==
        "action 'Timeout': nothing is no server from n1 to n3; accepted: Timeout(n1)" + servers);
  CHECK(reason("ReceiveVote(t3 n2>n1 granted)").find("'t3' is no term from t1 to t2") !=
        std::string::npos);
  CHECK(reason("ReceiveVote(t1 n2>n1)").find("granted or denied?") != std::string::npos);
  CHECK(reason("ReceiveHeartbeat(t1 n2>n1 granted)").find("'granted' is too much") !=
        std::string::npos);
  CHECK(reason("ReceiveHeartbeat(t1 n2 n1)").find("no '>'") != std::string::npos);
  CHECK(reason("ReceiveHeartbeat(1 n2>n1)").find("'1' is no term") != std::string::npos);
  CHECK(reason("Partition({n1} {n2})").find("n3 is in no group") != std::string::npos);
  CHECK(reason("Partition({n1} {n1 n2 n3})").find("n1 is named twice") != std::string::npos);
  CHECK(reason("CutLink(n1>n1)").find("n1>n1 leads nowhere") != std::string::npos);
  CHECK(reason("Timeout(n1").starts_with("action 'Timeout(n1': '(' is no server"));
  CHECK(reason("Timeout(n99999999999999999999)").find("is no server") != std::string::npos);
  CHECK(reason("Timout(n1)")
            .starts_with("unknown action 'Timout(n1)', did you mean 'timeout'?; "
                         "accepted: Timeout(n1), SendHeartbeats(n1), "));
  for (const char* nothing : {"", "   ", "()", "n1", ">>>"}) {
    CHECK(reason(nothing).starts_with("unknown action"));
    CHECK_FALSE(begins_with_action(nothing));
  }
}

}  // namespace
}  // namespace scrutineer::raft
