#include "cli/explore_session.h"

#include <array>
#include <charconv>
#include <filesystem>
#include <optional>
#include <ostream>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/errors.h"
#include "cli/output_file.h"
#include "model/nearest_name.h"
#include "model/raft/action_words.h"
#include "model/raft/changes.h"
#include "traces/printable.h"
#include "traces/raft_report.h"
#include "traces/why_not.h"

namespace scrutineer::cli {
namespace {

// What is wrong with a line.
class Refusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string trimmed(const std::string& text) {
  constexpr const char* blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::optional<std::size_t> number_in(const std::string& text) {
  std::size_t number = 0;
  const char* const text_end = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), text_end, number);
  if (error != std::errc{} || end != text_end) return std::nullopt;
  return number;
}

// A count of steps, 1 if none is given.
std::size_t steps_in(std::string_view verb, const std::string& rest, std::size_t max) {
  const auto number = rest.empty() ? std::size_t{1} : number_in(rest);
  if (max == 0) throw Refusal(fmt::format("there is no step to go {}", verb));
  if (number && *number >= 1 && *number <= max) return *number;
  throw Refusal(fmt::format("{} '{}'; accepted: {} [N], N from 1 to {}", verb, rest, verb, max));
}

std::string standing_text(const raft::PropertyStanding& one) {
  switch (one.standing) {
    case Standing::holds: return "holds so far";
    case Standing::open: return "no witness so far";
    case Standing::violated: return fmt::format("violated at step {}", *one.decided_at);
    case Standing::witnessed: break;
  }
  return fmt::format("witnessed at step {}", *one.decided_at);
}

}  // namespace

struct ExploreSession::Verb {
  std::string_view name;
  std::string_view form;
  std::string_view sentence;
  bool has_argument;
  void (*run)(ExploreSession&, const std::string& rest);
};

std::span<const ExploreSession::Verb> ExploreSession::verbs() {
  using S = ExploreSession;
  using Words = const std::string&;
  static constexpr std::array<Verb, 14> all = {{
      {"state", "state", "the state again", false, [](S& s, Words) { s.show_state(); }},
      {"actions", "actions", "the enabled actions, numbered", false,
       [](S& s, Words) { s.show_actions(); }},
      {"back", "back [N]", "one step back, or N", true, [](S& s, Words rest) { s.back(rest); }},
      {"next", "next [N]", "one step on along the history, or N", true,
       [](S& s, Words rest) { s.next(rest); }},
      {"goto", "goto K", "to the state after step K, 0 for the initial one", true,
       [](S& s, Words rest) { s.go_to(rest); }},
      {"diff", "diff", "what the last step changed", false, [](S& s, Words) { s.show_diff(); }},
      {"properties", "properties", "which properties hold up to here", false,
       [](S& s, Words) { s.show_properties(); }},
      {"history", "history", "the steps, > for where you are", false,
       [](S& s, Words) { s.show_history(); }},
      {"why-not", "why-not ACTION", "each condition of an action with its value here", true,
       [](S& s, Words rest) { s.why_not(rest); }},
      {"save", "save FILE", "write the steps up to here as a trace file, a new one", true,
       [](S& s, Words rest) { s.save(rest, false); }},
      {"save!", "save! FILE", "the same, over a file that exists", true,
       [](S& s, Words rest) { s.save(rest, true); }},
      {"help", "help", "this list", false, [](S& s, Words) { s.show_help(); }},
      {"quit", "quit", "the end; so is the end of input", false,
       [](S& s, Words) { s.has_quit_ = true; }},
      {"exit", "exit", "as quit", false, [](S& s, Words) { s.has_quit_ = true; }},
  }};
  return all;
}

void ExploreSession::greet() {
  const raft::TraceFile& trace = exploration_.trace();
  out_ << printable(trace.variant)
       << (trace.description.empty() ? "" : ": " + printable(trace.description)) << "\n  "
       << raft::bounds_text(trace.settings) << "\n";
  show_here();
}

bool ExploreSession::obey(const std::string& line) {
  const std::string text = trimmed(line);
  const std::size_t verb_end = std::min(text.find_first_of(" \t"), text.size());
  if (text.empty()) return true;
  try {
    obey_words(text, std::string_view(text).substr(0, verb_end), trimmed(text.substr(verb_end)));
  } catch (const Refusal& refusal) {
    out_ << "? " << printable(refusal.what()) << "\n";
  } catch (const raft::UnreadableAction& error) {
    out_ << "? " << printable(error.what()) << "\n";
  } catch (const ConfigurationError& error) {
    out_ << "? " << printable(error.what()) << "\n";
  } catch (const OutputError& error) {
    out_ << "? " << printable(error.what()) << "\n";
  }
  return !has_quit_;
}

void ExploreSession::obey_words(const std::string& line, std::string_view verb,
                                const std::string& rest) {
  std::vector<std::string_view> names;
  for (const Verb& known : verbs()) {
    names.push_back(known.name);
    if (known.name != verb) continue;
    if (!known.has_argument && !rest.empty()) {
      throw Refusal(fmt::format("{} '{}'; accepted: {}", verb, rest, known.form));
    }
    known.run(*this, rest);
    return;
  }
  if (const auto number = number_in(line)) {
    choose(*number);
  } else if (raft::begins_with_action(line)) {
    take(line);
  } else {
    throw Refusal(fmt::format("unknown command '{}'{}; accepted: a number, an action as {}, {}",
                              line, did_you_mean(verb, names), raft::action_forms().front(),
                              fmt::join(names, ", ")));
  }
}

