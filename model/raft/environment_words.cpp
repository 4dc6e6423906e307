#include "model/raft/environment_words.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/raft/word_tokens.h"

namespace scrutineer::raft {
namespace {

using Around = mitigations::ActionKind;
using AroundActions = std::vector<mitigations::Action>;

bool is_filler(const std::string& word) {
  return word == "late" || word == "of" || word == "at" || word == "#" || word == "(" ||
         word == ")";
}

// What tells one action from another: its kind, and its numbers in order.
std::vector<std::string> essence_of(const std::vector<std::string>& words) {
  std::vector<std::string> essence;
  for (const std::string& word : words) {
    if (is_filler(word)) continue;
    const bool is_server =
        word.size() > 1 && word[0] == 'n' && std::isdigit(static_cast<unsigned char>(word[1])) != 0;
    essence.push_back(is_server ? word.substr(1) : word);
  }
  return essence;
}

mitigations::Action action_at(Around kind, ServerId server) {
  mitigations::Action action;
  action.kind = kind;
  action.server = static_cast<std::uint8_t>(server);
  return action;
}

void add_writes(const Settings& settings, AroundActions& all) {
  const mitigations::Bounds bounds{settings.mitigations, {}, settings.servers, settings.max_term};
  for (int n = 0; n < settings.mitigations.max_writes; ++n) {
    for (ServerId from = 1; from <= settings.servers; ++from) {
      for (int token = 0; token <= bounds.token_max(); ++token) {
        mitigations::Action action;
        action.kind = Around::receive_write;
        action.write = {static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(from),
                        static_cast<std::uint8_t>(token)};
        all.push_back(action);
      }
    }
  }
}

void add_of_kind(Around kind, const Settings& settings, AroundActions& all) {
  if (kind == Around::receive_write) return add_writes(settings, all);
  if (kind == Around::tick) {
    for (std::uint64_t mask = 0; mask < (std::uint64_t{1} << settings.servers); ++mask) {
      all.push_back(action_at(kind, no_server));
      all.back().late = ServerSet::from_mask(mask);
    }
    return;
  }
  for (ServerId i = 1; i <= settings.servers; ++i) {
    if (kind != Around::remove_peer) {
      all.push_back(action_at(kind, i));
      continue;
    }
    for (ServerId j = 1; j <= settings.servers; ++j) {
      if (j == i) continue;
      all.push_back(action_at(kind, i));
      all.back().peer = static_cast<std::uint8_t>(j);
    }
  }
}

}  // namespace

AroundActions every_action_around(const Settings& settings) {
  AroundActions all;
  for (std::size_t k = 0; k < mitigations::action_kind_count; ++k) {
    const auto kind = static_cast<Around>(k);
    if (mitigations::is_possible(kind, settings.mitigations)) add_of_kind(kind, settings, all);
  }
  return all;
}

bool names_action_around(std::string_view word) {
  for (std::size_t k = 0; k < mitigations::action_kind_count; ++k) {
    if (lower(mitigations::action_kind_name(static_cast<Around>(k))) == word) return true;
  }
  return false;
}

std::optional<Action> action_around_of(const std::vector<std::string>& words,
                                       const Settings& settings) {
  const auto wanted = essence_of(words);
  for (const mitigations::Action& around : every_action_around(settings)) {
    if (essence_of(tokens_of(mitigations::describe(around))) == wanted) {
      return of_environment(around);
    }
  }
  return std::nullopt;
}

std::string forms_around(const Settings& settings) {
  std::vector<std::string> forms;
  for (std::size_t k = 0; k < mitigations::action_kind_count; ++k) {
    AroundActions all;
    const auto kind = static_cast<Around>(k);
    if (!mitigations::is_possible(kind, settings.mitigations)) continue;
    add_of_kind(kind, settings, all);
    if (all.empty()) continue;
    const bool is_late = kind == Around::tick && settings.mitigations.max_drift > 0;
    forms.push_back(mitigations::describe(all[is_late ? 1 : 0]));
  }
  return fmt::format("{}", fmt::join(forms, ", "));
}

}  // namespace scrutineer::raft
