#include "traces/raft_transits.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

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

class Tracing {
 public:
  explicit Tracing(const Settings& settings) : holding_rules_(with_holding_links(settings)) {
    fates_.moments.emplace_back();
  }

  void add_step(const State& before, const Action& action, const State& after) {
    const std::size_t moment = fates_.moments.size();
    fates_.moments.emplace_back();
    if (is_delivery(action.kind)) deliver(action.message, moment, after);
    for (const Message& m : sent_by(action, before, holding_rules_)) send(m, moment, after);
    lose_what_is_gone(moment, after);
    MessagesAt& at = fates_.moments.back();
    for (const auto& [message, transit] : open_) at.in_flight.push_back(transit);
    for (auto* list : {&at.in_flight, &at.sent, &at.lost}) std::sort(list->begin(), list->end());
  }

  MessageFates finished() {
    for (const auto& [message, transit] : open_) {
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

  Rules holding_rules_;
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
