#include "explorer/level_file.h"

#include <fcntl.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#endif

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

namespace scrutineer {

LevelFile::~LevelFile() {
  if (is_open_) close(file_);
}

// A name is given for an instant where the file system cannot do without.
int LevelFile::open_file() const {
#ifdef O_TMPFILE
  const int nameless = open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (nameless >= 0) return nameless;
#endif
  std::string name = folder_ + "/scrutineer-levels-XXXXXX";
  const int file = mkostemp(name.data(), O_CLOEXEC);
  if (file >= 0) unlink(name.c_str());
  return file;
}

void LevelFile::fail(int error) {
  const std::lock_guard lock(mutex_);
  if (failure_.empty()) failure_ = std::generic_category().message(error);
}

// REQUIRES: the mutex is held.
bool LevelFile::make_file() {
  file_ = open_file();
  if (file_ < 0) {
    failure_ = std::generic_category().message(errno);
    return false;
  }
  is_open_ = true;
#ifdef __linux__
  struct statfs system {};
  const bool is_known = fstatfs(file_, &system) == 0;
  if (is_known && (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC)) {
    failure_ = "its file system is in memory itself";
    return false;
  }
#endif
  return true;
}

std::optional<std::uint64_t> LevelFile::append(std::span<const char> bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty() || (!is_open_ && !make_file())) return std::nullopt;
  }
  const std::uint64_t place = size_.fetch_add(bytes.size());
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        pwrite(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      fail(count < 0 ? errno : ENOSPC);
      // What is left on a disk that is full is somebody else's need.
      const bool is_last = size_.load() == place + bytes.size();
      if (is_last && ftruncate(file_, static_cast<off_t>(place)) == 0) size_.store(place);
      return std::nullopt;
    }
    done += static_cast<std::size_t>(count);
  }
  return place;
}

void LevelFile::read(std::uint64_t place, std::span<char> bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      throw std::runtime_error(fmt::format(
          "a level cannot be read back from its file: {}",
          count < 0 ? std::generic_category().message(errno) : std::string("it ends early")));
    }
    done += static_cast<std::size_t>(count);
  }
}

std::string LevelFile::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace scrutineer
