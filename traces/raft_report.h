// What a check of the election model was about, and its outcome as text for a person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explorer/options.h"
#include "model/raft/settings.h"
#include "traces/formats/format_list.h"
#include "traces/raft_check.h"
#include "traces/story.h"

namespace scrutineer::raft {

/// The question of a check, for every form of its report.
struct ReportSubject {
  std::string variant;      // name of the variant, or the file's
  std::string description;  // its sentence; may be empty
  Settings settings;
  Limits limits;                        // as the user gave them
  ReductionPlan reductions;             // in force, and those switched off
  std::uint64_t peak_memory_bytes = 0;  // of the process
};

/// "servers 3, max_term 2, max_crashes 0, max_cuts 0; network duplicating; ...; guards off: ..."
[[nodiscard]] std::string bounds_text(const Settings& settings);

/// The trace of a property, told and explained. REQUIRES: it has one.
[[nodiscard]] Story told_trace(const ReportSubject& subject,
                               const PropertyOutcome<ReadableModel>& one);

/// The counterexamples that a report shows, told and explained, in the order of the properties. A
/// companion's is left out where a property that ends the search is violated too: it is a part of
/// the story that is told already.
[[nodiscard]] std::vector<Story> told_counterexamples(
    const ReportSubject& subject, const std::vector<PropertyOutcome<ReadableModel>>& properties);
[[nodiscard]] std::vector<Story> told_counterexamples(const ReportSubject& subject,
                                                      const RaftOutcome& outcome);

/// Whether `one` is among them.
[[nodiscard]] bool is_trace_shown(const std::vector<PropertyOutcome<ReadableModel>>& properties,
                                  const PropertyOutcome<ReadableModel>& one);

/// What a report begins with: the variant, and the counterexamples, each after an empty line.
[[nodiscard]] std::string report_head(const ReportSubject& subject,
                                      const std::vector<Story>& stories, const RenderOptions& view);

/// The whole report: counterexamples, a line a property, counts, and last the verdict line, which
/// names bounds, network, reductions and storage. Ends with a newline. `stories` are those of
/// `told_counterexamples`, to which more may have been added; the second form tells them itself.
[[nodiscard]] std::string report_text(const ReportSubject& subject, const RaftOutcome& outcome,
                                      const std::vector<Story>& stories, const RenderOptions& view);
[[nodiscard]] std::string report_text(const ReportSubject& subject, const RaftOutcome& outcome);

/// The verdict line alone. Ends with a newline.
[[nodiscard]] std::string verdict_line(const ReportSubject& subject, const RaftOutcome& outcome);

/// "512 B", "1.5 MiB".
[[nodiscard]] std::string size_text(std::uint64_t bytes);

/// "1,234,567".
[[nodiscard]] std::string count_text(std::uint64_t count);

/// "1 step", "6 steps".
[[nodiscard]] std::string steps_text(std::size_t steps);

}  // namespace scrutineer::raft
