#include "model/raft/action_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/nearest_name.h"
#include "model/raft/environment_words.h"
#include "model/raft/links.h"
#include "model/raft/word_tokens.h"

namespace scrutineer::raft {
namespace {

// One pair of parentheses around the parameters, or none.
void strip_parentheses(std::vector<std::string>& tokens) {
  if (tokens.size() < 2 || tokens.front() != "(" || tokens.back() != ")") return;
  tokens.pop_back();
  tokens.erase(tokens.begin());
}

std::string form_of(ActionKind kind) {
  static constexpr std::array<std::string_view, action_kind_count> parameters = {
      "n1",           "n1",    "t1 n1>n2", "t1 n2>n1 granted", "t1 n1>n2", "t2 n2>n1", "n1", "n1",
      "{n1} {n2 n3}", "n1>n2", "n1>n2"};
  return fmt::format("{}({})", action_kind_name(kind),
                     parameters.at(static_cast<std::size_t>(kind)));
}

std::optional<ActionKind> kind_named(const std::string& name) {
  for (std::size_t k = 0; k < action_kind_count; ++k) {
    const auto kind = static_cast<ActionKind>(k);
    if (lower(action_kind_name(kind)) == name) return kind;
  }
  for (const MessageType type : {MessageType::request_vote, MessageType::vote,
                                 MessageType::heartbeat, MessageType::heartbeat_reject}) {
    if (lower(message_type_name(type)) == name) return delivery_of(type);
  }
  return std::nullopt;
}

// The parameters of one action, taken from the left.
class Parameters {
 public:
  Parameters(std::string_view words, ActionKind kind, std::vector<std::string> tokens,
             const Settings& settings)
      : words_(words), kind_(kind), tokens_(std::move(tokens)), settings_(settings) {}

  [[nodiscard]] Action action() {
    Action action;
    action.kind = kind_;
    switch (kind_) {
      case ActionKind::timeout:
      case ActionKind::send_heartbeats:
      case ActionKind::crash:
      case ActionKind::restart: action.server = static_cast<std::uint8_t>(take_server()); break;
      case ActionKind::receive_request_vote:
      case ActionKind::receive_vote:
      case ActionKind::receive_heartbeat:
      case ActionKind::receive_heartbeat_reject: action.message = take_message(); break;
      case ActionKind::partition: action.links = take_groups(); break;
      case ActionKind::cut_link:
      case ActionKind::heal_link: {
        const auto [from, to] = take_link();
        action.links.insert(from, to);
        break;
      }
      case ActionKind::environment: break;  // see read_around
    }
    if (at_ < tokens_.size()) reject(fmt::format("'{}' is too much", tokens_[at_]));
    return action;
  }

 private:
  [[noreturn]] void reject(const std::string& reason) const {
    const bool is_vote = kind_ == ActionKind::receive_vote;
    const bool is_partition = kind_ == ActionKind::partition;
    throw UnreadableAction(
        fmt::format("action '{}': {}; accepted: {}{} with servers n1 to n{} and terms t1 to t{}",
                    words_, reason, form_of(kind_),
                    is_vote ? " or denied" : (is_partition ? " or Partition(healed)" : ""),
                    settings_.servers, settings_.max_term));
  }

  // The next token; empty at the end.
  [[nodiscard]] std::string_view next() const {
    return at_ < tokens_.size() ? std::string_view(tokens_[at_]) : std::string_view();
  }

  bool take(std::string_view token) {
    if (next() != token) return false;
    ++at_;
    return true;
  }

  // "n3" with prefix 'n', 1 to `max`; the bare number too where `may_be_bare`.
  int take_number(std::string_view what, char prefix, int max, bool may_be_bare) {
    std::string_view token = next();
    const std::string given = token.empty() ? "nothing" : fmt::format("'{}'", token);
    const bool has_prefix = !token.empty() && token.front() == prefix;
    if (has_prefix) token.remove_prefix(1);
    int value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    const bool is_number = error == std::errc{} && end == token.data() + token.size();
    if (!is_number || value < 1 || value > max || (!has_prefix && !may_be_bare)) {
      reject(fmt::format("{} is no {} from {}1 to {}{}", given, what, prefix, prefix, max));
    }
    ++at_;
    return value;
  }

