#include "traces/suite/baseline.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace scrutineer::raft {
namespace {

constexpr std::string_view head =
    "# Known bugs, one a line: fingerprint, run, steps. Written by suite --update-baseline.\n";

BaselineEntry entry_of(std::string_view line, std::size_t number) {
  const std::size_t first = line.find('\t');
  const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
  if (second == std::string_view::npos) {
    throw NotABaseline(
        fmt::format("line {}: accepted: a fingerprint, a run and its steps, "
                    "separated by tabs",
                    number));
  }
  return {std::string(line.substr(0, first)),
          std::string(line.substr(first + 1, second - first - 1)),
          std::string(line.substr(second + 1))};
}

std::string one_line(const std::string& slice) {
  std::string text;
  for (const char c : slice) text += c == '\n' ? std::string(" | ") : std::string(1, c);
  if (text.ends_with(" | ")) text.resize(text.size() - 3);
  return text;
}

using RaftProperty = PropertyOutcome<ReadableModel>;

// The property of an entry as its run found it; null if the run took no part.
const RaftProperty* property_of(const BaselineEntry& entry, const Suite& suite,
                                const std::vector<RunResult>& results) {
  for (std::size_t k = 0; k < results.size(); ++k) {
    if (suite.runs[k].name != entry.run || !results[k].outcome) continue;
    for (const RaftProperty& one : results[k].outcome->properties) {
      if (entry.fingerprint.starts_with(one.name + "-")) return &one;
    }
  }
  return nullptr;
}

}  // namespace

Baseline::Baseline(std::string_view text) {
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line[0] != '#') entries_.push_back(entry_of(line, number));
  }
}

bool Baseline::has(const std::string& fingerprint) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const auto& entry) { return entry.fingerprint == fingerprint; });
}

std::vector<BaselineEntry> Baseline::fixed(const Suite& suite,
                                           const std::vector<RunResult>& results) const {
  std::vector<BaselineEntry> gone;
  for (const BaselineEntry& entry : entries_) {
    const RaftProperty* const property = property_of(entry, suite, results);
    if (property != nullptr && property->verdict == PropertyVerdict::holds) gone.push_back(entry);
  }
  return gone;
}

std::string Baseline::updated(const Suite& suite, const std::vector<RunResult>& results) const {
  std::set<std::string> lines;
  const auto add = [&](const BaselineEntry& entry) {
    lines.insert(fmt::format("{}\t{}\t{}\n", entry.fingerprint, entry.run, entry.slice));
  };
  for (const BaselineEntry& entry : entries_) {
    const RaftProperty* const property = property_of(entry, suite, results);
    if (property == nullptr || property->verdict == PropertyVerdict::undecided) add(entry);
  }
  for (std::size_t k = 0; k < results.size(); ++k) {
    for (const Bug& bug : results[k].bugs) {
      if (bug.standing == BugStanding::expected) continue;
      add({bug.fingerprint, suite.runs[k].name, one_line(bug.slice)});
    }
  }
  std::string text(head);
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace scrutineer::raft
