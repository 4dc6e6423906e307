// A trace as a file: written by `check --trace` and `show --format json`, read back by `replay`.
// `docs/json-schema.md` describes it.
//
// The digest: most changes to a trace make a step illegal, but not all (a bound that is raised, a
// description, a step that changes nothing and is left out). So the file carries a UUID of version
// 5 (RFC 4122: the first 122 bits of SHA-1) of all the rest in its canonical form, which is the
// JSON without white space and with the members in the order of the schema. It is against slips,
// not against forgery: whoever changes a file can write a new digest too. Boost.Uuid makes it;
// Boost's bare SHA-1 is a detail of that library whose interface has changed.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "explorer/shortest_path.h"
#include "model/raft/readable_model.h"

namespace scrutineer::raft {

/// Grows when a member is added, removed or changes its meaning.
inline constexpr int trace_file_version = 1;

/// The property of a trace that claims nothing: a behaviour and no more.
inline constexpr std::string_view no_property = "none";

/// A trace and what it is a trace of.
struct TraceFile {
  std::string variant;      // a variant's name or a settings file's
  std::string description;  // may be empty
  Settings settings;
  std::string property;  // that the end of the path decides; or "none"
  Path<ReadableModel> path;
  std::string program = {};  // that wrote it, "scrutineer 0.1.0"; empty for this one
};

/// A text that is no trace file; `what()` names the member (as a JSON pointer) and what is
/// accepted.
class NotATrace : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The file's text: one JSON object, indented, ending with a newline.
[[nodiscard]] std::string trace_file_text(const TraceFile& trace);

/// The digest of that text, "6d9f1c0e-...".
[[nodiscard]] std::string digest_of(const TraceFile& trace);

/// Reads such a text; every member is looked at, unknown ones are refused, texts of actions and the
/// digest have to agree with the rest. Whether the steps are legal is for `replay` to say, not for
/// this. The result of `check --json` is read as well: the trace of `property`, or without one of
/// the first property that is violated, or else that has a trace. With a trace file `property` may
/// only be its own. Throws NotATrace.
[[nodiscard]] TraceFile read_trace_file(std::string_view text, std::string_view property = {});

/// A place where a file that can be read does not agree with itself.
struct Contradiction {
  std::optional<std::size_t> step;  // 1-based; none for the whole file
  std::string text;                 // with the JSON pointer, as in NotATrace
};

/// A trace and its contradictions in the order of the file, those of the whole last.
struct TraceReading {
  TraceFile trace;
  std::vector<Contradiction> contradictions;
};

/// As `read_trace_file`, for those who look at the steps first: a changed action is better told as
/// the step that is not legal than as a text that does not fit. Throws NotATrace for the rest.
[[nodiscard]] TraceReading read_with_contradictions(std::string_view text,
                                                    std::string_view property = {});

}  // namespace scrutineer::raft
