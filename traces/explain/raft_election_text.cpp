#include "traces/explain/raft_election_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

// The ballots that stand for one vote: equal but for when they were counted.
struct Item {
  Ballot ballot;
  std::vector<std::size_t> counted;
};

std::vector<Item> items_of(const Election& election, bool granted) {
  std::vector<Item> items;
  for (const Ballot& ballot : election.ballots) {
    if (ballot.is_granted != granted) continue;
    const auto same = std::find_if(items.begin(), items.end(), [&](const Item& item) {
      return item.ballot.voter == ballot.voter && item.ballot.cast == ballot.cast;
    });
    if (same == items.end()) {
      items.push_back({ballot, {ballot.counted}});
    } else {
      same->counted.push_back(ballot.counted);
    }
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return a.ballot.cast < b.ballot.cast; });
  return items;
}

std::string items_text(const std::vector<Item>& items, int term, Citations& cite) {
  std::vector<std::string> texts;
  for (const Item& item : items) {
    std::string text =
        fmt::format("{} ({}", name_of(item.ballot.voter), cite.step(item.ballot.cast));
    if (item.ballot.term != term) text += fmt::format(", in term {}", item.ballot.term);
    if (item.counted.size() > 1) text += ", counted at " + cite.steps(item.counted);
    texts.push_back(text + ")");
  }
  return listed(texts);
}

std::string ballots_text(const Election& e, Citations& cite) {
  const auto votes = items_of(e, true);
  const auto denials = items_of(e, false);
  const bool is_alone = e.ballots.size() == 1 && e.voters().contains(e.leader);
  if (is_alone) {
    const std::size_t cast = e.ballots[0].cast;
    return cast == e.step ? "its own vote alone"
                          : fmt::format("its own vote alone ({})", cite.step(cast));
  }
  std::string text;
  if (!votes.empty()) {
    text = fmt::format("the {} of {}", votes.size() == 1 ? "vote" : "votes",
                       items_text(votes, e.term, cite));
  }
  if (!denials.empty()) {
    text +=
        fmt::format("{}the {} of {}", text.empty() ? "" : " and ",
                    denials.size() == 1 ? "denial" : "denials", items_text(denials, e.term, cite));
  }
  return text;
}

// ", a candidate of term 2 since step 2"
std::string standing_text(const History& h, const Election& e, const Ballot& ballot,
                          Citations& cite) {
  const std::size_t since = h.term_since(e.leader, ballot.counted - 1);
  std::string text = fmt::format("it was a {} of term {} by then", role_name(ballot.counted_as),
                                 ballot.counted_in);
  if (since > 0) text += fmt::format(" (since {})", cite.step(since));
  return text;
}

// Votes counted in their own term, but still held in another.
std::optional<Sentence> kept_sentence(const History& h, const Election& e) {
  Citations cite = h.citations();
  std::vector<std::string> kept;
  for (const Ballot& b : e.ballots) {
    if (b.term == e.term || b.counted_in != b.term) continue;
    kept.push_back(b.voter == e.leader
                       ? fmt::format("its own vote of term {} ({})", b.term, cite.step(b.cast))
                       : fmt::format("the vote of {} that it had counted in term {} ({})",
                                     name_of(b.voter), b.term, cite.step(b.counted)));
  }
  if (kept.empty()) return std::nullopt;
  const std::size_t since = h.term_since(e.leader, e.step);
  return cite.sentence(fmt::format("{} came to term {} at {} and still had {}.", name_of(e.leader),
                                   e.term, cite.step(since), listed(kept)));
}

Sentence wrong_term_sentence(const History& h, const Election& e, const Ballot& b) {
  Citations cite = h.citations();
  const std::string when = cite.step(b.counted);
  return cite.sentence(
      fmt::format("At {} {} counted the vote that {} had given it in term {} ({}), although {}.",
                  when, name_of(e.leader), name_of(b.voter), b.term, cite.step(b.cast),
                  standing_text(h, e, b, cite)));
}

