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

// The file behind symbolic links, which need not exist yet: a rename would replace the link.
std::string behind_links(std::string path) {
  constexpr int links_max = 40;  // as the system's own limit
  for (int k = 0; k < links_max; ++k) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) break;
    path = (std::filesystem::path(folder_of(path)) / target).string();
  }
  return path;
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
  std::error_code unknown;  // then the check below says why
  if (std::filesystem::path(path).filename().empty() ||
      std::filesystem::is_directory(path, unknown)) {
    throw ConfigurationError(fmt::format("{} is a folder; accepted: a file to write", path));
  }
  // The dot makes a file in the place of the folder an error.
  const std::string target = is_special(path) ? path : folder_of(behind_links(path)) + "/.";
  if (access(target.c_str(), W_OK) != 0) {
    throw ConfigurationError(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
  }
}

void require_writable_folder(const std::string& path) {
  if (access((path + "/.").c_str(), W_OK) == 0) return;
  throw ConfigurationError(
      fmt::format("{} is no folder to write to: {}", path, std::strerror(errno)));
}

void write_file(const std::string& path, const std::string& text) {
  if (is_special(path)) {
    write_to(path, path, 0, text);
    return;
  }
  const std::string file = behind_links(path);
  const std::string temporary = fmt::format("{}.{}.tmp", file, getpid());
  write_to(path, temporary, O_CREAT | O_TRUNC, text);
  if (std::rename(temporary.c_str(), file.c_str()) == 0) return;
  const int error = errno;
  unlink(temporary.c_str());
  fail(path, error);
}

}  // namespace scrutineer::cli
