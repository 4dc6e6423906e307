// `scrutineer check`.
#pragma once

#include "cli/arguments.h"
#include "cli/streams.h"

namespace scrutineer::cli {

/// Runs the check and reports it; returns the exit status. Throws UsageError,
/// ConfigurationError, OutputError, and what a fault of the program throws.
int run_check(const CheckArguments& arguments, const Streams& streams);

}  // namespace scrutineer::cli
