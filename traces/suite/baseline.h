// Bugs that are known: a gate lets them pass, and says when they are gone.
//
// One line a bug in a text file, sorted, so that a diff of the file tells what changed:
//   FINGERPRINT<tab>RUN<tab>the steps, separated by " | "
// Lines that begin with # are comments.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "traces/suite/run_result.h"
#include "traces/suite/suite.h"

namespace scrutineer::raft {

struct BaselineEntry {
  std::string fingerprint;
  std::string run;
  std::string slice;
  bool operator==(const BaselineEntry&) const = default;
};

/// A text that is no baseline; `what()` names the line.
class NotABaseline : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Baseline {
 public:
  Baseline() = default;
  /// Throws NotABaseline.
  explicit Baseline(std::string_view text);

  [[nodiscard]] bool has(const std::string& fingerprint) const;
  [[nodiscard]] const std::vector<BaselineEntry>& entries() const { return entries_; }

  /// The entries whose property now holds in their run. A run that took no part, a property that
  /// was not decided or that is violated in another way (which may hide this one) says nothing.
  [[nodiscard]] std::vector<BaselineEntry> fixed(const Suite& suite,
                                                 const std::vector<RunResult>& results) const;

  /// What the file should say after these results: the new bugs in, and gone what their runs were
  /// asked about and did not find again.
  [[nodiscard]] std::string updated(const Suite& suite,
                                    const std::vector<RunResult>& results) const;

 private:
  std::vector<BaselineEntry> entries_;
};

}  // namespace scrutineer::raft
