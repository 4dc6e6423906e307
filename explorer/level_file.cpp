#include "explorer/level_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

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
  if (error_ == 0) error_ = error;
}

std::optional<std::uint64_t> LevelFile::append(std::span<const char> bytes) {
  {
    const std::lock_guard lock(mutex_);
    if (error_ != 0) return std::nullopt;
    if (!is_open_) {
      file_ = open_file();
      if (file_ < 0) {
        error_ = errno;
        return std::nullopt;
      }
      is_open_ = true;
    }
  }
  const std::uint64_t place = size_.fetch_add(bytes.size());
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = pwrite(file_, bytes.data() + done, bytes.size() - done,
                                 static_cast<off_t>(place + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      fail(count < 0 ? errno : ENOSPC);
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
      throw std::runtime_error(fmt::format("a level cannot be read back from its file: {}",
                                           count < 0 ? std::strerror(errno) : "it ends early"));
    }
    done += static_cast<std::size_t>(count);
  }
}

std::string LevelFile::failure() const {
  const std::lock_guard lock(mutex_);
  return error_ == 0 ? "" : std::strerror(error_);
}

}  // namespace scrutineer
