#include "model/raft/state.h"

#include <tuple>

namespace scrutineer::raft {
namespace {

// All members, in the order of comparison.
auto members(const State& s) {
  return std::tie(s.servers, s.elected, s.cut, s.crashes, s.cuts, s.messages, s.environment);
}

auto members(const Server& s) {
  return std::tie(s.role, s.term, s.voted_for, s.votes, s.up, s.removed);
}

template <class T>
void combine(std::size_t& seed, const T& member) {
  boost::hash_combine(seed, member);
}
// Boost container_hash 1.74 does not know Boost's own flat_set.
void combine(std::size_t& seed, const boost::container::flat_set<Message>& messages) {
  boost::hash_range(seed, messages.begin(), messages.end());
}

template <class Tuple>
std::size_t hash_of(const Tuple& tuple) {
  std::size_t seed = 0;
  std::apply([&seed](const auto&... member) { (combine(seed, member), ...); }, tuple);
  return seed;
}

}  // namespace

std::size_t hash_value(const Server& server) { return hash_of(members(server)); }

std::size_t hash_value(const Message& m) {
  return hash_of(std::tie(m.type, m.term, m.from, m.to, m.granted));
}

std::size_t hash_value(const State& state) { return hash_of(members(state)); }

bool operator<(const State& a, const State& b) { return members(a) < members(b); }

State initial_state() { return {}; }

}  // namespace scrutineer::raft
