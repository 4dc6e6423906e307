#include "cli/memory.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>

namespace scrutineer::cli {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

std::uint64_t physical_bytes() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return unlimited;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page);
}

// Of the control group as seen from within it: version 2, then version 1. "max" does not parse.
std::uint64_t control_group_bytes() {
  for (const char* path :
       {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::uint64_t bytes = 0;
    if (std::ifstream(path) >> bytes && bytes > 0) return bytes;
  }
  return unlimited;
}

// What a limit on the address space leaves to a search; `unlimited` without such a limit.
std::uint64_t address_space_bytes(unsigned threads) {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  mallopt(M_ARENA_MAX, 1);
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const long page = sysconf(_SC_PAGESIZE);
  // A thread's stack is 8 MiB, and it allocates a little for itself.
  const std::uint64_t taken = pages * static_cast<std::uint64_t>(page) + 10 * mebibyte * threads;
  const std::uint64_t left = limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, taken);
  return std::max(left / 4 * 3, mebibyte);
}

}  // namespace

std::uint64_t peak_memory_bytes() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;  // Linux counts in KiB
}

std::optional<std::uint64_t> default_memory_limit(unsigned threads) {
  const std::uint64_t least =
      std::min({physical_bytes(), control_group_bytes(), address_space_bytes(threads)});
  if (least == unlimited) return std::nullopt;
  return least / 10 * 9;
}

}  // namespace scrutineer::cli
