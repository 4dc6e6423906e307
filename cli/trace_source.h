// Traces as a command gets them: a file's name, or - for standard input.
#pragma once

#include <string>

#include "cli/streams.h"
#include "traces/trace_file.h"

namespace CLI {
class App;
}

namespace scrutineer::cli {

/// Adds the argument TRACE, which `read_trace` takes, to a command.
void add_trace_argument(CLI::App& command, std::string& trace);

/// Adds --property, which of a result's traces `read_trace` takes.
void add_trace_property(CLI::App& command, std::string& property);

/// Whether TARGET is meant as a trace, and not as a variant or a file of settings: "*.json" or "-",
/// or a path that does not end in .toml.
[[nodiscard]] bool is_trace_name(const std::string& target);

/// Reads `name`, of at most 64 MiB. `property`: see `read_trace_file`; empty for none. Throws
/// ConfigurationError that begins with the name.
[[nodiscard]] raft::TraceReading read_trace(const std::string& name, const std::string& property,
                                            const Streams& streams);

/// "standard input" for -.
[[nodiscard]] std::string shown_name(const std::string& name);

}  // namespace scrutineer::cli
