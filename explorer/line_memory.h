// Zeroed memory for the lines of a table, aligned to them, in huge pages where it is large.
//
// Fresh pages of the system are zero already, so a table that grows pays for clearing once. Huge
// pages (madvise) save most of the address translations of random reads: 1.2 to 1.6 times the
// speed on large tables. Tables of a middle size share them (`line_pool.h`); small ones come from
// the allocator, without a call of the system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "explorer/line_pool.h"

namespace scrutineer {

class LineMemory {
 public:
  LineMemory() = default;
  /// `words` zero words, of the pool if it has them. Throws std::bad_alloc.
  LineMemory(std::size_t words, LinePool& pool) : words_(words) {
    LinePool::Slot slot = pool.take(bytes());
    if (slot.place == nullptr && bytes() >= mapped_bytes_min) {
      slot.region = std::make_shared<MappedPages>(bytes());
      slot.place = slot.region->data();
      if (slot.place == nullptr) throw std::bad_alloc();
    }
    if (slot.place != nullptr) {
      region_ = std::move(slot.region);
      data_ = reinterpret_cast<std::uint64_t*>(slot.place);
      return;
    }
    const std::size_t rounded = (bytes() + alignment - 1) / alignment * alignment;
    data_ = static_cast<std::uint64_t*>(std::aligned_alloc(alignment, rounded));
    if (data_ == nullptr) throw std::bad_alloc();
    std::memset(data_, 0, rounded);
  }
  LineMemory(LineMemory&& other) noexcept { *this = std::move(other); }
  LineMemory& operator=(LineMemory&& other) noexcept {
    std::swap(region_, other.region_);
    std::swap(data_, other.data_);
    std::swap(words_, other.words_);
    return *this;
  }
  ~LineMemory() {
    if (!region_) std::free(data_);
  }

  [[nodiscard]] std::uint64_t* data() { return data_; }
  [[nodiscard]] const std::uint64_t* data() const { return data_; }
  [[nodiscard]] std::size_t bytes() const { return words_ * sizeof(std::uint64_t); }

 private:
  static constexpr std::size_t alignment = 64;
  // Above it freed memory goes back to the system; in the allocator, tables that grow would leave
  // holes of sizes that nobody asks for again.
  static constexpr std::size_t mapped_bytes_min = std::size_t{1} << 17U;

  std::shared_ptr<MappedPages> region_;  // that `data_` lies in; null: it is the allocator's
  std::uint64_t* data_ = nullptr;
  std::size_t words_ = 0;
};

}  // namespace scrutineer