  ServerId take_server() { return take_number("server", 'n', settings_.servers, true); }

  std::pair<ServerId, ServerId> take_link() {
    const ServerId from = take_server();
    if (!take(">")) reject("there is no '>' between two servers");
    const ServerId to = take_server();
    if (from == to) reject(fmt::format("n{}>n{} leads nowhere", from, to));
    return {from, to};
  }

  Message take_message() {
    Message m;
    m.type = static_cast<MessageType>(static_cast<int>(kind_) -
                                      static_cast<int>(ActionKind::receive_request_vote));
    m.term = static_cast<std::uint8_t>(take_number("term", 't', settings_.max_term, false));
    const auto [from, to] = take_link();
    m.from = static_cast<std::uint8_t>(from);
    m.to = static_cast<std::uint8_t>(to);
    if (m.type != MessageType::vote) return m;
    m.granted = take("granted") || take("yes");
    if (!m.granted && !take("denied") && !take("no")) reject("is the vote granted or denied?");
    return m;
  }

  // Every server in one group.
  LinkSet take_groups() {
    if (take("healed")) return {};
    std::vector<int> group_of(static_cast<std::size_t>(settings_.servers) + 1, 0);
    int group = 1;
    while (at_ < tokens_.size()) {
      if (take("{") || take("}") || take("/") || take("|")) {
        ++group;
        continue;
      }
      const ServerId i = take_server();
      int& mine = group_of[static_cast<std::size_t>(i)];
      if (mine != 0) reject(fmt::format("n{} is named twice", i));
      mine = group;
    }
    LinkSet links;
    for (const auto& [from, to] : all_links(settings_.servers)) {
      const int mine = group_of[static_cast<std::size_t>(from)];
      if (mine == 0) reject(fmt::format("n{} is in no group", from));
      if (mine != group_of[static_cast<std::size_t>(to)]) links.insert(from, to);
    }
    return links;
  }

  std::string_view words_;
  ActionKind kind_;
  std::vector<std::string> tokens_;
  const Settings& settings_;
  std::size_t at_ = 0;
};

Action read_around(std::string_view words, const std::vector<std::string>& tokens,
                   const Settings& settings) {
  if (const auto action = action_around_of(tokens, settings)) return *action;
  const std::string forms = forms_around(settings);
  throw UnreadableAction(
      forms.empty()
          ? fmt::format("action '{}': nothing is around this election; accepted: {}", words,
                        fmt::join(action_forms(), ", "))
          : fmt::format("action '{}' is none of this configuration; accepted: {} with servers n1 "
                        "to n{}",
                        words, forms, settings.servers));
}

}  // namespace

std::vector<std::string> action_forms() {
  std::vector<std::string> forms;
  for (std::size_t k = 0; k < action_kind_count; ++k) {
    forms.push_back(form_of(static_cast<ActionKind>(k)));
  }
  return forms;
}

bool begins_with_action(std::string_view words) {
  const auto tokens = tokens_of(words);
  return !tokens.empty() &&
         (kind_named(tokens.front()).has_value() || names_action_around(tokens.front()));
}

Action action_of_words(std::string_view words, const Settings& settings) {
  auto tokens = tokens_of(words);
  const std::string name = tokens.empty() ? "" : tokens.front();
  if (names_action_around(name)) {
    std::vector<std::string> parameters(tokens.begin() + 1, tokens.end());
    strip_parentheses(parameters);
    parameters.insert(parameters.begin(), name);
    return read_around(words, parameters, settings);
  }
  const auto kind = kind_named(name);
  if (!kind) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < action_kind_count; ++k) {
      names.push_back(lower(action_kind_name(static_cast<ActionKind>(k))));
    }
    const std::vector<std::string_view> accepted(names.begin(), names.end());
    throw UnreadableAction(fmt::format("unknown action '{}'{}; accepted: {}", words,
                                       did_you_mean(name, accepted),
                                       fmt::join(action_forms(), ", ")));
  }
  tokens.erase(tokens.begin());
  strip_parentheses(tokens);
  return Parameters(words, *kind, std::move(tokens), settings).action();
}

}  // namespace scrutineer::raft
