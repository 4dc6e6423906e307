// The conversation of `explore`: a line in, its answer out.
#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "traces/exploration.h"

namespace scrutineer::cli {

/// One line at a time. An answer goes to `out`, whether it is a state or what is wrong with the
/// line: a conversation reads in one piece.
class ExploreSession {
 public:
  /// Both must outlive it.
  ExploreSession(raft::Exploration& exploration, std::ostream& out)
      : exploration_(exploration), out_(out) {}

  /// Says what is explored, and shows the state with its actions.
  void greet();

  /// Carries out a line; false after `quit`. Wrong input is answered and changes nothing.
  bool obey(const std::string& line);

 private:
  struct Verb;
  static std::span<const Verb> verbs();
  void obey_words(const std::string& line, std::string_view verb, const std::string& rest);

  void choose(std::size_t number);
  void take(const std::string& words);
  void back(const std::string& rest);
  void next(const std::string& rest);
  void go_to(const std::string& rest);
  void save(const std::string& path, bool may_replace);
  void why_not(const std::string& words);
  void show_here();
  void show_state();
  void show_actions();
  void show_diff();
  void show_properties();
  void show_history();
  void show_help();

  raft::Exploration& exploration_;
  std::ostream& out_;
  bool has_quit_ = false;
};

}  // namespace scrutineer::cli
