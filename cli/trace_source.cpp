#include "cli/trace_source.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/errors.h"
#include "properties/raft/property_list.h"

namespace scrutineer::cli {
namespace {

constexpr std::size_t bytes_max = std::size_t{64} << 20U;

// Everything, block by block: a pipe has no size, and a device no end.
std::string read_all(std::istream& in, const std::string& name) {
  std::string text;
  std::vector<char> block(std::size_t{1} << 16U);
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > bytes_max) {
      throw ConfigurationError(
          fmt::format("{}: is larger than {} MiB; accepted: a trace", name, bytes_max >> 20U));
    }
  }
  if (in.bad()) throw ConfigurationError(fmt::format("{}: cannot be read", name));
  return text;
}

std::string read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw ConfigurationError(fmt::format("{}: is a directory; accepted: a trace file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw ConfigurationError(fmt::format("{}: {}", path, std::strerror(errno)));
  return read_all(file, path);
}

std::string read_standard_input(const Streams& streams) {
  return streams.in == nullptr ? std::string() : read_all(*streams.in, shown_name("-"));
}

}  // namespace

void add_trace_argument(CLI::App& command, std::string& trace) {
  command
      .add_option("TRACE", trace,
                  "a trace file, or the result of check --json; - for standard input")
      ->required();
}

void add_trace_property(CLI::App& command, std::string& property) {
  command.add_option("--property", property,
                     "which trace of a result; default: the first property that is violated");
}

bool is_trace_name(const std::string& target) {
  if (target.ends_with(".toml")) return false;
  return target == "-" || target.ends_with(".json") || target.find('/') != std::string::npos;
}

std::string shown_name(const std::string& name) { return name == "-" ? "standard input" : name; }

raft::TraceReading read_trace(const std::string& name, const std::string& property,
                              const Streams& streams) {
  if (!property.empty()) {
    try {
      (void)raft::choose_properties(std::vector<std::string>{property});
    } catch (const raft::UnknownProperty& error) {
      throw UsageError(error.what());
    }
  }
  const std::string text = name == "-" ? read_standard_input(streams) : read_file(name);
  try {
    return raft::read_with_contradictions(text, property);
  } catch (const raft::NotATrace& error) {
    throw ConfigurationError(fmt::format("{}: {}", shown_name(name), error.what()));
  }
}

}  // namespace scrutineer::cli
