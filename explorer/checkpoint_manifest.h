// The small file of a checkpoint: what it is of, how far the search was, and how much of the large
// file counts. A JSON text that a person can read; its last line is a checksum of all before it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "explorer/search_position.h"

namespace scrutineer {

struct CheckpointManifest {
  std::string version;  // of the program that wrote it
  std::string subject;  // what is checked: a JSON value, for whoever made it
  bool is_complete = false;
  std::uint64_t states_bytes = 0;  // of the file of states that count
  std::uint64_t states_checksum = 0;
  std::optional<SearchPosition> position;  // none before the first round
};

/// A text that is no manifest. `what()` completes "FILE ...": "is damaged: ...".
class ManifestError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The text. Throws std::invalid_argument if `subject` is no JSON.
[[nodiscard]] std::string manifest_text(const CheckpointManifest& manifest);

/// The manifest of a text: `manifest_text` gives that very text back, its version aside. Throws
/// ManifestError for any other text, and for one of another format or byte order.
[[nodiscard]] CheckpointManifest manifest_of(const std::string& text);

}  // namespace scrutineer
