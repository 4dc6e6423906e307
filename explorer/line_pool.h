// Where growing tables get their memory: those of one size side by side, in huge pages.
//
// The tables of all shards grow at about the same time and to the same size, and a table of some
// hundred KiB is smaller than a huge page: each growth would fault its pages in one by one, 4 KiB
// at a time, and the system serves the faults, maps and unmaps of one process one after another.
// With two threads that was a third of the time. So tables of one size share one region of the
// system, aligned to huge pages; it goes back as a whole when the last of them has grown out of it.
//
// It costs memory while a generation grows into the next one: both are there. Hence it is for
// small tables only (all of them together take 128 MiB at the most); larger ones have a mapping
// of their own and are in huge pages anyway. Rejected: reusing freed memory (sizes never fit again;
// it has to be cleared); reserving address space for tables that grow in place (their lines are
// reordered as they grow).
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "explorer/shard.h"

namespace scrutineer {

/// Pages of the system, zero and in huge pages if the system will; given back by the destructor.
class MappedPages {
 public:
  static constexpr std::size_t huge = std::size_t{1} << 21U;

  /// `bytes` from a multiple of `huge` on; `data()` is null if there is no room.
  explicit MappedPages(std::size_t bytes) : mapped_bytes_(bytes + huge) {
    void* const place = mmap(nullptr, mapped_bytes_, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) return;
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    begin_ = static_cast<char*>(place);
    data_ = begin_ + ((huge - address % huge) % huge);
    // A wish; without it all is well too. Not for the rest, which would take a huge page more.
    (void)madvise(data_, bytes / huge * huge, MADV_HUGEPAGE);
  }
  MappedPages(const MappedPages&) = delete;
  MappedPages& operator=(const MappedPages&) = delete;
  ~MappedPages() {
    if (begin_ != nullptr) munmap(begin_, mapped_bytes_);
  }

  [[nodiscard]] char* data() const { return data_; }

 private:
  std::size_t mapped_bytes_;
  char* begin_ = nullptr;
  char* data_ = nullptr;
};

/// Gives out slots. Any thread; slots may outlive the pool.
class LinePool {
 public:
  static constexpr std::size_t slot_bytes_min = std::size_t{1} << 15U;
  static constexpr std::size_t slot_bytes_max = std::size_t{1} << 21U;

  /// A slot is the memory from `place` on for as long as `region` is kept.
  struct Slot {
    std::shared_ptr<MappedPages> region;
    char* place = nullptr;
  };

  /// `bytes` zero bytes, aligned to a line. Empty if this size is not the pool's, or if the system
  /// has no room for a region. Throws std::bad_alloc for want of room for the region's record.
  [[nodiscard]] Slot take(std::size_t bytes) {
    if (bytes < slot_bytes_min || bytes >= slot_bytes_max) return {};
    const std::lock_guard lock(mutex_);
    auto open = std::find_if(open_.begin(), open_.end(),
                             [&](const Region& region) { return region.slot_bytes == bytes; });
    if (open == open_.end()) {
      auto pages = std::make_shared<MappedPages>(bytes * shard_count);
      if (pages->data() == nullptr) return {};
      open_.push_back({std::move(pages), bytes, shard_count});
      open = open_.end() - 1;
    }
    --open->slots_left;
    Slot slot{open->pages, open->pages->data() + open->slots_left * bytes};
    if (open->slots_left == 0) open_.erase(open);
    return slot;
  }

 private:
  struct Region {
    std::shared_ptr<MappedPages> pages;
    std::size_t slot_bytes = 0;
    std::size_t slots_left = 0;
  };

  std::mutex mutex_;
  std::vector<Region> open_;  // regions with slots left: some tables run ahead of others
};

}  // namespace scrutineer
