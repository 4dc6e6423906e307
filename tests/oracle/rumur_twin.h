// The Murphi twin: its text for given settings, and what Rumur counts in it.
//
// The twin was written from the specification alone. Each configuration is generated: the
// template's placeholders are replaced, Rumur makes a checker in C, the C compiler builds it.
#pragma once

#include <cstdint>
#include <regex>
#include <string>

#include <doctest/doctest.h>

#include "model/raft/setting_table.h"
#include "tests/run_program.h"

namespace scrutineer::test {

/// How the twin's environment is checked.
struct TwinOptions {
  bool has_environment = false;
  bool tracks_stale = false;
  bool judges = false;  // the invariants lease_exclusive and no_stale_write end the run
};

inline std::string twin_source(const std::string& name) {
  return read_file(std::string(SCRUTINEER_SOURCE_DIR) + "/tests/oracle/" + name);
}

inline std::string placeholder_value(const raft::Settings& s, const TwinOptions& options,
                                     const std::string& name) {
  const auto boolean = [](bool value) { return std::string(value ? "true" : "false"); };
  if (name == "environment") {
    return "procedure StartEnvironment(); begin end; procedure Forget(); begin end;";
  }
  if (name == "duplicating") return boolean(s.network == raft::Network::duplicating);
  if (name == "cut_groups") return boolean(s.cut == raft::CutKind::groups);
  if (name == "lose_across_cut") return boolean(s.cut_messages == raft::CutMessages::lost);
  if (name == "suspect_only") return boolean(s.timeouts == raft::Timeouts::suspect);
  if (name == "quorum") return std::to_string(static_cast<int>(s.guards.quorum));
  if (name == "fencing") return std::to_string(static_cast<int>(s.mitigations.fencing));
  if (name == "lease_from_request") {
    return boolean(s.mitigations.lease_from == mitigations::LeaseFrom::request);
  }
  if (name == "track_stale") return boolean(options.tracks_stale);
  if (name == "judge") return boolean(options.judges);
  for (const char* prefix : {"", "guards.", "mitigations."}) {
    const raft::Setting* setting = raft::find_setting(prefix + name);
    if (setting != nullptr) return raft::value_text(*setting, s);
  }
  FAIL("the template has an unknown placeholder: ", name);
  return "";
}

/// The template with every placeholder replaced.
inline std::string twin_text(const raft::Settings& settings, const TwinOptions& options) {
  std::string text = twin_source("election.m.in");
  if (options.has_environment) {
    const std::string place = "@environment@";
    text.replace(text.find(place), place.size(), twin_source("environment.m.in"));
  }
  const std::regex placeholder("@([a-z_]+)@");
  std::string model;
  auto last = text.cbegin();
  int replaced = 0;
  for (std::sregex_iterator it(text.cbegin(), text.cend(), placeholder), end; it != end; ++it) {
    model.append(last, text.cbegin() + it->position());
    model += placeholder_value(settings, options, (*it)[1]);
    last = text.cbegin() + it->position() + it->length();
    ++replaced;
  }
  REQUIRE(replaced == (options.has_environment ? 31 : 22));
  return model.append(last, text.cend());
}

struct TwinCounts {
  std::uint64_t states = 0;
  std::uint64_t rules = 0;
  int errors = 0;
};

/// Has Rumur explore the twin; stops the test if that fails.
inline TwinCounts run_twin(const raft::Settings& settings, const TwinOptions& options = {}) {
  const TemporaryFolder folder;
  folder.write("election.m", twin_text(settings, options));
  const ProgramResult run = run_shell(
      "cd '" + folder.path() +
      "' && rumur --quiet --deadlock-detection off --symmetry-reduction off --threads 1 "
      "--counterexample-trace off --output-format machine-readable --set-capacity 8388608 "
      "--output e.c election.m && cc -std=c11 -O2 -o e e.c -lpthread && ./e");
  std::smatch found;
  const std::regex summary(R"x(<summary states="(\d+)" rules_fired="(\d+)" errors="(\d+)")x");
  REQUIRE_MESSAGE(std::regex_search(run.out, found, summary), run.err);
  const TwinCounts counts = {std::stoull(found[1]), std::stoull(found[2]), std::stoi(found[3])};
  CHECK(run.exit_status == (counts.errors == 0 ? 0 : 1));
  return counts;
}

inline bool has_rumur() {
  const bool is_there = run_shell("command -v rumur && command -v cc").exit_status == 0;
  if (!is_there) MESSAGE("rumur or cc is not installed; the live oracle is skipped");
  return is_there;
}

}  // namespace scrutineer::test
