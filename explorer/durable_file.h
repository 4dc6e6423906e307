// Files that outlive a crash: what was written is forced to the disk, and a small file is replaced
// as a whole or not at all.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace scrutineer {

/// An open file. Every function throws std::system_error for what the system refuses.
class DurableFile {
 public:
  enum class Mode { read, write };  // write: also read; the file is made if there is none

  DurableFile(const std::string& path, Mode mode);
  ~DurableFile();
  DurableFile(DurableFile&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  DurableFile& operator=(DurableFile&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }

  [[nodiscard]] std::uint64_t size() const;
  /// All of the bytes, at `place`.
  void write(std::uint64_t place, std::span<const char> bytes);
  /// As many as there are from `place` on; returns how many.
  [[nodiscard]] std::size_t read(std::uint64_t place, std::span<char> bytes) const;
  void truncate(std::uint64_t size);
  /// Returns when all that was written is on the disk.
  void sync();
  /// Makes this file one's own as long as it is open. False if it is somebody else's.
  [[nodiscard]] bool lock();

 private:
  int file_ = -1;
};

/// The whole text of a file.
[[nodiscard]] std::string read_whole_file(const std::string& path);

/// Writes the text to `path`.tmp, forces it to the disk and renames it. After an error `path` is
/// what it was. The name itself is on the disk only after `sync_folder`.
void replace_file(const std::string& path, const std::string& text);

/// Returns when the names in this folder are on the disk.
void sync_folder(const std::string& folder);

}  // namespace scrutineer
