// Stories made by hand, so that a format is tested on what its rows are known to be: a split
// brain, lost and duplicated messages, a crash in a partition, lanes that are no servers, and
// arbitrary ones for properties of layouts.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "traces/story.h"

namespace scrutineer::test {

/// Makes a story step by step. The fields of a lane are texts in the order of its field names.
class StoryMaker {
 public:
  StoryMaker(std::vector<Lane> lanes, std::string property) {
    story_.program = "scrutineer 0.1.0";
    story_.model = "sample";
    story_.variant = "sample";
    story_.bounds = "by hand";
    story_.property = std::move(property);
    story_.properties = {story_.property, "leader_elected"};
    story_.sentence = "at most one server was ever elected in any term";
    story_.lanes = std::move(lanes);
    Moment initial;
    initial.action = "(initial)";
    initial.properties = {Standing::holds, Standing::open};
    for (const Lane& lane : story_.lanes) {
      LaneState state;
      state.fields.assign(lane.fields.size(), "");
      initial.lanes.push_back(state);
    }
    story_.moments.push_back(initial);
  }

  [[nodiscard]] Moment& now() { return story_.moments.back(); }
  [[nodiscard]] Story& story() { return story_; }

  StoryMaker& step(const std::string& action, std::optional<std::size_t> actor) {
    Moment moment = now();
    moment.action = action;
    moment.action_kind = action.substr(0, action.find('('));
    moment.actor = actor;
    moment.is_fault = !actor || moment.action_kind == "Crash" || moment.action_kind == "Restart";
    moment.sent.clear();
    moment.delivered.clear();
    moment.lost.clear();
    moment.remarks.clear();
    for (LaneState& lane : moment.lanes) lane.is_changed = false;
    story_.moments.push_back(std::move(moment));
    return *this;
  }

  StoryMaker& set(std::size_t lane, const std::string& tone, std::vector<std::string> fields) {
    LaneState& state = now().lanes[lane];
    state.fields = std::move(fields);
    state.tone = tone;
    state.is_up = tone != "down";
    state.brief = tone;
    for (const std::string& field : state.fields) state.brief += " " + field;
    state.is_changed = story_.moments.size() > 1;
    return *this;
  }

  std::size_t send(const std::string& label, std::size_t from, std::size_t to) {
    Transit transit;
    transit.label = label;
    transit.text = label + " " + story_.lanes[from].name + ">" + story_.lanes[to].name;
    transit.from = from;
    transit.to = to;
    transit.sent = story_.length();
    transit.is_in_flight_at_end = true;
    story_.transits.push_back(transit);
    const std::size_t t = story_.transits.size() - 1;
    now().sent.push_back(t);
    now().in_flight.push_back(t);
    return t;
  }

  void send_again(std::size_t t) {
    story_.transits[t].resent.push_back(story_.length());
    now().sent.push_back(t);
  }

  void deliver(std::size_t t, bool is_kept = false) {
    story_.transits[t].delivered.push_back(story_.length());
    now().delivered.push_back(t);
    if (!is_kept) remove(t);
  }

  void lose(std::size_t t) {
    story_.transits[t].lost = story_.length();
    now().lost.push_back(t);
    remove(t);
  }

  StoryMaker& fail_links(const std::string& text) {
    now().failed_links_text = text;
    return *this;
  }

 private:
  void remove(std::size_t t) {
    story_.transits[t].is_in_flight_at_end = false;
    std::erase(now().in_flight, t);
  }

