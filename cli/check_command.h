// `scrutineer check`.
#pragma once

#include "cli/arguments.h"
#include "cli/signals.h"
#include "cli/streams.h"
#include "explorer/checkpoint.h"
#include "properties/raft/property_list.h"
#include "traces/raft_report.h"

namespace scrutineer::cli {

/// Runs the check and reports it; returns the exit status. Throws UsageError,
/// ConfigurationError, OutputError, and what a fault of the program throws.
int run_check(const CheckArguments& arguments, const Streams& streams);

/// Throws UsageError or ConfigurationError for places that results cannot be written to, and forms
/// that they cannot have, before a search that they are meant for.
void require_places(const CheckArguments& arguments, const raft::ReportSubject& subject,
                    const Streams& streams);

/// Carries out a check whose subject is known, with the arguments that say how: limits, files,
/// progress. With a checkpoint (null for none) it goes on from there, if it holds a search, and
/// writes to it. Returns the exit status.
int carry_out_check(const CheckArguments& arguments, raft::ReportSubject subject,
                    const raft::PropertyChoice& properties, Checkpoint* checkpoint,
                    const SignalWatch& signals, const Streams& streams);

}  // namespace scrutineer::cli
