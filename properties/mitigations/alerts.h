// The alerts of the write-up's monitoring advice, as the properties about them evaluate them.
#pragma once

#include "model/servers.h"

namespace scrutineer::mitigations {

/// "More than one node reports that it is leader."
template <class View>
[[nodiscard]] bool alerts_multiple_leaders(const View& state) {
  int leaders = 0;
  for (ServerId i = 1; i <= state.servers(); ++i) leaders += state.leads(i) ? 1 : 0;
  return leaders >= 2;
}

/// "A term has jumped": some live server is two terms or more beyond some leader.
template <class View>
[[nodiscard]] bool alerts_term_jump(const View& state) {
  for (ServerId l = 1; l <= state.servers(); ++l) {
    if (!state.leads(l)) continue;
    for (ServerId i = 1; i <= state.servers(); ++i) {
      if (state.is_up(i) && state.term(i) > state.term(l) + 1) return true;
    }
  }
  return false;
}

/// Two servers were elected in one term: what the alerts are meant to tell.
template <class View>
[[nodiscard]] bool is_election_broken(const View& state) {
  for (int t = 1; t <= state.max_term(); ++t) {
    if (state.elected_count(t) > 1) return true;
  }
  return false;
}

}  // namespace scrutineer::mitigations
