// Progress of a search as a line on standard error.
//
// On a terminal one line, rewritten about once a second; elsewhere a plain line every ten
// seconds, so that a log shows life without being flooded.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "cli/forecast.h"
#include "explorer/options.h"

namespace scrutineer::cli {

/// "12.3 s  level 17  1,234,567 states  1.2 M/s  frontier 45,678 (60% left)  45.6 MiB", and what
/// the outlook adds to it. Parts that would go beyond `columns` are left out, the least important
/// ones first to go; 0 for no such limit.
[[nodiscard]] std::string progress_text(const Progress& progress, const Outlook& outlook = {},
                                        std::size_t columns = 0);

/// "40 s", "12 min", "3.5 h", "2.1 days".
[[nodiscard]] std::string span_text(double seconds);

class ProgressLine {
 public:
  ProgressLine(std::ostream& out, bool is_terminal) : out_(out), is_terminal_(is_terminal) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// Clears the line from the terminal.
  ~ProgressLine();

  /// `name` goes before it: which of several searches it is.
  void show(const Progress& progress, const std::string& name = "");
  void show_text(const std::string& text);
  /// Takes the line off the terminal until it is shown again.
  void clear();
  [[nodiscard]] std::chrono::milliseconds interval() const {
    return std::chrono::seconds(is_terminal_ ? 1 : 10);
  }

 private:
  std::ostream& out_;
  bool is_terminal_;
  bool is_shown_ = false;
};

}  // namespace scrutineer::cli
