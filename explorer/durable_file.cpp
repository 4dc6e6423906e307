#include "explorer/durable_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace scrutineer {
namespace {

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category()); }

}  // namespace

DurableFile::DurableFile(const std::string& path, Mode mode)
    : file_(open(path.c_str(), (mode == Mode::write ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC,
                 0666)) {
  if (file_ < 0) fail(errno);
}

DurableFile::~DurableFile() {
  if (file_ >= 0) close(file_);
}

std::uint64_t DurableFile::size() const {
  struct stat status {};
  if (fstat(file_, &status) != 0) fail(errno);
  return static_cast<std::uint64_t>(status.st_size);
}

void DurableFile::write(std::uint64_t place, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail(count < 0 ? errno : ENOSPC);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    place += static_cast<std::uint64_t>(count);
  }
}

std::size_t DurableFile::read(std::uint64_t place, std::span<char> bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count =
        pread(file_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

void DurableFile::truncate(std::uint64_t size) {
  if (ftruncate(file_, static_cast<off_t>(size)) != 0) fail(errno);
}

void DurableFile::sync() {
  if (fsync(file_) != 0) fail(errno);
}

bool DurableFile::lock() {
  while (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) fail(errno);
  }
  return true;
}

std::string read_whole_file(const std::string& path) {
  const DurableFile file(path, DurableFile::Mode::read);
  std::string text(static_cast<std::size_t>(file.size()), '\0');
  text.resize(file.read(0, text));
  return text;
}

void replace_file(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".tmp";
  try {
    DurableFile file(temporary, DurableFile::Mode::write);
    file.truncate(0);
    file.write(0, text);
    file.sync();
    if (std::rename(temporary.c_str(), path.c_str()) != 0) fail(errno);
  } catch (const std::system_error&) {
    unlink(temporary.c_str());
    throw;
  }
}

void sync_folder(const std::string& folder) {
  DurableFile names(folder, DurableFile::Mode::read);
  try {
    names.sync();
  } catch (const std::system_error& error) {
    if (error.code() != std::errc::invalid_argument) throw;  // a system that does not have it
  }
}

}  // namespace scrutineer
