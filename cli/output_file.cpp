#include "cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "cli/errors.h"

namespace scrutineer::cli {
namespace {

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool is_special(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

// Everything, or false with errno set.
bool write_all(int file, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

[[noreturn]] void fail(const std::string& path, int error) {
  throw OutputError(fmt::format("{} was not written: {}", path, std::strerror(error)));
}

void write_to(const std::string& path, const std::string& name, int flags,
              const std::string& text) {
  const int file = open(name.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666);
  if (file < 0) fail(path, errno);
  const bool is_written = write_all(file, text) && (flags == 0 || fsync(file) == 0);
  const int write_error = errno;
  const bool is_closed = close(file) == 0;
  if (is_written && is_closed) return;
  const int error = is_written ? errno : write_error;
  if (flags != 0) unlink(name.c_str());
  fail(path, error);
}

}  // namespace

void require_writable(const std::string& path) {
  if (std::filesystem::path(path).filename().empty() || std::filesystem::is_directory(path)) {
    throw ConfigurationError(fmt::format("{} is a folder; accepted: a file to write", path));
  }
  const std::string target = is_special(path) ? path : folder_of(path);
  if (access(target.c_str(), W_OK) != 0) {
    throw ConfigurationError(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
  }
}

void write_file(const std::string& path, const std::string& text) {
  if (is_special(path)) {
    write_to(path, path, 0, text);
    return;
  }
  const std::string temporary = fmt::format("{}.{}.tmp", path, getpid());
  write_to(path, temporary, O_CREAT | O_TRUNC, text);
  if (std::rename(temporary.c_str(), path.c_str()) == 0) return;
  const int error = errno;
  unlink(temporary.c_str());
  fail(path, error);
}

}  // namespace scrutineer::cli
