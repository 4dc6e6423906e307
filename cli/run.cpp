#include "cli/run.h"

#include <new>
#include <ostream>
#include <variant>

#include "cli/arguments.h"
#include "cli/check_command.h"
#include "cli/errors.h"
#include "cli/exit_status.h"
#include "cli/list_command.h"
#include "explorer/checkpoint.h"
#include "traces/printable.h"

namespace scrutineer::cli {
namespace {

int carry_out(const Arguments& arguments, const Streams& streams) {
  if (const auto* print = std::get_if<PrintArguments>(&arguments)) {
    streams.out << print->text;
    return exit_holds;
  }
  if (const auto* list = std::get_if<ListArguments>(&arguments)) {
    streams.out << list_text(list->what);
    return exit_holds;
  }
  if (const auto* call = std::get_if<CommandCall>(&arguments)) return call->command->run(streams);
  return run_check(std::get<CheckArguments>(arguments), streams);
}

int report(const Streams& streams, const char* kind, const char* what, int status) {
  streams.err << "scrutineer: " << kind << printable(what) << std::endl;
  return status;
}

}  // namespace

int run(const std::vector<std::string>& words, const Streams& streams) {
  try {
    const int status = carry_out(parse_arguments(words), streams);
    streams.out.flush();
    if (!streams.out) throw OutputError("standard output was not written");
    return status;
  } catch (const UsageError& error) {
    const int status = report(streams, "", error.what(), exit_usage);
    streams.err << "  (scrutineer --help shows what can be asked)" << std::endl;
    return status;
  } catch (const ConfigurationError& error) {
    return report(streams, "", error.what(), exit_bad_configuration);
  } catch (const CheckpointError& error) {
    return report(streams, "", error.what(), exit_bad_configuration);
  } catch (const OutputError& error) {
    return report(streams, "", error.what(), exit_output_error);
  } catch (const std::bad_alloc&) {
    return report(streams, "", "incomplete: memory ran out", exit_incomplete);
  } catch (const std::exception& error) {
    return report(streams, "internal error: ", error.what(), exit_internal_error);
  } catch (...) {
    return report(streams, "internal error: ", "an unknown exception", exit_internal_error);
  }
}

}  // namespace scrutineer::cli
