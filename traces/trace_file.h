// A trace as a file: written by `check --trace` and `show --format json`, read back by `replay`.
// `docs/json-schema.md` describes it.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// A trace and what it is a trace of.
struct TraceFile {
  std::string variant;
  std::string description;
  Settings settings;
  std::string property;
  Path<ReadableModel> path;
};

/// A text that is no trace file; `what()` names the member (as a JSON pointer) and what is
/// accepted.
class NotATrace : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The file's text: one JSON object, indented, ending with a newline.
[[nodiscard]] std::string trace_file_text(const TraceFile& trace);

/// Reads such a text; every member is looked at, unknown ones are refused. Whether the steps are
/// legal is for `replay` to say, not for this. Throws NotATrace.
[[nodiscard]] TraceFile read_trace_file(std::string_view text);

}  // namespace scrutineer::raft
