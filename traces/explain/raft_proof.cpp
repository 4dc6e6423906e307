#include "traces/explain/raft_proof.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "traces/explain/environment_proof.h"
#include "traces/explain/raft_atoms.h"
#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_election_text.h"
#include "traces/explain/raft_vote_loss.h"

namespace scrutineer::raft {
namespace {

using Sentences = std::vector<Sentence>;

void append(Sentences& to, Sentences from) {
  for (Sentence& sentence : from) to.push_back(std::move(sentence));
}

// What was wrong with the elections that lack a majority of valid votes.
Sentences flaw_sentences(const History& h, const std::vector<const Election*>& elections) {
  Sentences sentences;
  std::vector<const Election*> too_few;
  std::vector<const Election*> misled;
  for (const Election* e : elections) {
    if (!lacks_majority(h.settings(), *e)) continue;
    Sentences bad = bad_vote_sentences(h, *e);
    if (bad.empty()) (is_misled(h, *e) ? misled : too_few).push_back(e);
    append(sentences, std::move(bad));
  }
  if (!too_few.empty()) sentences.push_back(too_few_sentence(h, too_few));
  if (!misled.empty()) sentences.push_back(misled_sentence(h, misled));
  return sentences;
}

ServerId shared_voter(const Election& a, const Election& b) {
  for (ServerId i = 1; i <= servers_max; ++i) {
    if (a.voters().contains(i) && b.voters().contains(i)) return i;
  }
  return no_server;
}

// Two leaders of one term.
Sentences rival_sentences(const History& h, const Election* a, const Election* b) {
  if (b->step < a->step) std::swap(a, b);
  Sentences sentences = {election_sentence(h, *a), election_sentence(h, *b)};
  append(sentences, removal_sentences(h, {a, b}));
  append(sentences, flaw_sentences(h, {a, b}));
  const ServerId shared = shared_voter(*a, *b);
  if (shared != no_server) sentences.push_back(double_vote_sentence(h, *a, *b, shared));
  return sentences;
}

Sentences election_safety(const History& h) {
  const State& last = h.state(h.length());
  const int term = disputed_term(h.settings(), last);
  std::vector<const Election*> rivals;
  for (ServerId i = 1; i <= h.settings().servers; ++i) {
    if (!last.elected[static_cast<std::size_t>(term)].contains(i)) continue;
    if (const Election* e = h.first_election(i, term)) rivals.push_back(e);
  }
  if (rivals.size() < 2) return {};
  return rival_sentences(h, rivals[0], rivals[1]);
}

// Whether and how the leader of the earlier term got word of the later one.
Sentence ignorance_sentence(const History& h, const Election& early, const Election& late) {
  Citations cite = h.citations();
  for (std::size_t k = h.term_since(early.leader, h.length()) + 1; k <= h.length(); ++k) {
    const Action& action = h.action(k);
    if (!is_delivery(action.kind) || action.message.to != early.leader) continue;
    if (action.message.term <= early.term) continue;
    return cite.sentence(
        fmt::format("{} did not heed the answer of term {} that it received at {}.",
                    name_of(early.leader), action.message.term, cite.step(k)));
  }
  return cite.sentence(
      fmt::format("Nothing of term {} has reached {} by {}, so it still leads term {}.", late.term,
                  name_of(early.leader), cite.step(h.length()), early.term));
}

Sentences single_leader(const History& h) {
  const auto leaders = leaders_of(h.settings(), h.state(h.length()));
  if (leaders.size() < 2) return {};
  const Election* a = h.last_election(leaders[0]);
  const Election* b = h.last_election(leaders[1]);
  if (a == nullptr || b == nullptr) return {};
  if (a->term == b->term) return rival_sentences(h, a, b);
  if (b->step < a->step) std::swap(a, b);
  Sentences sentences = {election_sentence(h, *a), election_sentence(h, *b)};
  append(sentences, flaw_sentences(h, {a, b}));
  const bool is_early = a->term < b->term;
  sentences.push_back(ignorance_sentence(h, is_early ? *a : *b, is_early ? *b : *a));
  return sentences;
}

// "n2 remembers no vote in term 1", "n3 is in an earlier term", "n2's vote in term 1 is for n3"
std::string absence_text(const State& state, ServerId j, int term) {
  const Server& other = state.server(j);
  if (other.term < term) return fmt::format("{} is in an earlier term", name_of(j));
  if (other.voted_for == no_server) {
    return fmt::format("{} remembers no vote in term {}", name_of(j), term);
  }
  return fmt::format("{}'s vote in term {} is for {}", name_of(j), term,
                     name_of(other.voted_for, j));
}

Sentence standing_sentence(const History& h, const Election& e) {
  Citations cite = h.citations();
  const State& last = h.state(h.length());
  std::vector<std::string> behind;
  std::vector<std::string> absent;
  for (ServerId j = 1; j <= h.settings().servers; ++j) {
    if (stands_behind(last, j, e.leader)) {
      behind.push_back(name_of(j));
    } else {
      absent.push_back(absence_text(last, j, e.term));
    }
  }
  std::string who = "nobody does";
  if (!behind.empty()) {
    who = fmt::format("only {} {}", listed(behind), behind.size() == 1 ? "does" : "do");
  }
  const int servers = h.settings().servers;
  return cite.sentence(fmt::format(
      "After {} a majority ({} of {}) should hold a vote for {} in term {} or have left that term, "
      "but {}: {}.",
      cite.step(h.length()), servers / 2 + 1, counted(servers, "server"), name_of(e.leader), e.term,
      who, listed(absent)));
}

// The voters of the election that do not stand behind the leader any more, and why.
Sentences loss_sentences(const History& h, const Election& e) {
  Sentences sentences;
  for (ServerId voter = 1; voter <= h.settings().servers; ++voter) {
    if (!e.voters().contains(voter)) continue;
    if (stands_behind(h.state(h.length()), voter, e.leader)) continue;
    const std::size_t cast = e.ballot_of(voter).cast;
    const auto loss = find_loss(h, voter, e.term, e.leader, cast, h.length());
    if (!loss) continue;
    Citations cite = h.citations();
    const std::string vote = fmt::format("{} had voted for {} at {}", name_of(voter),
                                         name_of(e.leader, voter), cite.step(cast));
    sentences.push_back(
        cite.sentence(fmt::format("{}, but {}.", vote, loss_clause(h, *loss, cite))));
  }
  return sentences;
}

Sentences leader_has_quorum(const History& h) {
  const ServerId leader = leader_without_majority(h.settings(), h.state(h.length()));
  const Election* e = h.last_election(leader);
  if (e == nullptr) return {};
  Sentences sentences = {election_sentence(h, *e), standing_sentence(h, *e)};
  append(sentences, removal_sentences(h, {e}));
  append(sentences, flaw_sentences(h, {e}));
  append(sentences, loss_sentences(h, *e));
  return sentences;
}

Sentences term_monotonic(const History& h) {
  const std::size_t last = h.length();
  const ServerId i = server_with_lowered_term(h.settings(), h.state(last - 1), h.state(last));
  const int before = h.state(last - 1).server(i).term;
  const int after = h.state(last).server(i).term;
  Citations cite = h.citations();
  Sentences sentences = {cite.sentence(fmt::format("{} came to term {} at {}.", name_of(i), before,
                                                   cite.step(h.term_since(i, last - 1))))};
  const Action& action = h.action(last);
  std::string cause = "Its crash";
  if (is_delivery(action.kind)) {
    const Message& m = action.message;
    cause = fmt::format("The heartbeat of term {} that {} sent at {} and that arrived", m.term,
                        name_of(m.from), cite.step(h.sent_at(last)));
  }
  sentences.push_back(cite.sentence(
      fmt::format("{} at {} took it back to term {}.", cause, cite.step(last), after)));
  return sentences;
}

Sentences vote_once(const History& h) {
  const std::size_t last = h.length();
  const ServerId i = server_with_changed_vote(h.settings(), h.state(last - 1), h.state(last));
  const Server& before = h.state(last - 1).server(i);
  const std::size_t cast = h.vote_since(i, last - 1);
  Citations cite = h.citations();
  Sentences sentences = {
      cite.sentence(fmt::format("{} voted for {} in term {} at {}.", name_of(i),
                                name_of(before.voted_for, i), before.term, cite.step(cast)))};
  const auto loss = find_loss(h, i, before.term, before.voted_for, cast, last);
  if (!loss) return sentences;
  const bool is_free = h.state(last).server(i).voted_for == no_server;
  std::string clause = loss_clause(h, *loss, cite);
  clause[0] = static_cast<char>(clause[0] - 'a' + 'A');
  const std::string once_more =
      is_free ? fmt::format(", so that it can vote in term {} once more", before.term) : "";
  sentences.push_back(cite.sentence(fmt::format("{}{}.", clause, once_more)));
  return sentences;
}

Sentences leader_elected(const History& h) {
  const auto leaders = leaders_of(h.settings(), h.state(h.length()));
  const Election* e = leaders.empty() ? nullptr : h.last_election(leaders[0]);
  if (e == nullptr) return {};
  Sentences sentences = {election_sentence(h, *e)};
  append(sentences, flaw_sentences(h, {e}));
  if (sentences.size() == 1) {
    Citations cite = h.citations();
    sentences.push_back(cite.sentence(fmt::format(
        "That is a majority: {} of {}, all of term {}.", counted(e->voters().size(), "vote"),
        counted(h.settings().servers, "server"), e->term)));
  }
  return sentences;
}

}  // namespace

std::vector<Sentence> proof_of(const History& history, std::string_view property) {
  if (history.length() == 0) return {};
  if (property == "election_safety") return election_safety(history);
  if (property == "single_leader") return single_leader(history);
  if (property == "leader_has_quorum") return leader_has_quorum(history);
  if (property == "term_monotonic") return term_monotonic(history);
  if (property == "vote_once") return vote_once(history);
  if (property == "leader_elected") return leader_elected(history);
  Sentences sentences;
  if (property == "alarm_catches") sentences = election_safety(history);
  append(sentences, environment_proof(history, property));
  return sentences;
}

}  // namespace scrutineer::raft
