// The store outside of the cluster, its fencing, and the writes on their way to it.
#include "model/mitigations/rules.h"

namespace scrutineer::mitigations {

bool Rules::may_write(const Electorate& c, const Environment& e, ServerId i) const {
  const bool believes = e.lease[static_cast<std::size_t>(i)].left > 0;
  return c.of(i).leads && (!settings_.leases || believes);
}

// RegisterToken: the store will take a server's writes for a while.
void Rules::add_registrations(const Electorate& c, const Environment& e, Steps& steps) const {
  if (!has_tokens(settings_)) return;
  for (ServerId id = 1; id <= c.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (!may_write(c, e, id) || e.token_left[i] >= settings_.token_ticks) continue;
    Step step{{}, e, {}};
    step.action.kind = ActionKind::register_token;
    step.action.server = static_cast<std::uint8_t>(id);
    step.next.token_left[i] = static_cast<std::uint8_t>(settings_.token_ticks);
    steps.push_back(step);
  }
}

// SendWrite: marked with its leader's epoch: the lease's, or the term where there are no leases.
void Rules::add_sends(const Electorate& c, const Environment& e, Steps& steps) const {
  if (e.sent >= settings_.max_writes) return;
  for (ServerId id = 1; id <= c.servers; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (!may_write(c, e, id)) continue;
    Step step{{}, e, {}};
    step.action.kind = ActionKind::send_write;
    step.action.server = static_cast<std::uint8_t>(id);
    const int token = settings_.leases ? e.lease[i].epoch : c.of(id).term;
    step.next.writes[e.sent] = {e.sent, static_cast<std::uint8_t>(id),
                                static_cast<std::uint8_t>(token)};
    ++step.next.sent;
    steps.push_back(step);
  }
}

bool Rules::is_accepted(const Environment& e, const Write& write) const {
  switch (settings_.fencing) {
    case Fencing::expiring: return e.token_left[write.from] > 0;
    case Fencing::monotonic: return write.token >= e.highest;
    case Fencing::none: break;
  }
  return true;
}

// ReceiveWrite: accepted or refused; `stale` remembers that a superseded leader's write was taken
// after one of its successor's.
void Rules::add_write_receipts(const Electorate&, const Environment& e, Steps& steps) const {
  for (const Write& write : e.writes) {
    if (write.from == no_server) continue;
    Step step{{}, e, {}};
    step.action.kind = ActionKind::receive_write;
    step.action.write = write;
    step.next.writes[write.n] = {};
    if (is_accepted(e, write)) {
      if (write.token > e.highest) step.next.highest = write.token;
      if (write.token < e.highest && bounds_.history.has_stale) step.next.stale = true;
    }
    steps.push_back(step);
  }
}

}  // namespace scrutineer::mitigations
