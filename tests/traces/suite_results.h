// Suites made by hand for tests, and their results.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/raft/variants.h"
#include "traces/reports/suite_report.h"
#include "traces/suite/remarks.h"
#include "traces/suite/suite_search.h"

namespace scrutineer::test {

/// A run of a variant with its default properties and all witnesses.
inline raft::SuiteRun run_of(const std::string& variant, std::string name = "") {
  raft::SuiteRun run;
  run.name = name.empty() ? variant : std::move(name);
  run.line = 1;
  run.variant = variant;
  run.settings = raft::find_variant(variant)->settings;
  run.properties = raft::choose_properties({});
  run.properties.witnesses = raft::all_witnesses();
  return run;
}

inline raft::SuiteRun expecting(raft::SuiteRun run, raft::Expectation expectation) {
  run.expectation = std::move(expectation);
  return run;
}

inline raft::SuiteReport report_on(std::vector<raft::SuiteRun> runs,
                                   const raft::SuiteOptions& options = {}) {
  raft::SuiteReport report;
  report.suite = {"gate.toml", std::move(runs), {}, {}};
  report.results = raft::run_suite(report.suite, options);
  report.has_baseline = options.baseline != nullptr;
  report.is_strict = options.is_strict;
  if (report.has_baseline) report.fixed = options.baseline->fixed(report.suite, report.results);
  return report;
}

/// One result of each status but error, and one that was not begun.
inline raft::SuiteReport mixed_report(const raft::SuiteOptions& options = {}) {
  auto tight = run_of("raft", "tight/servers=5");
  tight.settings.servers = 5;
  tight.budget.states_max = 1000;
  return report_on({run_of("raft"),
                    expecting(run_of("vote-twice", "must fail"),
                              {Verdict::violated, {}, std::nullopt, std::nullopt, std::nullopt}),
                    run_of("split-brain", "bug <&\"'>"),
                    expecting(run_of("raft", "wrong count"),
                              {std::nullopt, {}, 160, std::nullopt, std::nullopt}),
                    tight},
                   options);
}

}  // namespace scrutineer::test
