#include "cli/progress_line.h"

#include <ostream>
#include <vector>

#include <fmt/format.h>

#include "traces/printable.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {
namespace {

using raft::count_text;

// A part of the line. Of two that do not both fit, the one of the lower rank stays.
struct Part {
  std::string text;
  int rank;
};

std::string frontier_text(const Progress& progress, const Outlook& outlook) {
  const double left = progress.frontier == 0 ? 0
                                             : 100.0 * static_cast<double>(progress.frontier_left) /
                                                   static_cast<double>(progress.frontier);
  const std::string growth = outlook.growth ? fmt::format(", x{:.2f}", *outlook.growth) : "";
  return fmt::format("frontier {} ({:.0f}% left{})", count_text(progress.frontier), left, growth);
}

std::string rate_text(const Progress& progress, const Outlook& outlook) {
  const double seconds = progress.elapsed.count();
  double rate = outlook.states_per_second;
  if (rate == 0 && seconds > 0) {
    rate = static_cast<double>(progress.distinct - progress.restored) / seconds;
  }
  const std::string trend = outlook.trend ? fmt::format(" ({:+.0f}%)", 100 * *outlook.trend) : "";
  return fmt::format("{:.2f} M/s{}", rate / 1e6, trend);
}

std::vector<Part> parts_of(const Progress& progress, const Outlook& outlook) {
  std::vector<Part> parts = {{fmt::format("{:.1f} s", progress.elapsed.count()), 0}};
  if (progress.is_restoring) {
    parts.push_back({fmt::format("{} of {} states of the checkpoint are read",
                                 count_text(progress.distinct), count_text(progress.restored)),
                     0});
    return parts;
  }
  parts.push_back({fmt::format("level {}", progress.level), 1});
  parts.push_back({fmt::format("{} states", count_text(progress.distinct)), 0});
  parts.push_back({rate_text(progress, outlook), 2});
  parts.push_back({frontier_text(progress, outlook), 3});
  parts.push_back({raft::size_text(progress.memory_bytes), 5});
  if (outlook.bytes_per_state) {
    parts.push_back({fmt::format("{:.1f} B/state", *outlook.bytes_per_state), 7});
  }
  if (outlook.seconds_to_memory_limit) {
    parts.push_back(
        {fmt::format("memory limit in {}", span_text(*outlook.seconds_to_memory_limit)), 6});
  }
  if (outlook.seconds_left) {
    parts.push_back({fmt::format("{} to {} left", span_text(outlook.seconds_left->first),
                                 span_text(outlook.seconds_left->second)),
                     4});
  }
  return parts;
}

std::string joined(const std::vector<Part>& parts, int rank_max) {
  std::string text;
  for (const Part& part : parts) {
    if (part.rank > rank_max) continue;
    text += (text.empty() ? "" : "  ") + part.text;
  }
  return text;
}

}  // namespace

std::string span_text(double seconds) {
  if (seconds < 99.5) return fmt::format("{:.0f} s", seconds);
  if (seconds < 99.5 * 60) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{:.1f} h", seconds / 3600);
  if (seconds < 1000.0 * 86400) return fmt::format("{:.1f} days", seconds / 86400);
  return "years";
}

std::string progress_text(const Progress& progress, const Outlook& outlook, std::size_t columns) {
  const std::vector<Part> parts = parts_of(progress, outlook);
  int rank = 7;
  std::string text = joined(parts, rank);
  while (columns != 0 && rank > 0 && text.size() > columns) text = joined(parts, --rank);
  return text;
}

void ProgressLine::show(const Progress& progress, const std::string& name) {
  show_text(name.empty() ? progress_text(progress)
                         : printable(name) + "  " + progress_text(progress));
}

void ProgressLine::show_text(const std::string& text) {
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
