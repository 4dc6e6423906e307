// A search on disk, from which it can go on after its process has ended in whatever way.
//
// Idea: a folder with two files. `states` has the states in the order in which they were found, as
// the log of levels has them (`level_log.h`); it only grows. `checkpoint.json` is small and says
// how far the search was and how many bytes of `states` belong to it, with their checksum. A
// checkpoint appends what is new, forces it to the disk, and then replaces the small file as a
// whole: there is no moment at which the folder does not hold a whole checkpoint, the new one or
// the one before. What a write that was cut off has left behind the bytes that count is
// overwritten by the next one. (Append first, then move one small pointer: as log-structured file
// systems do, and databases with a write-ahead log.)
//
// The visited set is not written: it is made of the states again, at some millions a second, which
// costs less than to write and read it, and takes no second format that could go wrong.
//
// What is refused rather than believed: a folder that holds something else, another version of the
// program, another search, a file with a byte that is not as it was written (see `file_checksum.h`
// for what that protects against), and a folder that another process works in (a lock of the
// system, which ends with its process).
//
// Rejected: a snapshot of the tables (as TLC does: larger than the states, and it has to be
// consistent with the queue); marks at the ends of levels only (a level may last half an hour);
// writing from a second thread while the search goes on (it would have to compete for two cores;
// what is written in one go takes about a second for each gigabyte).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include "explorer/checkpoint_manifest.h"
#include "explorer/durable_file.h"
#include "explorer/file_checksum.h"
#include "explorer/search_position.h"

namespace scrutineer {

/// A checkpoint that cannot be begun or taken up. `what()` names the file or the folder, what is
/// wrong, and what is accepted.
class CheckpointError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether the folder holds a checkpoint, of whatever search and in whatever condition.
[[nodiscard]] bool is_checkpoint(const std::string& folder);

/// One search at a time. Not for several threads.
class Checkpoint {
 public:
  /// Begins one for a search that has not begun, and writes it. `folder` is made if there is none;
  /// `subject` is a JSON value that says what is checked. Throws CheckpointError if the folder
  /// holds anything, or cannot be written to.
  [[nodiscard]] static Checkpoint begin(const std::string& folder, const std::string& subject);

  /// Opens one to go on from. Throws CheckpointError.
  [[nodiscard]] static Checkpoint open(const std::string& folder);

  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] const std::string& subject() const { return manifest_.subject; }
  /// Of the last checkpoint that was written or opened; none before the first.
  [[nodiscard]] const std::optional<SearchPosition>& position() const { return manifest_.position; }
  [[nodiscard]] bool is_complete() const { return manifest_.is_complete; }

  /// Fills `bytes` with the next records of an opened checkpoint. REQUIRES: they are there, by
  /// `position()`, and nothing was written yet. Throws CheckpointError if they cannot be read.
  void read(std::span<char> bytes);
  /// After the last record. Throws CheckpointError unless all that was read is what was written.
  void require_intact() const;
  /// A CheckpointError for states that cannot be what was written, for the reason given.
  [[nodiscard]] CheckpointError damage(const std::string& reason) const;

  using Sink = std::function<void(std::span<const char>)>;
  /// Writes a checkpoint: `records` is called with a sink that takes, in order and in pieces of any
  /// size, the records that the last checkpoint does not have. Returns whether it is there; if not,
  /// `failure` says why, and the last one is as it was. Throws std::logic_error if the records are
  /// not as many as the position tells.
  bool write(const SearchPosition& position, const std::function<void(const Sink&)>& records);
  /// Notes that the search came to its end by itself; as `write`.
  bool complete();
  /// Why the last write did not succeed; empty if it did.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] std::uint64_t states_bytes() const { return manifest_.states_bytes; }

 private:
  Checkpoint(std::string folder, DurableFile lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}

  [[nodiscard]] std::string manifest_path() const { return folder_ + "/checkpoint.json"; }
  [[nodiscard]] std::string states_path() const { return folder_ + "/states"; }
  [[nodiscard]] DurableFile& states();
  void append(const std::function<void(const Sink&)>& records, CheckpointManifest& next,
              FileChecksum& sum);
  void replace_manifest(CheckpointManifest next, const FileChecksum& sum);
  template <class Attempt>
  bool try_to(const Attempt& attempt);

  std::string folder_;
  DurableFile lock_;
  std::optional<DurableFile> states_;
  CheckpointManifest manifest_;  // what the folder has
  FileChecksum sum_;             // of the states read, or written
  std::uint64_t read_bytes_ = 0;
  std::string failure_;
};

}  // namespace scrutineer
