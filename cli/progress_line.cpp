#include "cli/progress_line.h"

#include <ostream>

#include <fmt/format.h>

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

void ProgressLine::show(const Progress& progress) {
  if (is_terminal_) {
    out_ << "\r\x1b[K" << progress_text(progress) << std::flush;
  } else {
    out_ << progress_text(progress) << std::endl;
  }
  is_shown_ = true;
}

ProgressLine::~ProgressLine() {
  if (is_terminal_ && is_shown_) out_ << "\r\x1b[K" << std::flush;
}

}  // namespace scrutineer::cli