  Story story_;
};

inline std::vector<Lane> servers(std::size_t count) {
  std::vector<Lane> lanes;
  for (std::size_t k = 1; k <= count; ++k) {
    lanes.push_back({"n" + std::to_string(k), {"role", "term", "vote", "votes"}});
  }
  return lanes;
}

inline void set_followers(StoryMaker& maker) {
  for (std::size_t k = 0; k < maker.story().lanes.size(); ++k) {
    maker.set(k, "follower", {"follower", "0", "", ""});
  }
}

/// The incident: two timeouts, two leaders, and a vote request that nobody needs.
inline Story split_brain_story() {
  StoryMaker maker(servers(3), "election_safety");
  set_followers(maker);
  maker.step("Timeout(n1)", 0).set(0, "leader", {"leader", "1", "n1", ""});
  maker.send("RequestVote t1", 0, 1);
  maker.send("RequestVote t1", 0, 2);
  maker.now().remarks = {"elected in term 1: n1"};
  maker.now().properties = {Standing::holds, Standing::witnessed};
  maker.step("Timeout(n2)", 1).set(1, "leader", {"leader", "1", "n2", ""});
  maker.send("RequestVote t1", 1, 0);
  maker.send("RequestVote t1", 1, 2);
  maker.now().remarks = {"elected in term 1: n1 n2  <- more than one"};
  maker.now().properties = {Standing::violated, Standing::witnessed};
  Story story = std::move(maker.story());
  story.variant = "split-brain";
  story.description = "leads without waiting for votes: the incident";
  story.document = "{\"property\": \"election_safety\"}\n";
  story.explanation.proof = {{"n1 became leader of term 1 without a vote of another server.", {1}},
                             {"n2 became leader of term 1 as well.", {2}}};
  story.explanation.is_needed = {true, true};
  story.explanation.causes = {{0}, {0}};
  story.explanation.is_slice_verified = true;
  return story;
}

/// n1 sends to all; one copy arrives twice, one is lost at once, one later, one is sent again.
inline Story lossy_story() {
  StoryMaker maker(servers(4), "leader_elected");
  maker.story().kind = PropertyKind::reachable;
  set_followers(maker);
  maker.step("Timeout(n1)", 0).set(0, "candidate", {"candidate", "1", "n1", "n1"});
  const std::size_t twice = maker.send("RequestVote t1", 0, 1);
  const std::size_t later = maker.send("RequestVote t1", 0, 2);
  maker.lose(maker.send("RequestVote t1", 0, 3));
  maker.step("ReceiveRequestVote(t1 n1>n2)", 1).set(1, "follower", {"follower", "1", "n1", ""});
  maker.deliver(twice, true);
  const std::size_t vote = maker.send("Vote t1 granted", 1, 0);
  maker.step("ReceiveRequestVote(t1 n1>n2)", 1);
  maker.deliver(twice, true);
  maker.send_again(vote);
  maker.step("Partition({n1 n2} {n3 n4})", std::nullopt).fail_links("{n1 n2} {n3 n4}");
  maker.lose(later);
  maker.step("ReceiveVote(t1 n2>n1 granted)", 0).set(0, "leader", {"leader", "1", "n1", ""});
  maker.deliver(vote);
  maker.now().properties = {Standing::witnessed, Standing::witnessed};
  Story story = std::move(maker.story());
  story.explanation.is_needed = {true, true, false, false, true};
  return story;
}

/// n1 leads, crashes in a partition and comes back as it was.
inline Story crash_story() {
  StoryMaker maker(servers(3), "election_safety");
  set_followers(maker);
  maker.step("Partition({n1} {n2 n3})", std::nullopt).fail_links("{n1} {n2 n3}");
  maker.step("Timeout(n1)", 0).set(0, "candidate", {"candidate", "1", "n1", "n1"});
  maker.step("Crash(n1)", 0).set(0, "down", {"follower", "1", "", ""});
  maker.step("Partition({n1 n2} {n3})", std::nullopt).fail_links("{n1 n2} {n3}");
  maker.step("Restart(n1)", 0).set(0, "follower", {"follower", "1", "", ""});
  maker.step("Partition({n1 n2 n3})", std::nullopt).fail_links("");
  return std::move(maker.story());
}

/// Lanes that are no servers, with tones that no style sheet knows.
inline Story lock_story() {
  std::vector<Lane> lanes = servers(2);
  lanes.push_back({"lock service", {"holder", "token"}});
  lanes.push_back({"store", {"last token", "written by"}});
  lanes.push_back({"operator", {}});
  StoryMaker maker(lanes, "no_stale_write");
  maker.set(0, "follower", {"follower", "0", "", ""});
  maker.set(1, "follower", {"follower", "0", "", ""});
  maker.set(2, "free", {"", "0"}).set(3, "", {"0", ""});
  const auto exchange = [&](std::size_t client, const std::string& token) {
    const std::string name = lanes[client].name;
    maker.step("Acquire(" + name + ")", client);
    const std::size_t request = maker.send("Acquire", client, 2);
    maker.step("Grant(" + name + " " + token + ")", 2).set(2, "held", {name, token});
    maker.deliver(request);
    const std::size_t grant = maker.send("Granted token " + token, 2, client);
    maker.step("Lead(" + name + ")", client).set(client, "leader", {"leader", token, "", ""});
    maker.deliver(grant);
    return maker.send("Write token " + token, client, 3);
  };
  const std::size_t stale = exchange(0, "1");
  maker.step("Evict(n1)", 4).set(2, "free", {"", "1"});
  const std::size_t fresh = exchange(1, "2");
  maker.step("Accept(n2 2)", 3).set(3, "", {"2", "n2"}).deliver(fresh);
  maker.step("Accept(n1 1)", 3).set(3, "", {"1", "n1"}).deliver(stale);
  maker.now().remarks = {"token 1 was accepted after token 2"};
  maker.now().properties = {Standing::violated, Standing::open};
  return std::move(maker.story());
}

/// Any story at all: actions of every kind with texts of every length.
inline Story arbitrary_story(std::size_t lane_count, std::size_t steps, unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  static const std::vector<std::string> tones = {"follower", "candidate", "leader", "down"};
  StoryMaker maker(servers(lane_count), "election_safety");
  set_followers(maker);
  for (std::size_t k = 1; k <= steps; ++k) {
    const std::size_t actor = below(lane_count);
    const std::string name = maker.story().lanes[actor].name;
    maker.step(
        std::string(1 + below(12), 'A') + "(" + std::string(below(40), 'x') + " " + name + ")",
        actor);
    if (below(4) != 0) {
      const std::string tone = tones[below(4)];
      const std::string role = tone == "down" ? "follower" : tone;
      maker.set(actor, tone,
                {role, std::to_string(k), below(2) == 0 ? "" : name,
                 below(2) == 0 ? "" : "n1 n2 n3 n4 n5"});
    }
    const std::vector<std::size_t> in_flight = maker.now().in_flight;
    for (const std::size_t t : in_flight) {
      if (below(6) == 0)
        maker.deliver(t, below(3) == 0);
      else if (below(12) == 0)
        maker.lose(t);
      else if (below(20) == 0)
        maker.send_again(t);
    }
    for (std::size_t to = 0; to < lane_count; ++to) {
      if (to == actor || below(3) == 0) continue;
      const std::size_t t =
          maker.send(below(2) == 0 ? "HeartbeatReject t1" : "Vote t1 granted", actor, to);
      if (below(5) == 0) maker.lose(t);
    }
    if (below(8) == 0) maker.fail_links(below(2) == 0 ? "" : std::string(below(90), 'n'));
    if (below(3) == 0) maker.now().remarks.push_back(std::string(below(70), 'r'));
  }
  maker.now().properties[0] = Standing::violated;
  return std::move(maker.story());
}

}  // namespace scrutineer::test
