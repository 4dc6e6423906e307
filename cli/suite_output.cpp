#include "cli/suite_output.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "cli/errors.h"
#include "cli/output_file.h"
#include "cli/output_names.h"

namespace scrutineer::cli {
namespace {

namespace fs = std::filesystem;

// GitHub takes a summary of at most 1 MiB for a step.
constexpr std::size_t summary_bytes_max = std::size_t{1} << 20U;

std::string step_summary() {
  const char* const path = std::getenv("GITHUB_STEP_SUMMARY");
  return path == nullptr ? "" : path;
}

void append_summary(const std::string& path, const raft::SuiteReport& report) {
  std::error_code error;  // an unreadable size is that of a new file
  const auto size = fs::file_size(path, error);
  const std::size_t used = error ? 0 : std::min<std::size_t>(size, summary_bytes_max);
  const std::size_t room = summary_bytes_max - used;
  std::ofstream file(path, std::ios::app | std::ios::binary);
  file << raft::suite_markdown_within(report, room) << std::flush;
  if (!file) throw OutputError(fmt::format("{} was not written", path));
}

void write_pages(const std::string& folder, const raft::SuiteReport& report) {
  for (const auto& [name, text] : raft::suite_html(report)) {
    write_file((fs::path(folder) / name).string(), text);
  }
}

void write_annotations(const raft::SuiteReport& report, const Streams& streams) {
  streams.out << raft::suite_annotations(report) << std::flush;
}

// Standard output has the summary.
void refuse_as_file(const std::string& option, const std::string& value) {
  if (value == "-") {
    throw UsageError(fmt::format("{} is '-'; accepted: a file, as /dev/stdout", option));
  }
  refuse_option_as_file(option, value);
}

}  // namespace

void require_outputs(const SuiteOutputs& outputs, const std::string& suite_file) {
  std::vector<std::pair<std::string, std::string>> files = {{"the suite's file", suite_file}};
  for (const auto& [name, path] : outputs.files) refuse_as_file("--" + name, path);
  refuse_as_file("--html", outputs.html);
  refuse_as_file("--baseline", outputs.baseline);
  for (const auto& [name, path] : outputs.files) {
    if (path.empty()) continue;
    require_writable(path);
    files.emplace_back("--" + name, path);
  }
  if (!outputs.baseline.empty()) {
    if (outputs.updates_baseline) require_writable(outputs.baseline);
    files.emplace_back("--baseline", outputs.baseline);
  }
  require_different_files(files);
  if (outputs.updates_baseline && outputs.baseline.empty()) {
    throw UsageError("--update-baseline goes with --baseline");
  }
  if (outputs.html.empty()) return;
  std::error_code error;  // what is wrong is said next
  fs::create_directories(outputs.html, error);
  require_writable_folder(outputs.html);
}

raft::Baseline read_baseline(const SuiteOutputs& outputs) {
  std::error_code error;
  if (outputs.baseline.empty() || !fs::exists(outputs.baseline, error)) return {};
  std::ifstream file(outputs.baseline, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw ConfigurationError(fmt::format("{}: cannot be read", outputs.baseline));
  try {
    return raft::Baseline(text.str());
  } catch (const raft::NotABaseline& reason) {
    throw ConfigurationError(fmt::format("{}: {}", outputs.baseline, reason.what()));
  }
}

void write_outputs(const SuiteOutputs& outputs, const raft::SuiteReport& report,
                   const raft::Baseline& baseline, const Streams& streams) {
  std::string failures;
  const auto attempt = [&](const std::function<void()>& write) {
    try {
      write();
    } catch (const OutputError& error) {
      failures += (failures.empty() ? "" : "; ") + std::string(error.what());
    }
  };
  for (const raft::SuiteReportFormat& format : raft::suite_report_formats()) {
    const auto file = outputs.files.find(std::string(format.name));
    if (file == outputs.files.end() || file->second.empty()) continue;
    attempt([&] { write_file(file->second, format.render(report)); });
  }
  if (!outputs.html.empty()) attempt([&] { write_pages(outputs.html, report); });
  if (outputs.updates_baseline) {
    attempt([&] { write_file(outputs.baseline, baseline.updated(report.suite, report.results)); });
  }
  if (outputs.is_github) {
    write_annotations(report, streams);
    const std::string summary = step_summary();
    if (!summary.empty()) attempt([&] { append_summary(summary, report); });
  }
  if (!failures.empty()) throw OutputError(failures);
}

}  // namespace scrutineer::cli