void ExploreSession::choose(std::size_t number) {
  const auto& enabled = exploration_.enabled();
  if (enabled.empty()) throw Refusal("no action is enabled here; accepted: back, goto, quit");
  if (number < 1 || number > enabled.size()) {
    throw Refusal(fmt::format("action {}; accepted: 1 to {}", number, enabled.size()));
  }
  exploration_.take(enabled[number - 1].action);
  show_here();
}

void ExploreSession::take(const std::string& words) {
  const raft::Action action = raft::action_of_words(words, exploration_.settings());
  if (exploration_.take(action)) {
    show_here();
    return;
  }
  const raft::Settings& settings = exploration_.settings();
  throw Refusal(fmt::format("{} is not enabled: {}", raft::describe(action, settings),
                            raft::conditions_of(settings, exploration_.state(), action).refusal()));
}

void ExploreSession::back(const std::string& rest) {
  exploration_.go_to(exploration_.position() - steps_in("back", rest, exploration_.position()));
  show_here();
}

void ExploreSession::next(const std::string& rest) {
  const std::size_t ahead = exploration_.length() - exploration_.position();
  exploration_.go_to(exploration_.position() + steps_in("next", rest, ahead));
  show_here();
}

void ExploreSession::go_to(const std::string& rest) {
  const auto step = number_in(rest);
  if (!step || *step > exploration_.length()) {
    throw Refusal(
        fmt::format("goto '{}'; accepted: goto K, K from 0 to {}", rest, exploration_.length()));
  }
  exploration_.go_to(*step);
  show_here();
}

void ExploreSession::save(const std::string& path, bool may_replace) {
  if (path.empty()) throw Refusal("save to which file?");
  require_writable(path);
  std::error_code error;
  if (!may_replace && std::filesystem::exists(path, error)) {
    throw Refusal(fmt::format("{} exists; accepted: another name, or save! to replace it", path));
  }
  const raft::TraceFile trace = exploration_.trace_to_here();
  write_file(path, raft::trace_file_text(trace));
  out_ << fmt::format("saved {} to {}; property: {}\n", raft::steps_text(trace.path.steps.size()),
                      printable(path), trace.property);
}

void ExploreSession::why_not(const std::string& words) {
  const raft::Settings& settings = exploration_.settings();
  raft::WhyNotPlace place;
  place.step = exploration_.position();
  if (place.step < exploration_.length()) place.taken = exploration_.action(place.step + 1);
  out_ << raft::why_not_text(
      raft::why_not(settings, exploration_.state(), raft::action_of_words(words, settings)), place,
      settings);
}

void ExploreSession::show_here() {
  show_state();
  show_actions();
}

void ExploreSession::show_state() {
  const std::size_t k = exploration_.position();
  const raft::Settings& settings = exploration_.settings();
  out_ << fmt::format("step {}: {}\n", k,
                      k == 0 ? "(initial)" : raft::describe(exploration_.action(k), settings))
       << raft::state_lines(exploration_.state(), settings);
  for (const raft::PropertyStanding& one : exploration_.standings()) {
    if (one.decided_at != k) continue;
    out_ << fmt::format("  {} is {} here\n", one.name,
                        one.standing == Standing::violated ? "violated" : "witnessed");
  }
}

void ExploreSession::show_actions() {
  const auto& enabled = exploration_.enabled();
  out_ << (enabled.empty() ? "no action is enabled\n" : "actions\n");
  for (std::size_t k = 0; k < enabled.size(); ++k) {
    const bool is_loop = enabled[k].next == exploration_.state();
    out_ << fmt::format("{:>4}  {}{}\n", k + 1,
                        raft::describe(enabled[k].action, exploration_.settings()),
                        is_loop ? "  (changes nothing)" : "");
  }
}

void ExploreSession::show_diff() {
  const std::size_t k = exploration_.position();
  if (k == 0) throw Refusal("there is no step before the initial state");
  const auto changes = raft::changes_between(exploration_.state(k - 1), exploration_.state(k),
                                             exploration_.settings());
  if (changes.empty()) out_ << "  nothing changed\n";
  for (const raft::Change& change : changes) {
    out_ << fmt::format("  {}: {} -> {}\n", change.what, change.before, change.after);
  }
}

void ExploreSession::show_properties() {
  for (const raft::PropertyStanding& one : exploration_.standings()) {
    out_ << fmt::format("  {:<18} {}\n", one.name, standing_text(one));
  }
}

void ExploreSession::show_history() {
  for (std::size_t k = 0; k <= exploration_.length(); ++k) {
    out_ << fmt::format(
        "{}{:>4}  {}\n", k == exploration_.position() ? ">" : " ", k,
        k == 0 ? "(initial)" : raft::describe(exploration_.action(k), exploration_.settings()));
  }
}

void ExploreSession::show_help() {
  out_ << fmt::format("  {:<18} {}\n  {:<18} {}\n", "a number", "take that action", "an action",
                      "take it, as " + raft::action_forms().front());
  for (const Verb& verb : verbs()) out_ << fmt::format("  {:<18} {}\n", verb.form, verb.sentence);
}

}  // namespace scrutineer::cli
