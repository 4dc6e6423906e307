#include "traces/explain/raft_vote_loss.h"

#include <fmt/format.h>

#include "traces/explain/raft_effects.h"
#include "traces/explain/raft_election_text.h"

namespace scrutineer::raft {
namespace {

bool is_intact(const Server& server, int term, ServerId candidate) {
  return server.term > term || (server.term == term && server.voted_for == candidate);
}

LossKind kind_of(const Action& action, const Server& before, const Server& after) {
  const bool is_lowered = after.term < before.term;
  switch (action.kind) {
    case ActionKind::crash:
      return is_lowered ? LossKind::crash_erased_term : LossKind::crash_erased_vote;
    case ActionKind::receive_heartbeat:
      return is_lowered ? LossKind::heartbeat_lowered_term : LossKind::heartbeat_erased_vote;
    default: return LossKind::vote_given_again;
  }
}

}  // namespace

std::optional<VoteLoss> find_loss(const History& h, ServerId voter, int term, ServerId candidate,
                                  std::size_t first, std::size_t last) {
  for (std::size_t k = first + 1; k <= last; ++k) {
    const Server& after = h.state(k).server(voter);
    if (is_intact(after, term, candidate)) continue;
    return VoteLoss{kind_of(h.action(k), h.state(k - 1).server(voter), after), k, voter, term};
  }
  return std::nullopt;
}

std::string loss_clause(const History& h, const VoteLoss& loss, Citations& cite) {
  const Server& before = h.state(loss.step - 1).server(loss.voter);
  const Server& after = h.state(loss.step).server(loss.voter);
  const std::string when = cite.step(loss.step);
  switch (loss.kind) {
    case LossKind::crash_erased_vote: return fmt::format("its crash at {} erased its vote", when);
    case LossKind::crash_erased_term:
      return fmt::format("its crash at {} took it back from term {} to term {}", when, before.term,
                         after.term);
    case LossKind::heartbeat_erased_vote:
      return fmt::format("the heartbeat of term {} that it received at {} erased its vote",
                         after.term, when);
    case LossKind::heartbeat_lowered_term:
      return fmt::format(
          "the heartbeat of term {} that it received at {} took it back from term {}{}", after.term,
          when, before.term, after.term == loss.term ? ", without its vote" : "");
    case LossKind::vote_given_again: break;
  }
  return fmt::format("it gave its vote to {} at {}, although its vote still stood",
                     name_of(after.voted_for, loss.voter), when);
}

Sentence double_vote_sentence(const History& h, const Election& one, const Election& other,
                              ServerId voter) {
  const bool is_in_order = one.ballot_of(voter).cast < other.ballot_of(voter).cast;
  const Election& first = is_in_order ? one : other;
  const Election& second = is_in_order ? other : one;
  const std::size_t begin = first.ballot_of(voter).cast;
  const std::size_t end = second.ballot_of(voter).cast;
  Citations cite = h.citations();
  std::string text =
      fmt::format("{} voted twice in term {}: at {} for {}, at {} for {}", name_of(voter),
                  first.term, cite.step(begin), name_of(first.leader, voter), cite.step(end),
                  name_of(second.leader, voter));
  const auto loss = find_loss(h, voter, first.term, first.leader, begin, end);
  if (loss && loss->step == end) {
    text += ", although its first vote still stood";
  } else if (loss) {
    text += ", because " + loss_clause(h, *loss, cite);
    if (h.state(loss->step).server(voter).term < first.term) {
      text += fmt::format(", so that term {} was new to it again", first.term);
    }
  }
  return cite.sentence(text + ".");
}

}  // namespace scrutineer::raft
