#include "cli/forecast.h"

#include <algorithm>

namespace scrutineer::cli {
namespace {

constexpr double window = 30;  // seconds

double rate(double before, double after, double seconds) {
  return seconds > 0 ? std::max(0.0, after - before) / seconds : 0;
}

}  // namespace

std::optional<std::pair<double, double>> seconds_left(const std::vector<std::uint64_t>& level_sizes,
                                                      std::uint64_t left,
                                                      double expanded_per_second) {
  constexpr double shrinking_least = 0.98;  // above it, the upper end says nothing
  if (level_sizes.size() < 4 || expanded_per_second <= 0) return std::nullopt;
  const auto size = [&](std::size_t back) {
    return static_cast<double>(level_sizes[level_sizes.size() - 1 - back]);
  };
  const double next = size(0);
  const double frontier = size(1);
  const auto to_expand = static_cast<double>(left);
  if (frontier <= 0 || size(2) <= 0 || size(3) <= 0) return std::nullopt;
  const double ratio = std::max(frontier / size(2), size(2) / size(3));
  if (ratio > shrinking_least || next > frontier - to_expand) return std::nullopt;
  const double expected = std::max(next, ratio * frontier);
  const double least = to_expand + next;
  const double most = to_expand + expected / (1 - ratio);
  return std::pair(least / expanded_per_second, most / expanded_per_second);
}

Forecast::Sample Forecast::at(double seconds) const {
  const auto after = std::find_if(samples_.begin(), samples_.end(),
                                  [&](const Sample& sample) { return sample.seconds >= seconds; });
  if (after == samples_.begin()) return samples_.front();
  if (after == samples_.end()) return samples_.back();
  const Sample& a = *(after - 1);
  const Sample& b = *after;
  const double part = (seconds - a.seconds) / (b.seconds - a.seconds);
  return {seconds, a.distinct + part * (b.distinct - a.distinct),
          a.expanded + part * (b.expanded - a.expanded)};
}

Outlook Forecast::look(const Progress& progress) {
  Outlook outlook;
  outlook.memory_bytes_max = memory_bytes_max_;
  if (progress.is_restoring) return outlook;
  const Sample now{progress.elapsed.count(), static_cast<double>(progress.distinct),
                   static_cast<double>(progress.expanded)};
  // The run began with what was restored; how long that took is not known here, hence the first
  // sample of a resumed search is its first progress.
  if (samples_.empty() && progress.restored == 0) samples_.push_back({});
  if (samples_.empty() || now.seconds > samples_.back().seconds) samples_.push_back(now);
  while (samples_.size() > 2 && samples_[1].seconds < now.seconds - 2 * window) {
    samples_.pop_front();
  }

  const double half = std::min(window, (now.seconds - samples_.front().seconds) / 2);
  constexpr double halves_min = 2;  // seconds; below, the whole is told and no trend
  const double span = half < halves_min ? 2 * half : half;
  const Sample recent = at(now.seconds - span);
  outlook.states_per_second = rate(recent.distinct, now.distinct, span);
  if (half >= halves_min) {
    const double before = rate(at(now.seconds - 2 * half).distinct, recent.distinct, half);
    if (before > 0) outlook.trend = outlook.states_per_second / before - 1;
  }
  const auto& sizes = progress.level_sizes;
  if (progress.level > 0 && sizes.size() > progress.level) {
    outlook.growth = static_cast<double>(sizes[progress.level]) /
                     static_cast<double>(std::max<std::uint64_t>(sizes[progress.level - 1], 1));
  }
  if (progress.distinct > 0 && progress.memory_bytes > 0) {
    outlook.bytes_per_state =
        static_cast<double>(progress.memory_bytes) / static_cast<double>(progress.distinct);
  }
  if (memory_bytes_max_ && outlook.bytes_per_state && outlook.states_per_second > 0) {
    const std::uint64_t room =
        *memory_bytes_max_ - std::min(*memory_bytes_max_, progress.memory_bytes);
    outlook.seconds_to_memory_limit =
        static_cast<double>(room) / (*outlook.bytes_per_state * outlook.states_per_second);
  }
  outlook.seconds_left =
      seconds_left(sizes, progress.frontier_left, rate(recent.expanded, now.expanded, span));
  return outlook;
}

}  // namespace scrutineer::cli
