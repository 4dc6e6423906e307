// Progress of a search on standard error.
//
// On a terminal one line, rewritten about once a second; elsewhere a plain line every ten
// seconds, so that a log shows life without being flooded.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "explorer/options.h"

namespace scrutineer::cli {

/// "12.3 s  level 17  1,234,567 states  1.2 M/s  frontier 45,678 (60% left)  45.6 MiB".
[[nodiscard]] std::string progress_text(const Progress& progress);

class ProgressLine {
 public:
  ProgressLine(std::ostream& out, bool is_terminal) : out_(out), is_terminal_(is_terminal) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// Clears the line from the terminal.
  ~ProgressLine();

  /// `name` goes before it: which of several searches it is.
  void show(const Progress& progress, const std::string& name = "");
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
