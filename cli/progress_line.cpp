#include "cli/progress_line.h"

#include <ostream>

#include <fmt/format.h>

#include "traces/printable.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {

std::string progress_text(const Progress& progress) {
  using raft::count_text;
  const double seconds = progress.elapsed.count();
  const double rate = seconds > 0 ? static_cast<double>(progress.distinct) / seconds : 0;
  const double left = progress.frontier == 0 ? 0
                                             : 100.0 * static_cast<double>(progress.frontier_left) /
                                                   static_cast<double>(progress.frontier);
  return fmt::format("{:.1f} s  level {}  {} states  {:.2f} M/s  frontier {} ({:.0f}% left)  {}",
                     seconds, progress.level, count_text(progress.distinct), rate / 1e6,
                     count_text(progress.frontier), left, raft::size_text(progress.memory_bytes));
}

void ProgressLine::show(const Progress& progress, const std::string& name) {
  const std::string text =
      name.empty() ? progress_text(progress) : printable(name) + "  " + progress_text(progress);
  if (is_terminal_) {
    out_ << "\r\x1b[K" << text << std::flush;
  } else {
    out_ << text << std::endl;
  }
  is_shown_ = true;
}

void ProgressLine::clear() {
  if (is_terminal_ && is_shown_) out_ << "\r\x1b[K" << std::flush;
  is_shown_ = false;
}

ProgressLine::~ProgressLine() { clear(); }

}  // namespace scrutineer::cli
