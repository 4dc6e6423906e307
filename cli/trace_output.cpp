#include "cli/trace_output.h"

#include <ostream>

#include <fmt/format.h>

#include "cli/output_file.h"

namespace scrutineer::cli {

const PropertyOutcome<raft::ReadableModel>* traced_property(
    const std::vector<PropertyOutcome<raft::ReadableModel>>& properties, bool is_named) {
  const PropertyOutcome<raft::ReadableModel>* violated = nullptr;
  const PropertyOutcome<raft::ReadableModel>* witnessed = nullptr;
  for (const auto& one : properties) {
    const bool is_violated = one.verdict == PropertyVerdict::violated;
    if (is_violated && (violated == nullptr || (!violated->stops_search && one.stops_search))) {
      violated = &one;
    }
    if (one.trace && !is_violated && witnessed == nullptr) witnessed = &one;
  }
  if (violated != nullptr) return violated;
  return is_named ? witnessed : nullptr;
}

void write_text(const std::string& file, const std::string& text, const Streams& streams) {
  if (file == "-") {
    streams.out << text << std::flush;
  } else {
    write_file(file, text);
  }
}

void tell_of_no_trace(const std::string& file, const Streams& streams) {
  streams.err << fmt::format("scrutineer: {} was not written: no property is violated\n",
                             file == "-" ? "the trace" : file);
}

}  // namespace scrutineer::cli
