// two_phase_commit [RMS] [--broken] [--max-states N | --walks N]: checks two-phase commit with
// scrutineer, or walks through it at random.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <scrutineer/traces/check.h>
#include <scrutineer/traces/simulate.h>
#include <scrutineer/traces/text_trace.h>

#include "two_phase_commit.h"

namespace {

using two_phase_commit::Model;
using two_phase_commit::rms_max;
using two_phase_commit::Settings;

// Those of the program `scrutineer`.
enum ExitStatus : int {
  exit_holds = 0,
  exit_violated = 1,
  exit_incomplete = 2,
  exit_expectation_not_met = 3,
  exit_usage = 64,
  exit_internal_error = 70,
};

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Arguments {
  Settings settings;
  scrutineer::CheckOptions options;
  scrutineer::SimulationOptions walks;
  bool is_simulating = false;
  bool is_asking_for_help = false;
};

std::uint64_t parse_number(std::string_view text, std::uint64_t least, std::uint64_t greatest) {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped_at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stopped_at != end || value < least || value > greatest) {
    throw UsageError(fmt::format("'{}' is not a number {}..{}", text, least, greatest));
  }
  return value;
}

Arguments parse_arguments(int argc, char** argv) {
  Arguments arguments;
  bool has_rms = false;
  for (int k = 1; k < argc; ++k) {
    const std::string_view word = argv[k];
    if (word == "--help") {
      arguments.is_asking_for_help = true;
    } else if (word == "--broken") {
      arguments.settings.commit_needs_all_prepared = false;
    } else if (word == "--max-states") {
      if (++k == argc) throw UsageError("--max-states needs a number");
      arguments.options.search.limits.states_max = parse_number(argv[k], 1, UINT64_MAX);
    } else if (word == "--walks") {
      if (++k == argc) throw UsageError("--walks needs a number");
      arguments.walks.walks_max = parse_number(argv[k], 1, UINT64_MAX);
      arguments.is_simulating = true;
    } else if (!has_rms) {
      arguments.settings.rms = parse_number(word, 1, rms_max);
      has_rms = true;
    } else {
      throw UsageError(fmt::format("'{}' is one argument too many", word));
    }
  }
  return arguments;
}

void print_property(const Model& model, const scrutineer::PropertyOutcome<Model>& one) {
  using scrutineer::PropertyVerdict;
  fmt::print("  {:<14} {}", one.name, scrutineer::verdict_name(one.verdict));
  if (one.verdict == PropertyVerdict::violated) {
    fmt::print(" at depth {}: not \"{}\"\n", one.length(), one.sentence);
    fmt::print("{}", scrutineer::plain_trace(model, *one.trace));
  } else if (one.trace) {
    fmt::print(" at depth {}: {}\n", one.length(), one.sentence);
  } else {
    fmt::print(": {}\n", one.sentence);
  }
}

void print_outcome(const Model& model, const scrutineer::Outcome<Model>& outcome) {
  fmt::print("{} distinct states, {} generated, depth {}; {:.2f} s, {} bytes\n", outcome.distinct,
             outcome.generated, outcome.depth, outcome.seconds, outcome.search_bytes);
  for (const auto& one : outcome.properties) print_property(model, one);
  fmt::print("verdict: {}", scrutineer::verdict_name(outcome.verdict));
  if (scrutineer::is_limit(outcome.stop)) {
    fmt::print(" (limit: {})", scrutineer::stop_reason_name(outcome.stop));
  }
  fmt::print("\n");
}

int exit_status_of(scrutineer::Verdict verdict) {
  switch (verdict) {
    case scrutineer::Verdict::holds: return exit_holds;
    case scrutineer::Verdict::violated: return exit_violated;
    case scrutineer::Verdict::incomplete: return exit_incomplete;
    case scrutineer::Verdict::expectation_not_met: break;
  }
  return exit_expectation_not_met;
}

int simulate(const Model& model, const Arguments& arguments) {
  const auto properties = two_phase_commit::properties(arguments.settings);
  const auto outcome = scrutineer::simulate(model, properties, arguments.walks);
  fmt::print("{} random walks, {} steps\n", outcome.statistics.walks, outcome.statistics.steps);
  for (const auto& one : outcome.properties) print_property(model, one);
  fmt::print("verdict: {}\n", scrutineer::verdict_name(outcome.verdict));
  return exit_status_of(outcome.verdict);
}

int run(int argc, char** argv) {
  const Arguments arguments = parse_arguments(argc, argv);
  if (arguments.is_asking_for_help) {
    fmt::print("two_phase_commit [RMS] [--broken] [--max-states N | --walks N]; RMS is 1..{}\n",
               rms_max);
    return exit_holds;
  }
  const Settings& settings = arguments.settings;
  fmt::print("two-phase commit, RMs: {}{}\n", settings.rms,
             settings.commit_needs_all_prepared ? "" : ", TMCommit without its guard");
  const Model model(settings);
  if (arguments.is_simulating) return simulate(model, arguments);
  const scrutineer::Outcome<Model> outcome =
      scrutineer::check(model, two_phase_commit::properties(settings), arguments.options);
  print_outcome(model, outcome);
  return exit_status_of(outcome.verdict);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const UsageError& error) {
    fmt::print(stderr, "two_phase_commit: {} (see --help)\n", error.what());
    return exit_usage;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "two_phase_commit: incomplete: memory ran out\n");
    return exit_incomplete;
  } catch (const std::exception& error) {
    fmt::print(stderr, "two_phase_commit: internal error: {}\n", error.what());
    return exit_internal_error;
  }
}
