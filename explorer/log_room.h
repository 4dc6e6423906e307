// Memory for the log of levels: written once, in order, and given back in the same order.
//
// Blocks are cut from chunks of pages of the system, in huge ones: the allocator would fault them
// in one small page at a time, ask the system for each few of them, and keep what is freed in
// holes. A chunk goes back when the last block in it is let go. Few bytes come from the allocator,
// so that a tiny model touches no large page.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

#include "explorer/line_pool.h"

namespace scrutineer {

class LogRoom {
 public:
  /// `bytes` bytes, for as long as the pointer or a copy of it is kept. Throws std::bad_alloc.
  [[nodiscard]] std::shared_ptr<char[]> take(std::uint64_t bytes) {
    if (bytes < few) return std::shared_ptr<char[]>(new char[bytes]);
    if (!chunk_ || bytes > chunk_bytes_ - used_) {
      chunk_.reset();
      const std::uint64_t size = std::max(chunk_bytes_min, bytes);
      auto chunk = std::make_shared<MappedPages>(size);
      if (chunk->data() == nullptr) throw std::bad_alloc();
      chunk_ = std::move(chunk);
      chunk_bytes_ = size;
      used_ = 0;
    }
    char* const place = chunk_->data() + used_;
    used_ += bytes;
    return {chunk_, place};
  }

 private:
  static constexpr std::uint64_t few = std::uint64_t{1} << 17U;
  static constexpr std::uint64_t chunk_bytes_min = 4 * MappedPages::huge;

  std::shared_ptr<MappedPages> chunk_;  // that is being cut
  std::uint64_t chunk_bytes_ = 0;
  std::uint64_t used_ = 0;
};

}  // namespace scrutineer
