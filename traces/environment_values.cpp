#include "traces/environment_values.h"

#include <algorithm>
#include <tuple>

namespace scrutineer::raft {
namespace {

using mitigations::Environment;

Value integer(std::int64_t value) { return {value}; }
Value truth(bool value) { return {value}; }

Value lock_value(const mitigations::Lock& lock) {
  return {Value::Record{{{"holder", integer(lock.holder)},
                         {"left", integer(lock.left)},
                         {"epoch", integer(lock.epoch)}}}};
}

Value lease_value(const mitigations::Lease& lease) {
  return {Value::Record{{{"epoch", integer(lease.epoch)},
                         {"left", integer(lease.left)},
                         {"lag", integer(lease.lag)}}}};
}

Value reply_value(const mitigations::Reply& reply) {
  return {Value::Record{{{"epoch", integer(reply.epoch)}, {"left", integer(reply.left)}}}};
}

Value write_values(const Environment& e) {
  std::vector<mitigations::Write> writes;
  for (const mitigations::Write& write : e.writes) {
    if (write.from != no_server) writes.push_back(write);
  }
  std::sort(writes.begin(), writes.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.from, a.token, a.n) < std::tuple(b.from, b.token, b.n);
  });
  Value::Set set;
  for (const mitigations::Write& write : writes) {
    set.elements.push_back({Value::Record{{{"from", integer(write.from)},
                                           {"token", integer(write.token)},
                                           {"n", integer(write.n)}}}});
  }
  return {std::move(set)};
}

template <class Array, class ValueOf>
Value by_server(const Array& array, int servers, const ValueOf& value_of) {
  Value::Function function;
  for (int i = 1; i <= servers; ++i) {
    function.pairs.push_back({integer(i), value_of(array[static_cast<std::size_t>(i)])});
  }
  return {std::move(function)};
}

}  // namespace

void add_environment_variables(std::vector<Variable>& variables) {
  const std::vector<Variable> own = {{"lock", "{ holder: Int, left: Int, epoch: Int }"},
                                     {"reply", "Int -> { epoch: Int, left: Int }"},
                                     {"lease", "Int -> { epoch: Int, left: Int, lag: Int }"},
                                     {"tokenLeft", "Int -> Int"},
                                     {"writes", "Set({ from: Int, token: Int, n: Int })"},
                                     {"sent", "Int"},
                                     {"highest", "Int"},
                                     {"stale", "Bool"},
                                     {"removals", "Int"},
                                     {"repairs", "Int"},
                                     {"misrepaired", "Bool"},
                                     {"alerted", "Bool"}};
  variables.insert(variables.end(), own.begin(), own.end());
}

void add_environment_values(const State& state, const Settings& settings,
                            std::vector<NamedValue>& values) {
  const Environment& e = state.environment;
  const int servers = settings.servers;
  values.emplace_back("lock", lock_value(e.lock));
  values.emplace_back("reply", by_server(e.reply, servers, reply_value));
  values.emplace_back("lease", by_server(e.lease, servers, lease_value));
  values.emplace_back("tokenLeft", by_server(e.token_left, servers, integer));
  values.emplace_back("writes", write_values(e));
  values.emplace_back("sent", integer(e.sent));
  values.emplace_back("highest", integer(e.highest));
  values.emplace_back("stale", truth(e.stale));
  values.emplace_back("removals", integer(e.removals));
  values.emplace_back("repairs", integer(e.repairs));
  values.emplace_back("misrepaired", truth(e.misrepaired));
  values.emplace_back("alerted", truth(e.alerted));
}

}  // namespace scrutineer::raft
