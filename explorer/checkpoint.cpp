#include "explorer/checkpoint.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "model/version.h"

namespace scrutineer {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "checkpoint.json";
constexpr const char* lock_name = "lock";

std::string text_of(const std::system_error& error) { return error.code().message(); }

// What a process that was killed at its very beginning may have left.
bool is_leftover(const std::string& name) {
  return name == lock_name || name == std::string(manifest_name) + ".tmp";
}

// Makes the folder if there is none. Throws CheckpointError if it holds anything.
void require_empty_folder(const std::string& folder) {
  std::error_code error;
  if (is_checkpoint(folder)) {
    throw CheckpointError(
        fmt::format("{} holds a checkpoint already; resume it, or choose another folder", folder));
  }
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found) {
    error.clear();
    if (fs::create_directory(folder, error)) return;
    throw CheckpointError(fmt::format("{} cannot be made: {}", folder, error.message()));
  }
  if (!fs::is_directory(status)) {
    throw CheckpointError(fmt::format("{} is no folder; accepted: a new or empty one", folder));
  }
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (is_leftover(name)) continue;
    throw CheckpointError(
        fmt::format("{} is no checkpoint and not empty, it has {}; accepted: a new or empty folder",
                    folder, name));
  }
  if (error) throw CheckpointError(fmt::format("{} cannot be read: {}", folder, error.message()));
}

DurableFile locked(const std::string& folder) {
  try {
    DurableFile lock(folder + "/" + lock_name, DurableFile::Mode::write);
    if (lock.lock()) return lock;
  } catch (const std::system_error& error) {
    throw CheckpointError(fmt::format("{} cannot be written to: {}", folder, text_of(error)));
  }
  throw CheckpointError(fmt::format(
      "{} is in use by another process; wait for its end, or choose another folder", folder));
}

}  // namespace

bool is_checkpoint(const std::string& folder) {
  std::error_code unknown;  // then it is none
  return fs::exists(fs::path(folder) / manifest_name, unknown);
}

Checkpoint Checkpoint::begin(const std::string& folder, const std::string& subject) {
  require_empty_folder(folder);
  Checkpoint checkpoint(folder, locked(folder));
  require_empty_folder(folder);  // again: it was not locked
  CheckpointManifest first;
  first.version = version;
  first.subject = subject;
  first.states_checksum = FileChecksum().value();
  try {
    checkpoint.replace_manifest(std::move(first), FileChecksum());
  } catch (const std::system_error& error) {
    throw CheckpointError(fmt::format("{} cannot be written to: {}", folder, text_of(error)));
  }
  return checkpoint;
}

Checkpoint Checkpoint::open(const std::string& folder) {
  if (!is_checkpoint(folder)) {
    throw CheckpointError(
        fmt::format("{} holds no checkpoint; accepted: a folder that a check was given for its "
                    "checkpoints",
                    folder));
  }
  Checkpoint checkpoint(folder, locked(folder));
  const std::string path = checkpoint.manifest_path();
  try {
    checkpoint.manifest_ = manifest_of(read_whole_file(path));
  } catch (const ManifestError& error) {
    throw CheckpointError(
        fmt::format("{} {}; start again with another folder", path, error.what()));
  } catch (const std::system_error& error) {
    throw CheckpointError(fmt::format("{} cannot be read: {}", path, text_of(error)));
  }
  const CheckpointManifest& manifest = checkpoint.manifest_;
  if (manifest.version != version) {
    throw CheckpointError(
        fmt::format("{} was written by version {}, this is {}; resume it with that version, or "
                    "start again with another folder",
                    path, manifest.version, version));
  }
  if (manifest.states_bytes == 0) return checkpoint;
  try {
    const std::uint64_t size = checkpoint.states().size();
    if (size >= manifest.states_bytes) return checkpoint;
    throw checkpoint.damage(fmt::format("it has {} bytes of {}", size, manifest.states_bytes));
  } catch (const std::system_error& error) {
    throw CheckpointError(
        fmt::format("{} cannot be read: {}", checkpoint.states_path(), text_of(error)));
  }
}

