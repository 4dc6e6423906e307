#include "traces/raft_transits.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "traces/environment_story.h"

namespace scrutineer::raft {
namespace {

Settings with_holding_links(Settings settings) {
  settings.network = Network::at_most_once;
  settings.cut_messages = CutMessages::held;
  return settings;
}

// What `action` sends in `state`, asked of rules whose links hold messages.
std::vector<Message> sent_by(const Action& action, State state, const Rules& holding_rules) {
  if (action.kind == ActionKind::environment) return {};
  state.messages.clear();
  if (is_delivery(action.kind)) state.messages.insert(action.message);
  for (const Step& step : holding_rules.steps(state)) {
    if (!(step.action == action)) continue;
    return {step.next.messages.begin(), step.next.messages.end()};
  }
  return {};
}

Transit transit_of(const Message& m, std::size_t sent) {
  Transit transit;
  transit.text = describe(m);
  transit.label = fmt::format("{} t{}", message_type_name(m.type), m.term);
  if (m.type == MessageType::vote) transit.label += m.granted ? " granted" : " denied";
  transit.from = static_cast<std::size_t>(m.from - 1);
  transit.to = static_cast<std::size_t>(m.to - 1);
  transit.sent = sent;
  return transit;
}

// An answer of the lock service, from its lane.
Transit answer_of(ServerId to, int lease, std::size_t lane, std::size_t sent) {
  Transit transit;
  transit.text = fmt::format("lease #{} lock>n{}", lease, to);
  transit.label = fmt::format("lease #{}", lease);
  transit.from = lane;
  transit.to = static_cast<std::size_t>(to - 1);
  transit.sent = sent;
  return transit;
}

// A write to the store's lane.
Transit transit_of(const mitigations::Write& write, std::size_t lane, std::size_t sent) {
  Transit transit;
  transit.text = fmt::format("write {} n{}>store #{}", write.n, write.from, write.token);
  transit.label = fmt::format("write {} #{}", write.n, write.token);
  transit.from = static_cast<std::size_t>(write.from - 1);
  transit.to = lane;
  transit.sent = sent;
  return transit;
}

class Tracing {
 public:
  explicit Tracing(const Settings& settings)
      : holding_rules_(with_holding_links(settings)), lanes_(environment_lanes(settings)) {
    fates_.moments.emplace_back();
  }

  void add_step(const State& before, const Action& action, const State& after) {
    const std::size_t moment = fates_.moments.size();
    fates_.moments.emplace_back();
    if (is_delivery(action.kind)) deliver(action.message, moment, after);
    for (const Message& m : sent_by(action, before, holding_rules_)) send(m, moment, after);
    lose_what_is_gone(moment, after);
    follow_environment(before, action, moment, after);
    MessagesAt& at = fates_.moments.back();
    for (const auto& [message, transit] : open_) at.in_flight.push_back(transit);
    for (const auto& [key, transit] : open_around_) at.in_flight.push_back(transit);
    for (auto* list : {&at.in_flight, &at.sent, &at.lost}) std::sort(list->begin(), list->end());
  }

  MessageFates finished() {
    for (const auto& [message, transit] : open_) {
      fates_.transits[transit].is_in_flight_at_end = true;
    }
    for (const auto& [key, transit] : open_around_) {
      fates_.transits[transit].is_in_flight_at_end = true;
    }
    return std::move(fates_);
  }

 private:
  void deliver(const Message& m, std::size_t moment, const State& after) {
    const auto found = open_.find(m);
    if (found == open_.end()) return;
    fates_.transits[found->second].delivered.push_back(moment);
    fates_.moments[moment].delivered.push_back(found->second);
    if (!after.messages.contains(m)) open_.erase(found);
  }

  void send(const Message& m, std::size_t moment, const State& after) {
    if (const auto found = open_.find(m); found != open_.end()) {
      fates_.transits[found->second].resent.push_back(moment);
      fates_.moments[moment].sent.push_back(found->second);
      return;
    }
    const std::size_t transit = fates_.transits.size();
    fates_.transits.push_back(transit_of(m, moment));
    fates_.moments[moment].sent.push_back(transit);
    if (after.messages.contains(m)) {
      open_.emplace(m, transit);
    } else {
      lose(transit, moment);
    }
  }

  void lose_what_is_gone(std::size_t moment, const State& after) {
    for (auto one = open_.begin(); one != open_.end();) {
      if (after.messages.contains(one->first)) {
        ++one;
      } else {
        lose(one->second, moment);
        one = open_.erase(one);
      }
    }
  }

  void lose(std::size_t transit, std::size_t moment) {
    fates_.transits[transit].lost = moment;
    fates_.moments[moment].lost.push_back(transit);
  }

  // Answers are open by server, writes by their number: below 0 and from 0 on.
  void follow_environment(const State& before, const Action& action, std::size_t moment,
                          const State& after) {
    if (action.kind == ActionKind::environment) {
      const mitigations::Action& around = action.around;
      const int i = around.server;
      switch (around.kind) {
        case mitigations::ActionKind::acquire:
          open_around(-i, answer_of(i, after.environment.lock.epoch, lanes_.lock.value(), moment));
          break;
        case mitigations::ActionKind::receive_lease: close_around(-i, moment); break;
        case mitigations::ActionKind::send_write: {
          const int n = before.environment.sent;
          const auto& write = after.environment.writes[static_cast<std::size_t>(n)];
          open_around(n, transit_of(write, lanes_.store.value(), moment));
          break;
        }
        case mitigations::ActionKind::receive_write: close_around(around.write.n, moment); break;
        default: break;
      }
    }
    forget_answers(moment, after);
  }

  void open_around(int key, Transit transit) {
    fates_.moments[transit.sent].sent.push_back(fates_.transits.size());
    open_around_[key] = fates_.transits.size();
    fates_.transits.push_back(std::move(transit));
  }

  void close_around(int key, std::size_t moment) {
    const auto found = open_around_.find(key);
    if (found == open_around_.end()) return;
    fates_.transits[found->second].delivered.push_back(moment);
    fates_.moments[moment].delivered.push_back(found->second);
    open_around_.erase(found);
  }

  // Who no longer leads forgets the answer that is on its way.
  void forget_answers(std::size_t moment, const State& after) {
    for (auto one = open_around_.begin(); one != open_around_.end();) {
      const bool is_forgotten =
          one->first < 0 &&
          after.environment.reply[static_cast<std::size_t>(-one->first)] == mitigations::Reply{};
      if (is_forgotten) lose(one->second, moment);
      one = is_forgotten ? open_around_.erase(one) : std::next(one);
    }
  }

  Rules holding_rules_;
  EnvironmentLanes lanes_;
  std::map<int, std::size_t> open_around_;  // see follow_environment
  MessageFates fates_;
  std::map<Message, std::size_t> open_;  // in flight, and which transit it is
};

}  // namespace

MessageFates message_fates(const Path<ReadableModel>& path, const Settings& settings) {
  Tracing tracing(settings);
  const State* before = &path.initial;
  for (const auto& [action, after] : path.steps) {
    tracing.add_step(*before, action, after);
    before = &after;
  }
  return tracing.finished();
}

}  // namespace scrutineer::raft
