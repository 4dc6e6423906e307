#include "traces/raft_values.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "model/raft/links.h"
#include "model/raft/setting_table.h"

namespace scrutineer::raft {
namespace {

Value integer(std::int64_t value) { return {value}; }
Value truth(bool value) { return {value}; }
Value text(std::string_view value) { return {std::string(value)}; }

Value set_of(const ServerSet& servers) {
  Value::Set set;
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (servers.contains(i)) set.elements.push_back(integer(i));
  }
  return {std::move(set)};
}

Value link(ServerId from, ServerId to) { return {Value::Sequence{{integer(from), integer(to)}}}; }

Value set_of(const LinkSet& links, const Settings& settings) {
  Value::Set set;
  for (const auto& [from, to] : all_links(settings.servers)) {
    if (links.contains(from, to)) set.elements.push_back(link(from, to));
  }
  return {std::move(set)};
}

Value record_of(const Message& m) {
  return {Value::Record{{{"type", text(message_type_name(m.type))},
                         {"term", integer(m.term)},
                         {"from", integer(m.from)},
                         {"to", integer(m.to)},
                         {"granted", truth(m.granted)}}}};
}

Value messages_in(const State& state) {
  std::vector<Message> messages(state.messages.begin(), state.messages.end());
  const auto place = [](const Message& m) {
    return std::tuple(message_type_name(m.type), m.term, m.from, m.to, m.granted);
  };
  std::sort(messages.begin(), messages.end(),
            [&](const Message& a, const Message& b) { return place(a) < place(b); });
  Value::Set set;
  for (const Message& m : messages) set.elements.push_back(record_of(m));
  return {std::move(set)};
}

// [i \in first..last |-> value(i)]
template <class ValueOf>
Value function(int first, int last, const ValueOf& value) {
  Value::Function function;
  for (int i = first; i <= last; ++i) function.pairs.push_back({integer(i), value(i)});
  return {std::move(function)};
}

std::string_view role_letter(Role role) {
  static constexpr std::array<std::string_view, 3> letters = {"F", "C", "L"};
  return letters.at(static_cast<std::size_t>(role));
}

}  // namespace

std::vector<Variable> variables_of_election() {
  return {{"role", "Int -> Str"},
          {"term", "Int -> Int"},
          {"votedFor", "Int -> Int"},
          {"votes", "Int -> Set(Int)"},
          {"up", "Int -> Bool"},
          {"msgs", "Set({ type: Str, term: Int, from: Int, to: Int, granted: Bool })"},
          {"cut", "Set(<<Int, Int>>)"},
          {"crashes", "Int"},
          {"cuts", "Int"},
          {"elected", "Int -> Set(Int)"},
          {"members", "Int -> Set(Int)"}};
}

std::vector<NamedValue> variable_values(const State& state, const Settings& settings) {
  const auto by_server = [&](const auto& value) {
    return function(1, settings.servers, [&](ServerId i) { return value(state.server(i)); });
  };
  ServerSet all;
  for (ServerId i = 1; i <= settings.servers; ++i) all.insert(i);
  return {{"role", by_server([](const Server& s) { return text(role_letter(s.role)); })},
          {"term", by_server([](const Server& s) { return integer(s.term); })},
          {"votedFor", by_server([](const Server& s) { return integer(s.voted_for); })},
          {"votes", by_server([](const Server& s) { return set_of(s.votes); })},
          {"up", by_server([](const Server& s) { return truth(s.up); })},
          {"msgs", messages_in(state)},
          {"cut", set_of(state.cut, settings)},
          {"crashes", integer(state.crashes)},
          {"cuts", integer(state.cuts)},
          {"elected",
           function(1, settings.max_term,
                    [&](int t) { return set_of(state.elected[static_cast<std::size_t>(t)]); })},
          {"members", by_server([&](const Server& s) {
             return set_of(ServerSet::from_mask(all.mask() & ~s.removed.mask()));
           })}};
}

namespace {

// Under the names of Mitigations.tla.
std::vector<NamedValue> parameters_around(const mitigations::Action& around) {
  switch (around.kind) {
    case mitigations::ActionKind::tick: return {{"late", set_of(around.late)}};
    case mitigations::ActionKind::remove_peer:
      return {{"i", integer(around.server)}, {"j", integer(around.peer)}};
    case mitigations::ActionKind::repair: return {{"k", integer(around.server)}};
    case mitigations::ActionKind::receive_write:
      return {{"from", integer(around.write.from)},
              {"token", integer(around.write.token)},
              {"n", integer(around.write.n)}};
    case mitigations::ActionKind::acquire:
    case mitigations::ActionKind::receive_lease:
    case mitigations::ActionKind::register_token:
    case mitigations::ActionKind::send_write: break;
  }
  return {{"i", integer(around.server)}};
}

}  // namespace

std::vector<NamedValue> action_parameters(const Action& action, const Settings& settings) {
  switch (action.kind) {
    case ActionKind::receive_request_vote:
    case ActionKind::receive_vote:
    case ActionKind::receive_heartbeat:
    case ActionKind::receive_heartbeat_reject: return {{"m", record_of(action.message)}};
    case ActionKind::partition: return {{"c", set_of(action.links, settings)}};
    case ActionKind::cut_link:
    case ActionKind::heal_link:
      for (const auto& [from, to] : all_links(settings.servers)) {
        if (action.links.contains(from, to)) return {{"l", link(from, to)}};
      }
      return {};
    case ActionKind::timeout:
    case ActionKind::send_heartbeats:
    case ActionKind::crash:
    case ActionKind::restart: break;
    case ActionKind::environment: return parameters_around(action.around);
  }
  return {{"i", integer(action.server)}};
}

std::vector<NamedValue> setting_values(const Settings& settings) {
  std::vector<NamedValue> values;
  for (const Setting& setting : setting_table()) {
    Value value;
    switch (setting.type) {
      case SettingType::integer: value = integer(setting.get(settings)); break;
      case SettingType::boolean: value = truth(setting.get(settings) != 0); break;
      case SettingType::choice: value = text(value_text(setting, settings)); break;
    }
    values.emplace_back(setting.key, std::move(value));
  }
  return values;
}

}  // namespace scrutineer::raft
