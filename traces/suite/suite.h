// A suite: many checks, each with what is expected of it.
//
// A run that must fail is as good an expectation as one that must hold: a model in which nothing
// can be broken proves nothing, so the broken variants stand beside the correct one and have to be
// convicted. `suite_file.h` of the program reads suites from files; this is what they say.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "explorer/options.h"
#include "explorer/verdict.h"
#include "model/raft/reduction/reduction_list.h"
#include "model/raft/settings.h"
#include "properties/raft/property_list.h"

namespace scrutineer::raft {

struct PropertyExpectation {
  std::string property;
  PropertyVerdict verdict = PropertyVerdict::holds;
  std::optional<std::uint64_t> length;  // of the shortest counterexample, or way to a witness
};

/// Without anything in it: that the check holds.
struct Expectation {
  std::optional<Verdict> verdict;  // empty: follows from the properties, see `expected_verdict`
  std::vector<PropertyExpectation> properties;
  std::optional<std::uint64_t> distinct;
  std::optional<std::uint64_t> generated;
  std::optional<std::uint64_t> depth;
};

/// The verdict that an expectation stands for: the one that it names; else violated or expectation
/// not met if it expects that of a property; else holds.
[[nodiscard]] Verdict expected_verdict(const Expectation& expectation);

/// One check of a suite.
struct SuiteRun {
  std::string name;      // unique in the suite: "split-brain/servers=3"
  std::size_t line = 0;  // of the file, where the run is described
  std::string variant;   // as in ReportSubject
  std::string description;
  std::string about;  // what a reader of the report should know of it; may be empty
  Settings settings;
  PropertyChoice properties;  // with all witnesses
  bool continue_after_violation = false;
  ReductionChoice reductions = every_reduction;  // asked for
  Limits budget;
  Expectation expectation;
  /// Remarks that do not fail it under --strict: actions, properties, "max_term".
  std::set<std::string> allowed;
};

struct Suite {
  std::string file;  // as it was named
  std::vector<SuiteRun> runs;
  std::string title;  // for reports; empty: the file
  std::string about;  // a paragraph below it; may be empty
};

/// The runs whose name matches `pattern`: it may stand anywhere in the name, * for any text and ?
/// for one character.
[[nodiscard]] Suite only(const Suite& suite, const std::string& pattern);

}  // namespace scrutineer::raft
