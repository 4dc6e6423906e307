// A file for the levels of a search that are expanded already.
//
// The file has no name: it is removed from its folder as soon as it is open, so that the system
// takes it away however the process ends, by SIGKILL too. It is made at the first `append`. A disk
// that is full, a folder that cannot be written, or one that is itself in memory (tmpfs: the file
// would take the same memory, and nobody would count it) is no error of the search: the levels then
// stay in memory.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace scrutineer {

/// Any function may be called from several threads at once.
class LevelFile {
 public:
  /// `folder`: where to make the file.
  explicit LevelFile(std::string folder) : folder_(std::move(folder)) {}
  ~LevelFile();
  LevelFile(const LevelFile&) = delete;
  LevelFile& operator=(const LevelFile&) = delete;

  /// Writes the bytes and returns their place, or nothing if that is not possible, now and from
  /// then on.
  [[nodiscard]] std::optional<std::uint64_t> append(std::span<const char> bytes);

  /// Fills `bytes` from `place`. Throws std::runtime_error if they cannot be read.
  void read(std::uint64_t place, std::span<char> bytes) const;

  /// Bytes in the file.
  [[nodiscard]] std::uint64_t size() const { return size_.load(); }
  /// Why nothing more is written; empty while all is well.
  [[nodiscard]] std::string failure() const;

 private:
  [[nodiscard]] int open_file() const;
  [[nodiscard]] bool make_file();
  void fail(int error);

  std::string folder_;
  int file_ = -1;  // made under the mutex before any place is given away
  bool is_open_ = false;
  std::string failure_;
  mutable std::mutex mutex_;  // of the three above
  std::atomic<std::uint64_t> size_{0};
};

}  // namespace scrutineer
