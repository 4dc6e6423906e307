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

void write_traces(const TraceTargets& targets, const raft::ReportSubject& subject,
                  const PropertyOutcome<raft::ReadableModel>* traced, const Streams& streams) {
  const auto& [file, view] = targets;
  if (file.empty() && !is_viewed(view)) return;
  const std::string view_file = view.output.empty() ? "-" : view.output;
  if (traced == nullptr) {
    if (!file.empty()) tell_of_no_trace(file, streams);
    if (is_viewed(view)) tell_of_no_trace(view_file, streams);
    return;
  }
  const Story story = raft::told_trace(subject, *traced);
  if (!file.empty()) write_text(file, story.document, streams);
  if (!is_viewed(view)) return;
  const Terminal& terminal = streams.out_terminal;
  const RenderOptions options =
      render_options(view, view_file == "-" ? terminal : file_beside(terminal), story.lanes);
  write_text(view_file, chosen_format(view).render(story, options), streams);
}

}  // namespace scrutineer::cli
