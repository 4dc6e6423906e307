// The exit statuses of the program: the verdict's, and those of sysexits.h for what went wrong.
#pragma once

#include "explorer/verdict.h"

namespace scrutineer::cli {

enum ExitStatus : int {
  exit_holds = 0,
  exit_violated = 1,
  exit_incomplete = 2,
  exit_expectation_not_met = 3,
  exit_usage = 64,
  exit_bad_configuration = 65,
  exit_internal_error = 70,
  exit_output_error = 74,
  exit_signal_base = 128,  // plus the signal's number: 130 after SIGINT, 143 after SIGTERM
};

[[nodiscard]] constexpr int exit_status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds: return exit_holds;
    case Verdict::violated: return exit_violated;
    case Verdict::incomplete: return exit_incomplete;
    case Verdict::expectation_not_met: break;
  }
  return exit_expectation_not_met;
}

}  // namespace scrutineer::cli