CheckpointError Checkpoint::damage(const std::string& reason) const {
  return CheckpointError(
      fmt::format("{} is damaged: {}; start again with another folder", states_path(), reason));
}

DurableFile& Checkpoint::states() {
  if (!states_) {
    // What is to be read is there; a file made here would only look like it.
    const bool is_there = fs::exists(states_path());
    const bool is_new = manifest_.states_bytes == 0;
    if (!is_there && !is_new) throw damage("it is missing");
    states_.emplace(states_path(), DurableFile::Mode::write);
  }
  return *states_;
}

void Checkpoint::read(std::span<char> bytes) {
  try {
    if (states().read(read_bytes_, bytes) != bytes.size()) throw damage("it ends early");
  } catch (const std::system_error& error) {
    throw CheckpointError(fmt::format("{} cannot be read: {}", states_path(), text_of(error)));
  }
  read_bytes_ += bytes.size();
  sum_.add(bytes);
}

void Checkpoint::require_intact() const {
  if (read_bytes_ == manifest_.states_bytes && sum_.value() == manifest_.states_checksum) return;
  throw damage("its checksum does not fit");
}

void Checkpoint::append(const std::function<void(const Sink&)>& records, CheckpointManifest& next,
                        FileChecksum& sum) {
  DurableFile& file = states();
  file.truncate(manifest_.states_bytes);  // what a write that was cut off has left
  std::vector<char> buffer;
  constexpr std::size_t buffer_bytes = std::size_t{1} << 20U;
  buffer.reserve(buffer_bytes);
  const auto flush = [&] {
    file.write(next.states_bytes, buffer);
    sum.add(buffer);
    next.states_bytes += buffer.size();
    buffer.clear();
  };
  records([&](std::span<const char> bytes) {
    while (!bytes.empty()) {
      const auto part = bytes.first(std::min(bytes.size(), buffer_bytes - buffer.size()));
      buffer.insert(buffer.end(), part.begin(), part.end());
      bytes = bytes.subspan(part.size());
      if (buffer.size() == buffer_bytes) flush();
    }
  });
  flush();
  file.sync();
}

// Throws std::system_error; the manifest is then the old one, or the new one and not yet surely on
// the disk. Either is whole, and `manifest_` is the one that is there.
void Checkpoint::replace_manifest(CheckpointManifest next, const FileChecksum& sum) {
  replace_file(manifest_path(), manifest_text(next));
  manifest_ = std::move(next);
  sum_ = sum;
  sync_folder(folder_);
}

template <class Attempt>
bool Checkpoint::try_to(const Attempt& attempt) {
  failure_.clear();
  try {
    attempt();
  } catch (const std::runtime_error& error) {  // of the system, or of the log's own file
    failure_ = error.what();
  } catch (const std::bad_alloc&) {
    failure_ = "memory ran out";
  }
  if (failure_.empty()) return true;
  try {
    // What is left on a disk that is full is somebody else's need.
    if (states_) states_->truncate(manifest_.states_bytes);
  } catch (const std::system_error&) {
    // The next write will; until then the bytes do not count.
  }
  return false;
}

bool Checkpoint::write(const SearchPosition& position,
                       const std::function<void(const Sink&)>& records) {
  return try_to([&] {
    CheckpointManifest next = manifest_;
    FileChecksum sum = sum_;
    append(records, next, sum);
    if (next.states_bytes != position.states() * position.record_bytes) {
      throw std::logic_error("a checkpoint has not the states that it should");
    }
    next.is_complete = false;
    next.position = position;
    next.states_checksum = sum.value();
    replace_manifest(std::move(next), sum);
  });
}

bool Checkpoint::complete() {
  return try_to([&] {
    CheckpointManifest next = manifest_;
    next.is_complete = true;
    replace_manifest(std::move(next), sum_);
  });
}

}  // namespace scrutineer
