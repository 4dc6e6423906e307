#include "traces/explain/environment_proof.h"

#include <algorithm>

#include <fmt/format.h>

#include "traces/explain/raft_atoms.h"
#include "traces/explain/raft_election_text.h"

namespace scrutineer::raft {
namespace {

using Around = mitigations::ActionKind;
using mitigations::Fencing;
using Sentences = std::vector<Sentence>;

bool is_around(const Action& action, Around kind, ServerId server = no_server) {
  return action.kind == ActionKind::environment && action.around.kind == kind &&
         (server == no_server || action.around.server == server);
}

// The last step up to `k` whose action is such; 0 if none is.
template <class IsWanted>
std::size_t last_step(std::size_t k, const IsWanted& is_wanted) {
  while (k > 0 && !is_wanted(k)) --k;
  return k;
}

std::size_t last_around(const History& h, std::size_t k, Around kind, ServerId server) {
  return last_step(k, [&](std::size_t s) { return is_around(h.action(s), kind, server); });
}

std::string ticks(int count) { return counted(count, "tick"); }

// A holder: when it asked, when the answer came, the ticks in between and those it missed.
struct Holding {
  ServerId server = no_server;
  mitigations::Lease lease;
  std::size_t asked = 0;
  std::size_t received = 0;
  std::vector<std::size_t> waited;  // ticks while the answer was on its way
  std::vector<std::size_t> missed;  // ticks that its clock slept through since
};

Holding holding_of(const History& h, ServerId i) {
  Holding holding;
  holding.server = i;
  holding.lease = h.state(h.length()).environment.lease[static_cast<std::size_t>(i)];
  holding.received = last_around(h, h.length(), Around::receive_lease, i);
  holding.asked = last_around(h, holding.received, Around::acquire, i);
  for (std::size_t k = holding.asked + 1; k <= h.length(); ++k) {
    if (!is_around(h.action(k), Around::tick)) continue;
    if (k < holding.received) {
      holding.waited.push_back(k);
    } else if (h.action(k).around.late.contains(i)) {
      holding.missed.push_back(k);
    }
  }
  return holding;
}

Sentence holding_sentence(const History& h, const Holding& one) {
  Citations cite = h.citations();
  return cite.sentence(fmt::format(
      "{} asked for lease #{} at {} and got the answer at {}; by its clock {} left after {}.",
      name_of(one.server), one.lease.epoch, cite.step(one.asked), cite.step(one.received),
      ticks(one.lease.left) + (one.lease.left == 1 ? " is" : " are"), cite.step(h.length())));
}

// For the lock service the earlier lease had ended, and why its holder does not know.
Sentences end_sentences(const History& h, const Holding& one) {
  Sentences sentences;
  Citations cite = h.citations();
  const std::size_t ended = last_step(h.length(), [&](std::size_t k) {
    const auto& before = h.state(k - 1).environment.lock;
    return before.epoch == one.lease.epoch && before.left > 0 &&
           h.state(k).environment.lock.left == 0;
  });
  if (ended > 0) {
    sentences.push_back(cite.sentence(fmt::format("For the lock service lease #{} ended at {}.",
                                                  one.lease.epoch, cite.step(ended))));
  }
  if (!one.missed.empty()) {
    sentences.push_back(cite.sentence(
        fmt::format("The clock of {} missed the {} at {}.", name_of(one.server),
                    one.missed.size() == 1 ? "tick" : "ticks", cite.steps(one.missed))));
  }
  const bool counts_late = h.settings().mitigations.lease_from == mitigations::LeaseFrom::reply;
  if (counts_late && !one.waited.empty()) {
    sentences.push_back(cite.sentence(fmt::format(
        "The {} at {} passed while the answer was on its way, and {} counts from its arrival.",
        one.waited.size() == 1 ? "tick" : "ticks", cite.steps(one.waited), name_of(one.server))));
  }
  return sentences;
}

Sentences lease_exclusive(const History& h) {
  const auto believers = believers_of(h.settings(), h.state(h.length()));
  if (believers.size() < 2) return {};
  Holding early = holding_of(h, believers[0]);
  Holding late = holding_of(h, believers[1]);
  if (late.asked < early.asked) std::swap(early, late);
  Sentences sentences = {holding_sentence(h, early)};
  for (Sentence& one : end_sentences(h, early)) sentences.push_back(std::move(one));
  sentences.push_back(holding_sentence(h, late));
  return sentences;
}

// "lease #1", "term 1": what a write's mark is the number of.
std::string mark_text(const Settings& settings, int token) {
  return fmt::format("{}{}", settings.mitigations.leases ? "lease #" : "term ", token);
}

// The step that sent the write which step `k` delivers; 0 if it is not in the history.
std::size_t write_sent_at(const History& h, std::size_t k) {
  const auto n = static_cast<std::size_t>(h.action(k).around.write.n);
  return last_step(k, [&](std::size_t s) {
    return h.state(s - 1).environment.writes[n].from == no_server &&
           h.state(s).environment.writes[n].from != no_server;
  });
}

Sentence token_sentence(const History& h, const mitigations::Write& write) {
  const std::size_t last = h.length();
  Citations cite = h.citations();
  const Fencing fencing = h.settings().mitigations.fencing;
  if (fencing != Fencing::expiring) {
    return cite.sentence("The store looks at no mark: it takes every write that arrives.");
  }
  const std::size_t registered = last_around(h, last, Around::register_token, write.from);
  return cite.sentence(fmt::format(
      "The store asks only whether its sender's token lives: {} registered one at {}, with {} left "
      "at {}. Such a token says who writes, and not when.",
      name_of(write.from), cite.step(registered),
      ticks(h.state(last - 1).environment.token_left[write.from]), cite.step(last)));
}

Sentences no_stale_write(const History& h) {
  const std::size_t last = h.length();
  const mitigations::Write& write = h.action(last).around.write;
  const int highest = h.state(last - 1).environment.highest;
  const std::size_t taken = last_step(last - 1, [&](std::size_t k) {
    return h.state(k - 1).environment.highest != highest &&
           h.state(k).environment.highest == highest;
  });
  if (taken == 0) return {};
  const mitigations::Write& newer = h.action(taken).around.write;
  Citations cite = h.citations();
  const std::size_t sent = write_sent_at(h, last);
  const std::size_t newer_sent = write_sent_at(h, taken);
  Sentences sentences;
  sentences.push_back(
      cite.sentence(fmt::format("{} sent write {} at {}, under {}.", name_of(write.from), write.n,
                                cite.step(sent), mark_text(h.settings(), write.token))));
  sentences.push_back(cite.sentence(fmt::format(
      "{} sent write {} at {}, under {}, and the store took it at {}.", name_of(newer.from),
      newer.n, cite.step(newer_sent), mark_text(h.settings(), newer.token), cite.step(taken))));
  sentences.push_back(cite.sentence(
      fmt::format("Write {} was late: it arrived at {}, and the store took it after one of {}.",
                  write.n, cite.step(last), mark_text(h.settings(), highest))));
  sentences.push_back(token_sentence(h, write));
  return sentences;
}

Sentences repair_keeps_newest(const History& h) {
  const std::size_t last = h.length();
  const ServerId kept = h.action(last).around.server;
  const State& before = h.state(last - 1);
  Sentences sentences;
  Citations cite = h.citations();
  const Election* e = h.last_election(kept);
  if (e != nullptr) sentences.push_back(election_sentence(h, *e));
  std::vector<std::string> stopped;
  for (ServerId i = 1; i <= h.settings().servers; ++i) {
    if (!before.server(i).up || h.state(last).server(i).up) continue;
    const Election* other = h.last_election(i);
    if (other != nullptr) sentences.push_back(election_sentence(h, *other));
    stopped.push_back(fmt::format("{} of term {}", name_of(i), before.server(i).term));
  }
  sentences.push_back(cite.sentence(fmt::format(
      "At {} the operator kept {} of term {} and stopped {}, although a later term than that of {} "
      "had elected its leader.",
      cite.step(last), name_of(kept), before.server(kept).term, listed(stopped), name_of(kept))));
  return sentences;
}

Sentence nothing_wrong_sentence(const History& h) {
  Citations cite = h.citations();
  return cite.sentence(fmt::format(
      "So the alert rings, and nothing is wrong: up to {} no term has elected two servers.",
      cite.step(h.length())));
}

Sentences leading_sentences(const History& h, const std::vector<ServerId>& leaders) {
  std::vector<const Election*> elections;
  for (const ServerId i : leaders) {
    if (const Election* e = h.last_election(i)) elections.push_back(e);
  }
  std::sort(elections.begin(), elections.end(),
            [](const Election* a, const Election* b) { return a->step < b->step; });
  Sentences sentences;
  for (const Election* e : elections) sentences.push_back(election_sentence(h, *e));
  return sentences;
}

Sentences no_false_alarm(const History& h) {
  Sentences sentences = leading_sentences(h, leaders_of(h.settings(), h.state(h.length())));
  sentences.push_back(nothing_wrong_sentence(h));
  return sentences;
}

Sentences no_false_term_alarm(const History& h) {
  const State& last = h.state(h.length());
  const auto [leader, ahead] = leader_and_server_ahead(h.settings(), last);
  if (leader == no_server) return {};
  Sentences sentences = leading_sentences(h, {leader});
  Citations cite = h.citations();
  sentences.push_back(cite.sentence(
      fmt::format("{} came to term {} at {}, more than one ahead of term {}.", name_of(ahead),
                  last.server(ahead).term, cite.step(h.term_since(ahead, h.length())),
                  last.server(leader).term)));
  sentences.push_back(nothing_wrong_sentence(h));
  return sentences;
}

Sentences two_leaders_at_most(const History& h) {
  Sentences sentences = leading_sentences(h, leaders_of(h.settings(), h.state(h.length())));
  Citations cite = h.citations();
  sentences.push_back(cite.sentence(
      fmt::format("All of them lead after {}: none has heard of another.", cite.step(h.length()))));
  return sentences;
}

// Why nobody noticed: the leaders of the disputed term led one after the other.
Sentences silence_sentences(const History& h) {
  const int term = disputed_term(h.settings(), h.state(h.length()));
  Sentences sentences;
  for (const Election& e : h.elections()) {
    if (e.term != term) continue;
    const auto is_over = [&](std::size_t k) {
      return h.state(k).server(e.leader).role != Role::leader;
    };
    std::size_t over = e.step;
    while (over <= h.length() && !is_over(over)) ++over;
    if (over > h.length()) continue;
    Citations cite = h.citations();
    sentences.push_back(
        cite.sentence(fmt::format("{} led from {} to {}, and no longer.", name_of(e.leader),
                                  cite.step(e.step), cite.step(over))));
  }
  Citations cite = h.citations();
  sentences.push_back(cite.sentence(fmt::format(
      "Up to {} no two servers led at once, so the alert never rang.", cite.step(h.length()))));
  return sentences;
}

}  // namespace

Sentences removal_sentences(const History& h, const std::vector<const Election*>& elected) {
  Sentences sentences;
  for (const Election* e : elected) {
    std::vector<std::string> gone;
    std::vector<std::size_t> told;
    for (std::size_t k = 1; k <= e->step; ++k) {
      if (!is_around(h.action(k), Around::remove_peer, e->leader)) continue;
      gone.push_back(name_of(h.action(k).around.peer));
      told.push_back(k);
    }
    if (gone.empty()) continue;
    Citations cite = h.citations();
    sentences.push_back(cite.sentence(
        fmt::format("{} counted its quorum without {}: the operator had told it alone, at {}.",
                    name_of(e->leader), listed(gone), cite.steps(told))));
  }
  return sentences;
}

bool is_misled(const History& h, const Election& e) {
  const Settings& settings = h.settings();
  const int removed = h.state(e.step - 1).server(e.leader).removed.size();
  return removed > 0 &&
         e.voters().size() >= quorum_size(settings.guards.quorum, settings.servers - removed);
}

Sentence misled_sentence(const History& h, const std::vector<const Election*>& elections) {
  const bool is_pair = elections.size() == 2;
  const bool is_apart =
      is_pair && (elections[0]->voters().mask() & elections[1]->voters().mask()) == 0;
  Citations cite = h.citations();
  return cite.sentence(
      fmt::format("{} a quorum of the members that {} of, but {}{}.",
                  is_pair ? std::string("Both had") : name_of(elections[0]->leader) + " had",
                  is_pair ? "each knew" : "it knew", majority_text(h.settings()),
                  is_apart ? ", and their voters have no server in common" : ""));
}

Sentences environment_proof(const History& h, std::string_view property) {
  if (property == "lease_exclusive") return lease_exclusive(h);
  if (property == "no_stale_write") return no_stale_write(h);
  if (property == "repair_keeps_newest") return repair_keeps_newest(h);
  if (property == "no_false_alarm") return no_false_alarm(h);
  if (property == "no_false_term_alarm") return no_false_term_alarm(h);
  if (property == "two_leaders_at_most") return two_leaders_at_most(h);
  if (property == "alarm_catches") return silence_sentences(h);
  return {};
}

std::string environment_ending(const History& h, std::string_view property, const State& last) {
  if (property == "lease_exclusive") {
    const auto believers = believers_of(h.settings(), last);
    if (believers.empty()) return "nobody believes that it holds the lease";
    return fmt::format("only {} believes that it holds the lease", name_of(believers[0]));
  }
  if (property == "no_stale_write") return "no stale write has been taken";
  if (property == "repair_keeps_newest") return "no newer leader has been stopped";
  if (property == "no_false_alarm" || property == "no_false_term_alarm") {
    return "the alert is not false";
  }
  if (property == "two_leaders_at_most") return "there are not three leaders";
  if (property == "alarm_catches") return "no term has two leaders that the alert missed";
  return "";
}

std::string environment_difference(const Fork& fork, Citations& cite) {
  const mitigations::Action& around = fork.action.around;
  const std::string at = cite.step(fork.step);
  if (around.kind == Around::tick && !fork.is_possible) {
    return fmt::format("no lease is left that the tick at {} could count down", at);
  }
  switch (around.kind) {
    case Around::tick: {
      std::vector<std::string> late;
      for (ServerId i = 1; i <= servers_max; ++i) {
        if (around.late.contains(i)) late.push_back(name_of(i));
      }
      if (late.empty()) return fmt::format("the answer on its way loses the tick at {}", at);
      return fmt::format("the clock of {} does not miss the tick at {}", listed(late), at);
    }
    case Around::receive_write: {
      const auto& before = fork.before.environment;
      const auto& here = fork.original.environment;
      const bool was_taken = here.highest != before.highest || here.stale != before.stale;
      return fmt::format("the store {} write {} of {} at {}", was_taken ? "refuses" : "takes",
                         around.write.n, name_of(around.write.from), at);
    }
    case Around::remove_peer:
      return fmt::format("the operator does not tell {} that {} is gone at {}",
                         name_of(around.server), name_of(around.peer), at);
    case Around::repair:
      return fmt::format("the operator does not keep {} at {}", name_of(around.server), at);
    default: break;
  }
  return fmt::format("{} {}", at, fork.is_possible ? "leads to another state" : "is not possible");
}

}  // namespace scrutineer::raft
