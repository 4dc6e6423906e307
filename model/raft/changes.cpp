#include "model/raft/changes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/raft/action.h"

namespace scrutineer::raft {
namespace {

using Changes = std::vector<Change>;

void add(Changes& changes, std::string what, std::string before, std::string after) {
  if (before == after) return;
  changes.push_back({std::move(what), std::move(before), std::move(after)});
}

std::string name_of(ServerId i) { return i == no_server ? "nobody" : fmt::format("n{}", i); }

void add_server(Changes& changes, ServerId i, const Server& before, const Server& after) {
  const auto of = [i](std::string_view what) { return fmt::format("the {} of n{}", what, i); };
  add(changes, of("role"), std::string(role_name(before.role)), std::string(role_name(after.role)));
  add(changes, of("term"), std::to_string(before.term), std::to_string(after.term));
  add(changes, of("vote"), name_of(before.voted_for), name_of(after.voted_for));
  add(changes, of("gathered votes"), names_in(before.votes), names_in(after.votes));
  add(changes, of("health"), before.up ? "up" : "down", after.up ? "up" : "down");
  add(changes, of("removed peers"), names_in(before.removed), names_in(after.removed));
}

// In the order of messages: those that went and those that came.
void add_messages(Changes& changes, const State& before, const State& after) {
  boost::container::flat_set<Message> all = before.messages;
  all.insert(after.messages.begin(), after.messages.end());
  const auto place = [](const State& state, const Message& m) -> std::string {
    return state.messages.contains(m) ? "in flight" : "not in flight";
  };
  for (const Message& m : all) add(changes, describe(m), place(before, m), place(after, m));
}

}  // namespace

std::string names_in(const ServerSet& servers) {
  std::vector<std::string> names;
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (servers.contains(i)) names.push_back(name_of(i));
  }
  return names.empty() ? "nobody" : fmt::format("{{{}}}", fmt::join(names, " "));
}

std::vector<Change> changes_between(const State& before, const State& after,
                                    const Settings& settings) {
  Changes changes;
  for (ServerId i = 1; i <= settings.servers; ++i) {
    add_server(changes, i, before.server(i), after.server(i));
  }
  for (int t = 1; t <= settings.max_term; ++t) {
    const auto term = static_cast<std::size_t>(t);
    add(changes, fmt::format("who was elected in term {}", t), names_in(before.elected[term]),
        names_in(after.elected[term]));
  }
  if (!(before.cut == after.cut)) {
    changes.push_back(
        {"the failed links", describe(before.cut, settings), describe(after.cut, settings)});
  }
  add(changes, "the number of crashes", std::to_string(before.crashes),
      std::to_string(after.crashes));
  add(changes, "the number of cuts", std::to_string(before.cuts), std::to_string(after.cuts));
  add_messages(changes, before, after);
  if (before.environment != after.environment) {
    const auto around = [&](const State& state) {
      const std::string text = mitigations::describe(state.environment, settings.servers);
      return text.empty() ? std::string("nothing") : text;
    };
    changes.push_back({"what is around the election", around(before), around(after)});
  }
  return changes;
}

}  // namespace scrutineer::raft