// "n1 denied n3 its vote at step 5, having voted for itself at step 1; at step 6 n3 counted ..."
Sentence denial_sentence(const History& h, const Election& e, const Ballot& b) {
  Citations cite = h.citations();
  const Server& voter = h.state(b.cast).server(b.voter);
  const Message& request = h.action(b.cast).message;
  std::string reason =
      fmt::format("being in term {} when the request was of term {}", voter.term, request.term);
  if (request.term == voter.term && voter.voted_for != no_server) {
    reason = fmt::format("having voted for {} at {}", name_of(voter.voted_for, b.voter),
                         cite.step(h.vote_since(b.voter, b.cast)));
  }
  return cite.sentence(
      fmt::format("{} denied {} its vote at {}, {}, but {} counted the denial as a vote at {}.",
                  name_of(b.voter), name_of(e.leader), cite.step(b.cast), reason, name_of(e.leader),
                  cite.step(b.counted)));
}

Sentence repeat_sentence(const History& h, const Election& e, const Item& item) {
  Citations cite = h.citations();
  const std::size_t times = item.counted.size();
  return cite.sentence(
      fmt::format("{} voted once, at {}, but {} counted that vote {}, at {}.",
                  name_of(item.ballot.voter), cite.step(item.ballot.cast), name_of(e.leader),
                  times == 2 ? std::string("twice") : fmt::format("{} times", times),
                  cite.steps(item.counted)));
}

}  // namespace

std::string name_of(ServerId i) { return fmt::format("n{}", i); }

std::string name_of(ServerId i, ServerId self) { return i == self ? "itself" : name_of(i); }

std::string majority_text(const Settings& settings) {
  return fmt::format("a majority of {} is {}", counted(settings.servers, "server"),
                     settings.servers / 2 + 1);
}

bool lacks_majority(const Settings& settings, const Election& election) {
  return election.voters().size() < settings.servers / 2 + 1;
}

Sentence election_sentence(const History& h, const Election& e) {
  Citations cite = h.citations();
  const std::string how = e.is_by_timeout ? "by its timeout at" : "at";
  const std::string when = cite.step(e.step);
  return cite.sentence(fmt::format("{} became leader of term {} {} {} with {}.", name_of(e.leader),
                                   e.term, how, when, ballots_text(e, cite)));
}

std::vector<Sentence> bad_vote_sentences(const History& h, const Election& e) {
  std::vector<Sentence> sentences;
  if (auto kept = kept_sentence(h, e)) sentences.push_back(*std::move(kept));
  for (const bool granted : {true, false}) {
    for (const Item& item : items_of(e, granted)) {
      const Ballot& b = item.ballot;
      const bool is_wrong_term = b.term != e.term && b.counted_in != b.term;
      if (is_wrong_term && granted) sentences.push_back(wrong_term_sentence(h, e, b));
      if (!granted) sentences.push_back(denial_sentence(h, e, b));
      if (item.counted.size() > 1) sentences.push_back(repeat_sentence(h, e, item));
    }
  }
  if (sentences.empty()) return sentences;
  Citations cite = h.citations();
  sentences.push_back(cite.sentence(fmt::format("So {} led with {}, and {}.", name_of(e.leader),
                                                counted(e.voters().size(), "valid vote"),
                                                majority_text(h.settings()))));
  return sentences;
}

Sentence too_few_sentence(const History& h, const std::vector<const Election*>& elections) {
  Citations cite = h.citations();
  const int votes = static_cast<int>(elections[0]->ballots.size());
  const Settings& settings = h.settings();
  const bool is_pair = elections.size() == 2;
  const bool is_apart =
      is_pair && (elections[0]->voters().mask() & elections[1]->voters().mask()) == 0;
  const std::string apart = is_apart ? ", and their voters have no server in common" : "";
  if (votes >= quorum_size(settings)) {
    return cite.sentence(fmt::format("The quorum rule asks for {} of {}, but a majority is {}{}.",
                                     counted(quorum_size(settings), "vote"),
                                     counted(settings.servers, "server"), settings.servers / 2 + 1,
                                     apart));
  }
  const std::string who =
      is_pair ? "Neither waited" : name_of(elections[0]->leader) + " did not wait";
  return cite.sentence(fmt::format("{} for a quorum: {}{}.", who, majority_text(settings), apart));
}

}  // namespace scrutineer::raft
